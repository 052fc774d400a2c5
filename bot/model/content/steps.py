"""A step of a flow: how it waits, is shown, is answered, leads on and is drawn. Each kind of step has a file of its own in `kinds/`.

Everything here has an answer that suits most kinds; a kind says only where it differs. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from bot.model.actions import Action, Steer, Steered, write
from bot.model.actions import Choose as Chosen
from bot.model.case import Effect
from bot.model.content.conditions import Leads, Values, first_that_holds
from bot.model.content.parts import Arrival, Choice, Given, Refused, Setting, Shortcut, Sign, Typed, Wording
from bot.model.content.phrases import Phrase
from bot.model.outbound import Block, BlockKind, Button, Message, Span
from bot.model.session import Answer, Run, Session, Value
from bot.model.turn import TurnContext

Rows = tuple[tuple[Button, ...], ...]
Titles = Mapping[str, str]
"""By step, its number and title in a picture."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody is in a flow, and on which way they came."""

    passed: tuple[Step, ...]
    here: Step | None
    """The step that waits, for the person or for what it does; None at the end."""

    @property
    def asked(self) -> tuple[Ask, ...]:
        """The questions on the way that were answered, in order."""
        return tuple(step for step in self.passed if isinstance(step, Ask))

    @property
    def said(self) -> tuple[Step, ...]:
        """Everything said since the person last did something."""
        last = max((n for n, step in enumerate(self.passed) if step.for_person), default=-1)
        return self.passed[last + 1 :]


@dataclass(frozen=True, slots=True)
class Showing:
    """Everything that a step may be shown by."""

    flow: str
    revision: str
    wordy: bool
    """True where the flow holds somebody's words, which they may want to go back to, or keep for later."""
    standing: Standing
    run: Run
    wording: Wording
    blanks: Mapping[str, str]
    context: TurnContext

    def steer(self, step: Step, how: Steered, phrase: Phrase) -> Button:
        """A button that goes back, skips, stops …"""
        return Button(self.wording.label(phrase), write(Steer(how, self.flow, step.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message of a flow. As it stands here it says something, and the next step follows at once."""

    id: str
    paragraphs: tuple[str, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    leads: Leads = ()

    sign: ClassVar[Sign] = Sign("M1.5 2h13v8.5H7.5L4 14v-3.5H1.5z", filled=True)
    tone: ClassVar[Literal["deep", "warm", "faint"]] = "faint"
    """How it stands out in pictures: deep where somebody is asked, warm where something is sent."""
    for_person: ClassVar[bool] = False
    """True where nothing goes on until the person does something."""
    holds_words: ClassVar[bool] = False
    """True where somebody writes something that would be a loss."""
    makes_cases: ClassVar[bool] = False
    """True where somebody's words go to a person."""
    collects: ClassVar[bool] = False
    """True where its answer is several things, of which more may come."""

    # On the way

    def waits(self, run: Run) -> bool:
        """Tell whether the way ends here for now."""
        return False

    def values(self, run: Run) -> Values:
        """The answers that this step adds to those on the way."""
        answer = run.answer(self.id)
        return {self.id: answer.value} if answer else {}

    def leads_to(self, values: Values, session: Session) -> str | None:
        """The step that follows with these answers; None where the flow ends."""
        return first_that_holds(self.leads, values, session)

    def arrive(self, context: TurnContext) -> Arrival | None:
        """Do what is done here without the person; None where they are waited for."""
        return None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Everything that can be chosen here."""
        return ()

    # How it looks

    def shown(self, showing: Showing) -> Message:
        """The step as the person sees it."""
        return Message(showing.wording.blocks(self.paragraphs, showing.blanks), self.shortcut_rows)

    @property
    def shortcut_rows(self) -> Rows:
        """A row for each way out of the flow."""
        return tuple((Button(shortcut.label, shortcut.action),) for shortcut in self.shortcuts)

    def effects(self, showing: Showing) -> tuple[Effect, ...]:
        """Everything that becomes of cases when the way has passed here."""
        return ()

    # How it is drawn

    @property
    def does(self) -> str:
        """Its kind, in plain words."""
        return "says"

    @property
    def title(self) -> str:
        """A short name of it."""
        return self.id.replace("-", " ").capitalize()

    def notes(self, titles: Titles) -> Iterator[str]:
        """All else that there is to know of it."""
        yield from ()

    @property
    def button(self) -> str:
        """The words on a button of its own."""
        return ""

    @property
    def goes_on_with(self) -> Action | None:
        """The topic or flow that follows."""
        return None

    @property
    def own_leads(self) -> Leads:
        """Where it leads, but for its choices, as far as anybody goes there."""
        return self.leads


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Step):
    """A step that waits for the person's answer."""

    label: str = ""
    """The name of its answer on the page where answers are checked."""
    optional: bool = False

    tone: ClassVar[Literal["deep", "warm", "faint"]] = "deep"
    for_person: ClassVar[bool] = True
    takes_any_words: ClassVar[bool] = True
    """True where anything typed is meant as an answer, and never as a question."""

    # On the way

    def waits(self, run: Run) -> bool:
        """Without an answer that fits, or while it is being changed."""
        answer = run.answer(self.id)
        return answer is None or run.changing == self.id or not self.fits(answer)

    def fits(self, answer: Answer) -> bool:
        """Tell whether an answer is one that the step takes, as the flow's file is now."""
        return self.optional and answer.done if answer.value is None else self.takes(answer.value, done=answer.done)

    def takes(self, value: Value, *, done: bool) -> bool:
        """Tell whether a value, which is not nothing, is an answer to this."""
        raise NotImplementedError

    @property
    def hears(self) -> str | None:
        """The answer that is set where the words sound like a complaint."""
        return None

    @property
    def takes_files(self) -> bool:
        """True where a file can be an answer."""
        return False

    # How it is answered

    def answered(self, given: Given, so_far: Answer | None) -> Answer | Refused | None:
        """The answer in what somebody gave; None where that is something else that they want."""
        raise NotImplementedError

    def amended(self, text: Typed, so_far: Answer, message: str | None) -> Answer | Refused | None:
        """The answer that a message gave, once its words have changed; None where they are no answer any more."""
        answer = self.answered(text, None)
        return replace(answer, message=message) if isinstance(answer, Answer) else answer

    def skipped(self, so_far: Answer | None) -> Answer:
        """The answer of somebody who has none."""
        return Answer(self.id, None)

    def finished(self, so_far: Answer | None) -> Answer | None:
        """The answer of somebody who has said that this is all; None where nothing is collected."""
        return None

    def again(self, run: Run) -> Run:
        """The run in which the question is asked again; its old answer stands until another is given."""
        return replace(run, changing=self.id)

    @property
    def sets(self) -> Setting | None:
        """The setting that its answer changes."""
        return None

    def settled(self, session: Session, value: Value) -> Session:
        """The session with what an answer sets."""
        return session

    # How it looks

    def shown(self, showing: Showing) -> Message:
        """The question, its choices, and the ways back, on and out."""
        said = showing.wording.blocks(self.paragraphs, showing.blanks)
        return Message(said, self.rows(showing))

    def rows(self, showing: Showing) -> Rows:
        """Every button under it."""
        offered = ((Button(choice.label, write(Chosen(showing.flow, self.id, choice.value))),) for choice in self.choices_left(showing.run))
        return (*offered, *self.shortcut_rows, *self._ways(showing))

    def choices_left(self, run: Run) -> tuple[Choice, ...]:
        """The choices that can still be pressed."""
        return self.choices

    def way_on(self, run: Run) -> tuple[Steered, Phrase] | None:
        """The way on without another answer."""
        return (Steered.SKIP, Phrase.BUTTON_SKIP) if self.optional else None

    def _ways(self, showing: Showing) -> Rows:
        """On, back, stop, something else: only in flows that hold somebody's words, so that short ones stay short."""
        if not showing.wordy:
            return ()
        on = self.way_on(showing.run)
        back = ((Steered.BACK, Phrase.BUTTON_BACK),) if showing.standing.asked else ()
        rows = (
            *(((on,),) if on else ()),
            (*back, (Steered.LEAVE, Phrase.BUTTON_LEAVE)),
            *((((Steered.ASIDE, Phrase.BUTTON_ASIDE),),) if self.takes_any_words else ()),
        )
        return tuple(tuple(showing.steer(self, how, phrase) for how, phrase in row) for row in rows)

    def shown_again(self, showing: Showing) -> Message:
        """The question with the answer that it has, to be changed or kept."""
        keep = (showing.steer(self, Steered.RESUME, Phrase.BUTTON_KEEP_ANSWER),)
        shown = self.shown(showing)
        said = (*shown.blocks, *showing.wording.say(Phrase.FLOW_ANSWER_NOW), self.answer_block(showing))
        return Message(said, (*shown.buttons, keep))

    def answer_block(self, showing: Showing) -> Block:
        """The answer that it has, as a paragraph."""
        answer = showing.run.answer(self.id)
        return Block(BlockKind.PARAGRAPH, (Span(self.in_words(answer, showing.wording) if answer else ""),))

    def in_words(self, answer: Answer, wording: Wording) -> str:
        """An answer as people read it."""
        return wording.label(Phrase.SKIPPED) if answer.value in (None, ()) else self.value_in_words(answer.value, wording)

    def value_in_words(self, value: Value, wording: Wording) -> str:
        """A value, which is not nothing, as people read it."""
        return str(value)

    # How it is drawn

    @property
    def title(self) -> str:
        """The name of its answer, where it has one."""
        return self.label or self.id.replace("-", " ").capitalize()

    def notes(self, titles: Titles) -> Iterator[str]:
        """Its limits, and whether it may be skipped."""
        yield from self.limits()
        if self.optional:
            yield "may be skipped"

    def limits(self) -> Iterator[str]:
        """The limits of its answer, in plain words."""
        yield from ()
