"""The kind `open-case`: a case is made of the answers, or they are added to one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.content.library import Libraries
from bot.model.case import (
    Case,
    CaseFile,
    CaseKind,
    CaseState,
    Contribute,
    FileCase,
    KeptFrom,
    Role,
    StatementKind,
    WayBack,
)
from bot.model.content.kinds.open_case import MOST_A_DAY
from bot.model.content.parts import Arrival, Done, Stuck
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Step
from bot.model.safety import Category, Finding, Severity
from bot.model.session import Item, Opened, Run, Sent, Session
from bot.model.turn import Loaded
from tests.conftest import TODAY
from tests.model.content.kinds.asking import LOADED, LOOK_BY, PHOTO, Looking, faults, run_of, step

NOW = datetime.combine(TODAY, time(12), UTC)
SORT = step(
    id="sort", kind="choose", label="What it is", choices=[{"label": "Bad", "value": "concern"}, {"label": "Worse", "value": "complaint"}]
)
STORY = step(id="story", kind="collect", label="The story", files=True)
HIDE = step(id="hide", kind="collect", choices=[{"label": "My carers", "value": "carer"}], optional=True)
NAME = step(id="name", kind="text", optional=True)
REPLY = step(id="reply", kind="choose", choices=[{"label": "I'll look", "value": "receipt"}])
PASSED = (SORT, STORY, HIDE, NAME, REPLY)
NEW = step(
    id="sent", kind="open-case", say="Sent. {receipt}. By {promise}.", case_kind=["sort"], kept_from="hide", name=["name"], reply="reply"
)
ADD = step(id="sent", kind="open-case", say="Sent to {council}.")
GRAVE = Finding(Category.SUICIDE, Severity.IMMEDIATE)
TOLD = run_of(
    sort="concern",
    story=(Item(words="it broke"), Item(file=PHOTO)),
    hide=(Item(choice="carer"), Item(words="Dave Testman")),
    name="Sam",
    reply="receipt",
)


def made(libraries: Libraries, run: Run, passed: tuple[Step, ...] = PASSED) -> FileCase:
    (effect,) = NEW.effects(Looking(libraries.english).at(NEW, run, passed))
    assert isinstance(effect, FileCase)
    return effect


def test_everything_that_was_told_stands_in_the_case(libraries: Libraries) -> None:
    case = made(libraries, replace(TOLD, finding=GRAVE)).case
    assert (case.id, case.kind, case.council, case.flow, case.revision) == ("a run", CaseKind.CONCERN, "bristol", "fruit", "today's")
    assert case.kept_from == KeptFrom(frozenset({Role.CARER}), ("Dave Testman",))
    assert (case.name, case.way_back, case.finding, case.files, case.digest) == ("Sam", WayBack.RECEIPT, GRAVE, (PHOTO,), "a digest")
    assert [(told.step, told.label, told.answer, told.value) for told in case.told][:2] == [
        ("sort", "What it is", "Bad", "concern"),
        ("story", "The story", "it broke\nA photo", ""),
    ]


def test_answers_off_the_way_count_for_nothing(libraries: Libraries) -> None:
    case = made(libraries, TOLD, (STORY,)).case
    assert (case.kind, case.name, [told.step for told in case.told]) == (CaseKind.QUESTION, None, ["story"])


def test_the_words_have_the_receipt_and_the_promise(libraries: Libraries) -> None:
    message = NEW.shown(Looking(libraries.english).at(NEW, TOLD, PASSED))
    assert message.text == f"Sent. apple balloon camera kite lamp. By {LOOK_BY.day} November 2026."


def sent_today(times: int) -> Session:
    return Session(sent=Sent(TODAY, times))


@pytest.mark.parametrize(
    ("session", "arrival"),
    [
        (Session(), Done(sent_today(1))),
        (sent_today(2), Done(sent_today(3))),
        (Session(sent=Sent(TODAY - timedelta(days=1), MOST_A_DAY)), Done(sent_today(1))),
        (sent_today(MOST_A_DAY), Stuck(Phrase.CASE_TOO_OFTEN, way_back=True)),
    ],
    ids=str,
)
def test_new_cases_are_counted_and_officers_are_not_flooded(libraries: Libraries, session: Session, arrival: Arrival) -> None:
    assert NEW.arrive(Looking(libraries.english, session).context) == arrival


def stored(libraries: Libraries, *, linked: bool = True, **changes: Any) -> CaseFile:
    new = made(libraries, TOLD).case
    kept = {name: getattr(new, name) for name in Case.__dataclass_fields__ if hasattr(new, name)}
    return CaseFile(
        Case(**{**kept, "version": 1, "state": CaseState.ANSWERED, "received_at": NOW, "moved_at": NOW, "look_by": LOOK_BY, **changes}),
        linked=linked,
    )


def adding(libraries: Libraries, found: CaseFile | None, session: Session = Session()) -> Looking:  # noqa: B008 - a frozen value
    return Looking(libraries.english, replace(session, run=run_of(case="a run")), Loaded(case=found, look_by=LOOK_BY))


def test_what_is_added_goes_to_the_case_and_its_council_is_named(libraries: Libraries) -> None:
    run = replace(run_of(case="a run", story=(Item(words="more"),)), finding=GRAVE)
    looking = adding(libraries, stored(libraries, council="bradford"))
    assert looking.context.session.run is not None
    assert ADD.arrive(looking.context) == Done(looking.context.session)
    (effect,) = ADD.effects(looking.at(ADD, run, (STORY,)))
    assert isinstance(effect, Contribute)
    assert (effect.statement.kind, effect.statement.words, effect.state) == (StatementKind.ADDED, "more", CaseState.WORKING)
    assert effect.finding == GRAVE
    assert ADD.shown(looking.at(ADD, run, (STORY,))).text == "Sent to Bradford."


def test_a_case_that_is_gone_or_locked_takes_nothing_more(libraries: Libraries) -> None:
    locked = stored(libraries, linked=False)
    assert ADD.arrive(adding(libraries, None).context) == Stuck(Phrase.CASE_GONE)
    assert ADD.arrive(adding(libraries, locked).context) == Stuck(Phrase.CASE_GONE)
    opened = Session(opened=Opened("a run", NOW + timedelta(minutes=1)))
    assert isinstance(ADD.arrive(adding(libraries, locked, opened).context), Done)


def test_without_a_receipt_no_case_is_made(libraries: Libraries) -> None:
    with pytest.raises(ValueError, match="a new receipt"):
        NEW.effects(Looking(libraries.english, loaded=replace(LOADED, receipt=None)).at(NEW, TOLD, PASSED))


FROM = ["what it is: from 2", "who must not see it: from 8", "their name: from 9", "how they hear back: from 11"]
TITLES = {"sort": "2 What it is", "hide": "8 Who must not see it", "name": "9 My name", "reply": "11 The answer"}


@pytest.mark.parametrize(("case", "does", "notes"), [(ADD, "adds it to what was sent", []), (NEW, "sends it", FROM)], ids=["add", "new"])
def test_it_is_told_in_words(case: Step, does: str, notes: list[str]) -> None:
    assert (case.does, [*case.notes(TITLES)]) == (does, notes)


ASKS = {"id": "sort", "kind": "choose", "say": "What?", "choices": [{"label": "Bad", "value": "concern"}], "next": "page"}
CHECKS = {"id": "page", "kind": "check", "say": "Right?", "button": "Send it", "next": "sent"}
SENDS = {"id": "sent", "kind": "open-case", "say": "Sent. {receipt}", "case_kind": ["sort"]}


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        ([ASKS, CHECKS, SENDS], []),
        ([{**ASKS, "next": "sent"}, SENDS], ["a case can be made of answers that the person has not checked"]),
        ([ASKS, CHECKS, {**SENDS, "say": "Sent."}], ["the step does not say the receipt"]),
        ([ASKS, CHECKS, {**SENDS, "case_kind": ["page"]}], ["'page' is a step of kind 'check'"]),
        ([{**ASKS, "optional": True}, CHECKS, SENDS], ["some way comes here without an answer that is a kind of case"]),
        ([ASKS, CHECKS, {**SENDS, "reply": "sort"}], ["'concern', a choice of 'sort', is not a way to hear back"]),
        ([ASKS, CHECKS, {**SENDS, "kept_from": "gone"}], ["no step is called 'gone'"]),
        (
            [ASKS, CHECKS, {**SENDS, "next": "more"}, {"id": "more", "kind": "text", "say": "More?"}],
            ["'more' comes after the case is made: what is answered there would be lost"],
        ),
    ],
    ids=str,
)
def test_faults_on_the_way_to_it_are_found(steps: list[dict[str, Any]], wrong: list[str]) -> None:
    assert faults(*steps) == wrong
