"""Words with their blanks filled: numbers, amounts, dates and names that stand once in the lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from bot.dialogue.say.markdown import all_blocks
from bot.model.content.library import Library
from bot.model.content.phrases import Phrase
from bot.model.content.placeholders import fill
from bot.model.content.topics import ADULTS, Audience, Contact, Council, Helpline
from bot.model.outbound import Block, BlockKind
from bot.model.session import DEFAULT_LANGUAGE, Session

LibraryFor = Callable[[str], Library]
"""The library in a language (English where nobody has it)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Says the library's words to one person: in their language, for their council, on this day."""

    library: Library
    council: Council | None
    today: date
    audience: Audience | None = None
    any_council: bool = False
    """True if nobody has said yet which council is theirs."""

    def blocks(self, paragraphs: Iterable[str], values: Mapping[str, str] | None = None) -> tuple[Block, ...]:
        """Paragraphs of Markdown as blocks, filled. Two items that come out alike (one helpline for two missing numbers) stand once."""
        filled = all_blocks([self._fill(paragraph, values or {}) for paragraph in paragraphs])
        first = {block.text: n for n, block in reversed(list(enumerate(filled)))}
        return tuple(block for n, block in enumerate(filled) if block.kind is not BlockKind.BULLET or first[block.text] == n)

    def say(self, phrase: Phrase, **values: str) -> tuple[Block, ...]:
        """A phrase as blocks."""
        return self.blocks(self.library.phrase(phrase).split("\n\n"), values)

    def label(self, phrase: Phrase, **values: str) -> str:
        """A phrase as plain words, for a button or as part of a sentence."""
        return self._fill(self.library.phrase(phrase), values)

    def of_person(self, session: Session) -> dict[str, str]:
        """Who somebody is and what they have set, for the blanks of words that say so."""
        return {
            "council": self.council.short_name if self.council else self.label(Phrase.NO_COUNCIL),
            "audience": self.library.audiences[session.audience].described if session.audience else self.label(Phrase.NO_AUDIENCE),
            "language": self.library.language.name,
            "questions": self.label(Phrase.QUESTIONS_KEPT if session.keep_questions else Phrase.QUESTIONS_NOT_KEPT),
        }

    @property
    def council_name(self) -> str:
        """The person's council as people say it, or "your council"."""
        return self.council.short_name if self.council else self.library.phrase(Phrase.YOUR_COUNCIL)

    def called(self, council: str) -> str | None:
        """The short name of any council; None for one that we do not serve."""
        found = self.library.councils.get(council)
        return found.short_name if found else None

    def day(self, day: date) -> str:
        """A day in words: "22 November 2026"."""
        return format_date(day, "long", locale=self._locale)

    def _fill(self, text: str, values: Mapping[str, str]) -> str:
        return fill(text, lambda kind, name: values.get(kind) if not name and kind in values else self._value(kind, name))

    def _value(self, kind: str, name: str) -> str | None:
        match kind:
            case "council":
                return self.council_name
            case "phone" if name in self.library.helplines:
                return self.library.helplines[name].phone
            case "amount" if name in self.library.amounts:
                return self.library.amounts[name].on(self.today).value
            case "date" if name in self.library.amounts:
                return self._month(self.library.amounts[name].on(self.today).since)
            case "contact":
                return self._contact(name)
        return None

    def _contact(self, purpose: str) -> str:
        """A council's own checked number; else the national helpline that stands in for it."""
        contact = self.council.contacts.get(purpose) if self.council else self._any_contact(purpose)
        if contact is None:
            return ""
        if self.council and contact.phone:
            return self._line(contact.name, contact.phone, contact.hours)
        return self.phone_line(contact.instead_for_adults if self.audience in ADULTS else contact.instead)

    def _any_contact(self, purpose: str) -> Contact | None:
        return next((council.contacts[purpose] for council in self.library.councils.values() if purpose in council.contacts), None)

    def phone_line(self, helpline: Helpline) -> str:
        """A helpline's name, number and hours."""
        return self._line(helpline.name, helpline.phone, helpline.hours)

    def _line(self, name: str, phone: str, hours: str) -> str:
        if hours:
            return self.label(Phrase.PHONE_LINE_HOURS, name=name, phone=phone, hours=hours)
        return self.label(Phrase.PHONE_LINE, name=name, phone=phone)

    def _month(self, day: date) -> str:
        return format_skeleton("yMMMM", day, locale=self._locale)

    @property
    def _locale(self) -> Locale:
        return _locale(self.library.language.code)


@dataclass(frozen=True, slots=True)
class WordingFor:
    """Finds the wording for a session."""

    libraries: LibraryFor

    def library(self, session: Session) -> Library:
        """Everything that can be said in the person's language."""
        return self.libraries(session.language)

    def __call__(self, session: Session, today: date) -> Wording:
        """The wording for a session: its language, its council."""
        library = self.library(session)
        council = library.councils.get(session.council or "")
        return Wording(library, council, today, session.audience, any_council=session.council is None)


@cache
def _locale(code: str) -> Locale:
    """The locale by whose habits dates are written; British where a language's are not known."""
    if code == DEFAULT_LANGUAGE:
        return Locale("en", "GB")
    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")
