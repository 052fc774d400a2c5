"""The verdict sees what is wrong: of evidence in which nothing is, one thing after another is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.model.case import Case, CaseFile, CaseKind, CaseState, KeptFrom, Role, Statement, StatementKind, Told, WayBack
from bot.model.safety import Category, Finding, Severity
from tests.faults.desk import HEARS, Answered
from tests.faults.evidence import After, Done, Evidence, Stored
from tests.faults.telling import VOICE_NOTE, Addition, Given, Telling
from tests.faults.tokens import OFFICERS, PERSONS, Tokens
from tests.faults.verdict import repeats, violations
from tests.faults.witness import Said

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAM, BOB = 1001, 1002
CASE = "0123456789abcdef"
OURS = Tokens(PERSONS)
STORY, WISH, NAME, MORE = (OURS.new(SAM) for _ in range(4))
THROWN_AWAY = OURS.new(BOB)
ANSWER = Tokens(OFFICERS).new(SAM)
DANGER = Finding(Category.SUICIDE, Severity.URGENT)
HEALTHY = {"status": "green", "red": {}, "waiting": 0, "given_up": 0}


def telling() -> Telling:
    """Sam's worry, with a voice note and everything else."""
    answers = {
        "door": [Given("Something's worrying me", "concern")],
        "worry": [Given(f"i am afraid {STORY}", danger=True), Given(VOICE_NOTE, is_file=True)],
        "wish": [Given(f"look at it {WISH}")],
        "hide": [Given("My social worker", "social-worker"), Given(f"Robin {NAME}")],
        "name": [Given("Hide my name", "hidden")],
        "reply": [Given("Tell me here", "here")],
    }
    return Telling(SAM, answers, sent=True, receipt="one two three four five")


def case(**other: Any) -> Case:
    """What must have become of it."""
    told = tuple(Told(step, "?", telling().as_told(step)) for step in telling().answers)
    filed = Case(
        id=CASE,
        version=3,
        kind=CaseKind.CONCERN,
        state=CaseState.ANSWERED,
        council="bristol",
        audience=None,
        language="en",
        flow="tell-us",
        revision="r1",
        told=told,
        kept_from=KeptFrom(frozenset({Role.SOCIAL_WORKER}), (f"Robin {NAME}",)),
        name=None,
        way_back=WayBack.HERE,
        finding=DANGER,
        files=(object(),),  # type: ignore[arg-type]  # they are only counted
        received_at=NOW,
        moved_at=NOW,
        look_by=date(2026, 11, 26),
    )
    return replace(filed, **other)


ADDED = Statement(1, StatementKind.ADDED, "person", NOW, f"and {MORE}")
REPLY = Statement(2, StatementKind.REPLY, "olive", NOW, f"thanks {ANSWER}")


def message(words: str) -> dict[str, Any]:
    """One without buttons."""
    return {"html": words, "text": words, "buttons": []}


def said(row: int, chat: int, key: str, words: str) -> Said:
    """A message that a turn, or somebody's act, has committed."""
    return Said(row, chat, key, message(words))


SAID = (
    said(1, SAM, "telegram:1:q#0", "first"),
    said(2, HEARS, "telegram:1:q!0", f"Bristol: A worry waits ({CASE[:8]})"),
    said(3, SAM, "news:1", "You have a message"),
    said(4, SAM, "telegram:2:q#0", f"the answer: thanks {ANSWER}"),
    said(5, SAM, "telegram:3:q#0", "last"),
    said(6, SAM, "telegram:4:q#0", "last"),
)


def arrived(*those: Said) -> list[dict[str, Any]]:
    """The same as it comes to the chats."""
    return [{**each.message, "chat": each.chat, "message_id": each.row} for each in those if each.message]


def evidence(**other: Any) -> Evidence:
    """Nothing is wrong in it, but for what is said."""
    thrown_away = Telling(BOB, {"door": [Given("", "question")], "ask": [Given(THROWN_AWAY)]}, thrown_away=True)
    answered = [Answered(CASE, ANSWER)]
    parts: dict[str, Any] = {
        "tellings": [telling(), thrown_away],
        "additions": [Addition(CASE, [f"and {MORE}"], sent=True)],
        "answered": answered,
        "tried": answered,
        "pushed": {1: SAM, 2: SAM, 3: SAM, 4: SAM},
        "arrived": arrived(*SAID),
        "turns": [(f"telegram:{number}:q", "flow") for number in (1, 2, 3, 4)],
        "files": [CaseFile(case(), (ADDED, REPLY))],
        "said": SAID,
        "kills": 1,
        "health": HEALTHY,
        **other,
    }

    def taken(kind: Callable[..., Any]) -> Any:
        return kind(**{name: value for name, value in parts.items() if name in kind.__dataclass_fields__})  # type: ignore[attr-defined]

    return Evidence(taken(Done), taken(Stored), taken(After))


def test_where_nothing_is_wrong_it_says_nothing() -> None:
    assert violations(evidence()) == []
    assert repeats(evidence()) == 0


SAYS = {
    "a case is lost": "is 0 cases, not 1",
    "a case is doubled": "is 2 cases, not 1",
    "what was thrown away is a case": "is 1 cases, not 0",
    "an answer is lost": "its questions are",
    "an answer is cut": "another answer to wish",
    "another kind": "kind is not",
    "a role may see it": "kept from is not",
    "a name may see it": "kept from is not",
    "a name that was hidden": "name is not",
    "another way back": "way back is not",
    "a file is lost": "files is not",
    "the danger is lost": "danger is not",
    "an addition is lost": "stands there 0 times",
    "an addition is doubled": "stands there 2 times",
    "an officer's answer is lost": "an answer stands there 0 times",
    "an officer's answer is doubled": "an answer stands there 2 times",
    "the first reply is lost": "after reply 0 of 4 something arrived that was not the next one",
    "the last reply is lost": "1 of 4 replies are lost",
    "out of order": "after reply 0 of 4 something arrived that was not the next one",
    "help goes last": "1 of 5 replies are lost",
    "a reply passes another": "after reply 1 of 5 something arrived that was not the next one",
    "a notice is lost": "1 notices did not arrive",
    "an officer hears of nothing": "no officer heard of it",
    "more repeats than were in flight": "9 messages were repeated, and 8 could be",
    "two repeats in one chat": "chat 1001: 2 messages were repeated, and 1 could be",
    "something that nobody said": "after reply 4 of 4 something arrived",
    "repeated later, and not at once": "after reply 4 of 4 something arrived",
    "somebody else's words": "somebody else's words in message 7",
    "an update is lost": "update 4 was handled 0 times",
    "an update is handled twice": "update 4 was handled 2 times",
    "a turn failed": "the turn of telegram:4:q failed",
    "nothing was said": "nothing was said to update 4",
    "an answer was told twice": "an answer was told 2 times",
    "somebody waits": "somebody waits for ever: 1001",
    "red": "health in the end",
    "given up": "health in the end",
    "unconfirmed": "1 updates are not confirmed",
    "an exit code": "ended with 1",
    "words in a log": "words in the log of life 1",
    "no five words": "receipt is not",
}
"""What the verdict says, in part."""


def without(step: str) -> tuple[Told, ...]:
    return tuple(each for each in case().told if each.step != step)


CASES: dict[str, Any] = {
    "a case is lost": [],
    "a case is doubled": [CaseFile(case(), (ADDED, REPLY)), CaseFile(case(id="fedcba9876543210"))],
    "what was thrown away is a case": [
        CaseFile(case(), (ADDED, REPLY)),
        CaseFile(case(id="fedcba9876543210", told=(Told("ask", "?", THROWN_AWAY),))),
    ],
    "an answer is lost": [CaseFile(case(told=without("wish")), (ADDED, REPLY))],
    "an answer is cut": [CaseFile(case(told=(*without("wish"), Told("wish", "?", f"look at {WISH}"))), (ADDED, REPLY))],
    "another kind": [CaseFile(case(kind=CaseKind.PRAISE), (ADDED, REPLY))],
    "a role may see it": [CaseFile(case(kept_from=KeptFrom(names=(f"Robin {NAME}",))), (ADDED, REPLY))],
    "a name may see it": [CaseFile(case(kept_from=KeptFrom(frozenset({Role.SOCIAL_WORKER}))), (ADDED, REPLY))],
    "a name that was hidden": [CaseFile(case(name="Sam"), (ADDED, REPLY))],
    "another way back": [CaseFile(case(way_back=WayBack.NONE), (ADDED, REPLY))],
    "a file is lost": [CaseFile(case(files=()), (ADDED, REPLY))],
    "the danger is lost": [CaseFile(case(finding=None), (ADDED, REPLY))],
    "an addition is lost": [CaseFile(case(), (REPLY,))],
    "an addition is doubled": [CaseFile(case(), (ADDED, ADDED, REPLY))],
    "an officer's answer is lost": [CaseFile(case(), (ADDED,))],
    "an officer's answer is doubled": [CaseFile(case(), (ADDED, REPLY, REPLY))],
}


@pytest.mark.parametrize("wrong", CASES)
def test_it_sees_what_is_wrong_with_cases(wrong: str) -> None:
    assert SAYS[wrong] in " / ".join(violations(evidence(files=CASES[wrong])))


MESSAGES: dict[str, Any] = {
    "the first reply is lost": SAID[1:],
    "the last reply is lost": SAID[:-1],
    "out of order": (SAID[1], SAID[3], SAID[0], SAID[2], *SAID[4:]),
    "a notice is lost": (*SAID[:2], *SAID[3:]),
    "an officer hears of nothing": (SAID[0], *SAID[2:]),
    "more repeats than were in flight": (*SAID, *[SAID[1]] * 9),
    "two repeats in one chat": (SAID[0], *SAID, SAID[5]),
    "something that nobody said": (*SAID, said(7, SAM, "", "boo")),
    "repeated later, and not at once": (*SAID, SAID[0]),
    "somebody else's words": (*SAID, said(7, BOB, "", f"x {STORY}")),
}


@pytest.mark.parametrize("wrong", MESSAGES)
def test_it_sees_what_is_wrong_with_messages(wrong: str) -> None:
    assert SAYS[wrong] in " / ".join(violations(evidence(arrived=arrived(*MESSAGES[wrong]))))


def test_one_repeat_of_a_chat_for_a_kill_is_as_promised() -> None:
    assert violations(evidence(arrived=arrived(SAID[0], *SAID))) == []


HELP = Said(7, SAM, "telegram:4:q#1", message("help"), help=True)
HELPED = (*SAID[:5], HELP, SAID[5])
"""Help was said before the last reply."""
ORDERS = {
    "as stored": HELPED,
    "first of all": (HELP, *SAID),
    "before what waits": (SAID[0], HELP, *SAID[1:]),
    "before what it passes once more": (*SAID[:2], HELP, SAID[0], *SAID[2:]),
}
WRONG_ORDERS = {
    "help goes last": (*SAID, HELP),
    "a reply passes another": (*SAID[:3], SAID[4], HELP, SAID[3], SAID[5]),
}


@pytest.mark.parametrize("order", ORDERS)
def test_help_may_pass_what_waits(order: str) -> None:
    assert violations(evidence(said=HELPED, arrived=arrived(*ORDERS[order]))) == []


@pytest.mark.parametrize("order", WRONG_ORDERS)
def test_nothing_passes_help_and_nothing_else_passes(order: str) -> None:
    assert SAYS[order] in " / ".join(violations(evidence(said=HELPED, arrived=arrived(*WRONG_ORDERS[order]))))


def turns(*those: tuple[int, str]) -> list[tuple[str, str]]:
    return [(f"telegram:{number}:q", outcome) for number, outcome in those]


FLOW = ((1, "flow"), (2, "flow"), (3, "flow"))
OTHERS: dict[str, dict[str, Any]] = {
    "an update is lost": {"turns": turns(*FLOW)},
    "an update is handled twice": {"turns": turns(*FLOW, (4, "flow"), (4, "flow"))},
    "a turn failed": {"turns": turns(*FLOW, (4, "failed"))},
    "nothing was said": {"said": SAID[:-1], "arrived": arrived(*SAID[:-1])},
    "an answer was told twice": {
        "said": (*SAID[:4], replace(SAID[3], row=5, key="telegram:3:q#0"), SAID[5]),
        "arrived": arrived(*SAID[:4], SAID[3], SAID[5]),
    },
    "somebody waits": {"waiting": ["1001 after said"]},
    "red": {"health": {**HEALTHY, "status": "red", "red": {"storage": "unavailable"}}},
    "given up": {"health": {**HEALTHY, "given_up": 1}},
    "unconfirmed": {"unconfirmed": 1},
    "an exit code": {"exit_code": 1},
    "words in a log": {"telltale": ["the log of life 1"]},
    "no five words": {"tellings": [replace(telling(), receipt=None)]},
}


@pytest.mark.parametrize("wrong", OTHERS)
def test_it_sees_everything_else(wrong: str) -> None:
    assert SAYS[wrong] in " / ".join(violations(evidence(**OTHERS[wrong])))


@pytest.mark.parametrize("others", [SAID, SAID[:3] + SAID[4:]], ids=["once more", "for the first time"])
def test_who_opens_the_whole_case_sees_the_answer_there(others: tuple[Said, ...]) -> None:
    whole = said(4, SAM, "telegram:2:q#1", f"{STORY} {ANSWER}")
    told = (*others[:3], whole, *others[3:])
    assert violations(evidence(said=told, arrived=arrived(*told))) == []
