"""What officers see of cases, and what they must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.cases.legal_days import StageOne
from bot.cases.office import NO_SUCH_CASE, TOOK_FILES, who_may_fetch
from bot.content.library import Libraries
from bot.errors import QuestionError
from bot.model.case import CaseKind, CaseState, KeptFrom, Role, Statement, StatementKind, Told
from bot.model.inbound import Attachment
from bot.model.safety import Category, Finding, Severity
from bot.model.session import FileReference
from tests.cases.cases_in_memory import ACTS, BEA, CASE, DANA, LEO, NOW, OLIVE, ROUTES, VOICE, WORDS, ZELDA, Act, Desk, told

HIDDEN_FROM_DANA = KeptFrom(frozenset({Role.SOCIAL_WORKER}))
DANGER = Finding(Category.SELF_HARM, Severity.URGENT)
PHOTO = FileReference(Attachment.PHOTO, "telegram", "AgADphoto")


@pytest.fixture
def desk(libraries: Libraries) -> Desk:
    return Desk.over(libraries)


every_act = pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)


def test_an_officer_is_known_by_their_id(desk: Desk) -> None:
    assert desk.office.officer("olive") is OLIVE
    with pytest.raises(QuestionError) as refused:
        desk.office.officer("Olive Example")
    said = str(refused.value)
    assert "routes.yaml: bea, dana, leo, olive, zelda" in said
    assert not [word for each in ROUTES.officers.values() for word in (*each.name.split(), each.role, "@") if word in said]


async def test_a_list_holds_the_cases_of_ones_own_councils(desk: Desk) -> None:
    desk.cases.add(told(id="a" * 16), told(id="b" * 16, council="bradford"))
    assert await desk.numbers(OLIVE) == ["a" * 8]
    assert await desk.numbers(BEA) == ["b" * 8]
    assert await desk.numbers(ZELDA) == ["a" * 8, "b" * 8]


@pytest.mark.parametrize(
    ("kept_from", "sees"),
    [
        (KeptFrom(), {"olive", "dana", "leo", "zelda"}),
        (HIDDEN_FROM_DANA, {"olive", "leo", "zelda"}),
        (KeptFrom(names=("olive",)), {"dana", "leo", "zelda"}),
        (KeptFrom(names=("him",)), {"zelda"}),
    ],
)
@every_act
async def test_a_case_that_is_kept_from_an_officer_does_not_exist_for_them(
    desk: Desk, kept_from: KeptFrom, sees: set[str], act: Act
) -> None:
    desk.cases.add(told(kept_from=kept_from, finding=DANGER))
    before = dict(desk.cases.files)
    for officer in ROUTES.officers.values():
        if officer.id in sees:
            assert await desk.numbers(officer) == await desk.numbers(officer, closed=True) == [CASE[:8]]
            continue
        assert await desk.numbers(officer) == await desk.numbers(officer, closed=True) == []
        for number in (CASE, CASE[:8], "9" * 8):
            with pytest.raises(QuestionError) as refused:
                await act(desk.office, officer, number)
            assert str(refused.value) == NO_SUCH_CASE
    assert (desk.cases.files, desk.cases.notices) == (before, [])


async def test_a_hidden_case_costs_as_many_looks_as_none(desk: Desk) -> None:
    """So that nobody can tell one from the other by how long it takes."""
    desk.cases.add(told(kept_from=HIDDEN_FROM_DANA))
    looks = []
    for number in (CASE[:8], "9" * 8):
        desk.cases.looks.clear()
        with pytest.raises(QuestionError):
            await desk.office.show(DANA, number)
        looks.append(tuple(desk.cases.looks))
    assert looks[0] == looks[1]


async def test_a_case_that_no_key_opens_is_hidden_from_everybody(desk: Desk) -> None:
    """Who must not see it is sealed with it."""
    desk.cases.add(told())
    desk.cases.sealed.add(CASE)
    with pytest.raises(QuestionError, match="no such case"):
        await desk.office.show(ZELDA, CASE)


@pytest.mark.parametrize("number", [CASE, CASE[:8], CASE[:12], CASE[:8].upper(), f" {CASE} "])
async def test_a_number_is_at_least_eight_characters_of_the_id(desk: Desk, number: str) -> None:
    desk.cases.add(told(id="abcdef12abcdef12"), told())
    assert (await desk.office.show(OLIVE, number)).file.case.id == CASE


@pytest.mark.parametrize("number", ["", CASE[:7], "0123456%", "________", "0123456g", f"{CASE}0", "０１２３４５６７", "\x1b[31m012345"])
async def test_anything_else_is_no_such_case(desk: Desk, number: str) -> None:
    desk.cases.add(told())
    with pytest.raises(QuestionError) as refused:
        await desk.office.show(OLIVE, number)
    assert str(refused.value) == NO_SUCH_CASE


async def test_where_two_cases_begin_alike_more_of_the_number_is_asked_for(desk: Desk) -> None:
    first, second = "01234567aaaaaaaa", "01234567bbbbbbbb"
    desk.cases.add(told(id=first), told(id=second))
    with pytest.raises(QuestionError, match=f"more of the number: {first}, {second}"):
        await desk.office.claim(OLIVE, "01234567")
    assert (await desk.office.show(OLIVE, "01234567b")).file.case.id == second


async def test_a_hidden_case_does_not_stand_in_the_way_of_one_that_begins_alike(desk: Desk) -> None:
    first, second = "01234567aaaaaaaa", "01234567bbbbbbbb"
    desk.cases.add(told(id=first, kept_from=HIDDEN_FROM_DANA), told(id=second))
    assert (await desk.office.show(DANA, "01234567")).file.case.id == second


# Lists


async def test_a_list_holds_nothing_that_anybody_wrote(desk: Desk) -> None:
    desk.cases.add(told(name="Quill", kept_from=KeptFrom(names=("Mr Unknown",)), files=(VOICE,)))
    await desk.office.note(OLIVE, CASE, "ring the home")
    shown = repr(await desk.office.list(OLIVE))
    assert CASE[:8] in shown
    assert not [words for words in (WORDS, "Quill", "Unknown", VOICE.reference, "ring") if words in shown]


async def test_urgent_ones_come_first_then_whoever_waits_longest(desk: Desk) -> None:
    desk.cases.add(
        told(id="a" * 16, received_at=NOW - timedelta(days=1)),
        told(id="b" * 16, received_at=NOW - timedelta(days=9), state=CaseState.ANSWERED),
        told(id="c" * 16, received_at=NOW - timedelta(days=3), state=CaseState.WORKING),
        told(id="d" * 16, finding=Finding(Category.SELF_HARM, Severity.CONCERN)),
        told(id="e" * 16, finding=DANGER),
    )
    assert await desk.numbers(OLIVE) == [letter * 8 for letter in "ecadb"]


async def test_closed_cases_are_listed_on_request(desk: Desk) -> None:
    desk.cases.add(told(state=CaseState.CLOSED))
    assert (await desk.numbers(OLIVE), await desk.numbers(OLIVE, closed=True)) == ([], [CASE[:8]])


async def test_a_case_is_overdue_after_the_promised_day_until_somebody_looks(desk: Desk) -> None:
    desk.cases.add(told(look_by=date(2026, 11, 26)))
    desk.clock.forward(days=3)
    assert not (await desk.office.list(OLIVE))[0].overdue
    desk.clock.forward(days=1)
    assert (await desk.office.list(OLIVE))[0].overdue
    await desk.office.show(OLIVE, CASE)
    assert not (await desk.office.list(OLIVE))[0].overdue


async def test_a_list_says_who_has_a_case_also_when_they_are_gone(desk: Desk) -> None:
    desk.cases.add(told(id="a" * 16), told(id="b" * 16, claimed_by="leo"), told(id="c" * 16, claimed_by="gone"))
    assert [each.claimed_by for each in await desk.office.list(OLIVE)] == [None, "Leo Pretend", "gone"]


# One case


async def test_a_look_at_a_new_case_makes_it_seen_and_the_person_is_told_once(desk: Desk) -> None:
    desk.cases.add(told())
    shown = await desk.office.show(OLIVE, CASE)
    assert (shown.file.case.state, [each.kind for each in shown.file.statements]) == (CaseState.SEEN, [StatementKind.SEEN])
    await desk.office.show(LEO, CASE)
    assert desk.cases.news() == [StatementKind.SEEN]
    assert desk.cases.notices == [CASE]


async def test_of_two_who_look_at_once_one_is_told_of(desk: Desk) -> None:
    desk.cases.add(told())

    def other_looks() -> None:
        case = desk.cases.of()
        looked = Statement(1, StatementKind.SEEN, "leo", NOW)
        desk.cases.files[CASE] = replace(case, case=replace(case.case, version=2, state=CaseState.SEEN), statements=(looked,))

    desk.cases.meanwhile.append(other_looks)
    shown = await desk.office.show(OLIVE, CASE)
    assert [each.by for each in shown.file.statements] == ["leo"]


async def test_a_look_says_what_the_person_has_read(desk: Desk) -> None:
    desk.cases.add(told())
    await desk.office.reply(OLIVE, CASE, "we bought it back")
    assert [each.read for each in (await desk.office.show(OLIVE, CASE)).file.statements] == [False]
    desk.cases.read_by_person()
    assert [each.read for each in (await desk.office.show(OLIVE, CASE)).file.statements] == [True]


async def test_the_fallback_reads_the_words_that_tell_nobody_who_is_kept_out(desk: Desk) -> None:
    desk.cases.add(told(kept_from=KeptFrom(names=("him", "Quill Unknown"))))
    assert (await desk.office.show(ZELDA, CASE)).unclear == ("him",)


async def test_a_complaint_comes_with_its_days(desk: Desk) -> None:
    desk.cases.add(told(kind=CaseKind.COMPLAINT, told=(Told("way", "?", "Make it formal", value="formal"),)))
    assert (await desk.office.show(OLIVE, CASE)).legal_days == StageOne(date(2026, 12, 7), date(2026, 12, 21))


# Files


def send_more(desk: Desk, *files: FileReference) -> None:
    """The person adds files to the one case."""
    found = desk.cases.of()
    more = Statement(9, StatementKind.ADDED, "person", NOW, files=files)
    desk.cases.files[CASE] = replace(found, statements=(*found.statements, more))


async def test_a_look_shows_that_there_are_files_and_to_nobody_where(desk: Desk) -> None:
    desk.cases.add(told(files=(VOICE,)))
    send_more(desk, PHOTO)
    for officer in (OLIVE, LEO):
        shown = await desk.office.show(officer, CASE)
        assert (VOICE.reference in repr(shown), PHOTO.reference in repr(shown)) == (False, False)
        assert [file.kind for file in shown.file.case.files] == [VOICE.kind]
        assert PHOTO.kind in [file.kind for statement in shown.file.statements for file in statement.files]
        assert (shown.leads, shown.sees_files) == (("Leo Pretend",), officer is LEO)


async def test_a_lead_learns_where_all_files_are_and_that_is_written_down(desk: Desk) -> None:
    desk.cases.add(told(files=(VOICE,), state=CaseState.ANSWERED))
    send_more(desk, PHOTO, VOICE)
    desk.clock.forward(days=2)
    assert await desk.office.files(LEO, CASE) == (VOICE, PHOTO, VOICE)
    taken = desk.last()
    assert (taken.kind, taken.by, taken.at, taken.words) == (StatementKind.NOTE, "leo", NOW + timedelta(days=2), TOOK_FILES)
    assert (desk.state(), desk.cases.notices) == (CaseState.ANSWERED, [])
    await desk.office.files(LEO, CASE)
    assert [each.words for each in desk.cases.of().statements if each.kind is StatementKind.NOTE] == [TOOK_FILES] * 2


async def test_who_fetches_the_files_of_a_new_case_has_looked_at_it(desk: Desk) -> None:
    desk.cases.add(told(files=(VOICE,)))
    await desk.office.files(LEO, CASE)
    assert [each.kind for each in desk.cases.of().statements] == [StatementKind.SEEN, StatementKind.NOTE]
    assert (desk.state(), desk.cases.notices) == (CaseState.SEEN, [CASE])


@pytest.mark.parametrize(
    ("kept_from", "says"),
    [
        (KeptFrom(), "only Leo Pretend (lead for files) may fetch the files"),
        (KeptFrom(names=("Leo",)), "of those who may see this case nobody may fetch the files"),
    ],
)
async def test_who_is_no_lead_hears_who_is_and_nothing_is_done(desk: Desk, kept_from: KeptFrom, says: str) -> None:
    desk.cases.add(told(files=(VOICE,), kept_from=kept_from))
    before = desk.cases.of()
    with pytest.raises(QuestionError) as refused:
        await desk.office.files(OLIVE, CASE)
    assert says in str(refused.value)
    assert (desk.cases.of(), desk.cases.notices) == (before, [])


async def test_a_lead_from_whom_a_case_is_kept_finds_none(desk: Desk) -> None:
    desk.cases.add(told(files=(VOICE,), kept_from=KeptFrom(names=("Leo",))))
    with pytest.raises(QuestionError) as refused:
        await desk.office.files(LEO, CASE)
    assert str(refused.value) == NO_SUCH_CASE


async def test_where_there_are_no_files_nothing_is_written_down(desk: Desk) -> None:
    desk.cases.add(told())
    with pytest.raises(QuestionError, match="no files in this case"):
        await desk.office.files(LEO, CASE)
    assert (desk.cases.of().statements, desk.state()) == ((), CaseState.RECEIVED)


def test_several_leads_are_all_named() -> None:
    assert who_may_fetch(["Leo Pretend", "Ann Invented"]) == "only Leo Pretend and Ann Invented (leads for files) may fetch the files"


async def test_nobody_is_named_for_files_of_a_case_that_they_must_not_see(desk: Desk) -> None:
    desk.cases.add(told(files=(VOICE,), kept_from=KeptFrom(names=("Leo",))))
    assert (await desk.office.show(OLIVE, CASE)).leads == ()
