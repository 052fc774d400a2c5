"""Markdown as content designers write it, made into blocks."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.say.markdown import all_blocks, blocks
from bot.model.outbound import BlockKind, Span, plain

P, H, B, N = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.BULLET, BlockKind.NUMBERED


def shape(markdown: str) -> list[tuple[BlockKind, int | None, str]]:
    return [(block.kind, block.number, block.text) for block in blocks(markdown)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One.", [(P, None, "One.")]),
        ("One\nand two.", [(P, None, "One and two.")]),
        ("One\\\ntwo.", [(P, None, "One\ntwo.")]),
        ("- One\n- Two\n  and a half", [(B, None, "One"), (B, None, "Two and a half")]),
        ("1. One\n2. Two", [(N, 1, "One"), (N, 2, "Two")]),
        ("3. Three\n3. Four", [(N, 3, "Three"), (N, 4, "Four")]),
        ("1. One\n   - a\n   - b\n2. Two", [(N, 1, "One"), (B, None, "a"), (B, None, "b"), (N, 2, "Two")]),
        ("- One\n\n  More of it.\n- Two", [(B, None, "One"), (P, None, "More of it."), (B, None, "Two")]),
        ("### Head\nText.", [(H, None, "Head"), (P, None, "Text.")]),
        ("> Said.", [(P, None, "Said.")]),
        ("Use `this`.", [(P, None, "Use this.")]),
        ("5 < 6 & <b>7</b>", [(P, None, "5 < 6 & <b>7</b>")]),
        ("", []),
    ],
)
def test_what_each_line_becomes(markdown: str, expected: list[tuple[BlockKind, int | None, str]]) -> None:
    assert shape(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "spans"),
    [
        ("a **b** c", (Span("a "), Span("b", bold=True), Span(" c"))),
        ("*a* b", (Span("a", italic=True), Span(" b"))),
        ("***a***", (Span("a", bold=True, italic=True),)),
        ("**a *b***", (Span("a ", bold=True), Span("b", bold=True, italic=True))),
        ("[a **b**](https://c.uk)", (Span("a ", url="https://c.uk"), Span("b", bold=True, url="https://c.uk"))),
        ("**a\nb**", (Span("a", bold=True), Span(" ", bold=True), Span("b", bold=True))),
        ("[a](javascript:b)", (Span("[a](javascript:b)"),)),
        ("2 * 3 * 4", (Span("2 * 3 * 4"),)),
    ],
)
def test_how_words_are_styled(markdown: str, spans: tuple[Span, ...]) -> None:
    (block,) = blocks(markdown)
    assert block.spans == spans


def test_a_table_becomes_a_list_with_a_line_a_row() -> None:
    table = "| Who | 2017 | 2020 |\n| --- | --- | --- |\n| Children in care | 685 | **623** |\n| [Us](https://a.uk) | 1 | |"
    first, second = blocks(table)
    assert (first.kind, first.text) == (B, "Children in care: 2017: 685; 2020: 623")
    assert first.spans[0] == Span("Children in care", bold=True)
    assert Span("623", bold=True) in first.spans
    assert second.text.startswith("Us: 2017: 1")
    assert second.spans[0] == Span("Us", bold=True, url="https://a.uk")


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("| A | |\n| - | - |\n| b | c |", ["b: c"]),
        ("| A |\n| - |\n| b |", ["b"]),
        ("| A | B |\n| - | - |", []),
        ("| A | B |\n| - | - |\n| c |", ["c: B: "]),
    ],
    ids=["no label", "one column", "no rows", "a cell too few"],
)
def test_odd_tables(table: str, lines: list[str]) -> None:
    assert [block.text for block in blocks(table)] == lines


def test_paragraphs_follow_one_another() -> None:
    assert plain(all_blocks(["One.", "- a\n- b", "Two."])) == "One.\n\n• a\n• b\n\nTwo."


MARKS = st.sampled_from(["**", "*", "- ", "1. ", "\n", "\n\n", "### ", "> ", "| ", "[", "](https://a.uk)", "\\", "&", "<b>", "`"])
TEXTS = st.lists(MARKS | st.from_regex(r"x[0-9]{1,3}x ", fullmatch=True), max_size=20).map("".join)


@given(TEXTS)
def test_no_word_is_lost_and_all_keep_their_order(markdown: str) -> None:
    said = "".join(block.text for block in all_blocks(markdown.split("\n\n")))
    assert re.findall(r"x\d+x", said) == re.findall(r"x\d+x", markdown)


@given(st.text(max_size=60))
def test_any_text_becomes_blocks(markdown: str) -> None:
    assert all(block.text == "".join(span.text for span in block.spans) for block in blocks(markdown))
