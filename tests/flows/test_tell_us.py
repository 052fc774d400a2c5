"""Telling the council something: every door, and everything that somebody may do at every step of the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.find.search import Finder
from bot.model.case import CaseKind, FileCase, KeptFrom, NewCase, Role, WayBack
from bot.model.content.conditions import Lead
from bot.model.content.kinds.choose import Choose
from bot.model.content.kinds.open_case import MOST_A_DAY
from bot.model.content.kinds.text import Text
from bot.model.content.library import Library
from bot.model.content.steps import Step
from bot.model.inbound import Elapsed, Pressed, Said
from bot.model.outbound import HideChat, Message
from bot.model.safety import Category
from bot.model.session import Session
from bot.model.turn import Outcome
from tests.conftest import TODAY
from tests.dialogue.cases_at_hand import RECEIPT
from tests.dialogue.contexts import offered
from tests.flows.walking import LONG_WAY, Walker

PROMISED = TODAY + timedelta(days=3)
IN_BRISTOL = Session(council="bristol")
STORY = "there is nothing to do on sundays"
STEPS = sorted({step for step, _ in LONG_WAY})


@pytest.fixture
def sam(real: Dialogue) -> Walker:
    """Somebody in Bristol."""
    return Walker(real, IN_BRISTOL, new=False)


def at(step: str, sam: Walker) -> Walker:
    """Somebody who has come as far as this step."""
    sam.go("/tell")
    for here, done in LONG_WAY:
        if here == step:
            break
        sam.go(done)
    assert sam.step == step
    return sam


def goes_on(sam: Walker) -> NewCase:
    """Go on from wherever somebody is, and send it."""
    for here, done in LONG_WAY:
        if sam.step == here:
            sam.go(done)
    assert sam.last is not None
    (effect,) = sam.last.effects
    assert isinstance(effect, FileCase)
    return effect.case


def answers(case: NewCase) -> dict[str, str]:
    return {told.step: told.answer for told in case.told}


def label(sam: Walker, step: str, value: str) -> str:
    """What stands on a choice."""
    asked = sam.dialogue.library("en").flows["tell-us"].steps[step]
    assert isinstance(asked, Choose)
    return next(choice.label for choice in asked.choices if choice.value == value)


def test_the_longest_way_becomes_a_case_with_everything_that_was_told(sam: Walker) -> None:
    sam.go("/tell")
    case = goes_on(sam)
    assert (case.kind, case.council, case.flow, case.name, case.way_back) == (CaseKind.COMPLAINT, "bristol", "tell-us", "Sam", WayBack.HERE)
    assert case.kept_from == KeptFrom(frozenset({Role.SOCIAL_WORKER}), ("Dave Testman",))
    assert answers(case)["wrong"] == "my bike was taken"
    assert answers(case)["wish"] == "give it back"
    assert case.digest == RECEIPT.digest
    assert case.revision
    assert sam.last is not None
    assert sam.last.outcome is Outcome.CASE
    assert " ".join(RECEIPT.words) in sam.hears
    assert str(PROMISED.day) in sam.hears
    assert sam.idle


@pytest.mark.parametrize(
    ("door", "step", "kind"),
    [
        ("[feedback]", "idea", CaseKind.FEEDBACK),
        ("[concern]", "worry", CaseKind.CONCERN),
        ("[praise]", "good", CaseKind.PRAISE),
        ("[question]", "ask", CaseKind.QUESTION),
    ],
)
def test_each_door_leads_to_its_own_question_and_its_own_kind(sam: Walker, door: str, step: str, kind: CaseKind) -> None:
    sam.go("/tell", door)
    assert sam.step == step
    sam.go(STORY, "[done]", "[skip]", "[skip]", "[hidden]", "[none]", "[send]")
    assert sam.last is not None
    (effect,) = sam.last.effects
    assert isinstance(effect, FileCase)
    assert (effect.case.kind, effect.case.name, effect.case.way_back) == (kind, None, WayBack.NONE)


def test_whoever_has_not_said_is_asked_for_their_council_and_told_where_we_cannot_send_it(real: Dialogue) -> None:
    sam = Walker(real)
    sam.go("/tell", "[feedback]")
    assert sam.step == "where"
    sam.go("bradfrod")
    assert (sam.step, sam.session.council) == ("idea", "bradford")
    alex = Walker(real)
    alex.go("/tell", "[feedback]", "[none]")
    assert (alex.session.run, "can't reach your council" in alex.hears) == (None, True)


@pytest.mark.parametrize("step", STEPS)
def test_back_loses_nothing_and_the_way_on_is_the_same(sam: Walker, step: str) -> None:
    before = at(step, sam).draft
    sam.go("back")
    if step != "door":
        assert sam.step != step
    after = sam.draft
    assert {answer.step: answer.value for answer in after.answers} == {answer.step: answer.value for answer in before.answers}
    while sam.step != step:
        assert sam.last is not None
        sam.go("[resume]" if "resume" in offered(sam.last) else "[done]")
    goes_on(sam)


@pytest.mark.parametrize("step", STEPS)
def test_stop_asks_first_and_then_does_what_was_said(sam: Walker, step: str) -> None:
    at(step, sam).go("[leave]")
    assert "Nothing was sent" in sam.hears
    assert not sam.idle
    sam.go("[resume]")
    assert sam.step == step
    sam.go("[leave]", "[aside]")
    assert not sam.step
    sam.go("carry on")
    assert sam.step == step
    sam.go("[leave]", "[again]")
    assert (sam.step, sam.draft.answers) == ("door", ())
    sam.go("[leave]", "[discard]")
    assert sam.idle


@pytest.mark.parametrize("step", STEPS)
def test_a_question_in_the_middle_is_answered_and_the_flow_goes_on_where_it_was(sam: Walker, step: str) -> None:
    at(step, sam)
    if step not in ("door", "way", "name", "reply", "check"):
        sam.go("[aside]")
    sam.go("do care leavers pay council tax")
    assert sam.last is not None
    assert (sam.last.outcome, sam.last.topic) == (Outcome.ANSWER, "council-tax")
    sam.go("[resume]")
    assert sam.step == step
    assert goes_on(sam).kind is CaseKind.COMPLAINT


@pytest.mark.parametrize("step", STEPS)
def test_the_menu_or_another_flow_in_the_middle_loses_nothing(sam: Walker, step: str) -> None:
    at(step, sam).go("/menu")
    assert not sam.step
    sam.go("/settings", "[council]", "[bristol]", "[resume]")
    assert sam.step == step
    goes_on(sam)


@pytest.mark.parametrize("step", STEPS)
def test_beginning_again_while_one_is_open_asks_what_shall_become_of_it(sam: Walker, step: str) -> None:
    before = at(step, sam).draft
    sam.go("/tell")
    assert not sam.idle
    assert sam.draft.answers == before.answers
    sam.go("[resume]")
    assert sam.step == step


@pytest.mark.parametrize("step", [step for step in STEPS if step != "check"])
def test_danger_at_any_step_has_help_first_and_the_flow_stays_where_it_was(sam: Walker, step: str) -> None:
    at(step, sam).go("i want to kill myself")
    assert sam.last is not None
    assert sam.last.outcome is Outcome.CRISIS
    assert sam.last.finding is not None
    assert "999" in sam.last.messages[0].text  # type: ignore[union-attr]  # a crisis begins with a message
    assert not sam.idle


def test_danger_in_what_is_told_goes_with_it(sam: Walker) -> None:
    sam.go("/tell", "[concern]", "i want to kill myself", "[done]", "[skip]", "[skip]")
    sam.go("[hidden]", "[here]", "[send]")
    assert sam.last is not None
    (effect,) = sam.last.effects
    assert isinstance(effect, FileCase)
    assert effect.case.urgent
    assert effect.case.finding is not None
    assert effect.case.finding.category is Category.SUICIDE
    assert answers(effect.case)["worry"] == "i want to kill myself"


@pytest.mark.parametrize("step", [step for step in STEPS if step != "check"])
def test_a_changed_answer_stands_in_its_old_place_and_the_others_stay(sam: Walker, step: str) -> None:
    at("check", sam)
    sam.go(f"[change:{step}]")
    assert sam.step == step
    new = {
        "door": "[complaint]",
        "way": "[data]",
        "wrong": "and my coat",
        "wish": "say sorry",
        "hide": "[carer]",
        "name": "[hidden]",
        "first-name": "Alex",
        "reply": "[none]",
    }
    sam.go(new[step])
    if step in ("wrong", "hide"):
        sam.go("[done]")
    assert sam.step == "check"
    case = goes_on(sam)
    told = answers(case)
    expected = {
        "way": label(sam, "way", "data"),
        "wrong": "my bike was taken\nand my coat",
        "wish": "say sorry",
        "first-name": "Alex",
        "reply": label(sam, "reply", "none"),
    }
    if step in expected:
        assert told[step] == expected[step]
    if step == "name":
        assert (case.name, "first-name" in told) == (None, False)
    if step == "hide":
        assert case.kept_from.roles == {Role.SOCIAL_WORKER, Role.CARER}


@pytest.mark.parametrize("step", ["wish", "hide"])
def test_what_is_optional_can_be_skipped_by_button_and_in_words(sam: Walker, step: str) -> None:
    at(step, sam).go("skip")
    assert sam.step != step
    assert not any(answer.step == step and answer.value for answer in sam.draft.answers)


@pytest.mark.parametrize("back", [("back",), ("[hidden]", "[none]", "[change:hide]")])
def test_who_skipped_and_thinks_better_of_it_is_heard(sam: Walker, back: tuple[str, ...]) -> None:
    at("hide", sam).go("[skip]", *back)
    assert sam.step == "hide"
    sam.go("[social-worker]", "Dave Testman", "[done]")
    assert goes_on(sam).kept_from == KeptFrom(frozenset({Role.SOCIAL_WORKER}), ("Dave Testman",))


def test_a_word_for_nothing_more_does_not_throw_away_who_must_not_see_it(sam: Walker) -> None:
    at("hide", sam).go("[social-worker]", "skip")
    assert goes_on(sam).kept_from.roles == {Role.SOCIAL_WORKER}


@pytest.mark.parametrize("step", ["door", "way", "wrong", "name", "first-name", "reply"])
def test_what_is_needed_cannot_be_skipped(sam: Walker, step: str) -> None:
    at(step, sam).go("skip")
    assert sam.step == step


def test_an_old_page_of_answers_does_not_send_the_newer_ones(sam: Walker) -> None:
    old = at("check", sam).shown["send"]
    sam.go("[change:wish]", "something else entirely")
    sam.shown["old"] = old
    sam.go("[old]")
    assert sam.last is not None
    assert sam.last.effects == ()
    assert sam.step == "check"
    goes_on(sam)


def test_send_pressed_twice_files_it_once(sam: Walker) -> None:
    at("check", sam)
    first = sam.go("[send]")
    second = sam.go("[send]")
    assert len(first.effects) == 1
    assert second.effects == ()


def test_send_can_be_typed(sam: Walker) -> None:
    assert len(at("check", sam).go("send it").effects) == 1


def test_an_edited_message_is_not_taken_for_the_next_answer(sam: Walker) -> None:
    before = at("wish", sam).draft
    sam.edits("999", Said("an edited message"))
    assert sam.step == "wish"
    assert not sam.idle
    assert sam.draft.answers == before.answers


def test_a_complaint_is_recognised_though_nobody_uses_the_word(sam: Walker) -> None:
    sam.go("/tell", "[concern]", "ive told my worker three times and she never rings back", "[done]")
    assert sam.step == "sounds"
    sam.go("[complaint]", "[skip]", "[skip]", "[hidden]", "[none]", "[send]")
    assert sam.last is not None
    (effect,) = sam.last.effects
    assert isinstance(effect, FileCase)
    assert effect.case.kind is CaseKind.COMPLAINT


def test_files_are_kept_as_references_and_people_are_told_that_nobody_has_heard_them(sam: Walker) -> None:
    sam.go("/tell", "[concern]", "(voice)")
    assert "nobody knows yet what's in it" in sam.hears
    assert str(PROMISED.day) in sam.hears
    assert "999" in sam.hears
    sam.go("(photo my room)", "[done]", "[skip]", "[skip]", "[hidden]", "[none]", "[send]")
    assert sam.last is not None
    (effect,) = sam.last.effects
    assert isinstance(effect, FileCase)
    assert [(file.kind, file.reference) for file in effect.case.files] == [("voice", "a voice"), ("photo", "a photo")]
    assert answers(effect.case)["worry"] == "A voice note\nA photo: my room"


@pytest.mark.parametrize(
    "before",
    [("someone shared nudes of me", "(photo)"), ("(photo this is me with no clothes on)",), ("he made me send naked pics", "(video)")],
)
def test_of_sexual_pictures_not_even_a_reference_is_kept(sam: Walker, before: tuple[str, ...]) -> None:
    sam.go("/tell", "[concern]", *before)
    assert "Report Remove" in sam.hears
    assert not sam.idle
    assert "a photo" not in repr(sam.draft.answers)
    assert "a video" not in repr(sam.draft.answers)


def test_what_is_too_long_is_said_with_its_length_and_nothing_before_it_is_lost(sam: Walker) -> None:
    at("wish", sam).go("x" * 2001)
    assert sam.step == "wish"
    assert "2001" in sam.hears
    assert goes_on(sam).kind is CaseKind.COMPLAINT


def test_unsent_words_are_reminded_of_once_in_neutral_words_and_then_forgotten(sam: Walker) -> None:
    run = at("wish", sam).draft
    assert run.due is not None
    sam.now = run.due
    reminded = sam.does(Elapsed())
    assert reminded.outcome is Outcome.FLOW
    assert "bike" not in sam.hears
    assert "complain" not in sam.hears
    assert sam.session.due is not None
    assert sam.does(Elapsed()).messages == ()
    sam.now = sam.session.due
    assert sam.does(Elapsed()).messages == ()
    assert sam.idle


def test_going_on_after_the_reminder_keeps_the_words(sam: Walker) -> None:
    run = at("wish", sam).draft
    assert run.due is not None
    sam.now = run.due
    sam.does(Elapsed())
    sam.go("[resume]", "give it back")
    assert not sam.idle
    assert not sam.draft.reminded
    goes_on(sam)


def test_a_flow_that_nobody_wrote_in_is_forgotten_without_a_word(sam: Walker) -> None:
    sam.go("/tell")
    assert sam.session.due is not None
    sam.now = sam.session.due
    assert sam.does(Elapsed()).messages == ()
    assert sam.idle


def changed(steps: Mapping[str, Step], change: str) -> dict[str, Step]:
    wish = steps["wish"]
    assert isinstance(wish, Text)
    if change == "shorter answers":
        return {**steps, "wish": replace(wish, most=3)}
    return {**steps, "wish": replace(wish, leads=(Lead("why"),)), "why": Text(id="why", label="Why", leads=(Lead("hide"),))}


@pytest.mark.parametrize(("change", "waits"), [("a new question", "why"), ("shorter answers", "wish")])
def test_a_flow_file_that_changed_under_an_open_session_asks_what_no_longer_fits(
    sam: Walker, real: Dialogue, real_finder: Finder, change: str, waits: str
) -> None:
    at("check", sam)
    english = real.library("en")
    flow = english.flows["tell-us"]
    revised = replace(flow, steps=changed(flow.steps, change), revision="new")
    now = replace(english, flows={**english.flows, "tell-us": revised})
    sam.dialogue = Dialogue(lambda code: now, real_finder)
    sam.go("/menu", "carry on")
    assert sam.step == waits
    sam.go("no", *(["[done]"] if sam.step == "hide" else []))
    assert sam.step == "check"
    case = goes_on(sam)
    assert (case.revision, answers(case)["wrong"]) == ("new", "my bike was taken")


def test_a_flow_that_is_gone_leaves_the_words_and_the_conversation_alone(sam: Walker, real: Dialogue, real_finder: Finder) -> None:
    at("wish", sam)
    english = real.library("en")
    without: Library = replace(english, flows={name: flow for name, flow in english.flows.items() if name != "tell-us"})
    sam.dialogue = Dialogue(lambda code: without, real_finder)
    sam.go("do care leavers pay council tax")
    assert sam.last is not None
    assert sam.last.outcome is Outcome.ANSWER
    assert not sam.idle


def test_nobody_can_flood_the_officers_and_nothing_is_lost_for_it(sam: Walker) -> None:
    for _ in range(MOST_A_DAY):
        sam.go("/tell")
        goes_on(sam)
    sam.go("/tell", *(done for _, done in LONG_WAY))
    assert sam.last is not None
    assert sam.last.effects == ()
    assert sam.draft.answers
    sam.now += timedelta(days=1)
    sam.go("carry on")
    assert goes_on(sam).kind is CaseKind.COMPLAINT


def test_a_button_from_the_middle_of_an_old_telling_begins_no_new_one(sam: Walker) -> None:
    sam.does(Pressed("choose:tell-us:where:bradford"))
    sam.does(Pressed("choose:tell-us:reply:here"))
    assert sam.idle


def test_the_whole_way_can_be_typed(sam: Walker) -> None:
    sam.go("/tell", "i have an idea", STORY, "thats all", "skip", "skip", label(sam, "name", "hidden"), "not here", "send")
    assert sam.last is not None
    (effect,) = sam.last.effects
    assert isinstance(effect, FileCase)
    assert (effect.case.kind, effect.case.way_back) == (CaseKind.FEEDBACK, WayBack.RECEIPT)


@pytest.mark.parametrize("times", [1, 2, 4])
def test_send_pressed_again_says_that_it_is_sent(sam: Walker, times: int) -> None:
    sam.go("/tell")
    send = next(action for action in _actions_of(at_check(sam)) if action.startswith("send:"))
    sam.does(Pressed(send))
    for _ in range(times):
        reply = sam.does(Pressed(send))
        assert "sent already" in sam.hears
        assert "doesn't work any more" not in sam.hears
        assert not reply.effects
        assert "cases" in _actions_of(sam)


def test_another_pages_send_is_an_old_button(sam: Walker) -> None:
    sam.go("/tell")
    goes_on(sam)
    sam.does(Pressed("send:tell-us:0badmark"))
    assert "doesn't work any more" in sam.hears


def test_hiding_the_five_words_asks_first(sam: Walker) -> None:
    sam.go("/tell")
    goes_on(sam)
    assert sam.last is not None
    (ask,) = [action for action in _actions_of(sam) if action.startswith("hide")]
    reply = sam.does(Pressed(ask))
    assert not any(isinstance(each, HideChat) for each in reply.messages)
    assert "written them down" in sam.hears
    assert _actions_of(sam) == ["hide"]


def at_check(sam: Walker) -> Walker:
    """Where everything is shown once more, before it is sent."""
    for here, done in LONG_WAY[:-1]:
        if sam.step == here:
            sam.go(done)
    return sam


def _actions_of(sam: Walker) -> list[str]:
    """What is offered on the last message."""
    assert sam.last is not None
    message = sam.last.messages[-1]
    assert isinstance(message, Message)
    return [button.action for row in message.buttons for button in row if button.action]
