"""What is wrong with what people write to begin a flow. One small change at a time to requests that are sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.content.check.requests import heard
from bot.content.files import Manuscript
from bot.content.library import Libraries
from bot.errors import ContentError
from bot.model.normalise import normalise
from tests.content.changing import Change, assert_found, errors, replace_in, warnings
from tests.content.check.flow.flow_changes import REQUESTS, VISIT, assert_one_clear_problem

AGAIN = "      - about my visit\n"
SECOND_GROUP = "  - topic: help-now\n    says: [about my visit]\n  - pattern:"

REQUESTED = [
    Change("no such topic", REQUESTS, "topic: help-now", "topic: helpp", "topic: helpp", "no topic is called 'helpp'"),
    Change("no such answer", REQUESTS, "answer: praise", "answer: prais", "prais", "'prais' is no choice of the first question of 'visit'"),
    Change("a group without words", REQUESTS, "  - pattern:", "  - answer: praise\n  - pattern:", 8, "it has no words"),
    Change("as nobody is heard", REQUESTS, "- about my visit", "- About my visit!", "!", "nobody will be heard to say 'About my visit!'"),
    Change("signs and no words", REQUESTS, "- about my visit", '- "?!"', "?!", "nobody will be heard to say '?!'"),
    Change("twice in a group", REQUESTS, AGAIN, AGAIN * 2, 8, "'about my visit' stands in visit.yaml, line 7, already"),
    Change("in two groups", REQUESTS, "  - pattern:", SECOND_GROUP, 9, "'about my visit' stands in visit.yaml, line 7, already"),
    Change(
        "in two flows", REQUESTS, "- about my visit", "- make a complaint", "make a", "'make a complaint' stands in tell-us.yaml, line "
    ),
    Change("a broken pattern", REQUESTS, "(today|yesterday)", "(today|yesterday", "pattern", "the pattern is broken"),
    Change("a pattern that refers back", REQUESTS, "(today|yesterday)", r"(today|yesterday) \\1", "pattern", "the pattern refers back"),
    Change(
        "a key that nobody knows", REQUESTS, "topic: help-now", "topics: help-now", "topics:", "nobody knows the key 'requests.0.topics'"
    ),
    Change("a number for a sentence", REQUESTS, "- about my visit", "- 7", "- 7", "'requests.0.says.1' is wrong: it should be words"),
    Change("no list", REQUESTS, "requests:", "request:", 1, "nobody knows the key 'request'"),
    Change("no YAML", REQUESTS, "requests:", "requests: [", 3, "the YAML is broken"),
    Change("in the flow's own file", VISIT, "\nsteps:", "\nrequests: []\nsteps:", "requests: []", "nobody knows the key 'requests'"),
]


@pytest.mark.parametrize("change", REQUESTED, ids=str)
def test_one_change_gives_one_clear_problem(visit: Path, beside: Manuscript, change: Change) -> None:
    assert_one_clear_problem(visit, beside, change)


def test_nothing_starts_on_requests_that_are_not_sound(visit: Path) -> None:
    change = REQUESTED[0]
    replace_in(visit, change.file, change.old, change.new)
    assert_found(visit, change, errors(visit))
    with pytest.raises(ContentError, match=re.escape(change.says)):
        Libraries(visit)


def test_requests_whose_flow_is_gone_are_told(visit: Path) -> None:
    (visit / VISIT).unlink()
    (problem,) = errors(visit)
    assert (str(problem.file), problem.line) == (REQUESTS, 1)
    assert problem.wrong == "no flow is called 'visit', so nothing begins by what stands here"


def test_requests_of_a_flow_that_cannot_be_read_are_not_to_blame(visit: Path) -> None:
    replace_in(visit, VISIT, "steps:", "steps: [")
    assert {str(problem.file) for problem in errors(visit)} == {VISIT}


def test_a_flow_without_requests_is_sound_and_begun_by_no_words(visit: Path) -> None:
    (visit / REQUESTS).unlink()
    assert errors(visit) == []
    assert "flows/visit.yaml" in [str(problem.file) for problem in warnings(visit) if problem.wrong == "nothing begins this flow"]
    assert Libraries(visit).english.flows["visit"].requests == ()


def test_they_reach_the_flow_and_are_no_part_of_its_questions(visit: Path) -> None:
    before = Libraries(visit).english.flows["visit"]
    asked, by_pattern = before.requests
    assert asked.says == {"tell you about a visit", "about my visit"}
    assert (asked.pattern, asked.answer, asked.topic) == ("", "praise", "help-now")
    assert (by_pattern.pattern, by_pattern.says) == ("visits? (today|yesterday)", frozenset())
    replace_in(visit, REQUESTS, AGAIN, "      - my visit\n")
    after = Libraries(visit).english.flows["visit"]
    assert after.requests != before.requests
    assert after.revision == before.revision, "a case says by which questions it was told"


@given(st.text() | st.lists(st.sampled_from("aAé'’ -_!?7ſßﬁ٣ \u200b"), max_size=12).map("".join))
def test_what_a_request_may_say_is_heard_as_it_is_written(said: str) -> None:
    plain = heard(heard(said))
    assume(heard(plain) == plain)
    assert normalise(plain).sentence == plain
