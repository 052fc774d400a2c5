"""One thought in several messages: its danger is that of all of them, and what must not be kept is not, in whatever order they come."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue.dialogue import Dialogue
from bot.model.case import FileCase
from bot.model.inbound import Attached, Attachment, Elapsed
from bot.model.session import Item, Session
from bot.model.turn import Outcome
from tests.flows.walking import Walker

NUDES = "these are the nudes he got off me"
DANGEROUS = ("i took loads of pills", "i want to kill myself tonight", "my foster dad hits me with a belt")


@pytest.fixture
def sam(real: Dialogue) -> Walker:
    """Somebody in Bristol who tells of a worry."""
    return telling(real)


def telling(real: Dialogue) -> Walker:
    somebody = Walker(real, Session(council="bristol"), new=False)
    somebody.go("/tell", "[concern]")
    return somebody


def items(walker: Walker, step: str = "worry") -> tuple[Item, ...]:
    answer = walker.draft.answer(step)
    return answer.value if answer and isinstance(answer.value, tuple) else ()


def words(walker: Walker) -> str:
    return " ".join(item.words for item in items(walker) if item.words)


def to_the_end(walker: Walker) -> FileCase:
    """Everything after the worry, as shortly as it can be."""
    walker.go("[done]")
    while walker.step != "check":
        walker.go({"name": "[hidden]", "reply": "[here]"}.get(walker.step or "", "[skip]"))
    reply = walker.go("[send]")
    return next(effect for effect in reply.effects if isinstance(effect, FileCase))


@pytest.mark.parametrize("pieces", [("i took loads of", "pills"), ("I took", "loads", "of pills"), ("(photo i took loads of)", "pills")])
def test_danger_that_stands_in_no_piece_alone_is_found_in_all_of_them(sam: Walker, pieces: tuple[str, ...]) -> None:
    reply = sam.go(*pieces)
    assert reply.outcome is Outcome.CRISIS
    assert reply.finding
    assert reply.finding.urgent
    assert sam.draft.finding == reply.finding
    assert words(sam).lower() == "i took loads of pills"


def test_help_that_was_given_is_not_given_again_for_the_same_words(sam: Walker) -> None:
    sam.go("i took loads of", "pills")
    assert sam.go("it was after school").outcome is Outcome.FLOW


@pytest.mark.parametrize("captions", [(NUDES, "", ""), ("", NUDES, ""), ("", "", NUDES)])
def test_none_of_several_pictures_is_kept_where_one_caption_says_what_they_are(sam: Walker, captions: tuple[str, ...]) -> None:
    for n, caption in enumerate(captions):
        sam.does(Attached(Attachment.PHOTO, caption, f"photo {n}"))
    assert [(item.words, item.file) for item in items(sam)] == [(NUDES, None)]
    assert sam.draft.finding
    assert sam.draft.finding.urgent
    filed = to_the_end(sam)
    assert filed.case.urgent
    assert not filed.case.files
    assert any(NUDES in told.answer for told in filed.case.told)


@pytest.mark.parametrize("later", [(NUDES,), ("these are the", "nudes he got off me")])
def test_a_picture_goes_when_the_words_after_it_say_what_it_is(sam: Walker, later: tuple[str, ...]) -> None:
    sam.go("(photo)", *later)
    assert not any(item.file for item in items(sam))
    assert words(sam) == NUDES
    assert "I've kept your words" in sam.hears


def test_words_at_a_later_step_take_a_picture_away_too(sam: Walker) -> None:
    sam.go("(photo my room)", "[done]", "make him delete the nudes")
    assert not any(item.file for item in items(sam))


@pytest.mark.parametrize("kind", [Attachment.LOCATION, Attachment.CONTACT])
def test_words_under_what_cannot_be_kept_are_kept(sam: Walker, kind: Attachment) -> None:
    reply = sam.does(Attached(kind, "i want to kill myself tonight"))
    assert reply.outcome is Outcome.CRISIS
    assert words(sam) == "i want to kill myself tonight"
    assert sam.draft.finding == reply.finding


def test_words_that_are_too_long_leave_their_danger_behind(sam: Walker) -> None:
    sam.go("i want to kill myself tonight. " + "and so on. " * 1_200)
    assert not items(sam)
    assert sam.draft.finding


def test_danger_across_steps_is_found_on_send(sam: Walker) -> None:
    sam.go("last night i took loads of", "[done]", "pills")
    while sam.step != "check":
        sam.go({"name": "[hidden]", "reply": "[here]"}.get(sam.step or "", "[skip]"))
    reply = sam.go("[send]")
    filed = next(effect for effect in reply.effects if isinstance(effect, FileCase))
    assert filed.case.urgent
    assert reply.outcome is Outcome.CRISIS


def test_a_file_without_words_leaves_the_question_open(sam: Walker) -> None:
    sam.go("it is cold", "[done]")
    here = sam.step
    assert here == "wish"
    sam.go("(photo)", "a heater")
    assert sam.step != here
    assert (answer := sam.draft.answer("wish"))
    assert answer.value == "a heater"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.sampled_from(DANGEROUS), cuts=st.sets(st.integers(1, 7), max_size=4))
def test_any_split_at_words_comes_to_the_same(real: Dialogue, said: str, cuts: set[int]) -> None:
    whole, split = telling(real), telling(real)
    whole.go(said)
    listed = said.split()
    ends = [0, *sorted(cut for cut in cuts if cut < len(listed)), len(listed)]
    for start, end in itertools.pairwise(ends):
        split.go(" ".join(listed[start:end]))
    assert whole.draft.finding
    assert split.draft.finding
    assert split.draft.finding.severity.rank <= whole.draft.finding.severity.rank
    assert words(split) == words(whole) == said


# Albums, and texts that the app has cut

LONG = "he comes into my room every single night and i do not know who i can tell about it. " * 110


def cut_at_4096(text: str) -> list[str]:
    return [text[start : start + 4096] for start in range(0, len(text), 4096)]


def test_an_album_has_one_reply_and_all_of_it_is_kept(sam: Walker) -> None:
    sam.group = "an album"
    said = [bool(sam.does(Attached(Attachment.PHOTO, caption, f"photo {n}")).messages) for n, caption in enumerate(("my room", "", ""))]
    assert said == [True, False, False]
    assert len(items(sam)) == 3


def test_an_album_that_is_refused_is_refused_once(sam: Walker) -> None:
    sam.group = "an album"
    said = [bool(sam.does(Attached(Attachment.PHOTO, caption, f"photo {n}")).messages) for n, caption in enumerate((NUDES, "", ""))]
    assert said == [True, False, False]


def test_another_album_has_its_own_reply(sam: Walker) -> None:
    for album in ("one", "two"):
        sam.group = album
        assert sam.does(Attached(Attachment.PHOTO, "", f"photo {album}")).messages


@pytest.mark.parametrize("size", [5_089, 4_100, 8_192 + 17])
def test_a_text_that_the_app_cut_is_one_thing(sam: Walker, size: int) -> None:
    *heads, tail = cut_at_4096(LONG[:size])
    for head in heads:
        sam.says(head)
        assert not items(sam)
    sam.says(tail)
    assert [item.words for item in items(sam)] == [LONG[:size].strip()]
    assert sam.session.parked is None


def test_a_text_that_the_app_cut_is_refused_whole(sam: Walker) -> None:
    sam.go("it is cold", "[done]")
    assert sam.step == "wish"
    for piece in cut_at_4096("a heater and so on. " * 255):
        sam.says(piece)
    assert sam.step == "wish"
    assert sam.draft.answer("wish") is None


@pytest.mark.parametrize("told", [True, False])
def test_where_nothing_more_comes_what_came_is_the_whole(sam: Walker, told: bool) -> None:
    sam.says("a" * 4_050)
    assert not items(sam)
    assert sam.session.due
    sam.does(Elapsed())
    assert not items(sam), "it is too early"
    sam.now = sam.now if told else sam.session.due
    sam.does(Elapsed(told))
    assert [item.words for item in items(sam)] == ["a" * 4_050]


def test_danger_in_the_first_piece_is_answered_at_once_and_once(sam: Walker) -> None:
    assert sam.says("i want to kill myself tonight. " + LONG[:4_065]).outcome is Outcome.CRISIS
    assert not items(sam)
    assert sam.says("and that is all").outcome is Outcome.FLOW
    assert sam.draft.finding
    assert len(items(sam)) == 1


def test_danger_across_the_cut_is_found(sam: Walker) -> None:
    head = ("nothing much. " * 400)[: 4_096 - len("i took loads of pi")] + "i took loads of pi"
    assert sam.says(head).outcome is not Outcome.CRISIS
    assert sam.says("lls").outcome is Outcome.CRISIS
    assert sam.draft.finding


def test_a_long_question_outside_a_flow_is_answered_whole(real: Dialogue) -> None:
    somebody = Walker(real, Session(council="bristol"), new=False)
    assert not somebody.says("do care leavers pay council tax? " + "please tell me. " * 250).messages
    assert somebody.says("thank you").messages
    assert somebody.session.parked is None
