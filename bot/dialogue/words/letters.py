"""Letters of any script: which one a message is in, its words, and a form in which spellings of one word are alike.

Pure and total, as `normalise` is. That one is for English: it takes away accents and marks, by which other languages are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from enum import StrEnum
from functools import lru_cache

from bot.dialogue.words.alike import ALIKE, MARKS

READ = 600
"""Letters of a message by which its language is known."""

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufe00-\ufe0f\u0640\ud800-\udfff]")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´＇ʹ′"), "'")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_BREAKS = re.compile(r"[\s!-&(-/:-@\[-`{-~¡-¿×÷‐-⁞、-〿،؛؟٪-٭۔।-॥፠-፨…]+")
"""Breaks between words: spaces and marks, but no apostrophe, and nothing that belongs to a letter of another script."""


class Script(StrEnum):
    """Letters that languages share."""

    LATIN = "latin"
    ARABIC = "arabic"
    ETHIOPIC = "ethiopic"
    BENGALI = "bengali"
    CYRILLIC = "cyrillic"
    ANOTHER = "another"


_RANGES = (
    (0x0000, 0x02AF, Script.LATIN),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0600, 0x08FF, Script.ARABIC),
    (0x0980, 0x09FF, Script.BENGALI),
    (0x1200, 0x139F, Script.ETHIOPIC),
    (0x1D00, 0x1EFF, Script.LATIN),
    (0x2D80, 0x2DDF, Script.ETHIOPIC),
    (0xAB00, 0xAB2F, Script.ETHIOPIC),
    (0xFB50, 0xFEFF, Script.ARABIC),
)
_SYRIAC_TO_MANDAIC = range(0x0700, 0x0860)
"""Scripts that lie between two blocks of Arabic and are none."""


def plain(text: str) -> str:
    """Small letters without styling and without what nobody sees; accents and marks stay."""
    text = text.translate(_APOSTROPHES).lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    return _LONG_RUN.sub(r"\1\1", _ADDRESS.sub(" ", text))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a plain text: what has no letter in it is none."""
    return tuple(word for part in _BREAKS.split(text) if (word := part.strip("'")) and any(map(str.isalpha, word)))


def words_and_script(text: str) -> tuple[tuple[str, ...], Script]:
    """The words of a message as it came, and the script of most of its letters."""
    words = words_of(plain(text))
    return words, script_of(words)


def folded(text: str) -> str:
    """A plain text in which common spellings of a word are alike: no accents on Latin letters, one of several letters that sound alike."""
    if text.isascii():
        return text
    return MARKS.sub("", "".join(map(_unaccented, text))).translate(ALIKE)


@lru_cache(maxsize=4096)
def _unaccented(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if ord(base) < 0x250 else letter


def script_of(words: tuple[str, ...]) -> Script:
    """The script of most letters; Latin, unless a word of two letters or more is in another."""
    counted = Counter(script for word in words for letter in word if (script := _script(letter)))
    total = counted.total()
    for script, letters in counted.most_common():
        if script is not Script.LATIN and letters * 5 >= total * 2 and any(_is_word_in(script, word) for word in words):
            return script
    return Script.LATIN


def _is_word_in(script: Script, word: str) -> bool:
    return sum(_script(letter) is script for letter in word) >= 2


@lru_cache(maxsize=4096)
def _script(letter: str) -> Script | None:
    """The script of a letter; None for what is no letter."""
    if not letter.isalpha():
        return None
    code = ord(letter)
    if code in _SYRIAC_TO_MANDAIC:
        return Script.ANOTHER
    return next((script for first, last, script in _RANGES if first <= code <= last), Script.ANOTHER)
