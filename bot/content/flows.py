"""A flow's file made into the values that the engine walks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import TypedDict

from bot.content import flow_schema as schema
from bot.content.words import paragraphs
from bot.model.content.flow import (
    Answered,
    AtLeast,
    AtMost,
    Check,
    Choice,
    Choose,
    Collect,
    Condition,
    Date,
    End,
    Equals,
    Flow,
    Lead,
    Leads,
    Number,
    OfAudience,
    OfCouncil,
    OneOf,
    OpenCase,
    Request,
    Shortcut,
    Start,
    Step,
    Text,
)

Listed = Mapping[str, Iterable[Choice]]
"""Choices that are not written in the flow: councils, audiences, languages."""


def revision(file: schema.FlowFile) -> str:
    """Changes whenever the file says something else."""
    return sha256(file.model_dump_json().encode()).hexdigest()[:12]


def build_flow(name: str, file: schema.FlowFile, listed: Listed, revised: str, asked: Iterable[schema.RequestEntry] = ()) -> Flow:
    """The flow of a file in one language; `revised` is the revision of the file as it is written, `asked` what people write to begin it."""
    steps = {entry.id: _step(entry, listed) for entry in file.steps}
    requests = tuple(Request(frozenset(entry.says), entry.pattern, entry.answer, entry.topic) for entry in asked)
    return Flow(name, file.title, steps, revised, requests)


class _Asked(TypedDict):
    """What every step is made of that a person answers."""

    id: str
    paragraphs: tuple[str, ...]
    shortcuts: tuple[Shortcut, ...]
    leads: Leads
    label: str
    optional: bool


def _step(entry: schema.StepEntry, listed: Listed) -> Step:
    shortcuts = tuple(Shortcut(shortcut.label, shortcut.action) for shortcut in entry.shortcuts)
    leads = _leads(entry.leads)
    match entry:
        case schema.ChooseEntry() | schema.TextEntry() | schema.NumberEntry() | schema.DateEntry() | schema.CollectEntry():
            return _ask(entry, shortcuts, leads, listed)
        case schema.CheckEntry():
            return Check(id=entry.id, paragraphs=paragraphs(entry.say), shortcuts=shortcuts, leads=leads, button=entry.button)
        case schema.OpenCaseEntry():
            return OpenCase(
                id=entry.id,
                paragraphs=paragraphs(entry.say),
                shortcuts=shortcuts,
                leads=leads,
                kind_from=entry.case_kind,
                keep_from=entry.kept_from,
                name_from=entry.name,
                reply_from=entry.reply,
            )
        case schema.StartEntry():
            return Start(id=entry.id, shortcuts=shortcuts, flow=entry.flow, topic=entry.topic)
        case schema.EndEntry():
            return End(id=entry.id, paragraphs=paragraphs(entry.say), shortcuts=shortcuts)
    return Step(id=entry.id, paragraphs=paragraphs(entry.say), shortcuts=shortcuts, leads=leads)


def _ask(entry: schema.Asking, shortcuts: tuple[Shortcut, ...], leads: Leads, listed: Listed) -> Step:
    asked = _Asked(
        id=entry.id,
        paragraphs=paragraphs(entry.say),
        shortcuts=shortcuts,
        leads=leads,
        label=entry.label or "",
        optional=entry.optional,
    )
    match entry:
        case schema.ChooseEntry():
            choices = (*(listed[entry.choices_from] if entry.choices_from else ()), *map(_choice, entry.choices))
            return Choose(**asked, choices=choices, sets=entry.sets)
        case schema.TextEntry():
            return Text(**asked, most=entry.most)
        case schema.NumberEntry():
            return Number(**asked, least=entry.least, most=entry.most)
        case schema.DateEntry():
            return Date(**asked, days=entry.days)
    return Collect(
        **asked,
        choices=tuple(map(_choice, entry.choices)),
        words=entry.words,
        files=entry.files,
        most=entry.most,
        longest=entry.longest,
        hears=entry.hears_complaint_as,
    )


def _choice(entry: schema.ChoiceEntry) -> Choice:
    return Choice(entry.label, entry.value, entry.leads_to, entry.also)


def _leads(entries: Iterable[schema.LeadEntry]) -> Leads:
    return tuple(Lead(entry.to, tuple(map(_condition, entry.when))) for entry in entries)


def _condition(entry: schema.ConditionEntry) -> Condition:
    step = entry.step or ""
    if entry.equals is not None:
        return Equals(step, entry.equals)
    if entry.among is not None:
        return OneOf(step, frozenset(entry.among))
    if entry.at_least is not None:
        return AtLeast(step, entry.at_least)
    if entry.at_most is not None:
        return AtMost(step, entry.at_most)
    if entry.answered is not None:
        return Answered(entry.answered)
    if entry.council is not None:
        return OfCouncil(frozenset(entry.council))
    return OfAudience(frozenset(entry.audience or ()))
