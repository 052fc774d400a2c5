"""Kill -9 in the middle of everything: nobody is left without an answer, and a kill repeats no more messages than were in flight."""

from __future__ import annotations

import random
import time
from itertools import groupby

import pytest

from bot.delivery.pace import Pace
from bot.dialogue.dialogue import Dialogue
from bot.workshop.telegram_double import Double, updates
from tests.dialogue.contexts import Person, text
from tests.end_to_end.conftest import Start

PEOPLE = range(1, 51)
EACH = 6
KILLS = 6
QUESTIONS = (
    "do care leavers pay council tax",
    "who is my social worker",
    "what am i entitled to",
    "can i see my records",
    "can i talk to a real person",
    "what can you do",
    "who reads my messages",
    "hello",
    "bye",
    "when are my bins collected",
)
SEED = 20261123

pytestmark = pytest.mark.kills


def test_kills_at_any_moment_lose_nothing_and_repeat_only_what_was_in_flight(double: Double, start: Start, dialogue: Dialogue) -> None:
    chance = random.Random(SEED)
    asked = {chat: chance.sample(QUESTIONS, EACH) for chat in PEOPLE}
    for number in range(EACH):
        double.push(*(updates.said(chat, asked[chat][number]) for chat in PEOPLE))
    every = len(PEOPLE) * EACH

    for number in range(KILLS):
        asked_for_updates, sent = len(double.calls("getUpdates")), len(double.sent())
        service = start()
        if number % 2:
            double.wait("sent", count=min(sent + chance.randrange(1, 50), every))
        else:
            double.wait("calls", method="getUpdates", count=asked_for_updates + 1)
        # The random moment itself: between two turns or two messages, in a commit, in a mark.
        time.sleep(chance.uniform(0, 0.1))
        service.kill()
    service = start()
    double.wait("confirmed")
    service.settled()
    assert service.stop() == 0

    said = {chat: double.texts(chat) for chat in PEOPLE}
    expected = {chat: _answers(dialogue, asked[chat]) for chat in PEOPLE}
    once = {chat: [answer for answer, _ in groupby(said[chat])] for chat in PEOPLE}
    assert once == expected, "everybody has every answer, in order"
    assert len(double.sent()) <= every + KILLS * Pace().places
    assert all(len(said[chat]) <= EACH + KILLS for chat in PEOPLE), "and of each chat only one"


def _answers(dialogue: Dialogue, questions: list[str]) -> list[str]:
    person = Person(dialogue)
    return [text(person.says(question)) for question in questions]
