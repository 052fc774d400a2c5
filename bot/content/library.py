"""File models made into the `Library` that the dialogue speaks from, one for each language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.content import catalogue, schema
from bot.content.check.structure import structure_problems
from bot.content.files import Manuscript, TopicFile, read, section_context
from bot.content.flows import build_flow, revision
from bot.content.languages import other_languages
from bot.content.sources.citations import Places
from bot.content.words import Translate, translated
from bot.errors import ContentError, Problem
from bot.model.content.fields import M, paragraphs
from bot.model.content.library import Library
from bot.model.content.parts import Choice
from bot.model.content.topics import (
    ENGLAND,
    SHOWABLE,
    Amount,
    AmountValue,
    AudienceChoice,
    Citation,
    Command,
    Contact,
    Council,
    Cues,
    Edition,
    Helpline,
    Language,
    Limit,
    Link,
    MenuGroup,
    NextSteps,
    Reading,
    Section,
    SmallTalk,
    Source,
    Topic,
)
from bot.model.safety import Finding, SafetyReply, SafetyRule, SafetyRules, Severity
from bot.model.session import DEFAULT_LANGUAGE


class Libraries:
    """The content in every language, each read when it is first asked for.

    Raises:
        ContentError: the files, or a catalogue, cannot be served.
    """

    def __init__(self, root: Path) -> None:
        self._manuscript = read(root)
        _refuse([*self._manuscript.problems, *structure_problems(self._manuscript, patterns=False)])
        self._locales = root / "locales"
        self.languages = catalogue.languages(self._locales)
        self._built: dict[str, Library] = {}

    @property
    def english(self) -> Library:
        """The content as it is written."""
        return self.into(DEFAULT_LANGUAGE)

    def refuse_broken_patterns(self) -> None:
        """Say which pattern is broken, where building from them failed.

        Raises:
            ContentError: one is.
        """
        _refuse(structure_problems(self._manuscript))

    def into(self, code: str) -> Library:
        """The content in a language; in English where nobody has that language."""
        language = next((language for language in self.languages if language.code == code), self.languages[0])
        if language.code not in self._built:
            translate = catalogue.translate_into(self._locales, language.code)
            self._built[language.code] = build(self._manuscript, language, self.languages, translate)
        return self._built[language.code]


def _refuse(problems: Iterable[Problem]) -> None:
    serious = sorted(problem for problem in problems if not problem.warning)
    if serious:
        raise ContentError(serious)


def build(manuscript: Manuscript, language: Language, languages: tuple[Language, ...], translate: Translate) -> Library:
    """One language's library, from a manuscript whose structure has been found sound."""

    def words(name: str, model: type[M]) -> M:
        return translated(manuscript.entries(name, model), name, translate)

    sources = words("sources", schema.SourcesFile)
    phrases = words("phrases", schema.PhrasesFile).phrases
    places = Places(words("sections", schema.SectionsFile), phrases)
    helplines = {line.id: _helpline(line) for line in sources.helplines}
    councils = {entry.id: _council(entry, helplines) for entry in words("councils", schema.CouncilsFile).councils}
    audiences = words("audiences", schema.AudiencesFile).audiences
    documents = {document.id: _source(document) for document in sources.documents}
    listed = {
        "councils": [Choice(each.short_name, each.id, also_called=(each.name, *each.also_called)) for each in councils.values()],
        "audiences": [Choice(entry.label, entry.id.value, also_called=entry.also_called) for entry in audiences],
        "languages": [Choice(entry.name, entry.code) for entry in languages],
    }
    return Library(
        language=language,
        languages=languages,
        topics=_topics(manuscript.topics, documents, places, translate),
        councils=councils,
        helplines=helplines,
        amounts={entry.id: _amount(entry) for entry in manuscript.entries("amounts", schema.AmountsFile).amounts},
        audiences={
            entry.id: AudienceChoice(entry.id, entry.label, entry.described, entry.answers == "whole", entry.also_called)
            for entry in audiences
        },
        menu=tuple(MenuGroup(group.id, group.title, group.topics) for group in words("menu", schema.MenuFile).groups),
        commands=tuple(Command(entry.name, entry.about, entry.opens) for entry in words("commands", schema.CommandsFile).commands),
        phrases=phrases,
        small_talk=tuple(
            SmallTalk(entry.id, frozenset(entry.says), entry.pattern, entry.reply)
            for entry in words("smalltalk", schema.SmallTalkFile).small_talk
        ),
        limits=tuple(Limit(entry.id, entry.questions, entry.reply) for entry in words("limits", schema.LimitsFile).limits),
        cues=_cues(manuscript.entries("cues", schema.CuesFile)),
        flows={
            name: build_flow(
                name, translated(file.model, f"flows/{name}", translate), listed, revision(file.model), manuscript.requests_of(name)
            )
            for name, file in manuscript.flows.items()
        },
        safety=_safety(words("safety", schema.SafetyFile)),
        other_languages=other_languages(manuscript),
        receipt_words=manuscript.entries("receipt", schema.ReceiptFile).words,
    )


def _cues(file: schema.CuesFile) -> Cues:
    readings = tuple(Reading(frozenset(entry.says), frozenset(entry.audiences), entry.topic) for entry in file.readings)
    return Cues(**{**dict(file), "readings": readings})


def _topics(files: Iterable[TopicFile], documents: Mapping[str, Source], places: Places, translate: Translate) -> dict[str, Topic]:
    by_id: dict[str, list[TopicFile]] = defaultdict(list)
    for file in files:
        by_id[file.id].append(file)
    return {topic: _topic(topic, layers, documents, places, translate) for topic, layers in by_id.items()}


def _topic(topic: str, files: Iterable[TopicFile], documents: Mapping[str, Source], places: Places, translate: Translate) -> Topic:
    layers = {file.layer: file for file in files}
    national = layers[ENGLAND].front
    return Topic(
        id=topic,
        audiences=national.audiences,
        questions=tuple(question for file in layers.values() for question in file.front.questions),
        keywords=tuple(word for file in layers.values() for word in file.front.keywords),
        editions={layer: _edition(file, documents, places, translate) for layer, file in layers.items()},
        same_everywhere=national.same_everywhere,
    )


def _edition(file: TopicFile, documents: Mapping[str, Source], places: Places, translate: Translate) -> Edition:
    front = translated(file.front, f"{file.layer}/{file.id}", translate)
    return Edition(
        layer=file.layer,
        sections=tuple(
            Section(
                section.name,
                section.audiences,
                tuple(translate(section_context(file, section), paragraph) for paragraph in section.paragraphs),
                section.line,
            )
            for section in file.sections
        ),
        next=NextSteps(
            front.next.topics,
            front.next.phones,
            tuple(Link(link.text, link.url) for link in front.next.links) if front.next.links is not None else None,
            front.next.flow,
            front.next.answer,
        ),
        citations=tuple(Citation(documents[entry.id], places.named(entry)) for entry in front.sources),
        checked=front.checked,
        title=front.title,
    )


def _source(entry: schema.DocumentEntry) -> Source:
    return Source(entry.id, entry.title, entry.period, entry.until, entry.council, entry.draft)


def _helpline(entry: schema.HelplineEntry) -> Helpline:
    return Helpline(entry.id, entry.name, entry.phone or entry.web or "", entry.hours or "")


def _council(entry: schema.CouncilEntry, helplines: Mapping[str, Helpline]) -> Council:
    contacts = {
        purpose: Contact(
            contact.name,
            contact.phone if contact.mark in SHOWABLE else None,
            contact.hours or "",
            helplines[contact.instead],
            helplines[contact.instead_for_adults or contact.instead],
        )
        for purpose, contact in entry.contacts.items()
    }
    return Council(
        entry.id, entry.name, entry.short_name, entry.also_called, {str(purpose): contact for purpose, contact in contacts.items()}
    )


def _amount(entry: schema.AmountEntry) -> Amount:
    values = sorted((AmountValue(value.since, value.value) for value in entry.values), key=lambda value: value.since)
    return Amount(entry.id, tuple(values))


def _safety(file: schema.SafetyFile) -> SafetyRules:
    replies = {}
    for entry in file.replies:
        for severity in Severity:
            text = getattr(entry, severity.value)
            if text:
                replies[entry.category, severity] = SafetyReply(paragraphs(text))
    rules = [SafetyRule(Finding(rule.category, rule.severity), rule.patterns, rule.unless) for rule in file.rules]
    spelling = {plain: tuple(variants.split()) for plain, variants in file.spelling.items()}
    return SafetyRules(tuple(sorted(rules, key=lambda rule: rule.finding.severity.rank)), replies, file.under_16, spelling)
