"""Many people at once over the double: each acts a moment after their reply has come, whatever becomes of the program meanwhile."""

from __future__ import annotations

import heapq
import random
import threading
import time
from collections.abc import Sequence

from bot.workshop.telegram_double import Double
from tests.faults.page import Json
from tests.faults.person import Person
from tests.faults.tokens import PERSONS, Tokens

LISTENS = 0.05
"""Seconds to wait for news before somebody may have to act."""
FIRST_CHAT = 1001


class Crowd:
    """Runs in a thread of its own until it is told to stop."""

    def __init__(self, double: Double, people: int, thinks: tuple[float, float], seed: int) -> None:
        """`thinks`: seconds between a reply and what somebody does next, at least and at most."""
        chance, tokens = random.Random(seed), Tokens(PERSONS)
        self.people = {chat: Person(chat, random.Random(chance.random()), tokens) for chat in range(FIRST_CHAT, FIRST_CHAT + people)}
        self.arrived: list[Json] = []
        """Every message that has arrived in any chat, in order."""
        self.pushed: dict[int, int] = {}
        """Whose each update is, by its number."""
        self.failure: BaseException | None = None
        self._double, self._chance, self._thinks = double, chance, thinks
        self._due: list[tuple[float, int]] = []
        self._scheduled: set[int] = set()
        self._closing, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._guarded, name="crowd")

    def begin(self) -> None:
        """Let everybody begin."""
        for chat in self.people:
            self._soon(chat)
        self._thread.start()

    def close(self) -> None:
        """From now on everybody comes to an end."""
        self._closing.set()

    @property
    def rests(self) -> bool:
        """Whether everybody has come to an end; until then something may still come to them."""
        return self.failure is not None or (self._closing.is_set() and all(person.rests for person in self.people.values()))

    def stop(self) -> None:
        """Stop, whoever still waits, with everything heard that has arrived."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def waiting(self) -> Sequence[str]:
        """Who has not come to an end, and what they did last: a button or a kind of message, never words."""
        return [f"{chat} after {person.asked}" for chat, person in self.people.items() if not person.rests]

    def _guarded(self) -> None:
        try:
            while not self._stop.is_set():
                self._listen()
                self._act()
            self._listen()
        except BaseException as error:  # noqa: BLE001  whoever waits for the thread must hear of it
            self.failure = error

    def _listen(self) -> None:
        news = self._double.news(len(self.arrived), LISTENS)
        self.arrived += news
        for message in news:
            person = self.people.get(message["chat"])
            if person and person.hears(message):
                self._soon(person.chat)
        if self._closing.is_set():
            self._all_close()

    def _all_close(self) -> None:
        for person in self.people.values():
            person.closing = True
            if not person.rests and not person.awaits:
                self._soon(person.chat)

    def _soon(self, chat: int) -> None:
        if chat not in self._scheduled:
            self._scheduled.add(chat)
            heapq.heappush(self._due, (time.monotonic() + self._chance.uniform(*self._thinks), chat))

    def _act(self) -> None:
        acts: list[tuple[int, Json]] = []
        while self._due and self._due[0][0] <= time.monotonic():
            chat = heapq.heappop(self._due)[1]
            self._scheduled.discard(chat)
            acts += [(chat, update) for update in self.people[chat].acts()]
        if acts:
            numbers = self._double.push(*(update for _, update in acts))
            self.pushed |= {number: chat for number, (chat, _) in zip(numbers, acts, strict=True)}
