"""Rules for the words of receipts: there are enough of them, all can be typed, and none can be taken for another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.content import schema
from bot.content.files import Manuscript
from bot.content.yaml_text import line_in
from bot.errors import Problem

ENOUGH = 512
"""Words from which on five of them are 45 bits: more than anybody can try out."""

_EASY = re.compile(r"[a-z]{4,7}")


def receipt_words_fit(manuscript: Manuscript) -> Iterator[Problem]:
    """The list is long enough, and each word on it is easy to type and unlike all others."""
    path, words = manuscript.lists["receipt"].path, manuscript.entries("receipt", schema.ReceiptFile).words
    if len(set(words)) < ENOUGH:
        mend = "Add words: with fewer, somebody could find a receipt by trying"
        yield Problem(path, line_in(path, "words"), f"there are {len(set(words))} words, and {ENOUGH} are needed", mend)
    for n, (wrong, mend) in _wrong(words):
        yield Problem(path, line_in(path, "words", n), wrong, mend)


def _wrong(words: Sequence[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    """By its place in the list, what is wrong with a word, and what to do."""
    for n, word in enumerate(words):
        if not _EASY.fullmatch(word):
            yield n, (f"'{word}' is no word for a receipt", "Use 4 to 7 small letters from a to z")
        if word in words[:n]:
            yield n, (f"'{word}' stands twice", "Keep one of them")
    for n, m in _alike(words):
        if words[n] != words[m]:
            yield m, (f"'{words[m]}' can be taken for '{words[n]}'", "Keep the one that has been in use, and find another word")


def _alike(words: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places whose words are a mistake of one letter apart, or begin one another; the later place last."""
    apart = process.cdist(words, words, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
    near = {(int(n), int(m)) for n, m in np.argwhere(apart <= 1) if n < m}
    order = sorted(range(len(words)), key=lambda n: words[n])
    begun = {(min(n, m), max(n, m)) for n, m in pairwise(order) if words[m].startswith(words[n])}
    return sorted(near | begun)
