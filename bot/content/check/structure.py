"""What must hold before content can be served at all: nothing missing, and every name leads somewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from bot.content import schema
from bot.content.files import LISTS, Manuscript, TopicFile, is_national, line_of
from bot.errors import Problem
from bot.model.actions import OpenFlow, OpenMenu, OpenTopic, Stop, parse
from bot.model.content import ENGLAND, Audience, SectionName
from bot.model.flow import UNSAID, Setting
from bot.model.phrases import EVERYWHERE, FILLED, Phrase
from bot.model.placeholders import placeholders
from bot.model.safety import Category, Severity

Rule = Callable[[Manuscript], Iterator[Problem]]

_FENCE = "---"
ACTION_BYTES = 64
"""Telegram's limit for what a button sends back."""


def structure_problems(manuscript: Manuscript) -> list[Problem]:
    """Every broken reference and missing part. Nothing where a list is already missing: that was said when it was read."""
    if set(manuscript.lists) != set(LISTS):
        return []
    return [problem for rule in RULES for problem in rule(manuscript)]


def line_in(path: Path, *place: str | int) -> int:
    """The line of a place in a YAML file, or in the top part of a topic file. Slow: for problems only."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        front = text.split(_FENCE, 2)[1]
        return 1 + line_of(yaml.compose(front, Loader=yaml.CSafeLoader), place)
    return 1 + line_of(yaml.compose(text, Loader=yaml.CSafeLoader), place)


def national_files(manuscript: Manuscript) -> Iterator[Problem]:
    """Each topic has a national file with everything that only it can hold; each file lies in a known folder."""
    layers = {ENGLAND, *(council.id for council in manuscript.entries("councils", schema.CouncilsFile).councils)}
    national = {file.id for file in manuscript.topics if is_national(file)}
    for file in manuscript.topics:
        if file.layer not in layers:
            yield Problem(file.path, 1, f"no council is called '{file.layer}'", f"Move it to one of: {', '.join(sorted(layers))}")
        elif not is_national(file):
            yield from _council_file(file, national)
        else:
            yield from _national_file(file)


def _council_file(file: TopicFile, national: set[str]) -> Iterator[Problem]:
    if file.id not in national:
        yield Problem(
            file.path, 1, "the topic has no national file", f"Write knowledge/england/{file.id}.md first: it lies under every council"
        )
    if not file.sections and not file.front.questions:
        yield Problem(file.path, 1, "the file replaces nothing", "Write '## Short' or '## Details', or remove the file")
    for key in ("audiences", "same_everywhere"):
        if getattr(file.front, key):
            name = "for" if key == "audiences" else key
            yield Problem(file.path, line_in(file.path, name), f"'{name}' belongs to the national file", "Remove it here")


def _national_file(file: TopicFile) -> Iterator[Problem]:
    for key, value in (("title", file.front.title), ("for", file.front.audiences), ("questions", file.front.questions)):
        if not value:
            yield Problem(file.path, 1, f"'{key}' is missing", "Add it (docs/content-guide.md says what it is)")
    for audience in file.front.audiences or tuple(Audience):
        if not any(s.name is SectionName.SHORT and (not s.audiences or audience in s.audiences) for s in file.sections):
            yield Problem(file.path, 1, f"there is no short answer for {audience}", "Write a '## Short' that everyone can read")
            return


def sections_once(manuscript: Manuscript) -> Iterator[Problem]:
    """No section stands twice for the same reader, and none is empty."""
    for file in manuscript.topics:
        seen: set[tuple[SectionName, Audience | None]] = set()
        for section in file.sections:
            readers = section.audiences or {None}
            if not section.paragraphs:
                yield Problem(file.path, section.line, "the section is empty", "Write it, or remove its heading")
            if any((section.name, reader) in seen for reader in readers):
                yield Problem(file.path, section.line, f"a second '{section.name}' for the same reader", "Keep one of them")
            seen.update((section.name, reader) for reader in readers)


def sources_known(manuscript: Manuscript) -> Iterator[Problem]:
    """Every file that says something names its sources, and each of them is listed."""
    known = {document.id for document in manuscript.entries("sources", schema.SourcesFile).documents}
    for file in manuscript.topics:
        if file.sections and not file.front.sources:
            yield Problem(file.path, 1, "no source is named", "Add 'sources:' with an id of sources.yaml and the section")
        for n, citation in enumerate(file.front.sources):
            if citation.id not in known:
                line = line_in(file.path, "sources", n)
                yield Problem(file.path, line, f"no source is called '{citation.id}'", "Add it to sources.yaml, or correct the id")
    amounts = manuscript.lists["amounts"].path
    for n, amount in enumerate(manuscript.entries("amounts", schema.AmountsFile).amounts):
        if amount.source not in known:
            line = line_in(amounts, "amounts", n, "source")
            yield Problem(amounts, line, f"no source is called '{amount.source}'", "Add it to sources.yaml, or correct the id")


def next_steps_lead_somewhere(manuscript: Manuscript) -> Iterator[Problem]:
    """Related topics, helplines and flows exist, and no topic leads to itself."""
    topics = {file.id for file in manuscript.topics if is_national(file)}
    helplines = {line.id for line in manuscript.entries("sources", schema.SourcesFile).helplines}
    for file in manuscript.topics:
        steps = file.front.next
        for n, topic in enumerate(steps.topics or ()):
            if topic not in topics:
                yield Problem(
                    file.path, line_in(file.path, "next", "topics", n), f"no topic is called '{topic}'", "Correct the id, or write it"
                )
            elif topic == file.id:
                yield Problem(file.path, line_in(file.path, "next", "topics", n), "the topic leads to itself", "Name another one")
        for n, phone in enumerate(steps.phones or ()):
            if phone not in helplines:
                line = line_in(file.path, "next", "phones", n)
                yield Problem(file.path, line, f"no helpline is called '{phone}'", "Correct the id, or add it to sources.yaml")
        if steps.flow and steps.flow not in manuscript.flows:
            yield Problem(
                file.path, line_in(file.path, "next", "flow"), f"no flow is called '{steps.flow}'", "Correct it, or write the flow"
            )


def placeholders_known(manuscript: Manuscript) -> Iterator[Problem]:
    """Every `{phone …}`, `{amount …}`, `{date …}` and `{contact …}` stands in its list."""
    sources = manuscript.entries("sources", schema.SourcesFile)
    amounts = {amount.id for amount in manuscript.entries("amounts", schema.AmountsFile).amounts}
    known = {
        "phone": {line.id for line in sources.helplines},
        "amount": amounts,
        "date": amounts,
        "contact": {"daytime", "out-of-hours", "switchboard", "participation"},
    }
    for file in manuscript.topics:
        for section in file.sections:
            for kind, name in placeholders("\n".join(section.paragraphs)):
                if (kind == "council" and not name) or name in known.get(kind, ()):
                    continue
                mend = "Write {phone ID}, {amount ID}, {date ID}, {contact PURPOSE} or {council}, with an id from its list"
                yield Problem(file.path, section.line, f"nobody knows '{{{f'{kind} {name}'.strip()}}}'", mend)


def lists_agree(manuscript: Manuscript) -> Iterator[Problem]:
    """The menu reaches every topic once; every council contact has a known helpline to fall back on; no id stands twice."""
    topics = {file.id for file in manuscript.topics if is_national(file)}
    menu = manuscript.lists["menu"].path
    listed: defaultdict[str, int] = defaultdict(int)
    for g, group in enumerate(manuscript.entries("menu", schema.MenuFile).groups):
        for n, topic in enumerate(group.topics):
            listed[topic] += 1
            if topic not in topics:
                yield Problem(menu, line_in(menu, "groups", g, "topics", n), f"no topic is called '{topic}'", "Correct the id, or write it")
    for topic in sorted(topics):
        if listed[topic] != 1:
            yield Problem(menu, 1, f"the topic '{topic}' stands {listed[topic]} times in the menu", "Every topic stands in one group")
    sources = manuscript.entries("sources", schema.SourcesFile)
    helplines = {line.id for line in sources.helplines}
    councils = manuscript.lists["councils"].path
    for n, council in enumerate(manuscript.entries("councils", schema.CouncilsFile).councils):
        for purpose, contact in council.contacts.items():
            if contact.instead not in helplines:
                line = line_in(councils, "councils", n, "contacts", purpose, "instead")
                yield Problem(councils, line, f"no helpline is called '{contact.instead}'", "Correct the id, or add it to sources.yaml")
    yield from _twice(manuscript.lists["sources"].path, "documents", [entry.id for entry in sources.documents])
    yield from _twice(manuscript.lists["sources"].path, "helplines", [entry.id for entry in sources.helplines])


def _twice(path: Path, key: str, ids: list[str]) -> Iterator[Problem]:
    for n, name in enumerate(ids):
        if name in ids[:n]:
            yield Problem(path, line_in(path, key, n), f"'{name}' stands twice", "Keep one of them")


def phrases_whole(manuscript: Manuscript) -> Iterator[Problem]:
    """Every phrase the program says is written, and no other; each audience can be chosen."""
    path = manuscript.lists["phrases"].path
    written = manuscript.entries("phrases", schema.PhrasesFile).phrases
    said = {phrase.value for phrase in Phrase}
    for name in sorted(said - written.keys()):
        yield Problem(path, 1, f"the phrase '{name}' is missing", "Add it")
    for name in sorted(written.keys() - said):
        yield Problem(path, line_in(path, "phrases", name), f"nobody says the phrase '{name}'", "Remove it, or correct its name")
    for name in sorted(written.keys() & said):
        known = (*FILLED.get(Phrase(name), ()), *EVERYWHERE)
        for kind, _ in placeholders(written[name]):
            if kind not in known:
                yield Problem(path, line_in(path, "phrases", name), f"nobody fills '{{{kind}}}' here", f"Known: {', '.join(known)}")
    audiences = manuscript.lists["audiences"].path
    missing = set(Audience) - {entry.id for entry in manuscript.entries("audiences", schema.AudiencesFile).audiences}
    for audience in sorted(missing):
        yield Problem(audiences, 1, f"the audience '{audience}' is missing", "Add it")


def flows_lead_on(manuscript: Manuscript) -> Iterator[Problem]:
    """Each step of a flow is there, can be reached, and what its choices set makes sense."""
    for file in manuscript.flows.values():
        steps: tuple[schema.StepEntry, ...] = file.model.steps
        known = {step.id for step in steps}
        reached = {steps[0].id}
        for n, step in enumerate(steps):
            leads = [step.next, step.leads_to, *(choice.leads_to for choice in step.choices)]
            reached.update(target for target in leads if target)
            for target in leads:
                if target and target not in known:
                    yield Problem(
                        file.path, line_in(file.path, "steps", n), f"no step is called '{target}'", "Correct it, or write the step"
                    )
            if (step.choices or step.choices_from) and step.next:
                yield Problem(
                    file.path, line_in(file.path, "steps", n), "a question cannot have 'next'", "Let its choices lead on with 'leads_to'"
                )
        for n, step in enumerate(steps):
            if step.id not in reached:
                yield Problem(
                    file.path, line_in(file.path, "steps", n), f"nothing leads to the step '{step.id}'", "Lead to it, or remove it"
                )


def choices_make_sense(manuscript: Manuscript) -> Iterator[Problem]:
    """A choice that sets something names something that can be set."""
    councils = {council.id for council in manuscript.entries("councils", schema.CouncilsFile).councils}
    known = {Setting.COUNCIL: {*councils, UNSAID}, Setting.AUDIENCE: {*(audience.value for audience in Audience), UNSAID}}
    for file in manuscript.flows.values():
        for n, step in enumerate(file.model.steps):
            for m, choice in enumerate(step.choices if step.sets in known else ()):
                if choice.value not in known[step.sets]:
                    line = line_in(file.path, "steps", n, "choices", m)
                    mend = f"Use one of: {', '.join(sorted(known[step.sets]))}"
                    yield Problem(file.path, line, f"'{choice.value}' cannot be set as {step.sets}", mend)


def actions_lead_somewhere(manuscript: Manuscript) -> Iterator[Problem]:
    """What commands and the shortcuts of flows open is there."""
    path = manuscript.lists["commands"].path
    for n, command in enumerate(manuscript.entries("commands", schema.CommandsFile).commands):
        yield from _action(manuscript, path, command.opens, "commands", n, "opens")
    for file in manuscript.flows.values():
        for n, step in enumerate(file.model.steps):
            for m, shortcut in enumerate(step.shortcuts):
                yield from _action(manuscript, file.path, shortcut.action, "steps", n, "shortcuts", m)


def _action(manuscript: Manuscript, path: Path, action: str, *place: str | int) -> Iterator[Problem]:
    topics = {file.id for file in manuscript.topics if is_national(file)}
    match parse(action):
        case OpenTopic(topic) if topic in topics:
            return
        case OpenFlow(flow, step) if flow in manuscript.flows:
            steps = {entry.id for entry in manuscript.flows[flow].model.steps}
            if step is None or step in steps:
                return
        case OpenMenu(None) | Stop():
            return
    mend = "Write topic:ID, flow:ID, flow:ID:STEP, menu or stop, with an id that is there"
    yield Problem(path, line_in(path, *place), f"'{action}' opens nothing", mend)


def patterns_sound(manuscript: Manuscript) -> Iterator[Problem]:
    """Every pattern is a regular expression, and every danger that can be found has words."""
    path = manuscript.lists["safety"].path
    file = manuscript.entries("safety", schema.SafetyFile)
    for n, rule in enumerate(file.rules):
        for key in ("patterns", "unless"):
            for m, pattern in enumerate(getattr(rule, key)):
                yield from _pattern(path, pattern, "rules", n, key, m)
    for n, pattern in enumerate(file.under_16):
        yield from _pattern(path, pattern, "under_16", n)
    replies = {(r.category, s) for r in file.replies for s in Severity if getattr(r, s.value)}
    needed = {(rule.category, rule.severity) for rule in file.rules} | {(Category.CHECK_FAILED, Severity.URGENT)}
    for category, severity in sorted(needed - replies):
        yield Problem(path, 1, f"nothing is said to '{category}' when it is {severity}", "Add it under 'replies:'")
    talk = manuscript.lists["smalltalk"].path
    for n, entry in enumerate(manuscript.entries("smalltalk", schema.SmallTalkFile).small_talk):
        if entry.pattern:
            yield from _pattern(talk, entry.pattern, "small_talk", n, "pattern")


def _pattern(path: Path, pattern: str, *place: str | int) -> Iterator[Problem]:
    try:
        re.compile(pattern)
    except re.error as error:
        yield Problem(path, line_in(path, *place), f"the pattern is broken: {error}", "Correct it; ask an engineer if it is unclear")


RULES: tuple[Rule, ...] = (
    national_files,
    sections_once,
    sources_known,
    next_steps_lead_somewhere,
    placeholders_known,
    lists_agree,
    phrases_whole,
    flows_lead_on,
    actions_lead_somewhere,
    choices_make_sense,
    patterns_sound,
)
