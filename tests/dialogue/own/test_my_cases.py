"""What people see of what they told us, and can do with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.model.case import Case, CaseState, Contribute, FileCase, MarkRead, StatementKind, Tried, Unlink, Withdraw
from bot.model.inbound import Commanded, Elapsed, Pressed, Said
from bot.model.limits import CASE_OPEN_FOR
from bot.model.outbound import HideChat
from bot.model.safety import Category
from bot.model.session import Answer, Item, Session
from bot.model.turn import Needs, Outcome
from tests.dialogue.cases_at_hand import RECEIPT
from tests.dialogue.contexts import offered
from tests.flows.walking import Walker

TELL = ("/tell", "[feedback]", "more chairs", "[done]", "[skip]", "[skip]", "[hidden]")
WORDS = " ".join(RECEIPT.words)


@pytest.fixture
def sam(real: Dialogue) -> Walker:
    """Somebody who has told something, and wants the answer in the chat."""
    person = Walker(real, Session(council="bristol"), new=False)
    person.go(*TELL, "[here]", "[send]")
    return person


def elsewhere(sam: Walker) -> Walker:
    """The same person in another chat."""
    away = Walker(sam.dialogue, new=True)
    away.cases = sam.cases
    away.cases.cases = {key: replace(case, linked=False) for key, case in sam.cases.cases.items()}
    return away


def the_case(sam: Walker) -> Case:
    return next(iter(sam.cases.cases.values())).case


def test_each_change_is_told_once_in_words(sam: Walker) -> None:
    sam.cases.officer("has seen it", "", sam.now)
    sam.cases.officer("notes", "a secret of the office", sam.now)
    sam.cases.officer("replies", "We bought ten chairs.", sam.now)
    sam.go("/messages", "[case]")
    assert "a person has read it" in sam.hears
    assert "We bought ten chairs." in sam.hears
    assert "secret of the office" not in sam.hears
    sam.go("[case]")
    assert "ten chairs" not in sam.hears
    sam.go("[case:all]")
    assert "ten chairs" in sam.hears
    assert "more chairs" in sam.hears
    assert "secret of the office" not in sam.hears


def test_the_list_and_the_notice_hold_no_word_of_it(sam: Walker) -> None:
    sam.cases.officer("replies", "We bought ten chairs.", sam.now)
    sam.go("/messages")
    assert "chairs" not in sam.hears
    assert "You have a message" in sam.hears


def test_what_an_officer_writes_is_never_markup(sam: Walker) -> None:
    sam.cases.officer("replies", "**not bold** <b>nor this</b> [nor](https://a.link) {phone childline}", sam.now)
    sam.go("/messages", "[case]")
    assert "**not bold** <b>nor this</b> [nor](https://a.link) {phone childline}" in sam.hears


def test_five_words_open_it_from_anywhere_for_an_hour(sam: Walker) -> None:
    away = elsewhere(sam)
    case = the_case(sam).id
    away.does(Pressed(f"case:{case}"))
    assert "type your five words" in away.hears
    away.go(WORDS)
    assert "An idea or feedback" in away.hears
    away.does(Pressed(f"case:{case}:all"))
    assert "more chairs" in away.hears
    away.now += CASE_OPEN_FOR
    away.does(Pressed(f"case:{case}:all"))
    assert "type your five words" in away.hears


@pytest.mark.parametrize("action", ["case:{}", "case:{}:all", "act:add:{}", "act:helped:{}", "act:reopen:{}"])
def test_a_case_that_was_told_elsewhere_opens_by_no_button(sam: Walker, action: str) -> None:
    away, case = elsewhere(sam), the_case(sam).id
    reply = away.does(Pressed(action.format(case)))
    assert reply.effects == ()
    assert "chairs" not in away.hears
    missing = Walker(sam.dialogue)
    assert missing.does(Pressed(action.format("0123456789abcdef"))).messages == reply.messages, "nobody learns which ids there are"


def test_wrong_words_count_and_are_answered_the_same_until_they_are_too_many(sam: Walker) -> None:
    away = elsewhere(sam)
    for _ in range(5):
        assert away.go("acorn actor agree airport album").effects == (Tried(),)
    reply = away.go(WORDS)
    assert reply.effects == ()
    assert "too many tries" in away.hears


def test_danger_beside_the_words_of_a_receipt_comes_first(sam: Walker) -> None:
    reply = sam.go(WORDS)
    assert reply.outcome is Outcome.CASE
    assert sam.go("i want to kill myself").outcome is Outcome.CRISIS


def test_answering_back_has_it_worked_on_again(sam: Walker) -> None:
    sam.cases.officer("replies", "We bought ten chairs.", sam.now)
    sam.go("/messages", "[case]", "[add]", "only nine came", "[done]")
    (effect,) = sam.go("[send]").effects
    assert isinstance(effect, Contribute)
    assert (effect.statement.kind, effect.statement.words, effect.state) == (StatementKind.ADDED, "only nine came", CaseState.WORKING)
    assert "Bristol" in sam.hears


def test_danger_in_what_is_added_makes_it_urgent(sam: Walker) -> None:
    sam.go("/messages", "[case]", "[add]", "i want to kill myself", "[done]")
    (effect,) = sam.go("[send]").effects
    assert isinstance(effect, Contribute)
    assert effect.finding is not None
    assert (effect.finding.category, effect.finding.urgent) == (Category.SUICIDE, True)


def test_a_draft_and_an_addition_wait_beside_each_other(sam: Walker) -> None:
    sam.go("/tell", "[praise]", "the garden", "/messages", "[case]", "[add]", "and tables")
    assert [run.flow for run in sam.session.runs] == ["tell-us", "add-to-case"]
    sam.go("[done]", "[send]")
    assert [run.flow for run in sam.session.runs] == ["tell-us"]
    sam.go("carry on", "[done]")
    assert sam.step == "wish"


def test_an_addition_to_another_case_does_not_drop_the_one_that_waits(sam: Walker) -> None:
    sam.go("/messages", "[case]", "[add]", "and tables")
    first = the_case(sam).id
    sam.cases.receipt = replace(RECEIPT, digest="another digest")
    sam.go(*TELL, "[here]", "[send]")
    other = next(case for case in sam.cases.cases if case != first)
    sam.does(Pressed(f"act:add:{other}"))
    assert "and tables" in repr(sam.session.runs)
    assert sam.draft.case == first


def test_an_addition_to_what_is_gone_is_not_sent_and_not_lost(sam: Walker) -> None:
    sam.go("/messages", "[case]", "[add]", "and tables", "[done]")
    sam.cases.cases.clear()
    reply = sam.go("[send]")
    assert reply.effects == ()
    assert "not sent" in sam.hears
    assert "and tables" in repr(sam.draft.answers)


@pytest.mark.parametrize(("button", "kind"), [("helped", StatementKind.HELPED), ("not-helped", StatementKind.NOT_HELPED)])
def test_they_say_whether_it_helped_once(sam: Walker, button: str, kind: StatementKind) -> None:
    sam.cases.officer("replies", "We bought ten chairs.", sam.now)
    sam.go("/messages", "[case]")
    (effect,) = sam.go(f"[{button}]").effects
    assert isinstance(effect, Contribute)
    assert (effect.statement.kind, effect.state) == (kind, CaseState.ANSWERED)
    assert not any(isinstance(each, Contribute) for each in sam.go(f"[{button}]").effects)


def test_what_was_closed_can_be_opened_again_and_only_that(sam: Walker) -> None:
    case = the_case(sam).id
    assert not any(isinstance(each, Contribute) for each in sam.does(Pressed(f"act:reopen:{case}")).effects)
    sam.cases.officer("closes it", "Ten chairs stand there.", sam.now)
    sam.go("/messages", "[case]")
    assert "Ten chairs stand there." in sam.hears
    (effect,) = sam.go("[reopen]").effects
    assert isinstance(effect, Contribute)
    assert effect.state is CaseState.RECEIVED


def test_hiding_the_chat_hides_what_is_known_and_says_what_is_not(sam: Walker) -> None:
    reply = sam.go("/hide")
    assert reply.messages[0] == HideChat(("11", "12"))
    assert "two days" in sam.hears


def test_after_hiding_the_next_words_are_no_answer_and_no_button_says_that_something_waits(sam: Walker) -> None:
    sam.go("/tell", "[feedback]", "a garden", "/hide")
    assert sam.last is not None
    assert offered(sam.last) == {}
    assert sam.go("who is my social worker").topic == "who-is-my-social-worker"
    sam.go("carry on", "[done]")
    assert sam.draft.answer("idea") == Answer("idea", (Item("a garden"),))


def test_where_nothing_waits_hiding_speaks_of_no_way_back(sam: Walker) -> None:
    sam.go("/hide")
    assert "carry on" not in sam.hears


@pytest.mark.parametrize("command", ["/messages", "/mydata", "/delete"])
def test_whoever_looks_at_what_is_kept_comes_back_to_what_they_were_telling(sam: Walker, command: str) -> None:
    sam.go("/tell", "[feedback]", "a garden", command, "who is my social worker", "[resume]", "[done]")
    assert sam.draft.answer("idea") == Answer("idea", (Item("a garden"),))


def test_my_data_asks_first_and_holds_no_word_that_was_told(sam: Walker) -> None:
    sam.go("/mydata")
    assert "Bristol" not in sam.hears
    sam.go("[mydata:sure]")
    assert "Bristol" in sam.hears
    assert "chairs" not in sam.hears


@pytest.mark.parametrize(("did", "withdrawn"), [(None, True), ("has seen it", False)])
def test_delete_asks_first_and_takes_back_only_what_nobody_has_read(sam: Walker, did: str | None, withdrawn: bool) -> None:
    if did:
        sam.cases.officer(did, "", sam.now)
    case = the_case(sam).id
    asked = sam.go("/delete")
    assert asked.effects == ()
    reply = sam.go("[delete:sure]")
    assert (reply.session, reply.drop_outbox) == (None, True)
    assert reply.effects == (Unlink((case,) if withdrawn else ()),)


def test_what_danger_was_noticed_in_cannot_be_taken_back(real: Dialogue) -> None:
    sam = Walker(real, Session(council="bristol"), new=False)
    sam.go("/tell", "[concern]", "my carer hit me", "[done]", *TELL[4:], "[here]", "[send]")
    reply = sam.go("/delete", "[delete:sure]")
    assert reply.effects == (Unlink(()),)
    assert "stay with the council: 1" in sam.hears


def test_what_nobody_has_read_is_taken_back_after_asking_even_from_another_phone(sam: Walker) -> None:
    away, case = elsewhere(sam), the_case(sam).id
    away.go(WORDS)
    assert away.go("[take-back]").effects == ()
    assert away.go("[take-back-sure]").effects == (Withdraw(case),)
    away.go(WORDS)
    assert "can't find anything" in away.hears


def test_what_was_read_and_closed_and_opened_again_is_not_taken_back(sam: Walker) -> None:
    sam.cases.officer("closes it", "Ten chairs stand there.", sam.now)
    sam.go("/messages", "[case]", "[reopen]", "/messages", "[case]")
    assert the_case(sam).state is CaseState.RECEIVED
    assert sam.last is not None
    assert "take-back" not in offered(sam.last)
    assert sam.go("/delete", "[delete:sure]").effects == (Unlink(()),)


def test_what_somebody_has_read_is_not_taken_back(sam: Walker) -> None:
    sam.go("/messages", "[case]", "[take-back]")
    sam.cases.officer("has seen it", "", sam.now)
    assert sam.go("[take-back-sure]").effects == ()
    sam.go("/messages", "[case]")
    assert sam.last is not None
    assert "take-back" not in offered(sam.last)


def test_stop_asks_where_an_answer_or_words_would_be_lost_and_then_forgets_the_link_too(sam: Walker, real: Dialogue) -> None:
    assert sam.go("/stop").outcome is not Outcome.STOPPED
    assert sam.go("[stop:sure]").effects == (Unlink(),)
    alex = Walker(real, Session(council="bristol"), new=False)
    alex.go(*TELL[:3], "/stop")
    assert alex.draft.answers
    jo = Walker(real, Session(council="bristol"), new=False)
    assert jo.go("/stop").outcome is Outcome.STOPPED


def test_the_case_that_five_words_opened_is_closed_again_after_an_hour(sam: Walker) -> None:
    away = elsewhere(sam)
    away.go(WORDS)
    assert away.session.due == away.now + CASE_OPEN_FOR
    away.now += CASE_OPEN_FOR
    away.does(Elapsed())
    after = away.session
    assert (after.opened, after.due) == (None, None)


def test_a_case_that_is_opened_in_the_middle_of_a_telling_leads_back_to_it(sam: Walker) -> None:
    sam.go("/tell", "[praise]", "the garden", "/messages", "[case]")
    assert sam.last is not None
    assert "resume" in offered(sam.last)


def test_while_off_a_case_shows_only_buttons_that_do_something(sam: Walker) -> None:
    sam.cases.officer("replies", "We bought ten chairs.", sam.now)
    sam.off = True
    for reply in (sam.go("/messages"), sam.go("[case]"), sam.go(WORDS)):
        for button in offered(reply).values():
            sam.shown["it"] = button.action or ""
            assert replace(sam).go("[it]").outcome is not Outcome.OFF


@pytest.mark.parametrize("way", ["[receipt]", "[none]"])
def test_who_wants_nothing_in_the_chat_still_gets_their_words(real: Dialogue, way: str) -> None:
    sam = Walker(real, Session(council="bristol"), new=False)
    (effect,) = sam.go(*TELL, way, "[send]").effects
    assert isinstance(effect, FileCase)
    assert WORDS in sam.hears
    sam.go("/messages")
    assert sam.last is not None
    assert "case" not in offered(sam.last)
    assert sam.go(WORDS).effects == (MarkRead(effect.case.id, ()),)


@pytest.mark.parametrize(
    ("what", "needs"),
    [
        (Said("do i pay council tax"), Needs()),
        (Said(WORDS), Needs(receipt=RECEIPT.words)),
        (Said("send it"), Needs()),
        (Pressed("case:abc"), Needs(case="abc")),
        (Pressed("act:add:abc"), Needs(case="abc")),
        (Pressed("send:tell-us:abc"), Needs(new_receipt=True)),
        (Pressed("topic:complain"), Needs()),
        (Pressed("made up"), Needs()),
        (Commanded("messages"), Needs(cases=True)),
        (Commanded("hide"), Needs(shown=True)),
        (Commanded("delete"), Needs(cases=True)),
        (Commanded("stop"), Needs(cases=True)),
        (Commanded("mydata"), Needs()),
        (Commanded("menu"), Needs()),
    ],
)
def test_a_turn_reads_only_what_it_needs(real: Dialogue, what: Said | Pressed | Commanded, needs: Needs) -> None:
    assert real.needs(what, Session()) == needs


def test_replies_can_be_read_while_the_conversation_is_off(sam: Walker) -> None:
    sam.cases.officer("replies", "We bought ten chairs.", sam.now)
    sam.off = True
    sam.go("/messages", "[case]")
    assert "We bought ten chairs." in sam.hears
    sam.off = False
    sam.now += timedelta(days=1)
    sam.go("/messages")
    assert "You have a message" not in sam.hears
