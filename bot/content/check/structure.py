"""What must hold before content can be served at all: nothing missing, and every name leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator

from bot.content import schema
from bot.content.check.blanks import placeholders_known
from bot.content.check.citations import citations_lead_somewhere, sections_can_be_named
from bot.content.check.flow.flows import (
    actions_lead_somewhere,
    buttons_fit,
    flows_begun,
    flows_needed,
    flows_whole,
    starts_lead_somewhere,
    topics_begin_flows,
)
from bot.content.check.names import given_names_fit, kept_out_words_fit
from bot.content.check.patterns import pattern_sound
from bot.content.check.receipt import receipt_words_fit
from bot.content.check.requests import request_patterns_sound, requests_clear
from bot.content.files import LISTS, Manuscript, TopicFile, is_national
from bot.content.yaml_text import line_in
from bot.errors import Problem
from bot.model.content.fields import ID_PATTERN
from bot.model.content.phrases import Phrase
from bot.model.content.topics import ENGLAND, Audience, SectionName
from bot.model.ids import HELP_NOW, TALK_TO_A_PERSON
from bot.model.safety import Category, Severity

Rule = Callable[[Manuscript], Iterator[Problem]]

NEEDED_TOPICS = (HELP_NOW, TALK_TO_A_PERSON)
"""Topics that the program itself offers."""


def structure_problems(manuscript: Manuscript, *, patterns: bool = True) -> list[Problem]:
    """Every broken reference and missing part. Nothing where a list is already missing: that was said when it was read.

    Trying out all patterns takes longer than everything else together; who builds the safety check from them anyway can do without.
    """
    if set(manuscript.lists) != set(LISTS):
        return []
    rules = [rule for rule in RULES if patterns or rule is not patterns_sound]
    return [problem for rule in rules for problem in rule(manuscript)]


def national_files(manuscript: Manuscript) -> Iterator[Problem]:
    """Each topic has a national file with everything that only it can hold; each file lies in a known folder."""
    layers = {ENGLAND, *(council.id for council in manuscript.entries("councils", schema.CouncilsFile).councils)}
    for topic in NEEDED_TOPICS:
        if topic not in manuscript.national_ids:
            path = manuscript.root / "knowledge" / ENGLAND / f"{topic}.md"
            yield Problem(path, 1, "the file is missing", "Put it back: the assistant itself offers this topic")
    for file in manuscript.topics:
        if not re.match(ID_PATTERN, file.id):
            yield Problem(file.path, 1, f"the file's name '{file.id}' is no id", "Use small letters, digits and hyphens only")
        if file.layer not in layers:
            yield Problem(file.path, 1, f"no council is called '{file.layer}'", f"Move it to one of: {', '.join(sorted(layers))}")
        elif not is_national(file):
            yield from _council_file(file, manuscript.national_ids)
        else:
            yield from _national_file(file)


def _council_file(file: TopicFile, national: Collection[str]) -> Iterator[Problem]:
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
            yield Problem(file.path, 1, "no source is named", "Add 'sources:' with an id of sources.yaml and the place in it")
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
    topics = manuscript.national_ids
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
        if steps.flow and steps.flow not in manuscript.flow_ids:
            yield Problem(
                file.path, line_in(file.path, "next", "flow"), f"no flow is called '{steps.flow}'", "Correct it, or write the flow"
            )


def menu_whole(manuscript: Manuscript) -> Iterator[Problem]:
    """The menu reaches every topic once, and nothing else."""
    path = manuscript.lists["menu"].path
    groups = manuscript.entries("menu", schema.MenuFile).groups
    times = Counter(topic for group in groups for topic in group.topics)
    for topic in sorted(manuscript.national_ids - times.keys()):
        yield Problem(path, 1, f"the topic '{topic}' stands in no group of the menu", "Add it to one group")
    met: set[str] = set()
    for g, group in enumerate(groups):
        for n, topic in enumerate(group.topics):
            place = ("groups", g, "topics", n)
            if topic not in manuscript.national_ids:
                yield Problem(path, line_in(path, *place), f"no topic is called '{topic}'", "Correct the id, or write it")
            elif topic in met:
                wrong = f"the topic '{topic}' stands {times[topic]} times in the menu"
                yield Problem(path, line_in(path, *place), wrong, "Every topic stands in one group")
            met.add(topic)


def numbers_whole(manuscript: Manuscript) -> Iterator[Problem]:
    """Every helpline can be reached, and every council contact has one to fall back on."""
    path = manuscript.lists["sources"].path
    helplines = manuscript.entries("sources", schema.SourcesFile).helplines
    for n, line in enumerate(helplines):
        if not (line.phone or line.web):
            wrong = f"'{line.id}' has neither 'phone' nor 'web'"
            yield Problem(path, line_in(path, "helplines", n), wrong, "Add one: it is what people get")
    known = {line.id for line in helplines}
    councils = manuscript.lists["councils"].path
    for n, council in enumerate(manuscript.entries("councils", schema.CouncilsFile).councils):
        for purpose, contact in council.contacts.items():
            for key in ("instead", "instead_for_adults"):
                helpline = getattr(contact, key)
                if helpline and helpline not in known:
                    place = line_in(councils, "councils", n, "contacts", purpose, key)
                    yield Problem(councils, place, f"no helpline is called '{helpline}'", "Correct the id, or add it to sources.yaml")


def ids_once(manuscript: Manuscript) -> Iterator[Problem]:
    """No id stands twice in its list: the first would be lost."""
    for name, key, identity in (
        ("sources", "documents", "id"),
        ("sources", "helplines", "id"),
        ("amounts", "amounts", "id"),
        ("councils", "councils", "id"),
        ("menu", "groups", "id"),
        ("audiences", "audiences", "id"),
        ("commands", "commands", "name"),
        ("smalltalk", "small_talk", "id"),
        ("limits", "limits", "id"),
        ("safety", "replies", "category"),
    ):
        file = manuscript.lists[name]
        ids = [str(getattr(entry, identity)) for entry in getattr(file.model, key)]
        for n, found in enumerate(ids):
            if found in ids[:n]:
                yield Problem(file.path, line_in(file.path, key, n), f"'{found}' stands twice", "Keep one of them")


def phrases_whole(manuscript: Manuscript) -> Iterator[Problem]:
    """Every phrase the program says is written, and no other; each audience can be chosen."""
    path = manuscript.lists["phrases"].path
    written = manuscript.entries("phrases", schema.PhrasesFile).phrases
    said = {phrase.value for phrase in Phrase}
    for name in sorted(said - written.keys()):
        yield Problem(path, 1, f"the phrase '{name}' is missing", "Add it")
    for name in sorted(written.keys() - said):
        yield Problem(path, line_in(path, "phrases", name), f"nobody says the phrase '{name}'", "Remove it, or correct its name")
    audiences = manuscript.lists["audiences"].path
    missing = set(Audience) - {entry.id for entry in manuscript.entries("audiences", schema.AudiencesFile).audiences}
    for audience in sorted(missing):
        yield Problem(audiences, 1, f"the audience '{audience}' is missing", "Add it")


def readings_lead_somewhere(manuscript: Manuscript) -> Iterator[Problem]:
    """What some people mean by a few words is a topic, and one topic for each of them."""
    path = manuscript.lists["cues"].path
    meant: dict[tuple[Audience, str], str] = {}
    for n, entry in enumerate(manuscript.entries("cues", schema.CuesFile).readings):
        line = line_in(path, "readings", n)
        if entry.topic not in manuscript.national_ids:
            yield Problem(path, line, f"nobody knows the topic '{entry.topic}'", "Correct its id")
        for audience in entry.audiences:
            for said in entry.says:
                if meant.setdefault((audience, said), entry.topic) != entry.topic:
                    wrong = f"'{said}' means two topics to the audience '{audience}'"
                    yield Problem(path, line, wrong, "Keep it in one of them")


def patterns_sound(manuscript: Manuscript) -> Iterator[Problem]:
    """Every pattern is a regular expression, and every danger that can be found has words."""
    path = manuscript.lists["safety"].path
    file = manuscript.entries("safety", schema.SafetyFile)
    for n, rule in enumerate(file.rules):
        for key in ("patterns", "unless"):
            for m, pattern in enumerate(getattr(rule, key)):
                yield from pattern_sound(path, pattern, "rules", n, key, m)
    for n, pattern in enumerate(file.under_16):
        yield from pattern_sound(path, pattern, "under_16", n)
    replies = {(r.category, s) for r in file.replies for s in Severity if getattr(r, s.value)}
    needed = {(rule.category, rule.severity) for rule in file.rules} | {(Category.CHECK_FAILED, Severity.URGENT)}
    for category, severity in sorted(needed - replies):
        yield Problem(path, 1, f"nothing is said to '{category}' when it is {severity}", "Add it under 'replies:'")
    hearing = manuscript.lists["cues"].path
    cues = manuscript.entries("cues", schema.CuesFile)
    for key in ("corrections", "complaint", "private_pictures"):
        for n, pattern in enumerate(getattr(cues, key)):
            yield from pattern_sound(hearing, pattern, key, n, short=key == "corrections")
    talk = manuscript.lists["smalltalk"].path
    for n, entry in enumerate(manuscript.entries("smalltalk", schema.SmallTalkFile).small_talk):
        if entry.pattern:
            yield from pattern_sound(talk, entry.pattern, "small_talk", n, "pattern", short=True)
    yield from request_patterns_sound(manuscript)


RULES: tuple[Rule, ...] = (
    national_files,
    sections_once,
    sources_known,
    citations_lead_somewhere,
    sections_can_be_named,
    next_steps_lead_somewhere,
    placeholders_known,
    menu_whole,
    numbers_whole,
    ids_once,
    phrases_whole,
    flows_needed,
    flows_whole,
    flows_begun,
    starts_lead_somewhere,
    requests_clear,
    topics_begin_flows,
    actions_lead_somewhere,
    buttons_fit,
    readings_lead_somewhere,
    receipt_words_fit,
    given_names_fit,
    kept_out_words_fit,
    patterns_sound,
)
