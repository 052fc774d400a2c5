"""Where a person is in the conversation: what is remembered between two turns. Plain data, so that it can be stored as JSON."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.model.content.topics import Audience
from bot.model.inbound import Attachment
from bot.model.limits import MESSAGES_NOTED
from bot.model.safety import Finding

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class FileReference:
    """A file that somebody sent, by what the channel calls it. Its content is fetched only when a lead for files asks for it."""

    kind: Attachment
    channel: str
    reference: str


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things that somebody gave at a step: words, a choice, or a file (with its caption as words)."""

    words: str = ""
    choice: str | None = None
    file: FileReference | None = None
    message: str | None = field(default=None, compare=False)
    """The channel's number of the message it came in, so that an edit of that changes this and nothing else."""


Value = str | int | tuple[Item, ...] | None
"""What was answered: a choice's value, words, a date as ISO text; a number; several things; nothing where it was skipped."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered at a step."""

    step: str
    value: Value
    done: bool = True
    """Whether nothing more comes: a step that collects several things goes on until the person says so."""
    message: str | None = field(default=None, compare=False)
    """The channel's number of the message it was typed in; of several things each has its own."""

    @property
    def messages(self) -> tuple[str, ...]:
        """The numbers of the messages that it came in."""
        items = self.value if isinstance(self.value, tuple) else ()
        return tuple(number for number in (self.message, *(item.message for item in items)) if number)


@dataclass(frozen=True, slots=True)
class Run:
    """An open flow. Where the person stands in it is not kept: the answers are walked through the flow each time."""

    id: str
    """Also the id of the case that comes of it, so that it can be filed only once."""
    flow: str
    entry: str
    """The step at which it began."""
    answers: tuple[Answer, ...] = ()
    aside: bool = False
    """Whether the person has stepped aside to do something else."""
    leaving: bool = False
    """Whether the person is being asked what shall become of the words."""
    changing: str | None = None
    """The step whose answer is being changed: until then its old answer stands."""
    finding: Finding | None = None
    """The gravest danger that was noticed in the answers."""
    case: str | None = None
    """The case that the answers are added to."""
    reminded: bool = False
    due: datetime | None = None
    """When to remind the person of it, or to forget it."""

    def answer(self, step: str) -> Answer | None:
        """The answer to a step."""
        return next((answer for answer in self.answers if answer.step == step), None)

    def with_answer(self, answer: Answer) -> Run:
        """The same with an answer given, or given anew in its old place."""
        if self.answer(answer.step) is None:
            return replace(self, answers=(*self.answers, answer))
        return replace(self, answers=tuple(answer if old.step == answer.step else old for old in self.answers))

    def without(self, *steps: str) -> Run:
        """The same with no answers to these steps."""
        return replace(self, answers=tuple(answer for answer in self.answers if answer.step not in steps))


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was opened in this chat with its receipt."""

    case: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """How often something was sent from this chat on one day: officers must not be flooded."""

    day: date
    times: int
    mark: str | None = None
    """Of the page of answers that was sent last, so that *Send* pressed twice is known."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A message that was read: enough to know an edit of it, and whether its words changed at all."""

    message: str
    """The channel's number of it."""
    digest: str
    case: str | None = None
    """The case in which its words were sent."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """Words that somebody changed after they had sent them, for the one button that adds them to the case."""

    case: str
    words: str
    message: str


@dataclass(frozen=True, slots=True)
class Parked:
    """The pieces that have come of a text which the person's app has cut: it is answered whole, once nothing more comes."""

    words: str
    full: bool
    """Whether the last piece was as long as a message can be: then the cut may be within a word."""
    at: datetime
    """When the channel received the last one."""
    due: datetime
    forwarded: bool = False
    finding: Finding | None = None
    """The danger in them to which help was given already."""


@dataclass(frozen=True, slots=True)
class Album:
    """The album that came last, and a check sum of the reply to it: what was said to one of its pictures is not said to each."""

    group: str
    said: str


@dataclass(frozen=True, slots=True)
class Session:
    """A person's settings, the open flow with its answers, and the case that is open in this chat."""

    council: str | None = None
    audience: Audience | None = None
    language: str = DEFAULT_LANGUAGE
    topic: str | None = None
    """The last topic that was answered, so that "and how much?" can be understood."""
    keep_questions: bool | None = None
    """Whether questions without an answer may be kept for those who write the answers; None while nobody has asked."""
    run: Run | None = None
    """The flow that is open."""
    shelf: tuple[Run, ...] = ()
    """Other flows with words in them, which the person has not finished."""
    opened: Opened | None = None
    sent: Sent | None = None
    noted: tuple[Noted, ...] = field(default=(), compare=False)
    """The last messages, the newest last."""
    amendment: Amendment | None = None
    """Dropped with whatever is done next."""
    parked: Parked | None = None
    album: Album | None = field(default=None, compare=False)
    rated: tuple[str, ...] = ()
    """Topics of which they have said whether they helped: each counts once."""

    def note(self, message: str) -> Noted | None:
        """A message that was read before, if it is among the last."""
        return next((noted for noted in self.noted if noted.message == message), None)

    def noting(self, message: str, digest: str) -> Session:
        """The same with a message noted; one that was there already stays in its place."""
        old = self.note(message)
        if old:
            return replace(self, noted=tuple(replace(each, digest=digest) if each is old else each for each in self.noted))
        return replace(self, noted=(*self.noted, Noted(message, digest))[-MESSAGES_NOTED:])

    def sent_in(self, case: str, messages: Collection[str]) -> Session:
        """The same with these messages known as part of a case."""
        return replace(self, noted=tuple(replace(each, case=case) if each.message in messages else each for each in self.noted))

    @property
    def runs(self) -> tuple[Run, ...]:
        """Every flow that is begun and not finished, the open one last."""
        return (*self.shelf, self.run) if self.run else self.shelf

    @property
    def due(self) -> datetime | None:
        """When one of them is to be reminded of or forgotten, or the case that was opened here is to be closed again."""
        over = [self.opened.until] if self.opened else []
        counted = [datetime.combine(self.sent.day + timedelta(days=1), time(), UTC)] if self.sent else []
        pieces = [self.parked.due] if self.parked else []
        return min((*over, *counted, *pieces, *(run.due for run in self.runs if run.due)), default=None)

    def finished(self) -> Session:
        """The same without the open flow; the last of those on the shelf is open again, stepped aside from."""
        if not self.shelf:
            return replace(self, run=None)
        return replace(self, run=replace(self.shelf[-1], aside=True), shelf=self.shelf[:-1])

    def opening(self, run: Run, *, keep: bool) -> Session:
        """The same with another flow open; the one that was open goes on the shelf if it is to be kept."""
        others = tuple(other for other in self.shelf if other.flow != run.flow)
        if keep and self.run is not None and self.run.flow != run.flow:
            others = (*others, replace(self.run, aside=True))
        return replace(self, run=run, shelf=others)
