"""What somebody answers at a step of `tell-us`: a choice, words with a token in them, a voice note; and that this is all."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from bot.model.actions import Choose, Steered
from tests.faults.page import Page, Seen
from tests.faults.sayings import NAMES, STORIES, WISHES, Speaker
from tests.faults.telling import STORIES as STORY_STEPS
from tests.faults.telling import VOICE_NOTE, Given, Telling

COLLECTS = frozenset(steps[-1] for steps in STORY_STEPS.values())
SAYS = {"wish": WISHES, "first-name": NAMES, "full-name": NAMES}


@dataclass(frozen=True, slots=True)
class Answer:
    """What they do: press a button, send a voice note, or say something."""

    press: Seen | None = None
    voice: bool = False
    says: str = ""


class Steps:
    """Answers, and has the telling remember it."""

    def __init__(self, speaker: Speaker, chance: random.Random, token: Callable[[], str]) -> None:
        self._speaker, self._chance, self._token = speaker, chance, token

    def answer(self, here: Page, telling: Telling, *, brief: bool) -> Answer:
        """What they do at the step that waits; `brief` where they want to come to an end."""
        kept = here.steers(Steered.RESUME)
        if kept and (brief or self._likely(0.4)):
            return Answer(press=kept[0])
        if here.step == "hide":
            return self._hides(here, telling, brief=brief)
        if here.step in COLLECTS:
            return self._collects(here, telling, brief=brief)
        if here.choices():
            return self._chooses(here, telling)
        skip = here.steers(Steered.SKIP)
        if skip and self._likely(0.3):
            telling.answers[here.step] = []
            return Answer(press=skip[0])
        return self._writes(here.step, telling, SAYS[here.step])

    def more(self) -> str:
        """Something to add to a case."""
        return f"{self._speaker.one_of(WISHES)} {self._token()}"

    def _chooses(self, here: Page, telling: Telling) -> Answer:
        """By a button, or by typing what stands on it."""
        button = self._chance.choice([each for each in here.choices() if self._value(each) != "none" or here.step == "reply"])
        telling.give(here.step, Given(button.label, self._value(button)))
        return Answer(says=button.label) if self._likely(0.15) else Answer(press=button)

    def _collects(self, here: Page, telling: Telling, *, brief: bool) -> Answer:
        """Some words, at times a voice note with them, at times all of it anew."""
        given = telling.answers.get(here.step, [])
        done, anew = here.steers(Steered.DONE), here.steers(Steered.CHANGE)
        if anew and not brief and self._likely(0.3):
            telling.answers[here.step] = []
            return Answer(press=anew[0])
        if not any(not each.is_file for each in given):
            return self._writes(here.step, telling, STORIES, more=True)
        if not brief and not any(each.is_file for each in given) and self._likely(0.2):
            telling.give(here.step, Given(VOICE_NOTE, is_file=True), more=True)
            return Answer(voice=True)
        return Answer(press=done[0])

    def _hides(self, here: Page, telling: Telling, *, brief: bool) -> Answer:
        """Nobody, some of those who can be chosen, or a name."""
        done, skip = here.steers(Steered.DONE), here.steers(Steered.SKIP)
        if done and (brief or self._likely(0.6)):
            return Answer(press=done[0])
        if skip and (brief or self._likely(0.4)):
            telling.answers["hide"] = []
            return Answer(press=skip[0])
        if here.choices() and (done or self._likely(0.7)):  # a name after a choice has the same reply as the choice
            button = self._chance.choice(here.choices())
            telling.give("hide", Given(button.label, self._value(button)), more=True)
            return Answer(press=button)
        return Answer(press=done[0]) if done else self._writes("hide", telling, NAMES, more=True)

    def _writes(self, step: str, telling: Telling, those: tuple[str, ...], *, more: bool = False) -> Answer:
        danger = step in (*COLLECTS, "wish") and self._likely(0.1)
        said = f"{self._speaker.danger() if danger else self._speaker.one_of(those)} {self._token()}"
        telling.give(step, Given(said, danger=danger), more=more)
        return Answer(says=said)

    def _likely(self, share: float) -> bool:
        return self._chance.random() < share

    @staticmethod
    def _value(button: Seen) -> str:
        assert isinstance(button.action, Choose)
        return button.action.value
