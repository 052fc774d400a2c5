"""Words of names made comparable, and how near one is to another: in letters, and in sound. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

_LONG_RUN = re.compile(r"(.)\1{2,}")
_TWICE = re.compile(r"(.)\1+")
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
_OWNED = re.compile(r"(?<=[^\W\d_])['’‘`´ʼ]s\b", re.IGNORECASE)
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:wr)", "r"),
        (r"^(?:kn|gn|pn|ng|mn)", "n"),
        (r"^ll", "l"),
        (r"^x", "h"),
        (r"^wh", "w"),
        (r"^ps", "s"),
        (r"dd$", "f"),
        (r"ough|augh|igh|gh(?=[^aeiouy]|$)", "-"),
        (r"sch|sz|sh|ch(?=arlo|er[iy]l|an[et]|antel)", "S"),
        (r"tch|cz|ch|ci(?=[aou])|ti(?=[aou])", "C"),
        (r"ph|ff", "f"),
        (r"ck|q|kh", "k"),
        (r"dg|g(?=[eiy])", "j"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"th", "t"),
        (r"bh|w(?=[aeiouy])|v", "v"),
        (r"dh", "d"),
        (r"rz", "S"),
    )
)
_LETTERS = re.compile(r"[a-z0-9]+")
_VOWELS = re.compile(r"[aeiouyhw-]+")


def folded(text: str) -> str:
    """A text in small letters without accents, apostrophes, and what nobody sees; no long runs ("Oliiiive"), and nobody's 's ("Kate's")."""
    plain = unicodedata.normalize("NFKD", _OWNED.sub("", text).translate(_APOSTROPHES)).casefold().translate(_PLAIN)
    shown = "".join(letter for letter in plain if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf")
    return _LONG_RUN.sub(r"\1", shown)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in letters from a to z; a digit is no letter of a name."""
    found = (word if word == "no1" else word.strip("0123456789") for word in _LETTERS.findall(folded(text)))
    return tuple(piece for word in found for piece in ([word] if word == "no1" else re.split(r"[0-9]+", word)) if piece)


def sound(word: str) -> str:
    """Roughly how a word sounds to English ears: its first letter and its consonants ("Stephen" and "Steven", "Wright" and "Rite")."""
    said = word
    for pattern, heard in _SOUNDS:
        said = pattern.sub(heard, said)
    first = "a" if said[:1] in "aeiouy" else said[:1]
    return _TWICE.sub(r"\1", first + _VOWELS.sub("", said[1:]))


def alike_in(word: str, names: Sequence[str], least: float) -> list[tuple[str, float]]:
    """Those of some names whose letters are at least so much like a word's, from 0 to 1: put in, left out, changed and swapped count alike."""
    found = process.extract(word, names, scorer=OSA.normalized_similarity, processor=None, score_cutoff=least, limit=None)
    return [(name, alike) for name, alike, _ in found]
