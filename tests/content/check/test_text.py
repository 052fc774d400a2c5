"""Rules for the words themselves. One small change at a time to content that is sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.changing import BRISTOL_TAX, PLAIN_DETAIL, PLAIN_SHORT, TAX, Change, assert_found, errors, replace_in, warnings

DUTIES = "knowledge/england/duties-ward-councillor.md"
FORMAL_SHORT = "No national exemption exists. Section 13A lets a council reduce the bill to nil."
HEADING = "## Short"


def go(times: int) -> str:
    """Short words, in sentences of five."""
    return "Go and ask them now. " * (times // 5) + "Go " * (times % 5)


def lines(times: int, marker: str = "-") -> str:
    return "\n".join(f"{marker} Ask" for _ in range(times))


TOO_LONG = [
    Change("short for young people", TAX, PLAIN_SHORT, go(61), HEADING, "'short' has 61 words, the most is 60"),
    Change("a council's short, for everyone", BRISTOL_TAX, "Ask your PA if it still stands.", go(61), HEADING, "words, the most is 60"),
    Change("short for formal readers", TAX, FORMAL_SHORT, go(121), "## Short for c", "'short' has 121 words, the most is 120"),
    Change("short of a topic for formal readers", DUTIES, "Every councillor is a corporate parent.", go(121), HEADING, "the most is 120"),
    Change("details", TAX, PLAIN_DETAIL, go(701), "## Details", "words, the most is 700"),
    Change("a list", TAX, PLAIN_SHORT, lines(8), HEADING, "a list of 8 lines before 'Tell me more', the most is 7"),
    Change("a numbered list", TAX, PLAIN_SHORT, lines(8, "1."), HEADING, "a list of 8 lines before 'Tell me more', the most is 7"),
]

LONG_ENOUGH = [
    (TAX, PLAIN_SHORT, go(60)),
    (TAX, PLAIN_SHORT, lines(7)),
    (TAX, PLAIN_DETAIL, lines(8)),
    (TAX, FORMAL_SHORT, go(120)),
    (TAX, FORMAL_SHORT, lines(8)),
    (TAX, PLAIN_DETAIL, go(600)),
    (TAX, PLAIN_SHORT, f"[{go(30)}](https://www.gov.uk/{'very-' * 70}long)"),
]

NOT_PLAIN = [
    Change("HTML", TAX, PLAIN_DETAIL, "<b>Bold</b>", "<b>Bold", "HTML stands in the text: <b>"),
    Change("a comment", TAX, PLAIN_DETAIL, "Ask.<br/>", "<br/>", "HTML stands in the text: <br/>"),
    Change("a picture", TAX, PLAIN_DETAIL, "![A bill](https://www.gov.uk/bill.png)", "![A bill]", "a picture stands in the text"),
    Change("code", TAX, PLAIN_DETAIL, "- Ask.\n\n```\nlost\n```", "```", "a block of code stands in the text"),
    Change("a page of ours", TAX, PLAIN_DETAIL, "[rights](my-rights.md)", "my-rights.md", "a link leads to no web page"),
    Change("an old page", TAX, PLAIN_DETAIL, "[rights](http://www.gov.uk)", "http://", "a link leads to no web page"),
    Change("half a pound", TAX, PLAIN_DETAIL, "##Details", "##Details", "'##Details' is no heading"),
    Change("a title", TAX, PLAIN_DETAIL, "# Details", 24, "'# Details' is no heading"),
]

AVOIDED = [
    Change("the word", TAX, PLAIN_SHORT, "Your placement can end.", "Your placement", "'placement' is not a word we use"),
    Change("a form of it", TAX, PLAIN_DETAIL, "- Siblings stay close.", "- Siblings", "'Siblings' is not a word we use"),
    Change(
        "in a council's file",
        BRISTOL_TAX,
        "Ask your PA if it still stands.",
        "Ask the\nlocal authority.",
        "local auth",
        "'local authority'",
    ),
    Change("letters in capitals", TAX, PLAIN_DETAIL, "- Ask at your LAC review.", "LAC", "'LAC review' is not a word we use"),
    Change("explained too late", TAX, PLAIN_DETAIL, "- A placement is where you live. (Home.)", "A placement", "'placement'"),
    Change("once quoted, once not", TAX, PLAIN_DETAIL, '- A "placement" is a placement.', '"placement"', "'placement'"),
]

ALLOWED = [
    'Some say "placement". We say home.',
    "Some say “placement breakdown”. We say a move.",
    "Your placement (where you live) can change.",
    "Your **placement** (where you live) can change.",
    "It is a replacement for the lack of a bus.",
    "Go to the lac.",
]


@pytest.mark.parametrize("change", [*TOO_LONG, *NOT_PLAIN, *AVOIDED], ids=str)
def test_one_change_gives_one_clear_problem(content: Path, change: Change) -> None:
    replace_in(content, change.file, change.old, change.new)
    assert_found(content, change, errors(content))


@pytest.mark.parametrize(("file", "old", "new"), LONG_ENOUGH)
def test_a_text_may_be_as_long_as_that(content: Path, file: str, old: str, new: str) -> None:
    replace_in(content, file, old, new)
    assert errors(content) == []


@pytest.mark.parametrize("text", ALLOWED)
def test_a_word_may_be_quoted_or_explained_or_be_another_word(content: Path, text: str) -> None:
    replace_in(content, TAX, PLAIN_DETAIL, text)
    assert errors(content) == []


def test_councillors_may_read_the_words_of_the_law(content: Path) -> None:
    replace_in(content, TAX, FORMAL_SHORT, "The local authority reviews each placement and keeps siblings together.")
    assert errors(content) == []


def test_a_council_that_replaces_only_what_everyone_reads_is_asked_for_the_variants(content: Path) -> None:
    told = [p for p in warnings(content) if str(p.file) == BRISTOL_TAX]
    assert [p.wrong for p in told] == ["England has a 'short' for councillor, officer, partner; they will read this council's general one"]
    with (content / BRISTOL_TAX).open("a", encoding="utf-8") as file:
        file.write("\n## Short for councillor, officer\n\nThe plan gives relief.\n\n## Short for partner\n\nAsk.\n")
    assert [p for p in warnings(content) if str(p.file) == BRISTOL_TAX] == []
