"""What the people here say. Nothing in it is anybody's."""

from __future__ import annotations

import random

STORIES = (
    "the bus to college takes two hours",
    "my room is cold in the mornings",
    "we could have a garden",
    "ive told my worker three times and she never rings back",
    "nobody asked me before they moved me",
    "the new timetable works well for me",
)
WISHES = ("someone should look at it", "i want to know what happens next", "put it right please", "a letter would do")
NAMES = ("Robin", "Ashley", "Charlie")
DANGERS = ("i want to kill myself", "he hits me every night", "i have nowhere to sleep tonight")
QUESTIONS = ("do care leavers pay council tax", "who is my social worker", "what am i entitled to", "who reads my messages")
SMALL = ("hello", "thank you", "when are my bins collected")
HIDE = "/hide"
COMMANDS = ("/help", "/menu", "/messages", HIDE)
DOORS = {"i want to make a complaint": "complaint", "i have an idea": "feedback", "ive got good news": "praise"}
"""Words that plainly begin a telling, and the door that they open."""
TELL = "/tell"


class Speaker:
    """Picks what somebody says, never the same thing twice in a row: two replies that are alike could not be told from one that is repeated."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._last = ""

    def pressed(self, command: str) -> None:
        """Know that they did by a button what a command would do."""
        self._last = command

    @property
    def spoke_of_danger(self) -> bool:
        """Whether that was the last thing they said: what waited for them then is held until they act."""
        return self._last in DANGERS

    def asks(self) -> str:
        """Something that is no answer to anything."""
        return self._new(QUESTIONS)

    def chats(self) -> str:
        """Something that somebody says who is in no flow."""
        return self._new((*QUESTIONS, *SMALL, *COMMANDS, *DANGERS))

    def danger(self) -> str:
        """Something that must be answered with help first."""
        return self._new(DANGERS)

    def one_of(self, those: tuple[str, ...]) -> str:
        """Any of them."""
        return self._chance.choice(those)

    def _new(self, those: tuple[str, ...]) -> str:
        self._last = self._chance.choice([each for each in those if each != self._last])
        return self._last
