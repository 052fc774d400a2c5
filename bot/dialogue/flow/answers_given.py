"""What somebody gave at a step, made into an answer, or refused with the reason that they are told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from bot.dialogue.words.typed_answers import day_in, fits_day, fits_number, number_in
from bot.model.content.flow import UNSAID, YES, Ask, Collect, Date, Days, Number, Setting, Text
from bot.model.content.phrases import Phrase
from bot.model.content.topics import ENGLAND, Audience
from bot.model.normalise import Normalised
from bot.model.session import Answer, Item, Session


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an answer cannot be taken, in a phrase. What was written stands in the person's chat; nothing else is lost."""

    phrase: Phrase
    values: dict[str, str] = field(default_factory=dict)


Given = str | int | Refused


def given(step: Ask, text: str, message: Normalised, today: date, language: str) -> Given:
    """The answer in what somebody typed at a step that asks for one thing."""
    match step:
        case Text():
            return _words(step, text.strip())
        case Number():
            return _number(step, text)
        case Date():
            return _day(step, message, today, language)
    return Refused(Phrase.OLD_BUTTON)


def _words(step: Text, words: str) -> Given:
    if not words:
        return Refused(Phrase.NO_WORDS)
    if len(words) > step.most:
        return Refused(Phrase.FLOW_TOO_LONG, {"most": str(step.most), "length": str(len(words))})
    return words


def _number(step: Number, text: str) -> Given:
    number = number_in(text)
    if number is None:
        return Refused(Phrase.FLOW_NO_NUMBER)
    if not fits_number(step, number):
        return Refused(Phrase.FLOW_OTHER_NUMBER, {"least": str(step.least), "most": str(step.most)})
    return number


def _day(step: Date, message: Normalised, today: date, language: str) -> Given:
    day = day_in(message, step.days, today, language)
    if day is None:
        return Refused(Phrase.FLOW_NO_DAY)
    if not fits_day(step, day, today):
        return Refused(Phrase.FLOW_DAY_AHEAD if step.days is Days.PAST else Phrase.FLOW_DAY_OVER)
    return day.isoformat()


def collected(step: Collect, so_far: Answer | None, item: Item) -> Answer | Refused:
    """What was collected with one thing more."""
    items = so_far.value if so_far and isinstance(so_far.value, tuple) else ()
    if not (item.words or item.choice or item.file):
        return Refused(Phrase.NO_WORDS)
    if item.words and not item.file and not step.words:
        return Refused(Phrase.FLOW_PICK)
    if len(items) >= step.most:
        return Refused(Phrase.FLOW_FULL, {"most": str(step.most)})
    length = sum(len(each.words) for each in (*items, item))
    if length > step.longest:
        return Refused(Phrase.FLOW_TOO_LONG, {"most": str(step.longest), "length": str(length)})
    return Answer(step.id, items if item in items and item.choice else (*items, item), done=False)


def settled(session: Session, setting: Setting | None, value: str) -> Session:
    """The session with what a choice sets."""
    match setting:
        case Setting.COUNCIL:
            return replace(session, council=ENGLAND if value == UNSAID else value)
        case Setting.AUDIENCE:
            return replace(session, audience=None if value == UNSAID else Audience(value))
        case Setting.LANGUAGE:
            return replace(session, language=value)
        case Setting.KEEP_QUESTIONS:
            return replace(session, keep_questions=value == YES)
    return session
