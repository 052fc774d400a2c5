"""What is said, as plain text."""

from __future__ import annotations

import pytest

from bot.model.outbound import Block, BlockKind, Message, Span, plain

KINDS = {"p": BlockKind.PARAGRAPH, "h": BlockKind.HEADING, "b": BlockKind.BULLET, "n": BlockKind.NUMBERED, "s": BlockKind.SOURCE}


def block(kind: str, text: str, number: int | None = None) -> Block:
    return Block(KINDS[kind], (Span(text[:1], bold=True), Span(text[1:])), number)


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([], ""),
        ([block("p", "one")], "one"),
        ([block("p", "one"), block("p", "two")], "one\n\ntwo"),
        ([block("p", "one"), block("b", "two"), block("b", "three"), block("p", "four")], "one\n\n• two\n• three\n\nfour"),
        ([block("n", "one", 1), block("n", "two", 2), block("b", "three")], "1. one\n2. two\n\n• three"),
        ([block("h", "one"), block("s", "two\nthree")], "one\n\ntwo\nthree"),
    ],
)
def test_paragraphs_are_set_apart_and_items_are_marked(blocks: list[Block], expected: str) -> None:
    assert plain(blocks) == expected
    assert Message(tuple(blocks)).text == expected


def test_the_words_of_a_block_have_no_style() -> None:
    assert block("b", "word").text == "word"
