"""Content as designers write it, once it has been read: topics, councils, sources, phrases, flows.

Values only. A `Library` holds everything for one language and never changes after it is loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.model.actions import Steered

T = TypeVar("T")

ENGLAND = "england"
"""The national layer that lies under every council."""


class Audience(StrEnum):
    """Who is chatting (DESIGN section 2)."""

    CHILD_IN_CARE = "child-in-care"
    CARE_LEAVER = "care-leaver"
    CARER = "carer"
    COUNCILLOR = "councillor"
    OFFICER = "officer"
    PARTNER = "partner"


YOUNG_PEOPLE = frozenset({Audience.CHILD_IN_CARE, Audience.CARE_LEAVER})


class SectionName(StrEnum):
    """The two parts of an answer: what is said first, and what *Tell me more* adds."""

    SHORT = "short"
    DETAILS = "details"


class Mark(StrEnum):
    """How far somebody has checked a number or a source."""

    PRIMARY = "primary"
    """Read on the page of the body itself."""
    SECONDARY = "secondary"
    """Read on somebody else's page."""
    GENERAL_KNOWLEDGE = "general-knowledge"
    """Well known in the field; nobody has read the source for this project."""
    CONFLICTING = "conflicting"
    """Two pages say two things."""
    UNVERIFIED = "unverified"
    """Nobody has found it."""


ADULTS = frozenset({Audience.CARER, Audience.COUNCILLOR, Audience.OFFICER, Audience.PARTNER})

SHOWABLE = frozenset({Mark.PRIMARY, Mark.SECONDARY})
"""Marks of council numbers that young people may be given."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document, Act or page that facts come from."""

    id: str
    title: str
    period: str
    """When it counts, in words: "2021 to 2023", "in force"."""
    until: date | None = None
    """Its last day, for a document whose period ends."""
    council: str | None = None
    draft: bool = False

    def has_ended(self, today: date) -> bool:
        """True if the document's period is over on that day."""
        return self.until is not None and self.until < today


@dataclass(frozen=True, slots=True)
class Citation:
    """A source, and the place in it as people read it."""

    source: Source
    place: str = ""


@dataclass(frozen=True, slots=True)
class Helpline:
    """A national number."""

    id: str
    name: str
    phone: str
    hours: str = ""


@dataclass(frozen=True, slots=True)
class AmountValue:
    """An amount as it was from one day on."""

    since: date
    value: str


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that changes, with every value it has had."""

    id: str
    values: tuple[AmountValue, ...]
    """Oldest first; never empty."""

    def on(self, day: date) -> AmountValue:
        """The newest value that has begun by that day (the oldest where none has)."""
        begun = [value for value in self.values if value.since <= day]
        return begun[-1] if begun else self.values[0]


@dataclass(frozen=True, slots=True)
class Contact:
    """A council's own number for one purpose, or the helpline to give instead of it."""

    name: str
    phone: str | None
    hours: str
    instead: Helpline
    instead_for_adults: Helpline
    """For carers, councillors, officers and partners, whom a children's helpline does not serve."""


@dataclass(frozen=True, slots=True, eq=False)
class Council:
    """A council that Heard serves, and what people call it."""

    id: str
    name: str
    short_name: str
    also_called: tuple[str, ...]
    contacts: Mapping[str, Contact]
    """By purpose: daytime, out-of-hours, switchboard, participation."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page worth opening, and the words on its button."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class NextSteps:
    """Everything that a person can do after reading an answer. None where a layer does not say, so that England's counts."""

    topics: tuple[str, ...] | None = None
    phones: tuple[str, ...] | None = None
    links: tuple[Link, ...] | None = None
    flow: str | None = None
    answer: str | None = None
    """The choice of the flow's first question that the topic stands for."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an answer, in one voice, from one file."""

    name: SectionName
    audiences: frozenset[Audience]
    """Whom this variant is for; empty for everyone."""
    paragraphs: tuple[str, ...]
    """Markdown, one top-level block each: what translators translate."""
    line: int
    """Where it begins in its file."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The words of one layer (England or a council) on a topic."""

    layer: str
    sections: tuple[Section, ...]
    next: NextSteps
    citations: tuple[Citation, ...]
    checked: date
    title: str | None = None

    def section(self, name: SectionName, audience: Audience | None) -> Section | None:
        """The variant for this audience, else the section for everyone, else nothing."""
        general = None
        for section in self.sections:
            if section.name is not name:
                continue
            if audience in section.audiences:
                return section
            if not section.audiences:
                general = section
        return general


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """One thing people ask about, with the national edition and the councils' own."""

    id: str
    audiences: tuple[Audience, ...]
    """Everyone it is for, the main reader first."""
    questions: tuple[str, ...]
    """Example questions in English: the national ones and every council's."""
    keywords: tuple[str, ...]
    editions: Mapping[str, Edition]
    """By layer: always `england`; a council where it has a file."""
    same_everywhere: bool = False

    @property
    def national(self) -> Edition:
        """England's words."""
        return self.editions[ENGLAND]

    def reader(self, audience: Audience | None) -> Audience:
        """Whose words to use: the person's own, or the main reader's while nobody has said."""
        return audience if audience is not None else self.audiences[0]

    def layers(self, council: str | None) -> tuple[Edition, ...]:
        """The council's edition first, where it has one, then England's."""
        own = self.editions.get(council) if council else None
        return (own, self.national) if own else (self.national,)

    def title(self, council: str | None = None) -> str:
        """The words on its button."""
        return next(edition.title for edition in self.layers(council) if edition.title)

    def find_section(self, name: SectionName, council: str | None, audience: Audience | None) -> tuple[Section, Edition] | None:
        """The section that this person reads and the edition it comes from: the council's before England's."""
        for edition in self.layers(council):
            section = edition.section(name, audience)
            if section:
                return section, edition
        return None

    def next_steps(self, council: str | None) -> NextSteps:
        """The next things to do: each of the council's own lists instead of England's."""
        steps = [edition.next for edition in self.layers(council)]
        return NextSteps(
            topics=_first(step.topics for step in steps),
            phones=_first(step.phones for step in steps),
            links=_first(step.links for step in steps),
            flow=_first(step.flow for step in steps),
            answer=_first(step.answer for step in steps),
        )


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A group of the menu and its topics, in order."""

    id: str
    title: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AudienceChoice:
    """Who somebody can say they are."""

    id: Audience
    label: str
    """On the button: "I'm in care"."""
    described: str
    """In a sentence: "a young person in care"."""
    whole: bool
    """True if short answer and details come at once."""
    also_called: tuple[str, ...] = ()
    """Words that people type instead of pressing the button."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, what it is for, and the action it stands for."""

    name: str
    about: str
    opens: str


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Something said that is no question, how it is noticed, and the one reply to it."""

    id: str
    says: frozenset[str]
    """Whole messages, normalised."""
    pattern: str
    """A regular expression for the whole normalised message; empty for none."""
    reply: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Messages that mean this topic when one of these people writes them."""

    says: frozenset[str]
    """Whole messages, normalised."""
    audiences: frozenset[Audience]
    topic: str


@dataclass(frozen=True, slots=True)
class Cues:
    """How people carry on from what was said before: phrases and patterns over normalised words."""

    readings: tuple[Reading, ...]
    openers: tuple[str, ...]
    """Words before a question that goes on from the last answer."""
    more: tuple[str, ...]
    """Words that ask for more of the last answer."""
    pointing: tuple[str, ...]
    """Words that point back in a short message ("it", "one")."""
    not_that: tuple[str, ...]
    """Words that say that the last answer was not meant."""
    corrections: tuple[str, ...]
    """Patterns for a whole sentence whose first group is what was meant."""
    joiners: tuple[str, ...]
    """Words between two questions."""
    places: tuple[str, ...]
    """Words before a council's name."""
    steering: Mapping[Steered, tuple[str, ...]]
    """Words that people type in a flow instead of pressing "Back", "Skip" …: whole messages."""
    complaint: tuple[str, ...]
    """Patterns of words that sound like a complaint, also where nobody uses the word."""
    private_pictures: tuple[str, ...]
    """Patterns of words about sexual pictures."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that Heard knows nothing of, how people ask about it (in English), and the one reply to it."""

    id: str
    questions: tuple[str, ...]
    reply: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language people can choose."""

    code: str
    name: str
