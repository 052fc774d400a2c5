"""The kind `start`: the flow is over, and another flow or a topic follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from bot.model.actions import Action, OpenFlow, OpenTopic
from bot.model.content.entries import Fault, Listed, StepEntry
from bot.model.content.fields import Id
from bot.model.content.parts import Arrival, Onward, Sign
from bot.model.content.sheet import Sheet
from bot.model.content.steps import Step
from bot.model.session import Run
from bot.model.turn import TurnContext


class StartEntry(StepEntry):
    """Goes on with another flow or a topic."""

    kind: Literal["start"]
    flow: Id | None = None
    topic: Id | None = None

    last: ClassVar[bool] = True

    @model_validator(mode="after")
    def one_of_them(self) -> Self:
        """A flow or a topic."""
        if (self.flow is None) is (self.topic is None):
            raise ValueError("name a flow or a topic, and only one of them")
        return self

    def built(self, listed: Listed) -> Start:
        """The step as a value."""
        return Start(**self.common(), flow=self.flow, topic=self.topic)

    @property
    def begins(self) -> str | None:
        """The flow with which it goes on."""
        return self.flow

    @property
    def opens(self) -> str | None:
        """The topic with which it goes on."""
        return self.topic

    def by_itself(self, sheet: Sheet) -> Iterator[Fault]:
        """It says nothing, so nothing can stand under it."""
        if self.shortcuts:
            wrong = "a step of kind 'start' says nothing, so nobody sees its shortcuts"
            yield ("shortcuts",), wrong, "Put them under the step before it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(Step):
    """Goes on with another flow or a topic."""

    flow: str | None = None
    topic: str | None = None

    sign: ClassVar[Sign] = Sign("M0 8h14M10 4l4 4-4 4")

    def waits(self, run: Run) -> bool:
        """The flow is over here."""
        return run.answer(self.id) is None

    def arrive(self, context: TurnContext) -> Arrival:
        """On with the flow or the topic."""
        return Onward(self.goes_on_with)

    @property
    def does(self) -> str:
        """Its kind, in plain words."""
        return "goes on with"

    @property
    def goes_on_with(self) -> Action:
        """The topic or flow that follows."""
        return OpenFlow(self.flow) if self.flow else OpenTopic(self.topic or "")
