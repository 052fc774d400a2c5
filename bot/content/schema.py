"""The shape of every content file, for pydantic to hold files against.

Fields marked `Words` are read by people (`bot.model.content.fields`): they are what translators get.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.content.sources.section_ids import own_name
from bot.model.actions import Steered
from bot.model.content.fields import FileModel, Id, Marker, Prose, Words
from bot.model.content.topics import Audience, Mark
from bot.model.safety import Category, Severity


class CitationEntry(FileModel):
    """A source that a file uses, and the place in it: sections by their ids in `sections.yaml`, or all of it, and what only people read."""

    id: Id
    sections: tuple[Marker, ...] = ()
    whole: bool = False
    place: Words | None = None


class LinkEntry(FileModel):
    """A page worth opening."""

    text: Words
    url: str = Field(pattern=r"^https://")


class NextEntry(FileModel):
    """Everything that a person can do after reading; a missing key leaves England's."""

    topics: tuple[Id, ...] | None = Field(default=None, max_length=3)
    phones: tuple[Id, ...] | None = Field(default=None, max_length=2)
    links: tuple[LinkEntry, ...] | None = Field(default=None, max_length=2)
    flow: Id | None = None
    answer: Id | None = None


class TopicFront(FileModel):
    """The top part of a topic file. `for` and the questions belong to the national file."""

    title: Annotated[Words, Field(max_length=40)] | None = None
    audiences: tuple[Audience, ...] = Field(default=(), alias="for")
    questions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    next: NextEntry = NextEntry()
    facts: tuple[str, ...] = ()
    sources: tuple[CitationEntry, ...] = ()
    checked: date
    review_by: date
    same_everywhere: bool = False
    reviewed: ReviewEntry | None = None


class ReviewEntry(FileModel):
    """Who read the topic a second time, by role, and when."""

    by: str
    when: date


class DocumentEntry(FileModel):
    """A document, Act, guidance or page."""

    id: Id
    title: Words
    kind: Literal["strategy", "act", "regulations", "guidance", "page", "service"]
    period: Words
    until: date | None = None
    council: Id | None = None
    draft: bool = False
    url: str | None = None
    seen: date
    note: str | None = None


class HelplineEntry(FileModel):
    """A national number, and how far it was checked."""

    id: Id
    name: Words
    phone: str | None = None
    text: str | None = None
    email: str | None = None
    web: str | None = None
    hours: Words | None = None
    mark: Mark
    check: bool = False
    seen: date
    note: str | None = None


class SourcesFile(FileModel):
    """`sources.yaml`."""

    documents: tuple[DocumentEntry, ...]
    helplines: tuple[HelplineEntry, ...]


class SectionEntry(FileModel):
    """A section of a document, under the id by which topics cite it."""

    id: Marker
    name: Words | None = Field(default_factory=lambda known: own_name(known.get("id", "")))
    """The words that people read: the id's own, unless the file says otherwise. None where the section is counted."""
    title: str | None = None
    also_called: tuple[Marker, ...] = ()
    heading_only: bool = False
    unused: Marker | None = None


class OutlineEntry(FileModel):
    """Everything that a document consists of, in its order."""

    id: Id
    sections: tuple[SectionEntry, ...] = Field(min_length=1)


class CountedEntry(FileModel):
    """A kind of section that documents number, as people read one and several of it."""

    name: Marker
    one: Words
    several: Words


class SectionsFile(FileModel):
    """`sections.yaml`."""

    counted: tuple[CountedEntry, ...]
    documents: tuple[OutlineEntry, ...]


class AmountValueEntry(FileModel):
    """An amount as it was from one day on."""

    since: date = Field(alias="from")
    value: str


class AmountEntry(FileModel):
    """An amount that changes."""

    id: Id
    what: str
    values: tuple[AmountValueEntry, ...] = Field(min_length=1)
    source: Id
    mark: Mark
    check: bool = False
    seen: date
    note: str | None = None


class AmountsFile(FileModel):
    """`amounts.yaml`."""

    amounts: tuple[AmountEntry, ...]


class ContactEntry(FileModel):
    """A council's number for one purpose; people get it only where its mark allows, else a helpline."""

    name: Words
    phone: str | None = None
    hours: Words | None = None
    mark: Mark
    seen: date
    note: str | None = None
    instead: Id
    instead_for_adults: Id | None = None


class CouncilEntry(FileModel):
    """A council that Heard serves."""

    id: Id
    name: Words
    short_name: Words
    also_called: tuple[str, ...] = ()
    contacts: dict[Literal["daytime", "out-of-hours", "switchboard", "participation"], ContactEntry]


class CouncilsFile(FileModel):
    """`councils.yaml`."""

    councils: tuple[CouncilEntry, ...]


class MenuGroupEntry(FileModel):
    """A group of the menu."""

    id: Id
    title: Words
    topics: tuple[Id, ...]


class MenuFile(FileModel):
    """`menu.yaml`."""

    groups: tuple[MenuGroupEntry, ...]


class AudienceEntry(FileModel):
    """Who somebody can say they are."""

    id: Audience
    label: Words
    described: Words
    answers: Literal["short-first", "whole"]
    also_called: tuple[str, ...] = ()


class AudiencesFile(FileModel):
    """`audiences.yaml`."""

    audiences: tuple[AudienceEntry, ...]


class CommandEntry(FileModel):
    """A slash command and the action it stands for."""

    name: str = Field(pattern=r"^[a-z]{1,32}$")
    about: Annotated[Words, Field(max_length=60)]
    opens: str


class CommandsFile(FileModel):
    """`commands.yaml`."""

    commands: tuple[CommandEntry, ...]


class PhrasesFile(FileModel):
    """`phrases.yaml`."""

    phrases: dict[str, Prose]


class SmallTalkEntry(FileModel):
    """Something said that is no question, and the reply."""

    id: Id
    says: tuple[str, ...] = ()
    pattern: str = ""
    reply: Prose


class SmallTalkFile(FileModel):
    """`smalltalk.yaml`."""

    small_talk: tuple[SmallTalkEntry, ...]


class ReadingEntry(FileModel):
    """The topic that some people mean by a few words."""

    says: tuple[Marker, ...] = Field(min_length=1)
    audiences: tuple[Audience, ...] = Field(alias="for", min_length=1)
    topic: Id


class CuesFile(FileModel):
    """`cues.yaml`."""

    readings: tuple[ReadingEntry, ...]
    openers: tuple[Marker, ...]
    more: tuple[Marker, ...]
    pointing: tuple[Marker, ...]
    not_that: tuple[Marker, ...]
    corrections: tuple[str, ...]
    joiners: tuple[Marker, ...]
    places: tuple[Marker, ...]
    steering: dict[Steered, tuple[Marker, ...]]
    complaint: tuple[str, ...]
    private_pictures: tuple[str, ...]


class LimitEntry(FileModel):
    """Something that Heard knows nothing of: how people ask about it, and the one reply."""

    id: Id
    reply: Prose
    questions: tuple[str, ...] = Field(min_length=1)


class LimitsFile(FileModel):
    """`limits.yaml`."""

    limits: tuple[LimitEntry, ...]


class SafetyRuleEntry(FileModel):
    """The sound of one danger."""

    category: Category
    severity: Severity
    patterns: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()


class SafetyReplyEntry(FileModel):
    """The reply to one danger, by how serious it is."""

    category: Category
    immediate: Prose | None = None
    urgent: Prose | None = None
    concern: Prose | None = None


class SafetyFile(FileModel):
    """`safety.yaml`."""

    reviewed: ReviewEntry
    spelling: dict[str, str] = Field(default_factory=dict)
    under_16: tuple[str, ...]
    replies: tuple[SafetyReplyEntry, ...]
    rules: tuple[SafetyRuleEntry, ...]


class AvoidedWord(FileModel):
    """A word that is not used, and what is said instead."""

    avoid: Marker
    forms: tuple[Marker, ...] = ()
    say: str
    why: str = ""


class WordsFile(FileModel):
    """`words.yaml`."""

    words: tuple[AvoidedWord, ...]


class GivenNameEntry(FileModel):
    """A given name: its spellings, and what people called so are called for short."""

    names: tuple[Marker, ...] = Field(min_length=1)
    short: tuple[Marker, ...] = ()


class GivenNamesFile(FileModel):
    """`given_names.yaml`."""

    family_names_too: tuple[Marker, ...] = ()
    one_spelling: tuple[Marker, ...] = ()
    given_names: tuple[GivenNameEntry, ...] = Field(min_length=1)


class KeptOutFile(FileModel):
    """`kept_out.yaml`."""

    titles: tuple[Marker, ...]
    nobody: tuple[Marker, ...] = Field(min_length=1)
    anybody: tuple[Marker, ...]
    secret: tuple[Marker, ...]
    somebody: tuple[Marker, ...] = Field(min_length=1)
    others: tuple[Marker, ...]
    work: tuple[Marker, ...]
    links: tuple[Marker, ...]
    kin_links: tuple[Marker, ...]
    before: tuple[Marker, ...]
    but: tuple[Marker, ...]
    ordinary: tuple[Marker, ...]


class ReceiptFile(FileModel):
    """`receipt.yaml`."""

    words: tuple[Marker, ...]
