"""The kind `check`: all answers once more, each of them to be changed, and a button that goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, Literal

from bot.model.actions import Action, Send, Steer, Steered, write
from bot.model.content.entries import Listed, Place, StepEntry
from bot.model.content.fields import Label, Prose
from bot.model.content.parts import Sign
from bot.model.content.phrases import Phrase
from bot.model.content.steps import Rows, Showing, Step, Titles
from bot.model.outbound import Block, BlockKind, Button, Message, Span
from bot.model.session import Run

MARK = 8
"""Letters of the mark by which an old page of answers is told from the newest."""


class CheckEntry(StepEntry):
    """Shows all answers once more."""

    kind: Literal["check"]
    say: Prose
    button: Label

    for_person: ClassVar[bool] = True

    def built(self, listed: Listed) -> Check:
        """The step as a value."""
        return Check(**self.common(), button=self.button)

    def on_buttons(self) -> Iterator[tuple[Place, str]]:
        """Its own button, then its shortcuts."""
        yield ("button",), self.button
        yield from StepEntry.on_buttons(self)

    def pressed(self, flow: str) -> Iterator[Action]:
        """Its own button goes on."""
        yield Send(flow, "m" * MARK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Step):
    """All answers once more, each of them to be changed, and a button that goes on."""

    button: str = ""

    sign: ClassVar[Sign] = Sign("M1 8.5l5 5L15 3", 2.4)
    tone: ClassVar[Literal["warm"]] = "warm"
    for_person: ClassVar[bool] = True

    def waits(self, run: Run) -> bool:
        """Until the person goes on from it."""
        return run.answer(self.id) is None

    def shown(self, showing: Showing) -> Message:
        """The words, the answers, and a button to change each."""
        said = showing.wording.blocks(self.paragraphs, showing.blanks)
        on = (Button(self.button, write(Send(showing.flow, mark(showing.run)))),)
        return Message((*said, *_answers(showing)), (on, *_changes(showing), self._leave(showing), *self.shortcut_rows))

    def _leave(self, showing: Showing) -> tuple[Button, ...]:
        return (
            showing.steer(self, Steered.BACK, Phrase.BUTTON_BACK),
            showing.steer(self, Steered.LEAVE, Phrase.BUTTON_LEAVE),
        )

    @property
    def does(self) -> str:
        """Its kind, in plain words."""
        return "shows all answers"

    def notes(self, titles: Titles) -> Iterator[str]:
        """Every answer can be changed."""
        yield "each answer has a button to change it"


def mark(run: Run) -> str:
    """A few letters that change whenever an answer does: by them an old page of answers is told from the newest."""
    told = repr([(answer.step, answer.value) for answer in run.answers])
    return sha256(told.encode(errors="surrogatepass")).hexdigest()[:MARK]


def _answers(showing: Showing) -> Iterator[Block]:
    """Each question's short name with its answer, as the person wrote it."""
    for step in showing.standing.asked:
        answer = showing.run.answer(step.id)
        if step.label and answer:
            words = step.in_words(answer, showing.wording)
            yield Block(BlockKind.PARAGRAPH, (Span(f"{step.label}: ", bold=True), Span(words)))


def _changes(showing: Showing) -> Rows:
    """A button for each answer, two in a row."""
    buttons = [
        Button(showing.wording.label(Phrase.BUTTON_CHANGE, answer=step.label), write(Steer(Steered.CHANGE, showing.flow, step.id)))
        for step in showing.standing.asked
        if step.label
    ]
    return tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
