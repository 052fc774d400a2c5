"""What a message says about the conversation itself: that it goes on from the last answer, that this answer was not
meant, which council it is about, and whether it asks for several things at once.

The words stand in cues.yaml. Pure, and quick: a few look-ups in sets for each message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.model.content.topics import Audience, Council, Cues
from bot.model.normalise import Normalised, normalise
from bot.model.patterns import Pattern, PatternTooSlowError

LONGEST_FOLLOW_UP = 10
"""Words. What is longer stands on its own."""

LONGEST_POINTING = 7
"""Words. A short message that says "it" or "one" means what was talked of last."""

LEAST_PART = 3
"""Words. A shorter part of a message is no question of its own."""

MOST_PARTS = 3

LONGEST_IN_PARTS = 40
"""Words. What is longer is a story about one thing, told in many sentences."""

_SENTENCE_END = re.compile(r"(?<=[.?!;])\s+|\n+|(?<=\?)(?=\w)")


@dataclass(frozen=True, slots=True)
class CarriedOn:
    """A message that may go on from the last answer, without the words that say so."""

    rest: Normalised
    asks_more: bool
    """Whether nothing but the last answer can be meant."""


class DialogueActs:
    """Reads messages by the lists of cues.yaml. Holds only what never changes."""

    def __init__(self, words: Cues, councils: Iterable[Council]) -> None:
        self._readings = {(audience, said): entry.topic for entry in words.readings for audience in entry.audiences for said in entry.says}
        self._openers = _longest_first(words.openers)
        self._more = frozenset(words.more)
        self._pointing = frozenset(words.pointing)
        self._not_that = _longest_first(words.not_that)
        self._corrections = [Pattern((pattern,)) for pattern in words.corrections]
        self._joiners = re.compile(rf"(?:^|(?<=\s))(?:{'|'.join(map(re.escape, _longest_first(words.joiners)))})\s+", re.IGNORECASE)
        self._places = frozenset(words.places)
        self._councils: Mapping[str, str] = {
            normalise(name).sentence: council.id
            for council in councils
            for name in (council.name, council.short_name, *council.also_called)
        }
        self._longest_name = max((len(name.split()) for name in self._councils), default=0)

    def reading(self, message: Normalised, audience: Audience | None) -> str | None:
        """The topic that these few words mean to this audience; None where they mean to all the same."""
        return self._readings.get((audience, message.sentence)) if audience else None

    def carried_on(self, message: Normalised) -> CarriedOn | None:
        """What is left of a short message without its opener ("and what about …"); None for one that stands on its own."""
        if len(message.words) > LONGEST_FOLLOW_UP:
            return None
        sentence, opener = message.sentence, _beginning(message.sentence, self._openers)
        rest = self._without_place(normalise(sentence.removeprefix(opener).strip()))
        asks_more = rest.sentence in self._more or sentence in self._more or not rest.words
        points_back = len(rest.words) <= LONGEST_POINTING and bool(self._pointing & set(rest.words))
        return CarriedOn(rest, asks_more) if opener or asks_more or points_back else None

    def ruled_out(self, message: Normalised) -> Normalised | None:
        """What follows "not that": the words that are left, maybe none. None where nothing is ruled out."""
        rest = message.sentence
        while refusal := _beginning(rest, self._not_that):
            rest = rest.removeprefix(refusal).strip()
        return normalise(rest) if rest != message.sentence else None

    def corrected(self, message: Normalised) -> Normalised:
        """What was meant, in a message that says what was not: "not about contact but about fees". A slow pattern says nothing."""
        for pattern in self._corrections:
            try:
                found = pattern.groups(message.sentence)
            except PatternTooSlowError:
                continue
            if found:
                return normalise(found[0] or "")
        return message

    def council(self, message: Normalised) -> str | None:
        """The one council that a message is about ("in bristol", "what does bradford do"); None for none or several."""
        named = {council for _, _, council in self._named(message)}
        return named.pop() if len(named) == 1 else None

    def council_alone(self, message: Normalised) -> str | None:
        """The council whose name is the whole message."""
        return self._councils.get(message.sentence)

    def parts(self, text: str) -> tuple[Normalised, ...]:
        """The questions of a message, one by one; nothing where it is only one."""
        pieces = [piece for sentence in _SENTENCE_END.split(text) for piece in self._joiners.split(sentence)]
        parts = [part for piece in pieces if len((part := normalise(piece)).words) >= LEAST_PART]
        one_story = sum(len(part.words) for part in parts) > LONGEST_IN_PARTS
        return tuple(parts[:MOST_PARTS]) if len(parts) > 1 and not one_story else ()

    def _named(self, message: Normalised) -> Iterable[tuple[int, int, str]]:
        """(first word, one past the last, council) of each council's name with a word of place before it."""
        words = message.words
        for start in range(len(words)):
            for length in range(min(self._longest_name, len(words) - start), 0, -1):
                council = self._councils.get(" ".join(words[start : start + length]))
                if council and start and words[start - 1] in self._places:
                    yield start, start + length, council
                    break

    def _without_place(self, message: Normalised) -> Normalised:
        """A message without "in bristol", or without a name that is all of it."""
        if message.sentence in self._councils:
            return normalise("")
        kept = list(message.words)
        for start, end, _ in reversed(list(self._named(message))):
            del kept[start - 1 : end]
        return normalise(" ".join(kept)) if len(kept) < len(message.words) else message


def _longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=len, reverse=True))


def _beginning(sentence: str, phrases: Iterable[str]) -> str:
    """The longest of the phrases that a sentence begins with, or is; empty for none."""
    return next((phrase for phrase in phrases if sentence == phrase or sentence.startswith(phrase + " ")), "")
