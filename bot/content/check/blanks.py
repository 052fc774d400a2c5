"""The `{…}` in texts: each is one that is filled where it stands. What nobody fills, a person would read as it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from bot.content import schema
from bot.content.check.flow.sheet import flow_file, on_buttons
from bot.content.files import Manuscript, TopicFile
from bot.content.reading import content_text
from bot.content.yaml_text import line_in
from bot.errors import Problem
from bot.model.content.phrases import EVERYWHERE, FILLED, Phrase
from bot.model.content.placeholders import fill, placeholders
from bot.model.content.topics import Section
from bot.model.safety import Severity

Known = Mapping[str, Collection[str]]
"""By kind of placeholder, the names that may follow; an empty name where it may stand alone."""

PURPOSES = ("daytime", "out-of-hours", "switchboard", "participation")
_ODD = re.compile(r"\{[^{}]*\}|[{}]")
"""Braces that are no placeholder: capital letters, a missing end."""
_IN_FLOWS = ("council", "audience", "language", "questions", "days")
_OF_A_CASE = ("receipt", "promise")
"""What is known only when a case is made."""
_MEND = "Write {phone ID}, {amount ID}, {date ID}, {contact PURPOSE} or {council}, with an id from its list"
_MEND_IN_FLOWS = f"{_MEND}; flows also know {', '.join(f'{{{name}}}' for name in _IN_FLOWS if name != 'council')}"


def placeholders_known(manuscript: Manuscript) -> Iterator[Problem]:
    """Every `{…}` of a topic, safety reply, small talk, flow or phrase is one that is filled there."""
    known = _known(manuscript)
    for file in manuscript.topics:
        for section in file.sections:
            for blank in _unknown("\n".join(section.paragraphs), known):
                yield Problem(file.path, _line(file, section, blank), f"nobody knows '{blank}'", _MEND)
    for path, place, text in _replies(manuscript):
        for blank in _unknown(text, known):
            yield Problem(path, line_in(path, *place), f"nobody knows '{blank}'", _MEND)
    yield from _phrases(manuscript, known)
    yield from _flows(manuscript, known)
    for path, place, text in _as_they_stand(manuscript):
        if "{" in text or "}" in text:
            yield Problem(
                path,
                line_in(path, *place),
                f"nobody fills the {{ }} of '{text}'",
                "Write it out: nothing is filled in titles, labels and buttons",
            )


def _known(manuscript: Manuscript) -> Known:
    amounts = {amount.id for amount in manuscript.entries("amounts", schema.AmountsFile).amounts}
    helplines = {line.id for line in manuscript.entries("sources", schema.SourcesFile).helplines}
    return {"phone": helplines, "amount": amounts, "date": amounts, "contact": PURPOSES, "council": ("",)}


def _unknown(text: str, known: Known) -> Iterator[str]:
    """Placeholders of a text that stay as they are, and braces that are none."""
    for kind, name in placeholders(text):
        if name not in known.get(kind, ()):
            yield f"{{{f'{kind} {name}'.strip()}}}"
    rest = fill(text, lambda kind, name: "")
    odd = _ODD.search(rest)
    if odd:
        yield odd[0]


def _line(file: TopicFile, section: Section, blank: str) -> int:
    lines = content_text(file.path).splitlines()
    return next((n for n, line in enumerate(lines[section.line - 1 :], start=section.line) if blank in line), section.line)


def _replies(manuscript: Manuscript) -> Iterator[tuple[Path, tuple[str | int, ...], str]]:
    safety = manuscript.lists["safety"].path
    for n, reply in enumerate(manuscript.entries("safety", schema.SafetyFile).replies):
        for severity in Severity:
            yield safety, ("replies", n, severity.value), getattr(reply, severity.value) or ""
    talk = manuscript.lists["smalltalk"].path
    for n, entry in enumerate(manuscript.entries("smalltalk", schema.SmallTalkFile).small_talk):
        yield talk, ("small_talk", n, "reply"), entry.reply
    limits = manuscript.lists["limits"].path
    for n, limit in enumerate(manuscript.entries("limits", schema.LimitsFile).limits):
        yield limits, ("limits", n, "reply"), limit.reply


def _phrases(manuscript: Manuscript, known: Known) -> Iterator[Problem]:
    path = manuscript.lists["phrases"].path
    said = {phrase.value for phrase in Phrase}
    for name, text in manuscript.entries("phrases", schema.PhrasesFile).phrases.items():
        if name not in said:
            continue
        own = FILLED.get(Phrase(name), ())
        may = {kind: known[kind] for kind in EVERYWHERE} | dict.fromkeys(own, ("",))
        for blank in _unknown(text, may):
            yield Problem(path, line_in(path, "phrases", name), f"nobody fills '{blank}' here", f"Known: {', '.join([*own, *EVERYWHERE])}")


def _flows(manuscript: Manuscript, known: Known) -> Iterator[Problem]:
    anywhere = {**known, **dict.fromkeys(_IN_FLOWS, ("",))}
    for name, file in manuscript.flows.items():
        for n, step in enumerate(flow_file(manuscript, name).steps):
            may = {**anywhere, **dict.fromkeys(step.fills, ("",))}
            for blank in _unknown(step.says, may):
                wrong, mend = f"nobody knows '{blank}'", _MEND_IN_FLOWS
                if blank.strip("{}") in _OF_A_CASE:
                    wrong, mend = f"nobody knows '{blank}' here", "Say it in the step of kind 'open-case' that has 'case_kind'"
                yield Problem(file.path, line_in(file.path, "steps", n, "say"), wrong, mend)


def _as_they_stand(manuscript: Manuscript) -> Iterator[tuple[Path, tuple[str | int, ...], str]]:
    """Titles, the words on buttons, and the short names of answers."""
    for file in manuscript.topics:
        yield file.path, ("title",), file.front.title or ""
        for n, link in enumerate(file.front.next.links or ()):
            yield file.path, ("next", "links", n), link.text
    menu = manuscript.lists["menu"].path
    for n, group in enumerate(manuscript.entries("menu", schema.MenuFile).groups):
        yield menu, ("groups", n, "title"), group.title
    for text in on_buttons(manuscript):
        yield text.path, text.place, text.words
