"""What an officer reads when something waits for them: that it does, and how to see it. Never a word of anyone's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from bot.dialogue.own.my_cases import KINDS
from bot.dialogue.say.wording import Wording
from bot.model.case import Case, NewCase
from bot.model.content.library import Library
from bot.model.content.phrases import Phrase
from bot.model.inbound import Conversation
from bot.model.outbound import Block, BlockKind, Message, Span
from bot.model.routes import Officer
from bot.model.turn import About, Notice


class NoticeKind(StrEnum):
    """What an officer hears of."""

    NEW = Phrase.NOTICE_NEW
    URGENT = Phrase.NOTICE_URGENT
    MORE = Phrase.NOTICE_MORE
    """The person has said or done something in it."""
    FALLBACK = Phrase.NOTICE_FALLBACK
    """It fits no route, or nobody of its route may see it."""


class Notices:
    """Writes notices, in the words of phrases.yaml."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def of(self, why: Sequence[NoticeKind], officers: Iterable[Officer], case: Case | NewCase, look_by: date) -> tuple[Notice, ...]:
        """A notice to every place where these officers hear of cases; one to each place."""
        places: dict[Conversation, Officer] = {}
        for officer in officers:
            for place in officer.notices:
                places.setdefault(place, officer)
        message = self._message(why, case, look_by)
        return tuple(Notice(place, message, case.council, About(case.id, officer.id)) for place, officer in places.items())

    def _message(self, why: Sequence[NoticeKind], case: Case | NewCase, look_by: date) -> Message:
        council = self._library.councils.get(case.council)
        wording = Wording(self._library, council, look_by)
        values = {
            "what": wording.label(KINDS[case.kind]),
            "council": council.short_name if council else case.council,
            "number": case.number,
            "date": wording.day(look_by),
        }
        subject = Block(BlockKind.HEADING, (Span(wording.label(Phrase.NOTICE_SUBJECT, **values)),))
        said = [block for kind in why for block in wording.say(Phrase(kind.value), **values)]
        return Message((subject, *said, *wording.say(Phrase.NOTICE_HOW, **values)))
