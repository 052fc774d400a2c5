"""Nobody here does twice in a row what is answered twice alike: their second reply would be taken for the first, repeated."""

from __future__ import annotations

import random
from itertools import pairwise

from tests.faults.sayings import HIDE, Speaker


def test_who_has_hidden_the_chat_by_a_button_does_not_hide_it_again_in_words() -> None:
    speaker = Speaker(random.Random(7))
    said = set()
    for _ in range(200):
        speaker.pressed(HIDE)
        said.add(speaker.chats())
    assert len(said) > 5
    assert HIDE not in said


def test_nothing_is_said_twice_in_a_row() -> None:
    speaker = Speaker(random.Random(7))
    said = [speaker.chats() for _ in range(200)]
    assert all(one != other for one, other in pairwise(said))
