"""The kind `open-case`: makes a case of the answers, or adds them to one that the person has opened. Says its words once that is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from bot.model.case import (
    CaseKind,
    Effect,
    FileCase,
    KeptFrom,
    NewCase,
    Role,
    StatementKind,
    Told,
    WayBack,
    contribution,
    may_open,
)
from bot.model.content.entries import AskEntry, Fault, Listed, Place, StepEntry
from bot.model.content.fields import Id, Prose
from bot.model.content.kinds.check import CheckEntry
from bot.model.content.kinds.choose import Choose, ChooseEntry
from bot.model.content.kinds.collect import CollectEntry
from bot.model.content.kinds.text import Text, TextEntry
from bot.model.content.parts import Arrival, Done, Sign, Stuck, sentence_of
from bot.model.content.phrases import Phrase
from bot.model.content.placeholders import placeholders
from bot.model.content.sheet import Sheet, not_a, not_among, only_among
from bot.model.content.steps import Ask, Showing, Step, Titles
from bot.model.content.topics import ENGLAND
from bot.model.outbound import Message, plain
from bot.model.session import FileReference, Item, Run, Sent, Value
from bot.model.turn import TurnContext

MOST_A_DAY = 20
"""New cases from one chat. Adding to what was sent is not counted."""
KINDS = tuple(kind.value for kind in CaseKind if kind is not CaseKind.SAFEGUARDING)
"""Everything that a case can be that somebody tells. Only the program itself makes safeguarding cases."""
ROLES = tuple(role.value for role in Role)
WAYS_BACK = tuple(way.value for way in WayBack)
RECEIPT = ("receipt", "")

_KINDS: dict[str | None, CaseKind] = {kind.value: kind for kind in CaseKind}


class OpenCaseEntry(StepEntry):
    """Makes a case of the answers, or adds them to one."""

    kind: Literal["open-case"]
    say: Prose
    case_kind: tuple[Id, ...] = ()
    kept_from: Id | None = None
    name: tuple[Id, ...] = ()
    reply: Id | None = None

    def built(self, listed: Listed) -> OpenCase:
        """The step as a value."""
        return OpenCase(**self.common(), kind_from=self.case_kind, keep_from=self.kept_from, name_from=self.name, reply_from=self.reply)

    @property
    def over(self) -> bool:
        """A case that is stored may be the last thing that is said."""
        return not self.leads

    @property
    def fills(self) -> tuple[str, ...]:
        """Only a new case has a receipt and a promise."""
        return ("receipt", "promise") if self.case_kind else ()

    def on_its_way(self, sheet: Sheet) -> Iterator[Fault]:
        """A case is made only of answers that were checked, knows its kind, and nothing is asked after it."""
        yield from _comes_last(sheet, self)
        if self.case_kind:
            yield from [*_kinds_chosen(sheet, self)] or _kind_sure(sheet, self)
            yield from _says_receipt(self)
        yield from _kept_from(sheet, self)
        yield from _name(sheet, self)
        yield from _reply(sheet, self)


def _comes_last(sheet: Sheet, step: OpenCaseEntry) -> Iterator[Fault]:
    ways, pages = sheet.ways, sheet.ways.of_kind(CheckEntry)
    told = {to for name in ways.of_kind(AskEntry) for to in ways.after(name, pages)}
    if step.id in ways.reached(sheet.begun_at, pages) | told:
        mend = "Let every way to it pass a step of kind 'check', after the last question"
        yield (), "a case can be made of answers that the person has not checked", mend
    later = ways.after(step.id)
    for name in sorted((ways.waiting | ways.of_kind(OpenCaseEntry)) & later, key=list(ways.steps).index):
        wrong = f"'{name}' comes after the case is made: what is answered there would be lost"
        yield (), wrong, "Ask it before, or begin another flow with a step of kind 'start'"
        return


def _says_receipt(step: OpenCaseEntry) -> Iterator[Fault]:
    if RECEIPT not in placeholders(step.say):
        mend = "Write {receipt} where its words belong: without it nobody finds their case again"
        yield ("say",), "the step does not say the receipt", mend


def _kinds_chosen(sheet: Sheet, step: OpenCaseEntry) -> Iterator[Fault]:
    for m, name in enumerate(step.case_kind):
        asked = sheet.ways.steps.get(name)
        place = ("case_kind", m)
        if not isinstance(asked, ChooseEntry):
            yield not_a(asked, name, "choose", place)
        elif (values := set(sheet.values(asked))).isdisjoint(KINDS) or CaseKind.SAFEGUARDING in values:
            yield not_among(sheet, asked, KINDS, "a kind of case that people can choose", place)
        else:
            yield from _asked_before(sheet, step, asked, place)


def _kind_sure(sheet: Sheet, step: OpenCaseEntry) -> Iterator[Fault]:
    """On every way that somebody can come, they have chosen a kind."""
    asked = [found for name in step.case_kind if isinstance(found := sheet.ways.steps.get(name), ChooseEntry)]
    sure = {each.id for each in asked if not each.optional and set(sheet.values(each)).issubset(KINDS)}
    if step.id in sheet.ways.reached(sheet.begun_at, sure):
        mend = f"Ask a question on every way that cannot be skipped, and whose choices are all of: {', '.join(KINDS)}"
        yield ("case_kind",), "some way comes here without an answer that is a kind of case", mend


def _kept_from(sheet: Sheet, step: OpenCaseEntry) -> Iterator[Fault]:
    if step.kept_from is None:
        return
    asked, place = sheet.ways.steps.get(step.kept_from), ("kept_from",)
    if isinstance(asked, CollectEntry):
        yield from only_among(sheet, asked, ROLES, "a role", place)
        yield from _asked_before(sheet, step, asked, place)
    else:
        yield not_a(asked, step.kept_from, "collect", place)


def _name(sheet: Sheet, step: OpenCaseEntry) -> Iterator[Fault]:
    for m, name in enumerate(step.name):
        asked = sheet.ways.steps.get(name)
        if isinstance(asked, TextEntry):
            yield from _asked_before(sheet, step, asked, ("name", m))
        else:
            yield not_a(asked, name, "text", ("name", m))


def _reply(sheet: Sheet, step: OpenCaseEntry) -> Iterator[Fault]:
    if step.reply is None:
        return
    asked, place = sheet.ways.steps.get(step.reply), ("reply",)
    if isinstance(asked, ChooseEntry):
        yield from only_among(sheet, asked, WAYS_BACK, "a way to hear back", place)
        yield from _asked_before(sheet, step, asked, place)
    else:
        yield not_a(asked, step.reply, "choose", place)


def _asked_before(sheet: Sheet, step: OpenCaseEntry, asked: AskEntry, place: Place) -> Iterator[Fault]:
    if asked.id not in sheet.ways.before(step.id):
        yield place, f"'{asked.id}' is never asked before the case is made", "Ask it on a way to this step"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(Step):
    """Makes a case of the answers, or adds them to the one that the person has opened. Says its words once it is stored."""

    kind_from: tuple[str, ...] = ()
    """Steps whose answers may be the kind of the case: the last on the way that is one counts. Empty where the flow adds to a case."""
    keep_from: str | None = None
    """The step that collects who must not see it."""
    name_from: tuple[str, ...] = ()
    """Steps of which the one that was answered is the person's name; where none was, it is hidden."""
    reply_from: str | None = None
    """The step whose answer is how the person wants to hear back."""

    sign: ClassVar[Sign] = Sign("M.5 2.5h15v11H.5zM1.5 4L8 9l6.5-5", 1.5)
    tone: ClassVar[Literal["warm"]] = "warm"
    makes_cases: ClassVar[bool] = True

    def waits(self, run: Run) -> bool:
        """Until the case is made."""
        return run.answer(self.id) is None

    def arrive(self, context: TurnContext) -> Arrival:
        """Make the case, unless too many were made today, or the one to be added to is gone or locked."""
        session, found = context.session, context.loaded.case
        if self.kind_from and session.sent and session.sent.day == context.today and session.sent.times >= MOST_A_DAY:
            return Stuck(Phrase.CASE_TOO_OFTEN, way_back=True)
        if session.run and session.run.case and (found is None or not may_open(found, session, context.now)):
            return Stuck(Phrase.CASE_GONE)
        if not self.kind_from:
            return Done(session)
        times = session.sent.times + 1 if session.sent and session.sent.day == context.today else 1
        return Done(replace(session, sent=Sent(context.today, times)))

    def shown(self, showing: Showing) -> Message:
        """The words, with the receipt and the promise, or the council of the case that was added to."""
        blanks = {**showing.blanks, **(_of_new(showing) if showing.run.case is None else _of_added(showing))}
        return Message(showing.wording.blocks(self.paragraphs, blanks), self.shortcut_rows)

    def effects(self, showing: Showing) -> tuple[Effect, ...]:
        """The new case, or what is added to one."""
        return (self._new(showing) if showing.run.case is None else _added(showing),)

    def _new(self, showing: Showing) -> FileCase:
        context, run = showing.context, showing.run
        receipt, look_by = context.loaded.receipt, context.loaded.look_by
        if receipt is None or look_by is None:
            raise ValueError("a case is filed with a new receipt and a promised day, which the turn must hand in")
        case = NewCase(
            id=run.id,
            kind=_kind(showing, self.kind_from),
            council=context.session.council or ENGLAND,
            audience=context.session.audience,
            language=context.session.language,
            flow=run.flow,
            revision=showing.revision,
            told=as_told(showing),
            kept_from=_roles_and_names(run, self.keep_from),
            name=_name_given(showing, self.name_from),
            way_back=WayBack(_choice(run, self.reply_from) or WayBack.HERE),
            finding=run.finding,
            files=_files(showing),
            digest=receipt.digest,
        )
        return FileCase(case, look_by)

    # How it is drawn

    @property
    def does(self) -> str:
        """Its kind, in plain words."""
        return "sends it" if self.kind_from else "adds it to what was sent"

    def notes(self, titles: Titles) -> Iterator[str]:
        """Where the parts of the case come from."""
        for what, names in (
            ("what it is", self.kind_from),
            ("who must not see it", (self.keep_from,) if self.keep_from else ()),
            ("their name", self.name_from),
            ("how they hear back", (self.reply_from,) if self.reply_from else ()),
        ):
            if names:
                yield f"{what}: from {sentence_of([titles[name].split()[0] for name in names if name in titles], 'or')}"


def as_told(showing: Showing) -> tuple[Told, ...]:
    """Every question on the way as it was asked, with its answer."""
    answers = ((step, showing.run.answer(step.id)) for step in showing.standing.asked)
    return tuple(
        Told(
            step.id,
            plain(showing.wording.blocks(step.paragraphs)),
            step.in_words(answer, showing.wording),
            step.label,
            _chosen(step, answer.value),
        )
        for step, answer in answers
        if answer is not None
    )


def _chosen(step: Ask, value: Value) -> str:
    return value if isinstance(step, Choose) and isinstance(value, str) else ""


def _of_new(showing: Showing) -> Mapping[str, str]:
    receipt, look_by = showing.context.loaded.receipt, showing.context.loaded.look_by
    promise = {"promise": showing.wording.day(look_by)} if look_by else {}
    return {"receipt": " ".join(receipt.words) if receipt else "", **promise}


def _of_added(showing: Showing) -> Mapping[str, str]:
    """The council of the case: this chat may belong to another, or to none."""
    found = showing.context.loaded.case
    name = showing.wording.called(found.case.council) if found else None
    return {"council": name} if name else {}


def _added(showing: Showing) -> Effect:
    found = showing.context.loaded.case
    if found is None:
        raise ValueError("what is said is added to a case that the turn must hand in")
    words = "\n\n".join(each.answer for each in as_told(showing))
    finding = showing.run.finding
    graver = finding if finding and finding.graver_than(found.case.finding) else None
    context = showing.context
    return contribution(found, StatementKind.ADDED, context.now, context.loaded.look_by, words, _files(showing), graver)


def _choice(run: Run, step: str | None) -> str | None:
    answer = run.answer(step) if step else None
    return answer.value if answer and isinstance(answer.value, str) else None


def _kind(showing: Showing, kinds: tuple[str, ...]) -> CaseKind:
    """The last answer on the way that is a kind: a worry may have become a complaint."""
    chosen = [_choice(showing.run, step.id) for step in showing.standing.asked if step.id in kinds]
    return next((_KINDS[value] for value in reversed(chosen) if value in _KINDS), CaseKind.QUESTION)


def _roles_and_names(run: Run, step: str | None) -> KeptFrom:
    answer = run.answer(step) if step else None
    items: tuple[Item, ...] = answer.value if answer and isinstance(answer.value, tuple) else ()
    roles = frozenset(Role(item.choice) for item in items if item.choice)
    return KeptFrom(roles, tuple(item.words for item in items if item.words and not item.choice))


def _name_given(showing: Showing, names: tuple[str, ...]) -> str | None:
    """The name that was given on the way; one that was given before the person hid it again does not count."""
    asked = [step.id for step in showing.standing.asked if step.id in names and isinstance(step, Text)]
    return next((value for step in asked if (value := _choice(showing.run, step))), None)


def _files(showing: Showing) -> tuple[FileReference, ...]:
    values = [answer.value for step in showing.standing.asked if (answer := showing.run.answer(step.id))]
    return tuple(item.file for value in values if isinstance(value, tuple) for item in value if item.file)
