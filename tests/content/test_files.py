"""Content files read into models: what they become, and what is said of those that do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.files import LISTS, read, read_topic
from bot.errors import Problem
from bot.model.content.topics import Audience, SectionName
from tests.content.changing import PLAIN_DETAIL, PLAIN_SHORT, TAX, Change, assert_found, errors, replace_in

FRONT = "---\ntitle: Tea\nchecked: 2026-11-01\nreview_by: 2027-05-01\n---\n"
BODY = """## Short

One line
and the next.

- A
- B

## Details for councillor, care-leaver

### In 2020
Text.
"""


def topic(path: Path, text: str | bytes) -> tuple[Path, list[Problem]]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path, []


@pytest.mark.parametrize(
    "written",
    [
        pytest.param((FRONT + BODY).encode(), id="as it should be"),
        pytest.param((FRONT + BODY).replace("\n", "\r\n").encode(), id="from Windows"),
        pytest.param((FRONT + BODY).encode("utf-8-sig"), id="with a byte order mark"),
        pytest.param((FRONT + BODY).replace("---\n", "---  \n").encode(), id="with blanks after the fences"),
        pytest.param((FRONT + BODY.replace("## Short", "##   SHORT  ")).encode(), id="with a loud heading"),
    ],
)
def test_a_topic_is_read_section_by_section_and_paragraph_by_paragraph(tmp_path: Path, written: bytes) -> None:
    path, problems = topic(tmp_path / "tea.md", written)
    file = read_topic(path, problems)
    assert problems == []
    assert file is not None
    assert (file.id, file.layer, file.front.title) == ("tea", tmp_path.name, "Tea")
    short, details = file.sections
    assert (short.name, short.audiences, short.line) == (SectionName.SHORT, frozenset(), 6)
    assert short.paragraphs == ("One line\nand the next.", "- A\n- B")
    assert (details.name, details.audiences) == (SectionName.DETAILS, frozenset({Audience.COUNCILLOR, Audience.CARE_LEAVER}))
    assert details.paragraphs == ("### In 2020\nText.",)


def test_a_council_file_may_end_with_its_top_part(tmp_path: Path) -> None:
    path, problems = topic(tmp_path / "tea.md", FRONT.rstrip("\n"))
    assert read_topic(path, problems) is not None
    assert problems == []


@pytest.mark.parametrize(
    ("written", "line", "says"),
    [
        (BODY, 1, "the file has no top part"),
        (FRONT.replace("---\n", "", 1), 1, "the file has no top part"),
        ("", 1, "the file has no top part"),
        (FRONT + "Hello.\n" + BODY, 6, "there is text before the first heading"),
        (FRONT + "Hello.\n", 6, "there is text before the first heading"),
        (FRONT + "## Shorts\n\nHello.\n", 6, "nobody knows a section 'Shorts'"),
        (FRONT + "\n\n## Short for\n\nHello.\n", 8, "nobody knows a section 'Short for'"),
        (FRONT + "## Short for coucillor\n\nHello.\n", 6, "nobody knows the audience 'coucillor'"),
        (FRONT + "## Short\n\nHello.\n\n##Details\n", 10, "'##Details' is no heading"),
        (FRONT + "# Short\n\nHello.\n", 6, "'# Short' is no heading"),
        ((FRONT + "## Short\n\nCaf").encode() + b"\xe9\n", 8, "the file is not UTF-8 text"),
        (FRONT.replace("title: Tea", "title: [Tea"), 3, "the YAML is broken"),
        (FRONT.replace("2026-11-01", "2026-11-31"), 3, "the YAML is broken: '2026-11-31' is no value"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, written: str | bytes, line: int, says: str) -> None:
    path, problems = topic(tmp_path / "tea.md", written)
    read_topic(path, problems)
    assert (path, line) in [(problem.file, problem.line) for problem in problems if says in problem.wrong], problems


UNKNOWN_KEYS = [
    Change(f"in {name}.yaml", f"knowledge/{name}.yaml", f"\n{key}:", f"\ncolour: red\n{key}:", "colour", "nobody knows the key 'colour'")
    for name, key in {
        "councils": "councils",
        "sources": "documents",
        "amounts": "amounts",
        "audiences": "audiences",
        "commands": "commands",
        "phrases": "phrases",
        "smalltalk": "small_talk",
        "limits": "limits",
        "cues": "openers",
        "safety": "rules",
        "words": "words",
        "receipt": "words",
        "given_names": "given_names",
        "kept_out": "titles",
    }.items()
]
INNER_KEYS = [
    Change("in a menu", "knowledge/menu.yaml", "- id: people", "- colour: red\n  id: people", "colour", "key 'groups.0.colour'"),
    Change("in a flow", "flows/start.yaml", "title: Hello", "title: Hello\ncolour: red", "colour", "nobody knows the key 'colour'"),
    Change("in a step", "flows/start.yaml", "- id: council", "- colour: red\n    id: council", "colour", "key 'steps.1.colour'"),
    Change("in a topic", TAX, "title: Council Tax", "titel: Council Tax", "titel", "nobody knows the key 'titel'"),
    Change("in next", TAX, "phones: [become]", "phone: [become]", "phone:", "nobody knows the key 'next.phone'"),
    Change("in a source", TAX, 'place: "section 13A(1)(c)"', "page: 4", "page: 4", "nobody knows the key 'sources.0.page'"),
    Change("a comma in braces", TAX, '"section 13A(1)(c)"', "part 1, chapter 2", "chapter 2", "nobody knows the key 'sources.0.chapter 2'"),
    Change("in a council", "knowledge/councils.yaml", "- id: bradford", "- colour: red\n    id: bradford", "colour", "'councils.2.colour'"),
]

GOLD = "{id: gold, what: Gold, values: [{from: 2020-01-01, value: one}], source: this-service, mark: good, seen: 2026-11-01}"

WRONG_TYPES = [
    Change("a list for words", TAX, "title: Council Tax", "title: [Council Tax]", "title:", "'title' is wrong: it should be words"),
    Change("a number for words", TAX, "title: Council Tax", "title: 7", "title:", "'title' is wrong: it should be words"),
    Change("yes for words", TAX, "keywords: [council tax]", "keywords: [yes]", "keywords:", "'keywords.0' is wrong: it should be words"),
    Change("words for a list", TAX, "keywords: [council tax]", "keywords: tax", "keywords:", "'keywords' is wrong: it should be a list"),
    Change("words for a day", TAX, "checked: 2026-11-01", "checked: today", "checked:", "'checked' is wrong: it should be a day"),
    Change("an hour for a day", TAX, "checked: 2026-11-01", "checked: 2026-11-01T10:00:00", "checked:", "it should be a day"),
    Change(
        "a list for keys", TAX, "  topics: [entitlements]\n  phones: [become]\n", "  - become\n", "next:", "'next' is wrong: it should hold"
    ),
    Change(
        "no such reader", TAX, "for: [care-leaver, ", "for: [care leaver, ", "for:", "'for.0' is wrong: Input should be 'child-in-care'"
    ),
    Change("no id", TAX, "topics: [entitlements]", "topics: [My Rights]", "topics:", "'next.topics.0' is wrong: 'My Rights' is no id"),
    Change("an unsafe page", TAX, "phones: [become]", "links: [{text: A, url: 'http://a.uk'}]", "links:", "'next.links.0.url' is wrong"),
    Change("a long title", TAX, "title: Council Tax", f"title: {'long ' * 9}", "title:", "at most 40 characters"),
    Change(
        "four topics",
        TAX,
        "topics: [entitlements]",
        "topics: [a, b, c, d]",
        "topics:",
        "'next.topics' is wrong: Tuple should have at most 3",
    ),
    Change("no day", TAX, "checked: 2026-11-01\n", "", 2, "'checked' is missing"),
    Change("empty words", "knowledge/phrases.yaml", " button-more: ", " button-more: '' # ", "button-more", "wrong: it is empty"),
    Change("nothing at all", "knowledge/phrases.yaml", " button-more: ", " button-more: # ", "button-more", "it should be words"),
    Change("a number for a key", "knowledge/phrases.yaml", " button-more: ", " 7: ", " 7: ", "the key 'phrases.7' is not a word"),
    Change("no such mark", "knowledge/amounts.yaml", "amounts:\n", f"amounts:\n  - {GOLD}\n", "mark: good", "mark' is wrong: Input"),
    Change("a key twice", TAX, "title: Council Tax\n", "title: Council Tax\ntitle: Tax\n", "title: Tax", "the key 'title' stands twice"),
    Change("no step", "flows/start.yaml", "steps:\n", "steps: []\nrest:\n", "steps: []", "'steps' is wrong"),
    Change(
        "an unknown list", "flows/start.yaml", "choices_from: councils", "choices_from: towns", "towns", "'steps.1.choices_from' is wrong"
    ),
]


@pytest.mark.parametrize("change", [*UNKNOWN_KEYS, *INNER_KEYS, *WRONG_TYPES], ids=str)
def test_what_does_not_fit_is_named_by_file_line_and_place(content: Path, change: Change) -> None:
    replace_in(content, change.file, change.old, change.new)
    assert_found(content, change, errors(content))


def test_every_list_has_an_unknown_key_tried(content: Path) -> None:
    tried = {Path(change.file).stem for change in [*UNKNOWN_KEYS, *INNER_KEYS]}
    assert set(LISTS) <= tried | {"sections"}, "tests/workshop/test_coverage.py has the sections"


def test_all_problems_are_told_at_once(content: Path) -> None:
    replace_in(content, TAX, PLAIN_SHORT, "Get £30.")
    replace_in(content, TAX, PLAIN_DETAIL, "- Your siblings.")
    replace_in(content, "flows/start.yaml", "next: council", "next: nowhere")
    assert len({problem.wrong for problem in errors(content)}) >= 3


def test_reading_takes_every_file_there_is(content: Path) -> None:
    manuscript = read(content)
    assert manuscript.problems == []
    assert set(manuscript.lists) == set(LISTS)
    assert set(manuscript.flows) == manuscript.flow_ids == {path.stem for path in (content / "flows").iterdir() if path.is_file()}
    assert set(manuscript.requests) == {path.stem for path in (content / "flows/examples").iterdir()}
    assert len(manuscript.topics) == len(list((content / "knowledge").glob("*/*.md")))
    assert manuscript.national_ids == {file.id for file in manuscript.topics if file.layer == "england"}
