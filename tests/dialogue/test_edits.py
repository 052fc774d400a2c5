"""An edit is never a new act: it changes the answer that its message gave, and nothing else. Danger in it is found all the same."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.dialogue import Dialogue
from bot.model.inbound import Attached, Attachment, Commanded, Said, What
from bot.model.safety import Category
from bot.model.session import Item, Session
from bot.model.turn import Outcome
from tests.conversations.test_conversations import WRITTEN
from tests.conversations.transcript import replayed
from tests.dialogue.contexts import Person, offered
from tests.flows.walking import Walker

UNANSWERED = "999"
"""The number of a message that gave no answer."""


@pytest.fixture
def sam(real: Dialogue) -> Walker:
    return Walker(real, Session(council="bristol"))


SKIPPED = ("[skip]", "[skip]", "[hidden]", "[here]")
"""From what should happen to the page of answers."""


def number(person: Person, words: str) -> str:
    """The number of the message with these words."""
    return next(number for number, what in person.wrote if what == Said(words))


def heart(session: Session) -> Session:
    """Everything in a session but the notes by which edits are known."""
    return replace(session, noted=(), amendment=None)


STEERING = ["send it", "skip", "back", "stop", "/stop", "/hide", "/tell", "bristol", "bradford", "i want to complain", "yes", "2"]


@pytest.mark.parametrize("words", STEERING)
@pytest.mark.parametrize(
    "way", [("/tell", "[feedback]"), ("/tell", "[feedback]", "more chips"), ("/tell", "[feedback]", "more chips", "[done]"), ()]
)
def test_an_edit_never_steers_chooses_commands_or_sets(sam: Walker, way: tuple[str, ...], words: str) -> None:
    """Whether of a message that was noted once with other words, or of one that nobody remembers."""
    sam.does(Said("hello there") if not words.startswith("/") else Commanded(words[1:]))
    earlier = sam.wrote[-1][0]
    sam.session, sam.new = replace(Session(council="bristol"), noted=sam.session.noted), False
    if way:
        sam.go(*way)
    before = sam.session
    for message in (earlier, UNANSWERED):
        what = Commanded(words[1:]) if words.startswith("/") else Said(words)
        reply = sam.edits(message, what)
        assert heart(sam.session) == heart(before)
        assert not reply.effects
        assert not reply.drop_outbox


def test_an_edit_with_the_same_words_is_not_even_answered(sam: Walker) -> None:
    """Telegram sends one at the first reaction to a message."""
    sam.says("i want to die")
    reply = sam.edits(sam.wrote[-1][0], Said("i want to die"))
    assert (reply.outcome, reply.messages) == (Outcome.IGNORED, ())


def test_words_given_as_an_answer_change_with_their_message(sam: Walker) -> None:
    sam.go("/tell", "[feedback]", "more chips", "and a dog", "[done]")
    reply = sam.edits(number(sam, "more chips"), Said("more fruit"))
    answer = sam.draft.answer("idea")
    assert answer is not None
    assert isinstance(answer.value, tuple)
    assert [item.words for item in answer.value] == ["more fruit", "and a dog"]
    assert reply.messages, "the person is told so"


def test_send_pressed_on_the_page_from_before_an_edit_sends_nothing(sam: Walker) -> None:
    sam.go("/tell", "[feedback]", "more chips", "[done]", *SKIPPED)
    assert sam.step == "check"
    old = sam.shown["send"]
    sam.edits(number(sam, "more chips"), Said("more fruit"))
    sam.shown["send"] = old
    assert not sam.go("[send]").effects


def test_an_edit_after_send_leaves_what_was_sent_and_offers_to_add_it(sam: Walker) -> None:
    sam.go("/tell", "[feedback]", "more chips", "[done]", *SKIPPED, "[send]")
    (filed,) = sam.cases.cases.values()
    reply = sam.edits(number(sam, "more chips"), Said("more fruit, sorry"))
    assert not reply.effects
    assert any(filed.case.id in (button.action or "") for button in offered(reply).values())
    (add,) = [name for name, button in offered(reply).items() if filed.case.id in (button.action or "")]
    sam.presses(add)
    answer = sam.draft.answer("more")
    assert answer is not None
    assert isinstance(answer.value, tuple)
    assert [item.words for item in answer.value] == ["more fruit, sorry"]


def test_changed_words_are_dropped_with_whatever_is_done_next(sam: Walker) -> None:
    sam.go("/tell", "[feedback]", "more chips", "[done]", *SKIPPED, "[send]")
    sam.edits(number(sam, "more chips"), Said("more fruit, sorry"))
    assert sam.session.amendment is not None
    sam.says("hello")
    assert sam.session.amendment is None


def test_a_caption_changed_changes_the_words_under_its_file_and_hands_nothing_in_again(sam: Walker) -> None:
    sam.go("/tell", "[feedback]", "(photo my room)")
    sam.edits(sam.wrote[-1][0], Attached(Attachment.PHOTO, "my room, upstairs", "a photo"))
    answer = sam.draft.answer("idea")
    assert answer is not None
    assert isinstance(answer.value, tuple)
    assert [(item.words, item.file is not None) for item in answer.value] == [("my room, upstairs", True)]


def test_a_photo_from_before_the_telling_gets_into_nothing_when_its_caption_changes(sam: Walker) -> None:
    sam.sends(Attachment.PHOTO, "my room")
    photo = sam.wrote[-1][0]
    sam.go("/tell", "[feedback]", "more chips")
    before = heart(sam.session)
    sam.edits(photo, Attached(Attachment.PHOTO, "my new room", "a photo"))
    assert heart(sam.session) == before


def test_a_caption_that_now_tells_of_a_sexual_picture_takes_the_file_away(sam: Walker) -> None:
    sam.go("/tell", "[concern]", "(photo the chat)")
    sam.edits(sam.wrote[-1][0], Attached(Attachment.PHOTO, "these are the nudes he got off me", "a photo"))
    answer = sam.draft.answer("worry")
    assert answer
    assert answer.value == (Item("these are the nudes he got off me"),)
    assert sam.draft.finding is not None, "the danger that was told stays with it"


@pytest.mark.parametrize("way", [(), ("/tell", "[feedback]"), ("/tell", "[feedback]", "more chips", "[done]")])
def test_danger_in_an_edit_is_found(sam: Walker, way: tuple[str, ...]) -> None:
    sam.says("hello there")
    earlier = sam.wrote[-1][0]
    if way:
        sam.go(*way)
    reply = sam.edits(earlier, Said("i want to kill myself tonight"))
    assert reply.outcome is Outcome.CRISIS
    assert reply.finding
    assert reply.finding.category is Category.SUICIDE


def test_the_newest_question_put_rightly_is_answered_and_an_older_one_is_left_alone(sam: Walker) -> None:
    sam.says("hello there")
    sam.says("do i pay concil tx thing")
    newest = sam.wrote[-1][0]
    assert sam.edits(newest, Said("do care leavers pay council tax")).topic == "council-tax"
    assert not sam.edits(sam.wrote[0][0], Said("do care leavers pay council tax")).messages


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_an_edit_of_any_message_at_any_point_changes_nothing_but_its_own_answer(path: Path, real: Dialogue) -> None:
    def edit_all(person: Person) -> None:
        for message, what in list(person.wrote):
            for words in ("send it", "something else altogether", "bradford"):
                somebody = copy(person)
                changed: What = Attached(what.kind, words, what.reference) if isinstance(what, Attached) else Said(words)
                reply = somebody.edits(message, changed)
                assert not reply.effects
                assert not reply.drop_outbox
                own = {answer.step for run in person.session.runs for answer in run.answers if message in answer.messages}
                before, after = _without(heart(person.session), own), _without(heart(somebody.session), own)
                assert before == after, f"an edit of message {message} to {words!r} changed more than its own answer"

    replayed(path.read_text(encoding="utf-8"), real, edit_all)


def _without(session: Session, own: set[str]) -> Session:
    """The session without the answers of these steps, and without the danger in them and what they sound like."""
    if not own:
        return session
    session = replace(session, council=None, audience=None)  # an answer may set them
    runs = [
        replace(run, finding=None, answers=tuple(each for each in run.answers if each.step not in own and each.value != "yes"))
        for run in session.runs
    ]
    return replace(session, run=runs[-1] if session.run else None, shelf=tuple(runs[:-1] if session.run else runs))
