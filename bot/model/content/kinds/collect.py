"""The kind `collect`: several things, one after another, until the person says that this is all: words, choices, files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from pydantic import Field

from bot.model.actions import Steered
from bot.model.content.conditions import Values
from bot.model.content.entries import AskEntry, ChoiceEntry, Fault, Listed, choices_clear
from bot.model.content.fields import Id
from bot.model.content.parts import Choice, Given, Handed, Picked, Refused, Sign, Typed, Wording, label_of, sentence_of
from bot.model.content.phrases import Phrase
from bot.model.content.sheet import Sheet
from bot.model.content.steps import Ask, Showing
from bot.model.inbound import Attachment
from bot.model.normalise import writable
from bot.model.outbound import Message
from bot.model.session import Answer, Item, Run, Value

MOST, LONGEST = 30, 12_000
_FILE_NAMES = {
    Attachment.PHOTO: Phrase.FILE_PHOTO,
    Attachment.VOICE: Phrase.FILE_VOICE,
    Attachment.VIDEO: Phrase.FILE_VIDEO,
}
"""The names of files where they are listed; anything else is a document."""


class CollectEntry(AskEntry):
    """Collects several things: words, choices, files."""

    kind: Literal["collect"]
    choices: tuple[ChoiceEntry, ...] = ()
    words: bool = True
    files: bool = False
    most: int = Field(default=MOST, ge=1, le=100)
    longest: int = Field(default=LONGEST, ge=1, le=20_000)
    hears_complaint_as: Id | None = None

    def built(self, listed: Listed) -> Collect:
        """The step as a value."""
        return Collect(
            **self.asked(),
            choices=tuple(choice.built() for choice in self.choices),
            words=self.words,
            files=self.files,
            most=self.most,
            longest=self.longest,
            hears=self.hears_complaint_as,
        )

    @property
    def written_choices(self) -> tuple[ChoiceEntry, ...]:
        """The choices that stand in the file."""
        return self.choices

    @property
    def amounts(self) -> tuple[int, int]:
        """How many things can have been collected."""
        return 0 if self.optional else 1, self.most

    @property
    def hears(self) -> str | None:
        """The answer that is set where its words sound like a complaint."""
        return self.hears_complaint_as

    def values(self, listed: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Everything that can be chosen here."""
        return tuple(choice.value for choice in self.choices)

    def by_itself(self, sheet: Sheet) -> Iterator[Fault]:
        """There is something to collect; choices are clear and lead nowhere; a complaint can be heard, under a name of its own."""
        yield from choices_clear(self.choices)
        for m, choice in enumerate(self.choices):
            if choice.leads_to:
                mend = "Remove it: several can be chosen here, and the step leads on by 'next'"
                yield ("choices", m, "leads_to"), "'leads_to' counts for nothing where things are collected", mend
        if not (self.words or self.files or self.choices):
            yield (), "there is nothing to collect", "Allow words or files, or write 'choices'"
        if self.hears_complaint_as and not self.words:
            wrong = "no words are collected in which a complaint could be heard"
            yield ("hears_complaint_as",), wrong, "Remove it, or allow words"
        if self.hears_complaint_as in sheet.ways.steps:
            mend = "What is heard in words needs a name of its own"
            yield ("hears_complaint_as",), f"'{self.hears_complaint_as}' is a step already", mend


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect(Ask):
    """Several things, one after another, until the person says that this is all: words, choices, files."""

    choices: tuple[Choice, ...] = ()
    words: bool = True
    files: bool = False
    most: int = MOST
    """How many things."""
    longest: int = LONGEST
    """Characters of all words together."""
    hears: str | None = None

    sign: ClassVar[Sign] = Sign(
        "M4 4V2.5a1.5 1.5 0 0 1 1.5-1.5h8a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5H12M1 5h11v10H1zM6.5 7.5v5M4 10h5"
    )
    holds_words: ClassVar[bool] = True
    collects: ClassVar[bool] = True

    def takes(self, value: Value, *, done: bool) -> bool:
        """Things that were finished, of choices only those that are there."""
        known = {choice.value for choice in self.choices}
        return (
            done
            and isinstance(value, tuple)
            and bool(value or self.optional)
            and all(item.choice is None or item.choice in known for item in value)
        )

    def values(self, run: Run) -> Values:
        """The things, and whether they sound like a complaint."""
        answers = (run.answer(step) for step in (self.id, self.hears) if step)
        return {answer.step: answer.value for answer in answers if answer}

    @property
    def takes_files(self) -> bool:
        """Where the file says so."""
        return self.files

    # How it is answered

    def answered(self, given: Given, so_far: Answer | None) -> Answer | Refused | None:
        """Everything collected, with one thing more. The person says when that is all."""
        match given:
            case Handed(file, caption):
                return self._with(Item(words=writable(caption), file=file), so_far) if self.files else None
            case Picked(value):
                return self._with(Item(choice=value), so_far) if any(choice.value == value for choice in self.choices) else None
        return self._with(Item(words=given.text.strip()), so_far)

    def _with(self, item: Item, so_far: Answer | None) -> Answer | Refused:
        items = so_far.value if so_far and isinstance(so_far.value, tuple) else ()
        if not (item.words or item.choice or item.file):
            return Refused(Phrase.NO_WORDS)
        if item.words and not item.file and not self.words:
            return Refused(Phrase.FLOW_PICK)
        if len(items) >= self.most:
            return Refused(Phrase.FLOW_FULL, {"most": str(self.most)})
        length = sum(len(each.words) for each in (*items, item))
        if length > self.longest:
            return Refused(Phrase.FLOW_TOO_LONG, {"most": str(self.longest), "length": str(length)})
        return Answer(self.id, items if item in items and item.choice else (*items, item), done=False)

    def amended(self, text: Typed, so_far: Answer, message: str | None) -> Answer | Refused | None:
        """The things, with the words of one of them changed."""
        items = so_far.value if isinstance(so_far.value, tuple) else ()
        words = writable(text.text).strip()
        if not words and not any(item.file for item in items if item.message == message):
            return None
        changed = tuple(replace(item, words=words) if item.message == message else item for item in items)
        length = sum(len(item.words) for item in changed)
        if length > self.longest:
            return Refused(Phrase.FLOW_TOO_LONG, {"most": str(self.longest), "length": str(length)})
        return replace(so_far, value=changed)

    def skipped(self, so_far: Answer | None) -> Answer:
        """Things that were collected are not thrown away by a word for "nothing more"."""
        return replace(so_far, done=True) if so_far and so_far.value else Answer(self.id, None)

    def finished(self, so_far: Answer | None) -> Answer | None:
        """The things so far: that is all."""
        return replace(so_far, done=True) if so_far else None

    def again(self, run: Run) -> Run:
        """The things stay, and more may come."""
        answer = run.answer(self.id)
        return replace(run, changing=None).with_answer(replace(answer, done=False)) if answer else run

    # How it looks

    def choices_left(self, run: Run) -> tuple[Choice, ...]:
        """The choices that are not chosen yet."""
        answer = run.answer(self.id)
        taken = {item.choice for item in answer.value} if answer and isinstance(answer.value, tuple) else set()
        return tuple(choice for choice in self.choices if choice.value not in taken)

    def way_on(self, run: Run) -> tuple[Steered, Phrase] | None:
        """That's all, once there is something."""
        answer = run.answer(self.id)
        return (Steered.DONE, Phrase.BUTTON_DONE) if answer and answer.value and not answer.done else Ask.way_on(self, run)

    def shown_again(self, showing: Showing) -> Message:
        """The things so far: to be added to, or to be begun anew."""
        anew = (showing.steer(self, Steered.CHANGE, Phrase.BUTTON_WRITE_ANEW),)
        return Message((*showing.wording.say(Phrase.FLOW_COLLECTED), self.answer_block(showing)), (*self.rows(showing), anew))

    def value_in_words(self, value: Value, wording: Wording) -> str:
        """Thing by thing, a line each."""
        return "\n".join(self._item(item, wording) for item in value) if isinstance(value, tuple) else ""

    def _item(self, item: Item, wording: Wording) -> str:
        if item.file:
            name = wording.label(_FILE_NAMES.get(item.file.kind, Phrase.FILE_DOCUMENT))
            return f"{name}: {item.words}" if item.words else name
        return label_of(self.choices, item.choice) if item.choice else item.words

    # How it is drawn

    @property
    def does(self) -> str:
        """Its kind, in plain words."""
        return "collects"

    def limits(self) -> Iterator[str]:
        """The things that it takes."""
        takes = [name for name, taken in (("words", self.words), ("choices", bool(self.choices)), ("files", self.files)) if taken]
        yield f"{sentence_of(takes, 'and')}, until they press “That's all”"
        if self.hears:
            yield "notices words that sound like a complaint"
