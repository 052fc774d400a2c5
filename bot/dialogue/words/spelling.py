"""Words that nobody has written before, read as the known word they most likely are: "socail wroker" is "social worker".

Known words are those of the example questions. Only what is long enough to be told apart, and near enough to one of them, is read anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.model.normalise import Normalised, normalise

LEAST_LETTERS = 4
"""A shorter word has too many neighbours."""

LIKENESS = 0.74
"""How like a known word it must be: 1 less the letters to change, add, drop or swap, as a share of the longer word."""

SEEN = 3
"""How often a word stands in the examples before others are read as it: they have misspelt words of their own."""


class Speller:
    """Knows how the words of the examples are written."""

    def __init__(self, examples: Iterable[Normalised]) -> None:
        counted = Counter(word for example in examples for word in example.words)
        self._known = frozenset(counted)
        usual = sorted(word for word, times in counted.items() if times >= SEEN and len(word) >= LEAST_LETTERS)
        self._by_letter = {letter: [word for word in usual if word[0] == letter] for letter in {word[0] for word in usual}}

    def read(self, message: Normalised) -> Normalised:
        """The message with its misspelt words as they are usually written; the same message where there are none."""
        words = [word if word in self._known or len(word) < LEAST_LETTERS else self._nearest(word) for word in message.words]
        return message if tuple(words) == message.words else normalise(" ".join(words))

    def _nearest(self, word: str) -> str:
        """The known word that begins with the same letter and lies nearest; the word itself where none is near."""
        best = process.extractOne(word, self._by_letter.get(word[0], ()), scorer=OSA.normalized_similarity, score_cutoff=LIKENESS)
        return str(best[0]) if best else word
