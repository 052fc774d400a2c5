"""What somebody remembers of what they told: the question's step, and what they answered there last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.model.case import Told

SKIPPED = "(skipped)"
VOICE_NOTE = "A voice note"
STORIES = {"complaint": ("way", "wrong"), "feedback": ("idea",), "concern": ("worry",), "praise": ("good",), "question": ("ask",)}
"""The steps behind each door, the last of them the one that collects the story."""
NAMES = {"hidden": (), "first": ("first-name",), "known": ("full-name",)}
NOT_ALWAYS = {"where", "sounds"}
"""Steps that are asked of some people only, and may have been asked on a way that was changed since."""


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that was answered: in words, by a choice, or with a file."""

    words: str
    value: str | None = None
    is_file: bool = False
    danger: bool = False


@dataclass(slots=True)
class Telling:
    """One way through the flow, with everything that was answered on it."""

    chat: int
    answers: dict[str, list[Given]] = field(default_factory=dict)
    sent: bool = False
    """Whether Send was pressed."""
    thrown_away: bool = False
    receipt: str | None = None
    detours: int = 0
    """How often they turned aside, went back or changed something: everybody comes to an end."""

    def give(self, step: str, given: Given, *, more: bool = False) -> None:
        """Remember an answer: the only one of its step, or one more."""
        self.answers[step] = [*(self.answers.get(step, []) if more else []), given]

    def value(self, step: str) -> str | None:
        """The choice that was made at a step."""
        return next((given.value for given in self.answers.get(step, [])), None)

    @property
    def story(self) -> str:
        """The step at which the story was told."""
        return STORIES[self.value("door") or "question"][-1]

    @property
    def tokens(self) -> str:
        """All its words, by which its case is found."""
        return " ".join(given.words for given in self.answers.get(self.story, []))

    def way(self) -> set[str]:
        """The steps that must have been asked."""
        names = NAMES[self.value("name") or "hidden"]
        return {"door", *STORIES[self.value("door") or "question"], "wish", "hide", "name", *names, "reply"}

    def kind(self, told: Iterable[Told]) -> str | None:
        """What kind of case it must be."""
        heard = any(each.step == "sounds" for each in told) and self.value("sounds") == "complaint"
        return "complaint" if heard else self.value("door")

    def kept_from(self) -> tuple[set[str], list[str]]:
        """Who must not see it: roles, and names."""
        given = self.answers.get("hide", [])
        return {each.value for each in given if each.value}, [each.words for each in given if each.words and not each.value]

    def name(self) -> str | None:
        """The name that stands on it."""
        steps = NAMES[self.value("name") or "hidden"]
        return self.answers[steps[0]][0].words if steps else None

    def all_given(self, steps: Iterable[str]) -> Iterator[Given]:
        """Everything that was answered at these steps."""
        return (given for step in steps for given in self.answers.get(step, []))

    def as_told(self, step: str) -> str:
        """The answer of a step as a case holds it."""
        given = self.answers.get(step, [])
        return "\n".join(each.words for each in given) if given else SKIPPED


@dataclass(slots=True)
class Addition:
    """Something that was added to a case later."""

    case: str
    words: list[str] = field(default_factory=list)
    sent: bool = False
