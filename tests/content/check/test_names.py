"""The lists of names and of the words around them: what would never be found is named by `check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.naming import load_naming
from bot.errors import ContentError
from tests.content.changing import Change, assert_found, errors, replace_in

NAMES, WORDS = "knowledge/given_names.yaml", "knowledge/kept_out.yaml"
BAD = [
    Change("an accent", NAMES, "names: [abraham,", "names: [ábraham,", "ábraham", "'ábraham' is never found"),
    Change("two words", NAMES, "short: [abe, bram]", "short: [abe, big bram]", "big bram", "'big bram' is never found"),
    Change("twice in an entry", NAMES, "short: [abe, bram]", "short: [abe, abe]", "abe, abe", "'abe' stands twice"),
    Change("nothing new", NAMES, "given_names:\n", "given_names:\n  - {names: [abram]}\n", "{names: [abram]}", "'abram' says nothing"),
    Change(
        "an entry for one spelling",
        NAMES,
        "one_spelling:\n  [\n",
        "one_spelling:\n  [\n    kate,\n",
        "    kate,",
        "'kate' stands in an entry",
    ),
    Change("an apostrophe", WORDS, " nobody, no body,", " nobody, don't,", "don't", "'don't' is never found"),
    Change("twice", WORDS, " nobody, no body,", " nobody, nobody,", "nobody, nobody", "'nobody' stands twice"),
    Change(
        "too long",
        WORDS,
        "\nothers:\n  [\n",
        "\nothers:\n  [\n    man who came in late,\n",
        "man who came in late",
        "is never found",
    ),
    Change("an ordinary nan", WORDS, "\nordinary:\n  [\n", "\nordinary:\n  [\n    nan,\n", "    nan,", "'nan' stands under 'others' too"),
]


@pytest.mark.parametrize("change", BAD, ids=str)
def test_what_would_never_be_found_is_named_with_its_line(content: Path, change: Change) -> None:
    replace_in(content, change.file, change.old, change.new)
    assert_found(content, change, errors(content))


def test_what_cannot_be_read_stops_a_start(content: Path) -> None:
    (content / NAMES).unlink()
    with pytest.raises(ContentError) as stopped:
        load_naming(content)
    assert [problem.file.name for problem in stopped.value.problems] == ["given_names.yaml"]
