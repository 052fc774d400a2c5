"""The reviewed list of dangers: what it finds, what it leaves alone, and what is said."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import textstat
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import Libraries
from bot.content.schema import SourcesFile
from bot.dialogue.words.danger import OVERLAP, PIECE, Safety
from bot.model.content.placeholders import fill, placeholders
from bot.model.normalise import normalise
from bot.model.safety import Category, Finding, SafetyRule, SafetyRules, Severity
from tests.conftest import CHECKOUT

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "safety_cases.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()
]
DANGER = [case for case in CASES if case["category"]]
ORDINARY = [case for case in CASES if not case["category"]]
LONGEST_REPLY = 70
OLDEST_READER = 11
GRADE_TO_AGE = 5


@pytest.fixture(scope="session")
def rules(libraries: Libraries) -> SafetyRules:
    return libraries.english.safety


@pytest.fixture(scope="session")
def safety(rules: SafetyRules) -> Safety:
    return Safety(rules)


@pytest.mark.parametrize("case", DANGER, ids=lambda case: case["text"])
def test_danger_is_found_and_named(safety: Safety, case: dict[str, Any]) -> None:
    found = safety.check(normalise(case["text"]))
    assert found is not None
    assert found.category == case["category"]


@pytest.mark.parametrize("case", ORDINARY, ids=lambda case: case["text"])
def test_an_ordinary_message_is_left_alone(safety: Safety, case: dict[str, Any]) -> None:
    assert safety.check(normalise(case["text"])) is None


def test_severity_is_right_nine_times_in_ten(safety: Safety) -> None:
    found = [(safety.check(normalise(case["text"])), case["severity"]) for case in DANGER]
    right = sum(finding is not None and finding.severity == severity for finding, severity in found)
    assert right >= 0.9 * len(found)


def test_the_cases_cover_every_category_and_as_many_ordinary_messages() -> None:
    assert {case["category"] for case in DANGER} == {*Category} - {Category.CHECK_FAILED}
    assert len(CASES) >= 220
    assert len(ORDINARY) >= 0.4 * len(CASES)


@pytest.mark.parametrize(
    "typed",
    [
        "im 13",
        "i am fourteen",
        "I'm only 11",
        "iam 12",
        "im nearly 14",
        "i'm 15 and in care",
        "bedtime is 8 and im 13 wtf",
        "im 13 and a half",
        "am i allowed out late im 14",
        "im a 14 year old girl",
        "year 9",
        "i'm in yr 10",
        "14yo",
        "14 y/o here",
        "13f",
        "(14) can i get a job",
        "turning 12 next week",
        "i turn 13 in june",
        "ill be 14 next month",
        "its my 15th birthday tomorrow",
        "im under 16",
        "im not 16 yet",
    ],
)
def test_somebody_under_16_says_so(safety: Safety, typed: str) -> None:
    assert safety.says_under_16(normalise(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "im 16",
        "im 21",
        "im 150",
        "im 17 turning 18",
        "im 13 weeks pregnant",
        "im 9 months pregnant",
        "im 7 months clean",
        "im 15 mins late",
        "im 15 miles away",
        "im 14 stone",
        "im 6 foot 2",
        "im 10% done",
        "im 10 out of 10",
        "im 13th in the queue",
        "im 14 grand in debt",
        "im 12 years into care",
        "room 12",
        "size 14",
        "bus 14",
        "my brother is 12",
        "he is 13",
        "when i was 12",
        "since i was 14",
        "my son is in year 9",
        "i teach year 9",
        "our 14 year old foster daughter",
        "my daughter turning 12 next week",
        "children aged 12",
    ],
)
def test_another_number_is_no_age(safety: Safety, typed: str) -> None:
    assert not safety.says_under_16(normalise(typed))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("I wanna k!ll meself 2nite", "i want to kill myself tonight"),
        ("unalive my self", "kill myself"),
        ("he r@ped me", "he raped me"),
        ("im gonna 2 die", "im going to 2 die"),
        ("want 2 die", "want to die"),
        ("she is not well & he has my b&b key", "shes not well & hes my b&b key"),
    ],
)
def test_text_speak_is_spelt_out(safety: Safety, typed: str, read: str) -> None:
    assert safety.spelt_out(normalise(typed).text) == read


@given(st.text(max_size=2_000))
def test_any_text_gives_a_finding_or_none(libraries: Libraries, text: str) -> None:
    message = normalise(text)
    checker = Safety(libraries.english.safety)
    assert isinstance(checker.check(message), Finding | None)
    assert checker.says_under_16(message) in (True, False)


@pytest.mark.parametrize(
    "again",
    ["im going to ", "i want to ", "help ", "my friend is worried about her ", "a ", "!?", "he said if i tell ", "9", "im 1 ", "🔪 "],
)
def test_a_very_long_message_is_read_to_its_end(safety: Safety, again: str) -> None:
    long = (again * 100_000)[:100_000]
    safety.says_under_16(normalise(long))
    assert safety.check(normalise(f"{long}. i want to kill myself")) is not None


def test_danger_is_found_where_two_pieces_of_a_long_message_meet(safety: Safety) -> None:
    for before in range(PIECE - OVERLAP - 40, PIECE + 40):
        assert safety.check(normalise("la " * (before // 3) + "x" * (before % 3) + " i want to kill myself " + "la " * PIECE)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "this homework is killing me, dying to see my mates. also i want to kill myself",
        "my essay is about abuse because my dad raped me",
        "theres a policy on restraint but staff pin me down and hurt me",
        "he hits me when i lose at fifa",
        "dad will kill me if i phone the police",
        "they will kill me cos i lost the drugs",
    ],
)
def test_harmless_words_hide_no_danger_beside_them(safety: Safety, text: str) -> None:
    assert safety.check(normalise(text)) is not None


@pytest.mark.parametrize("ordinary", [case["text"] for case in ORDINARY[::10]])
def test_a_harmless_sentence_hides_no_danger_in_the_next(safety: Safety, ordinary: str) -> None:
    for case in DANGER[::10]:
        assert safety.check(normalise(f"{ordinary}. {case['text']}")) is not None, case["text"]


def test_both_halves_must_be_there_in_any_order() -> None:
    rule = SafetyRule(Finding(Category.TRAFFICKING, Severity.URGENT), ("boss && (passport|papers)",))
    checker = Safety(SafetyRules((rule,), {}, ()))
    assert checker.check(normalise("my papers? the boss took them"))
    assert checker.check(normalise("boss has my passport"))
    assert checker.check(normalise("my boss is nice")) is None
    assert checker.check(normalise("bossy people and passports")) is None


def test_checking_stays_fast_because_nothing_is_counted_without_end(rules: SafetyRules) -> None:
    patterns = [pattern for rule in rules.rules for pattern in (*rule.patterns, *rule.unless)] + [*rules.under_16]
    endless = re.compile(r"\)(?:[*+]|\{\d+,\})|(?<!\\)\.(?:[*+]|\{\d+,\})|\\[sSW][*+]")
    assert [pattern for pattern in patterns if endless.search(pattern)] == []


def test_the_more_serious_rules_come_first(rules: SafetyRules) -> None:
    order = [rule.finding.severity.rank for rule in rules.rules]
    assert order == sorted(order)
    assert len({rule.finding for rule in rules.rules}) == len(rules.rules), "one rule for each category and severity"


def test_every_danger_has_words_and_every_number_in_them_is_known(rules: SafetyRules, libraries: Libraries) -> None:
    assert {(rule.finding.category, rule.finding.severity) for rule in rules.rules} <= rules.replies.keys()
    contacts = {purpose for council in libraries.english.councils.values() for purpose in council.contacts}
    known = {"phone": set(libraries.english.helplines), "contact": contacts}
    used = {pair for reply in rules.replies.values() for pair in placeholders("\n".join(reply.paragraphs))}
    assert all(name in known[kind] for kind, name in used)


def _spoken(paragraphs: tuple[str, ...]) -> str:
    """A reply as it is read aloud: its numbers as one word, every line a sentence."""
    lines = fill("\n".join(paragraphs), lambda kind, name: name or kind).replace("**", "").splitlines()
    said = (line.strip().removeprefix("- ") for line in lines)
    return "\n".join(line if line.endswith((".", "?", ":")) else f"{line}." for line in said if line)


def test_what_is_said_is_short_and_plain(rules: SafetyRules) -> None:
    for key, reply in rules.replies.items():
        said = _spoken(reply.paragraphs)
        assert len(re.findall(r"[^\W_][\w'’-]*", said)) <= LONGEST_REPLY, key
        assert textstat.flesch_kincaid_grade(said) + GRADE_TO_AGE <= OLDEST_READER, key
        assert "!" not in said, key


def test_999_comes_before_any_other_number_when_it_is_immediate(rules: SafetyRules) -> None:
    for (category, severity), reply in rules.replies.items():
        text = "\n".join(reply.paragraphs)
        assert "999" in text, category
        if severity is Severity.IMMEDIATE:
            assert "{" not in text[: text.index("999")], category
            assert "nobody has seen this" in text.lower(), category


def test_numbers_stand_in_the_lists_only(rules: SafetyRules) -> None:
    path = CHECKOUT / "knowledge" / "sources.yaml"
    listed = SourcesFile.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)).helplines
    numbers = [line.phone for line in listed if line.phone and len(line.phone) > len("999")]
    for key, reply in rules.replies.items():
        assert not any(number in "\n".join(reply.paragraphs) for number in numbers), key
