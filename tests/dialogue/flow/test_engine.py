"""The flow engine: where somebody is in a flow is what their answers lead to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.dialogue.flow import engine
from bot.model.content.conditions import Answered, AtLeast, Condition, Lead
from bot.model.content.flow import Flow
from bot.model.content.kinds.check import Check
from bot.model.content.kinds.choose import Choose
from bot.model.content.kinds.collect import Collect
from bot.model.content.kinds.date import Date
from bot.model.content.kinds.end import End
from bot.model.content.kinds.number import Number
from bot.model.content.kinds.open_case import OpenCase
from bot.model.content.kinds.text import Text
from bot.model.content.parts import Choice
from bot.model.content.steps import Step
from bot.model.session import Answer, Item, Run, Session, Value


def to(step: str, *when: Condition) -> Lead:
    return Lead(step, when)


HELLO = Step(id="hello", leads=(to("fruit"),))
FRUIT = Choose(
    id="fruit",
    choices=(Choice("Apple", "apple"), Choice("Pear", "pear", "many"), Choice("Look again", "again", "hello")),
    leads=(to("why"),),
)
WHY = Text(id="why", optional=True, most=20, leads=(to("many"),))
MANY = Number(id="many", least=1, most=9, leads=(to("basket", AtLeast("many", 5)), to("when")))
BASKET = Collect(id="basket", choices=(Choice("Big", "big"),), hears="grumble", leads=(to("sorry", Answered("grumble")), to("when")))
SORRY = Step(id="sorry", leads=(to("when"),))
WHEN = Date(id="when", leads=(to("check"),))
CHECK = Check(id="check", leads=(to("filed"),))
FILED = OpenCase(id="filed", leads=(to("bye"),))
BYE = End(id="bye")
SHOP = Flow("shop", "Shop", {step.id: step for step in (HELLO, FRUIT, WHY, MANY, BASKET, SORRY, WHEN, CHECK, FILED, BYE)})


def run_of(**answers: Value) -> Run:
    return Run("1", "shop", "hello", tuple(Answer(step, value) for step, value in answers.items()))


def where(run: Run, flow: Flow = SHOP, session: Session | None = None) -> tuple[list[str], str | None]:
    _, standing = engine.walk(flow, run, session or Session())
    return [step.id for step in standing.passed], standing.here.id if standing.here else None


ALL: dict[str, Value] = {"fruit": "apple", "why": "sweet", "many": 2, "when": "2026-05-03"}


@pytest.mark.parametrize(
    ("answers", "passed", "here"),
    [
        ({}, "hello", "fruit"),
        ({"fruit": "apple"}, "hello fruit", "why"),
        ({"fruit": "pear"}, "hello fruit", "many"),
        ({"fruit": "apple", "why": None}, "hello fruit why", "many"),
        ({"fruit": "pear", "many": 5}, "hello fruit many", "basket"),
        ({"fruit": "pear", "many": 4}, "hello fruit many", "when"),
        ({"fruit": "pear", "many": 5, "basket": (Item("nuts"),)}, "hello fruit many basket", "when"),
        ({"fruit": "pear", "many": 5, "basket": (Item("nuts"),), "grumble": "yes"}, "hello fruit many basket sorry", "when"),
        (ALL, "hello fruit why many when", "check"),
        ({**ALL, "check": "seen"}, "hello fruit why many when check", "filed"),
        ({**ALL, "check": "seen", "filed": "yes"}, "hello fruit why many when check filed bye", None),
    ],
)
def test_answers_lead_to_the_first_step_without_one(answers: dict[str, Value], passed: str, here: str | None) -> None:
    assert where(run_of(**answers)) == (passed.split(), here)


@pytest.mark.parametrize(
    ("wrong", "stops_at"),
    [
        ({"fruit": "plum"}, "fruit"),
        ({"fruit": None}, "fruit"),
        ({"why": ""}, "why"),
        ({"why": "x" * 21}, "why"),
        ({"why": 3}, "why"),
        ({"many": 10}, "many"),
        ({"many": "2"}, "many"),
        ({"many": None}, "many"),
        ({"when": "yesterday"}, "when"),
    ],
)
def test_an_answer_that_does_not_fit_any_more_is_asked_for_again(wrong: dict[str, Value], stops_at: str) -> None:
    assert where(run_of(**{**ALL, **wrong}))[1] == stops_at


def test_what_is_collected_goes_on_until_the_person_says_so() -> None:
    unfinished = run_of(fruit="pear", many=5).with_answer(Answer("basket", (Item("nuts"),), done=False))
    assert where(unfinished)[1] == "basket"
    assert where(unfinished.with_answer(Answer("basket", (Item("nuts"),))))[1] == "when"
    assert where(unfinished.with_answer(Answer("basket", (Item(choice="huge"),))))[1] == "basket"
    assert where(unfinished.with_answer(Answer("basket", ())))[1] == "basket"


def test_what_was_skipped_and_is_asked_again_waits() -> None:
    optional = replace(SHOP, steps={**SHOP.steps, "basket": replace(BASKET, optional=True)})
    skipped = run_of(fruit="pear", many=5, basket=None)
    assert where(skipped, optional)[1] == "when"
    assert where(skipped.with_answer(Answer("basket", None, done=False)), optional)[1] == "basket"


def test_an_answer_that_is_being_changed_waits_and_then_the_later_ones_still_stand() -> None:
    run = run_of(**ALL)
    assert where(replace(run, changing="fruit"))[1] == "fruit"
    assert where(run.with_answer(Answer("fruit", "pear"))) == (["hello", "fruit", "many", "when"], "check")


def test_a_step_off_the_way_decides_nothing() -> None:
    """Somebody collected with a grumble, then changed how many: the grumble is not on the way any more."""
    run = run_of(fruit="pear", many=2, basket=(Item("nuts"),), grumble="yes", when="2026-05-03")
    assert where(run) == (["hello", "fruit", "many", "when"], "check")


def test_a_way_back_to_an_earlier_step_asks_from_there_on() -> None:
    run, standing = engine.walk(SHOP, run_of(fruit="again"), Session())
    assert (standing.here, run.answers) == (FRUIT, ())


def test_a_circle_without_a_question_ends_instead_of_going_round() -> None:
    round_and_round = Flow("round", "Round", {"a": Step(id="a", leads=(to("b"),)), "b": Step(id="b", leads=(to("a"),))})
    assert where(Run("1", "round", "a"), round_and_round)[1] is None


STRAIGHT: dict[str, Step] = {**SHOP.steps, "fruit": replace(FRUIT, leads=(to("many"),))}


@pytest.mark.parametrize(
    ("changed", "passed", "here"),
    [
        ({**SHOP.steps, "why": replace(WHY, most=3)}, "hello fruit", "why"),
        ({**SHOP.steps, "fruit": replace(FRUIT, choices=FRUIT.choices[1:])}, "hello", "fruit"),
        ({key: step for key, step in STRAIGHT.items() if key != "why"}, "hello fruit many when", "check"),
        ({**SHOP.steps, "hello": replace(HELLO, leads=(to("new"),)), "new": Text(id="new", leads=(to("fruit"),))}, "hello", "new"),
    ],
    ids=["shorter", "a choice gone", "a step gone", "a new first question"],
)  # fmt: skip
def test_a_flow_that_changed_is_walked_to_the_first_answer_that_no_longer_fits(changed: dict[str, Step], passed: str, here: str) -> None:
    assert where(run_of(**ALL), replace(SHOP, steps=changed)) == (passed.split(), here)


TEXTS = st.text(max_size=30)
ITEMS = st.builds(Item, words=TEXTS, choice=st.sampled_from([None, "big", "small"]))
ANY_VALUE = st.one_of(
    st.none(), st.integers(-3, 12), st.sampled_from(["apple", "pear", "again", "2026-01-01"]), TEXTS, st.lists(ITEMS, max_size=3).map(tuple)
)
ANY_ANSWER = st.builds(Answer, step=st.sampled_from([*SHOP.steps, "grumble", "nowhere"]), value=ANY_VALUE, done=st.booleans())


@given(st.lists(ANY_ANSWER, max_size=12, unique_by=lambda answer: answer.step), st.sampled_from([None, *SHOP.steps]))
def test_whatever_is_stored_the_walk_ends_at_a_step_that_waits_or_at_the_end(answers: list[Answer], changing: str | None) -> None:
    run = Run("1", "shop", "hello", tuple(answers), changing=changing)
    walked, standing = engine.walk(SHOP, run, Session())
    assert standing.here is None or standing.here.waits(walked)
    assert all(step.fits(answer) for step in standing.asked if (answer := walked.answer(step.id)))
    assert len({step.id for step in standing.passed}) == len(standing.passed)
    assert engine.walk(SHOP, walked, Session()) == (walked, standing)


@given(st.lists(ANY_ANSWER, max_size=6))
def test_an_open_flow_is_the_same_after_it_was_stored_as_json(answers: list[Answer]) -> None:
    session = Session(run=Run("1", "shop", "hello", tuple(answers)), shelf=(Run("2", "other", "a", tuple(answers), aside=True),))
    stored = TypeAdapter(Session)
    assert stored.validate_json(stored.dump_json(session)) == session
