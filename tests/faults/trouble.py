"""What goes wrong between the program and Telegram, one thing after another, each for a while."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from enum import Enum, auto

from bot.workshop.telegram_double import Double

NO_END = 1_000_000
"""Calls. It goes on until it is healed."""
HOLDS = 1.0
"""Seconds within which some updates must wait, or none are held back."""
TIMES_OUT = 11.0
"""Seconds: longer than the program waits for an answer."""


class Trouble(Enum):
    """What goes wrong."""

    NONE = auto()
    GONE = auto()
    """Telegram cannot be reached at all."""
    LOST_ANSWERS = auto()
    """It takes what is asked of it, and the answer is lost."""
    GARBLED = auto()
    """A page stands in the place of an answer."""
    BROKEN = auto()
    """It says 500."""
    FLOOD = auto()
    """It says 429 to everything."""
    FLOOD_OF_SOME = auto()
    """It says 429 to some chats."""
    SLOW = auto()
    """It takes messages late, or answers late."""
    TOO_SLOW = auto()
    """It takes a message at once, and answers when nobody listens any more."""
    DISORDER = auto()
    """It hands out updates twice, in any order, late, and again when they were confirmed long ago."""


class Weather:
    """Makes trouble, and counts by how much the program may repeat itself for it."""

    def __init__(self, double: Double, chance: random.Random, chats: Iterable[int]) -> None:
        self.had: Counter[Trouble] = Counter()
        self.lost_answers = 0
        """Messages that were taken though the program could not know it."""
        self._double, self._chance, self._chats = double, chance, list(chats)

    def turns(self, trouble: Trouble) -> None:
        """Begin with one, in the place of the last; it goes on until `clears`."""
        self.clears()
        self.had[trouble] += 1
        makes: dict[Trouble, Callable[[], None]] = {
            Trouble.GONE: lambda: self._double.drop(method=None, times=NO_END),
            Trouble.LOST_ANSWERS: self._lose_answers,
            Trouble.GARBLED: self._garble,
            Trouble.BROKEN: lambda: self._double.refuse(500, "Internal Server Error", method=None, times=NO_END),
            Trouble.FLOOD: lambda: self._double.flood(1, times=NO_END),
            Trouble.FLOOD_OF_SOME: self._flood_some,
            Trouble.SLOW: self._slow_down,
            Trouble.TOO_SLOW: self._be_too_slow,
            Trouble.DISORDER: self._disorder,
        }
        if make := makes.get(trouble):
            make()

    def clears(self) -> None:
        """All is well again."""
        self._double.heal()

    def _lose_answers(self) -> None:
        if self._double.settings()["waiting"] == 0:  # else some may be held back: see _disorder
            self._double.drop(method="getUpdates", after=True)
        for _ in range(2):
            self.lost_answers += 1
            self._double.drop(after=True)
            self._double.drop()

    def _garble(self) -> None:
        self._double.garble(times=5)
        self._double.garble(200, "<html>Log in to the Wi-Fi</html>", times=5)
        self._double.garble(method="getUpdates", times=1)

    def _flood_some(self) -> None:
        for chat in self._chance.sample(self._chats, 5):
            self._double.flood(2, chat=chat, times=2)

    def _slow_down(self) -> None:
        self._double.delay(0.2, times=10)
        self._double.delay(0.2, after=True, times=10)

    def _be_too_slow(self) -> None:
        self.lost_answers += 1
        self._double.delay(TIMES_OUT, after=True)

    def _disorder(self) -> None:
        """No answer to a question for updates may be lost meanwhile: the double hands out what it held back only once to a program that goes on."""
        self._double.shuffle(self._chance.randrange(NO_END))
        self._double.repeat()
        self._double.again(50)
        deadline = time.monotonic() + HOLDS
        while time.monotonic() < deadline and not self._double.hold_back(self._chance.randint(1, 3), if_any=True):
            pass
