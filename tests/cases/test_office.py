"""What officers do in cases, whatever they do it with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.cases.office import CHANGED, Office, message_waits
from bot.content.library import Libraries
from bot.errors import QuestionError
from bot.model.actions import ViewCase, parse
from bot.model.case import CaseState, Party, StatementKind, WayBack
from bot.model.ports import CaseStore
from tests.cases.cases_in_memory import ACTS, CASE, LEO, NOW, OLIVE, VOICE, Act, CasesInMemory, Desk, told


@pytest.fixture
def desk(libraries: Libraries) -> Desk:
    return Desk.over(libraries)


every_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


def fulfils(cases: CasesInMemory) -> CaseStore:
    """What mypy proves."""
    return cases


async def test_a_claim_says_that_somebody_works_on_it(desk: Desk) -> None:
    desk.cases.add(told())
    assert (await desk.office.claim(OLIVE, CASE)).changed
    case = desk.cases.of().case
    assert (case.state, case.claimed_by, desk.cases.news()) == (CaseState.WORKING, "olive", [StatementKind.WORKING])


async def test_a_second_claim_of_ones_own_changes_nothing(desk: Desk) -> None:
    desk.cases.add(told())
    await desk.office.claim(OLIVE, CASE)
    before = desk.cases.of()
    assert not (await desk.office.claim(OLIVE, CASE)).changed
    assert desk.cases.of() == before


async def test_what_somebody_else_has_is_taken_over_only_on_purpose(desk: Desk) -> None:
    desk.cases.add(told())
    await desk.office.claim(OLIVE, CASE)
    with pytest.raises(QuestionError, match="Olive Example has it"):
        await desk.office.claim(LEO, CASE)
    assert (await desk.office.claim(LEO, CASE, take_over=True)).changed
    assert desk.cases.of().case.claimed_by == "leo"
    assert (desk.last().kind, desk.last().words) == (StatementKind.NOTE, "taken over from olive")
    assert desk.cases.news() == [StatementKind.WORKING]


async def test_whoever_takes_up_what_a_person_answered_back_is_told_of(desk: Desk) -> None:
    """The person has put it back to work, and nobody has it."""
    desk.cases.add(told())
    await desk.office.reply(OLIVE, CASE, "we bought it back")
    desk.cases.contribute(StatementKind.ADDED, CaseState.WORKING)
    await desk.office.claim(OLIVE, CASE)
    assert desk.cases.news() == [StatementKind.REPLY, StatementKind.WORKING]


async def test_a_reply_answers(desk: Desk) -> None:
    desk.cases.add(told())
    done = await desk.office.reply(OLIVE, CASE, "  we bought it back\n\nand a helmet  ")
    assert (done.case.way_back, desk.state()) == (WayBack.HERE, CaseState.ANSWERED)
    assert (desk.last().kind, desk.last().by, desk.last().words) == (StatementKind.REPLY, "olive", "we bought it back\n\nand a helmet")


WORDY: dict[str, Callable[[Office, str], Awaitable[object]]] = {
    "reply": lambda office, words: office.reply(OLIVE, CASE, words),
    "note": lambda office, words: office.note(OLIVE, CASE, words),
    "close": lambda office, words: office.close(OLIVE, CASE, words),
    "hold": lambda office, words: office.hold(OLIVE, CASE, words),
}
wordy = pytest.mark.parametrize("act", WORDY.values(), ids=WORDY)


@wordy
@pytest.mark.parametrize("words", ["", " \n\t ", "\x00\x1b", "\u200b", "w" * 4001])
async def test_no_words_or_too_many_are_refused(desk: Desk, act: Callable[[Office, str], Awaitable[object]], words: str) -> None:
    desk.cases.add(told(state=CaseState.SEEN))
    with pytest.raises(QuestionError, match="Nothing was done"):
        await act(desk.office, words)
    assert desk.cases.of().statements == ()


@wordy
async def test_words_are_kept_as_written_without_what_no_channel_takes(desk: Desk, act: Callable[[Office, str], Awaitable[object]]) -> None:
    desk.cases.add(told(state=CaseState.SEEN))
    await act(desk.office, "one\r\ntwo\ud83d \x1b[31mthree\x00 👩\u200d👧")
    assert desk.last().words.removeprefix("legal hold: ") == "one\ntwo [31mthree 👩\u200d👧"


async def test_a_long_reply_fits(desk: Desk) -> None:
    desk.cases.add(told())
    await desk.office.reply(OLIVE, CASE, "w" * 4000)
    assert len(desk.last().words) == 4000


async def test_closing_says_what_was_done(desk: Desk) -> None:
    desk.cases.add(told(state=CaseState.WORKING))
    await desk.office.close(LEO, CASE, "a new bike")
    assert (desk.state(), desk.last().kind, desk.last().words) == (CaseState.CLOSED, StatementKind.CLOSED, "a new bike")
    assert desk.cases.notices == [CASE]


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("act", ["note", "filed", "hold"])
async def test_what_is_for_officers_only_can_be_done_at_any_time_and_tells_nobody(desk: Desk, state: CaseState, act: str) -> None:
    desk.cases.add(told(state=state))
    await ACTS[act](desk.office, OLIVE, CASE)
    case = desk.cases.of()
    assert (case.case.state, [each.kind for each in case.statements], desk.cases.notices) == (state, [StatementKind.NOTE], [])


async def test_a_hold_begins_and_ends_with_a_note(desk: Desk) -> None:
    desk.cases.add(told())
    assert not (await desk.office.release(OLIVE, CASE, "nothing to release")).changed
    await desk.office.hold(OLIVE, CASE, "an inquiry")
    assert (desk.cases.of().case.hold, desk.last().words) == (True, "legal hold: an inquiry")
    assert not (await desk.office.hold(LEO, CASE, "the same inquiry")).changed
    await desk.office.release(LEO, CASE, "it is over")
    assert (desk.cases.of().case.hold, desk.last().words) == (False, "the legal hold has ended: it is over")
    assert [each.by for each in desk.cases.of().statements] == ["olive", "leo"]


async def test_a_case_is_filed_once(desk: Desk) -> None:
    desk.cases.add(told())
    assert [(await desk.office.filed(OLIVE, CASE)).changed for _ in range(2)] == [True, False]
    assert (desk.cases.of().case.filed, len(desk.cases.of().statements)) == (True, 1)


@pytest.mark.parametrize(
    ("state", "act", "says"),
    [
        (CaseState.RECEIVED, "close", "is received, so nobody can close it now. You can look at it or claim it or reply"),
        (CaseState.CLOSED, "claim", "is closed, so nobody can claim it now. Only the person can open it again"),
        (CaseState.CLOSED, "take over", "is closed, so nobody can claim it now. Only the person can open it again"),
        (CaseState.CLOSED, "reply", "is closed, so nobody can reply now. Only the person can open it again"),
        (CaseState.CLOSED, "close", "is closed, so nobody can close it now. Only the person can open it again"),
    ],
)
async def test_what_is_not_possible_is_refused_with_what_is(desk: Desk, state: CaseState, act: str, says: str) -> None:
    desk.cases.add(told(state=state))
    with pytest.raises(QuestionError, match=says):
        await ACTS[act](desk.office, OLIVE, CASE)
    assert desk.cases.of().case.version == 1


async def test_the_person_has_one_notice_until_they_have_read(desk: Desk) -> None:
    desk.cases.add(told(way_back=WayBack.HERE), told(id="f" * 16, way_back=WayBack.RECEIPT))
    for act in ("show", "claim", "reply"):
        for number in (CASE, "f" * 16):
            await ACTS[act](desk.office, OLIVE, number)
    assert desk.cases.notices == [CASE]
    desk.cases.read_by_person()
    await desk.office.close(OLIVE, CASE, "a new bike")
    assert desk.cases.notices == [CASE, CASE]


def test_the_notice_says_only_that_a_message_waits_and_opens_the_case(libraries: Libraries) -> None:
    message = message_waits(libraries.english, told(name="Quill"), NOW.date())
    ((button,),) = message.buttons
    assert parse(button.action or "") == ViewCase(CASE)
    assert (message.text, button.label) == (libraries.english.phrase("message-waits"), libraries.english.phrase("button-read"))


# Two at once


async def test_what_somebody_changed_meanwhile_is_read_again_and_done_once(desk: Desk) -> None:
    desk.cases.add(told())
    desk.cases.meanwhile.append(lambda: desk.cases.contribute(StatementKind.ADDED, CaseState.RECEIVED, words="and my helmet"))
    await desk.office.reply(OLIVE, CASE, "we bought it back")
    assert [each.kind for each in desk.cases.of().statements] == [StatementKind.ADDED, StatementKind.REPLY]


async def test_what_has_become_impossible_meanwhile_is_refused(desk: Desk) -> None:
    desk.cases.add(told(state=CaseState.SEEN))

    def leo_claims() -> None:
        found = desk.cases.of()
        desk.cases.files[CASE] = replace(found, case=replace(found.case, version=2, state=CaseState.WORKING, claimed_by="leo"))

    desk.cases.meanwhile.append(leo_claims)
    with pytest.raises(QuestionError, match="Leo Pretend has it"):
        await desk.office.claim(OLIVE, CASE)
    assert desk.cases.of().case.claimed_by == "leo"


@every_act
async def test_whoever_is_always_second_is_told_so(desk: Desk, act: Act) -> None:
    state = CaseState.SEEN if act is ACTS["close"] else CaseState.RECEIVED
    desk.cases.add(told(hold=act is ACTS["release"], state=state, files=(VOICE,)))
    desk.cases.meanwhile += [lambda: desk.cases.contribute(StatementKind.ADDED, state)] * 2
    with pytest.raises(QuestionError) as refused:
        await act(desk.office, LEO, CASE)
    assert str(refused.value) == CHANGED
    assert {each.kind for each in desk.cases.of().statements} == {StatementKind.ADDED}


async def test_a_case_that_was_taken_back_meanwhile_is_gone(desk: Desk) -> None:
    desk.cases.add(told())
    desk.cases.meanwhile.append(desk.cases.files.clear)
    with pytest.raises(QuestionError, match="no such case"):
        await desk.office.show(OLIVE, CASE)


async def test_a_case_that_the_person_opened_again_is_looked_at_anew(desk: Desk) -> None:
    desk.cases.add(told(state=CaseState.CLOSED, claimed_by="olive"))
    desk.cases.contribute(StatementKind.REOPENED, CaseState.RECEIVED)
    await desk.office.show(LEO, CASE)
    assert (desk.state(), desk.cases.news()) == (CaseState.SEEN, [StatementKind.SEEN])
    assert desk.cases.moves == [
        (Party.PERSON, CaseState.CLOSED, CaseState.RECEIVED),
        (Party.OFFICER, CaseState.RECEIVED, CaseState.SEEN),
    ]


async def test_a_case_that_was_answered_can_be_answered_again(desk: Desk) -> None:
    desk.cases.add(told(state=CaseState.ANSWERED))
    await desk.office.reply(OLIVE, CASE, "One thing more.")
    shown = await desk.office.show(OLIVE, CASE)
    assert (shown.file.case.state, [each.words for each in shown.file.statements]) == (CaseState.ANSWERED, ["One thing more."])
