"""Who gets a case, and who may see it. Pure: values in, values out.

Whoever tells us something may say who must not see it: by role ("my social worker") or by a name, as they write it. `visible_to` is the one
rule for that, and it would rather hide a case from one officer too many: the case goes to somebody else then, and at last to the fallback.

A name may be nobody's that we know ("Dave" is no officer): that hides from nobody. But where it is no name at all ("him", a picture, another
alphabet), any officer could be meant. Then the fallback alone sees the case, and is told which words we could not make out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from rapidfuzz.fuzz import ratio

from bot.model.case import CaseKind, KeptFrom
from bot.model.routes import Officer, Route, Routes

By = Literal["route", "cover", "fallback", "nobody"]

ALIKE = 75
"""How alike two words must be, of 100, to be the same name: "Mohammed" and "Muhammad" are 75."""
SHORT = 3
"""Letters from which on a word is compared with more than itself."""

TITLES = frozenset({"cllr", "dr", "miss", "mr", "mrs", "ms", "mx", "sir"})
NO_NAMES = TITLES | frozenset(
    """
    a all am an and any anybody anyone are at be bloke but by council dont each every everybody everyone for from gentleman guy he her hers him
    his home i idk in is it its lady lot man me men mine my no nobody none not of office on one ones or other others our people person she
    somebody someone staff that the their theirs them there these they this those to us want we who whoever with woman women x you your
    """.split()  # noqa: SIM905 - a list of words is read in a row
)
"""Words by which nobody can be made out, unless an officer is called so."""

_WORD = re.compile(r"[a-z]+")
_BETWEEN = re.compile(r"[,;&/+\n]|\b(?:and|or|plus)\b", re.IGNORECASE)
_LONG_RUN = re.compile(r"(.)\1{2,}")
_TWICE = re.compile(r"(.)\1+")
_PLAIN = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "'": "", "’": "", "‘": "", "`": ""}
)
_SOUNDS = (("ph", "f"), ("ck", "k"), ("c", "k"), ("q", "k"), ("g", "j"), ("z", "s"), ("v", "f"), ("y", "i"))
_CONSONANTS = str.maketrans({**dict.fromkeys("aeiouhw", ""), "m": "n", "d": "t", "b": "p"})


@dataclass(frozen=True, slots=True)
class Routed:
    """Who gets a case, and by what."""

    officers: tuple[Officer, ...]
    by: By
    """With `nobody` nobody is there who may see it: the caller must shout."""


def recipients(routes: Routes, *, council: str, kind: CaseKind, urgent: bool, kept_from: KeptFrom) -> Routed:
    """Whoever hears of a case: of the first route that fits those who are there and may see it; else its cover; else the fallback."""
    route = next((route for route in routes.routes if _fits(route, council, kind, urgent=urgent)), None)
    steps: list[tuple[By, tuple[str, ...]]] = [("fallback", routes.fallback)]
    if route and not unclear_names(kept_from):
        steps = [("route", route.to), ("cover", route.cover), *steps]
    for by, ids in steps:
        officers = tuple(officer for officer in _known(routes, ids) if not officer.away and visible_to(officer, kept_from, council))
        if officers:
            return Routed(officers, by)
    return Routed((), "nobody")


def _fits(route: Route, council: str, kind: CaseKind, *, urgent: bool) -> bool:
    return council in route.councils and kind in route.kinds and (urgent or not route.urgent_only)


def _known(routes: Routes, ids: Iterable[str]) -> Iterator[Officer]:
    """The officers of these ids, each once."""
    return (routes.officers[found] for found in dict.fromkeys(ids) if found in routes.officers)


def visible_to(officer: Officer, kept_from: KeptFrom, council: str) -> bool:
    """Whether an officer may see a case of a council: the rule for every view, search, notice, cover and export."""
    if council not in officer.councils or officer.role in kept_from.roles:
        return False
    if unclear_names(kept_from) and not officer.is_fallback:
        return False
    return not any(_may_mean(name, officer) for name in kept_from.names)


def unclear_names(kept_from: KeptFrom) -> tuple[str, ...]:
    """What was written where somebody is kept out, and tells nobody who it is ("him", "Olive and the other one"). The fallback must hear of it."""
    return tuple(name for name in kept_from.names if any(NO_NAMES.issuperset(_words(part)) for part in _parts(name)))


def _parts(written: str) -> list[str]:
    """The people in one answer; what holds no letters, such as a face after a name, is nobody, unless it is all there is."""
    parts = [part for part in _BETWEEN.split(written) if any(letter.isalpha() for letter in part)]
    return parts or ([written] if written.strip() else [])


def _may_mean(written: str, officer: Officer) -> bool:
    """Whether words may mean this officer: by one of their names, or by what they are."""
    roles = {officer.role.value.replace("-", " "), *officer.role_words}
    return any(_is_name(written, name) for name in (officer.name, *officer.also_called)) or any(_is_role(written, role) for role in roles)


def _is_name(written: str, name: str) -> bool:
    """Whether any word may be one of the name's: itself, its short form, near to it in letters or in sound; or the name's first letters."""
    words = _words(written)
    own = _called(name)
    if any(word in own for word in words if len(word) > 1):
        return True
    telling = [word for word in words if word not in NO_NAMES]
    long = [word for word in telling if len(word) >= SHORT]
    if not long:
        return _begins("".join(words if all(len(word) == 1 for word in words) else telling), own)
    pairs = product({*telling, "".join(long)}, {*own, "".join(own)})
    return any(_is_alike(word, one) for word, one in pairs if len(word) > 1)


def _is_alike(word: str, own: str) -> bool:
    """Whether one may stand for the other: as its beginning, by letters that differ little, or by how it sounds."""
    if own.startswith(word) or (len(own) >= SHORT and word.startswith(own)):
        return True
    shorter = min(len(word), len(own))
    return (shorter >= SHORT and ratio(word, own) >= ALIKE) or (shorter > SHORT and _sound(word) == _sound(own))


def _begins(letters: str, own: Sequence[str]) -> bool:
    """Whether a few letters stand for a name: its first ones ("J", "JB"), those of one of its words ("Jo"), or a word spelt out ("O l i v e")."""
    initials = "".join(word[0] for word in own)
    return bool(letters) and (letters in initials or any(word.startswith(letters) for word in own))


def _is_role(written: str, role: str) -> bool:
    """Whether the words hold what the role is called, also as one word or letter by letter ("S.W."); short ones without a mistake."""
    words, called = _words(written), "".join(_called(role))
    least = ALIKE + 10 if len(called) > SHORT else 100
    most = max(len(_called(role)), SHORT)
    windows = ("".join(words[n : n + size]) for size in range(1, most + 1) for n in range(len(words) - size + 1))
    return bool(called) and any(ratio(window, called) >= least for window in windows)


@lru_cache(maxsize=1024)
def _called(name: str) -> tuple[str, ...]:
    """The words of what an officer is called, without titles. Only officers' names are remembered, never what somebody wrote."""
    return tuple(word for word in _words(name) if word not in TITLES) or _words(name)


def _words(text: str) -> tuple[str, ...]:
    """The words of a name in small letters from a to z: no accents, no apostrophes, nothing that nobody sees, no long runs ("Oliiiive")."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf")
    return tuple(_LONG_RUN.sub(r"\1", word) for word in _WORD.findall(letters))


def _sound(word: str) -> str:
    """Roughly how a word sounds: its first letter and its consonants ("Stephen" and "Steven", "Aisha" and "Ayesha")."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return _TWICE.sub(r"\1", word[0] + word[1:].translate(_CONSONANTS))
