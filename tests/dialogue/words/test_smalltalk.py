"""Small talk: only where it is the whole message."""

from __future__ import annotations

import pytest

from bot.content.library import Libraries
from bot.dialogue.words.smalltalk import SmallTalker
from bot.model.content.topics import SmallTalk
from bot.model.normalise import normalise

TALKER = SmallTalker(
    [
        SmallTalk("hello", frozenset({"hi", "good morning"}), "h+e+y+( you)?", "Hi."),
        SmallTalk("thanks", frozenset({"ta"}), "", "Fine."),
        SmallTalk("echo", frozenset({"hi"}), "h.*", "Again."),
    ]
)


@pytest.mark.parametrize(
    ("message", "recognised"),
    [
        ("hi", "hello"),
        ("Hi!!", "hello"),
        ("  GOOD   morning. ", "hello"),
        ("heyyyyyy", "hello"),
        ("hey you", "hello"),
        ("ta", "thanks"),
        ("howdy", "echo"),
        ("ta very much", None),
        ("tax", None),
        ("oh hi", None),
        ("", None),
        ("🙂", None),
        (f"h{'o' * 2 + 'a' * 2}" + " ho" * 30, None),
    ],
)
def test_the_first_that_fits_the_whole_message(message: str, recognised: str | None) -> None:
    assert TALKER.recognise(normalise(message)) == recognised


def test_nothing_is_small_talk_where_there_is_none() -> None:
    assert SmallTalker([]).recognise(normalise("hi")) is None


@pytest.mark.parametrize(
    "question", ["do i pay council tax", "who is my social worker", "hello who is my social worker", "thanks but what about my rent"]
)
def test_a_question_is_never_taken_for_it(libraries: Libraries, question: str) -> None:
    assert SmallTalker(libraries.english.small_talk).recognise(normalise(question)) is None


def test_everything_on_the_list_is_recognised_as_what_it_stands_under(libraries: Libraries) -> None:
    talker = SmallTalker(libraries.english.small_talk)
    wrong = {
        (said, entry.id): talker.recognise(normalise(said))
        for entry in libraries.english.small_talk
        for said in entry.says
        if talker.recognise(normalise(said)) != entry.id
    }
    assert wrong == {}
