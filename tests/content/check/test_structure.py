"""What cannot be served: missing parts, and names that lead nowhere. One small change at a time to content that is sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.content.check.checker import refuse_bad_content
from bot.content.library import Libraries
from bot.errors import ContentError
from tests.conftest import TODAY
from tests.content.changing import BRISTOL_TAX, PLAIN_DETAIL, PLAIN_SHORT, TAX, Change, assert_found, edited, errors, replace_in

HELP = "knowledge/england/help-now.md"
MENU = "knowledge/menu.yaml"
PHRASES = "knowledge/phrases.yaml"
SOURCES = "knowledge/sources.yaml"
COUNCILS = "knowledge/councils.yaml"
COMMANDS = "knowledge/commands.yaml"
SAFETY = "knowledge/safety.yaml"
TALK = "knowledge/smalltalk.yaml"
HEARING = "knowledge/cues.yaml"
AMOUNTS = "knowledge/amounts.yaml"
START = "flows/start.yaml"
SETTINGS = "flows/settings.yaml"

EVERYONE = "for: [child-in-care, care-leaver, carer, councillor, officer, partner]\n"
TAX_SOURCE = 'sources:\n  - {id: local-government-finance-act-1992, place: "section 13A(1)(c)"}\n'
TAX_QUESTIONS = "questions:\n  - wots the deal with council tax im 20\n  - do care leavers pay council tax\n  - got a council tax bill\n"
FORMAL = "## Short for councillor, officer, partner\n"

TOPICS = [
    Change("no source", TAX, TAX_SOURCE, "", 1, "no source is named"),
    Change("unknown source", TAX, "local-government-finance-act-1992", "magna-carta", "magna-carta", "no source is called 'magna-carta'"),
    Change("no title", TAX, "title: Council Tax\n", "", 1, "'title' is missing"),
    Change("no readers", HELP, EVERYONE, "", 1, "'for' is missing"),
    Change("no example questions", TAX, TAX_QUESTIONS, "", 1, "'questions' is missing"),
    Change("nothing for everyone", TAX, "## Short\n", "## Short for councillor\n", 1, "there is no short answer for care-leaver"),
    Change("an empty section", TAX, f"{PLAIN_SHORT}\n", "", "## Short", "the section is empty"),
    Change("a section twice", TAX, "## Details\n", "## short \n\nTwo.\n\n## Details\n", "## short ", "a second 'short' for the same"),
    Change("a reader twice", TAX, FORMAL, f"## Short for officer\n\nMine.\n\n{FORMAL}", FORMAL.strip(), "a second 'short' for the same"),
    Change("a reading to nowhere", HEARING, "topic: help-now", "topic: help-nwo", 2, "nobody knows the topic 'help-nwo'"),
    Change("a link to nowhere", TAX, "topics: [entitlements]", "topics: [entitlement]", "topics:", "no topic is called 'entitlement'"),
    Change("a link to itself", TAX, "topics: [entitlements]", "topics: [council-tax]", "topics:", "the topic leads to itself"),
    Change("no such helpline", TAX, "phones: [become]", "phones: [becom]", "phones:", "no helpline is called 'becom'"),
    Change("no such flow", TAX, "phones: [become]", "flow: dance", "flow:", "no flow is called 'dance'"),
    Change("a council's own readers", BRISTOL_TAX, "sources:", "for: [carer]\nsources:", "for:", "'for' belongs to the national file"),
    Change(
        "a council the same everywhere", BRISTOL_TAX, "sources:", "same_everywhere: true\nsources:", "same_ev", "belongs to the national"
    ),
    Change("braces in a title", TAX, "title: Council Tax", 'title: "Tax in {council}"', "title:", "nobody fills"),
]

BLANKS = [
    Change("no such helpline", HELP, "{phone childline}", "{phone kidline}", "{phone kidline}", "nobody knows '{phone kidline}'"),
    Change("no such amount", TAX, PLAIN_DETAIL, "- You get {amount gold}.", "{amount gold}", "nobody knows '{amount gold}'"),
    Change("no such day", TAX, PLAIN_DETAIL, "- Since {date gold}.", "{date gold}", "nobody knows '{date gold}'"),
    Change("no such kind", TAX, PLAIN_DETAIL, "- Ask {who}.", "{who}", "nobody knows '{who}'"),
    Change("no such purpose", TAX, PLAIN_DETAIL, "- {contact weekend}", "{contact weekend}", "nobody knows '{contact weekend}'"),
    Change("no name", TAX, PLAIN_DETAIL, "- {phone}", "{phone}", "nobody knows '{phone}'"),
    Change("a name too many", TAX, PLAIN_DETAIL, "- {council bristol}", "{council bristol}", "nobody knows '{council bristol}'"),
    Change("capital letters", TAX, PLAIN_DETAIL, "- {Phone childline}", "{Phone", "nobody knows '{Phone childline}'"),
    Change("no end", TAX, PLAIN_DETAIL, "- {phone childline", "{phone childline", "nobody knows '{'"),
    Change("in a safety reply", SAFETY, ": check-failed\n", ": check-failed\n    concern: 'Hi {who}'\n", "{who}", "nobody knows '{who}'"),
    Change(
        "in a limit",
        "knowledge/limits.yaml",
        "limits:\n",
        "limits:\n  - {id: x, questions: [x y], reply: 'No {who}'}\n",
        "{who}",
        "nobody knows '{who}'",
    ),
    Change("in small talk", TALK, "small_talk:\n", "small_talk:\n  - {id: hey, reply: 'Hey {who}'}\n", "{who}", "nobody knows '{who}'"),
    Change("in a step", START, "say: And who are you?", "say: And you, {who}?", "{who}", "nobody knows '{who}'"),
    Change("in a phrase", PHRASES, " button-more: ", " button-more: 'More {who}' # ", "{who}", "nobody fills '{who}' here"),
    Change("in a phrase, a helpline", PHRASES, " button-more: ", " button-more: '{phone x}' # ", "{phone x}", "nobody fills '{phone x}'"),
    Change("on a button", START, "label: See all topics", "label: 'All {who}'", "{who}", "nobody fills"),
    Change("in a group's title", MENU, "title: People", "title: '{council}'", "title: '{council}'", "nobody fills"),
]

LISTS = [
    Change("the menu names nothing", MENU, "- council-tax\n", "- council-tax\n  - gold\n", "- gold", "no topic is called 'gold'"),
    Change("the menu leaves one out", MENU, "  - council-tax\n", "", 1, "'council-tax' stands in no group"),
    Change(
        "the menu has one twice",
        MENU,
        "groups:\n",
        "groups:\n- {id: money, title: Money, topics: [council-tax]}\n",
        "  - council-tax",
        "'council-tax' stands 2 times",
    ),
    Change(
        "a group twice", MENU, "groups:\n", "groups:\n- {id: people, title: Two, topics: []}\n", "- id: people", "'people' stands twice"
    ),
    Change(
        "no helpline to fall back on",
        COUNCILS,
        "name: Bradford Council's main number\n",
        "name: Bradford Council's main number\n        instead_for_adults: nobody\n",
        "instead_for_adults: nobody",
        "no helpline is called 'nobody'",
    ),
    Change(
        "a source twice",
        SOURCES,
        "documents:\n",
        "documents:\n  - {id: this-service, title: Me, kind: service, period: now, seen: 2026-11-23}\n",
        "title: Heard,",
        "'this-service' stands twice",
    ),
    Change(
        "a helpline nobody can reach",
        SOURCES,
        "helplines:\n",
        "helplines:\n  - {id: silence, name: Silence, mark: primary, seen: 2026-11-23}\n",
        "silence",
        "'silence' has neither 'phone' nor 'web'",
    ),
    Change("an amount without source", AMOUNTS, "source: he-bursary-regulations-2009", "source: hearsay", "hearsay", "no source is called"),
    Change("a phrase too few", PHRASES, " button-more: ", " button-less: ", 1, "the phrase 'button-more' is missing"),
    Change("a phrase too many", PHRASES, " button-more: ", " button-less: ", "button-less", "nobody says the phrase 'button-less'"),
    Change("a command twice", COMMANDS, "name: stop", "name: menu", "opens: stop", "'menu' stands twice"),
]


def rule(pattern: str) -> str:
    return f"\nrules:\n  - {{category: suicide, severity: urgent, patterns: ['{pattern}']}}\n"


SAFETY_WORDS = [
    Change("a broken pattern", SAFETY, "\nrules:\n", rule("(unclosed"), "(unclosed", "the pattern is broken: missing )"),
    Change("flags in the middle", SAFETY, "\nrules:\n", rule("(?i)Help"), "(?i)", "the pattern is broken: global flags"),
    Change("an unclear set", SAFETY, "\nrules:\n", rule("[[a]b]"), "[[a]b]", "the pattern is broken: Possible nested set"),
    Change("a reference to another pattern", SAFETY, "\nrules:\n", rule("(a)\\1"), "(a)", "the pattern refers back"),
    Change("a broken age", SAFETY, "under_16:\n", "under_16:\n  - '*'\n", "'*'", "the pattern is broken: nothing to repeat"),
    Change(
        "broken small talk", TALK, "small_talk:\n", "small_talk:\n  - {id: x, pattern: '[', reply: X}\n", "'['", "the pattern is broken"
    ),
    Change("a pattern without end", SAFETY, "\nrules:\n", rule("(a+)+b"), "(a+)+b", "looks at some messages for ever"),
    Change("an age without end", SAFETY, "under_16:\n", "under_16:\n  - '(a|a)*b'\n", "'(a|a)*b'", "looks at some messages for ever"),
    Change(
        "a complaint without end",
        HEARING,
        "\ncomplaint:\n",
        "\ncomplaint:\n  - '(\\w+\\s?)*b'\n",
        "'(\\w+",
        "looks at some messages for ever",
    ),
    Change("a broken complaint", HEARING, "\ncomplaint:\n", "\ncomplaint:\n  - '(x'\n", "'(x'", "the pattern is broken"),
    Change("broken pictures", HEARING, "\nprivate_pictures:\n", "\nprivate_pictures:\n  - '[x'\n", "'[x'", "the pattern is broken"),
    Change(
        "small talk without end",
        TALK,
        "small_talk:\n",
        "small_talk:\n  - {id: x, pattern: '(ha|haha)+b', reply: X}\n",
        "haha",
        "looks at some messages for ever",
    ),
    Change(
        "nothing to say when the check fails",
        SAFETY,
        "check-failed\n    urgent:",
        "check-failed\n    concern:",
        1,
        "said to 'check-failed'",
    ),
    Change(
        "a danger without a reply",
        SAFETY,
        "\nrules:\n",
        "\nrules:\n  - {category: check-failed, severity: immediate, patterns: [x]}\n",
        1,
        "nothing is said to 'check-failed' when it is immediate",
    ),
]


def test_the_unchanged_content_is_sound(content: Path) -> None:
    assert errors(content) == []


@pytest.mark.parametrize("change", [*TOPICS, *BLANKS, *LISTS, *SAFETY_WORDS], ids=str)
def test_one_change_gives_one_clear_problem(content: Path, change: Change) -> None:
    replace_in(content, change.file, change.old, change.new)
    problems = errors(content)
    assert_found(content, change, problems)
    assert len({(problem.file, problem.wrong) for problem in problems}) <= 2, "one mistake is not told in many ways"


@pytest.mark.parametrize("change", [TOPICS[1], BLANKS[0], LISTS[0], SAFETY_WORDS[0]], ids=str)
def test_nothing_starts_on_content_that_is_not_sound(content: Path, change: Change) -> None:
    replace_in(content, change.file, change.old, change.new)
    with pytest.raises(ContentError, match=re.escape(change.says)):
        refuse_bad_content(content, TODAY)
    with pytest.raises(ContentError, match=re.escape(change.says)):
        Libraries(content).refuse_broken_patterns()


def test_every_audience_can_be_chosen_and_stands_once(content: Path) -> None:
    with edited(content / "knowledge/audiences.yaml") as audiences:
        audiences["audiences"] = [entry | {"id": "officer"} if entry["id"] == "partner" else entry for entry in audiences["audiences"]]
    assert {problem.wrong for problem in errors(content)} == {"the audience 'partner' is missing", "'officer' stands twice"}


NEW_FILES = [
    ("knowledge/england/Council Tax.md", "the file's name 'Council Tax' is no id"),
    (f"knowledge/england/{'long-' * 12}id.md", "is too long"),
    ("knowledge/atlantis/help-now.md", "no council is called 'atlantis'"),
    ("knowledge/bristol/gold.md", "the topic has no national file"),
    ("knowledge/england/money/gold.md", "nobody reads this file"),
    ("knowledge/england/gold.markdown", "nobody reads this file"),
    ("knowledge/england/gold.md.bak", "nobody reads this file"),
    ("knowledge/phrases.yml", "nobody reads this file"),
    ("flows/start.yml", "nobody reads this file"),
    ("flows/examples/start.yml", "nobody reads this file"),
    ("flows/requests/start.yaml", "nobody reads this file"),
]


@pytest.mark.parametrize(("file", "says"), NEW_FILES, ids=[file for file, _ in NEW_FILES])
def test_a_file_in_the_wrong_place_or_by_a_wrong_name(content: Path, file: str, says: str) -> None:
    (content / file).parent.mkdir(exist_ok=True)
    (content / file).write_text((content / TAX).read_text(encoding="utf-8"), encoding="utf-8")
    assert_found(content, Change("", file, "", "", 1, says), errors(content))


def test_a_council_file_that_says_nothing(content: Path) -> None:
    text = (content / BRISTOL_TAX).read_text(encoding="utf-8")
    (content / BRISTOL_TAX).write_text(text.partition("## Short")[0], encoding="utf-8")
    assert_found(content, Change("", BRISTOL_TAX, "", "", 1, "the file replaces nothing"), errors(content))


@pytest.mark.parametrize("file", [PHRASES, SAFETY, MENU, COUNCILS, HELP, START, SETTINGS])
def test_a_file_that_is_gone(content: Path, file: str) -> None:
    (content / file).unlink()
    assert (file, 1, "the file is missing") in [(str(p.file), p.line, p.wrong) for p in errors(content)]


def test_a_topic_that_cannot_be_read_is_not_called_missing_as_well(content: Path) -> None:
    replace_in(content, "knowledge/england/entitlements.md", "title: What", "title: [What")
    assert [str(problem.file) for problem in errors(content)] == ["knowledge/england/entitlements.md"]


def test_no_folder_at_all(tmp_path: Path) -> None:
    (problem,) = errors(tmp_path)
    assert "there is no knowledge folder" in problem.wrong
    assert "HEARD_CONTENT_DIR" in problem.mend
