"""What a recogniser, or a correction, says where its pattern takes too long: what does least harm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.library import Libraries
from bot.dialogue.words.dialogue_acts import DialogueActs
from bot.dialogue.words.recognisers import Recognisers
from bot.model.content.topics import Cues
from bot.model.normalise import normalise
from bot.model.session import Run

ENDLESS = "(ha|haha)+x"
WORDS = "ha" * 300 + " x"


@pytest.fixture
def cues(libraries: Libraries) -> Cues:
    return replace(libraries.english.cues, complaint=(ENDLESS,), private_pictures=(ENDLESS,), corrections=(f"{ENDLESS} (.+)",))


def test_words_are_no_complaint(cues: Cues) -> None:
    assert not Recognisers(cues).complaint(WORDS)


def test_a_file_is_not_taken(cues: Cues) -> None:
    assert Recognisers(cues).like_private_pictures(Run("1", "tell-us", "hello"), WORDS, None)


def test_a_message_is_left_as_it_was_written(cues: Cues) -> None:
    message = normalise(WORDS)
    assert DialogueActs(cues, ()).corrected(message) == message
