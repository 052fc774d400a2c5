"""The names of officers, and how well written words fit one of them. Pure.

A word fits a name by itself, by its spellings and short forms (`given_names.yaml`), by its letters, or by its sound. A given name that is
known and is not the officer's is not taken for the officer's misspelt: "Karen" is no Katherine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.cases.names.likeness import alike_in, sound, words_of
from bot.model.content.names import Naming
from bot.model.routes import Officer

EXACT, SPELT, FORM, WHOLE_FORM, SISTER, BEGUN, SOUNDS = 1.0, 0.97, 0.95, 0.9, 0.86, 0.82, 0.8
"""How well a word fits a name: as it is, spelt otherwise, as a short form, as what it may be short for, by another short form, by how it begins, by
its sound."""
DISTANT = 0.7
"""How well the short form of another spelling fits: "Dave" and "Dafydd". Only with a family name beside it that fits."""
ALIKE, ALIKE_LONG = 0.75, 0.72
"""From which likeness on a word that nothing is known of is a name misspelt, where nothing else speaks for it; one of `LONG` letters and more."""
LONG = 8
HEARD_ALIKE = 0.65
"""How alike in letters words must be to be taken for one by their sound."""
BESIDE = 0.6
"""From which likeness on it is one beside another word that fits the same officer."""
KNOWN_BESIDE = 0.7
"""And where the word is a given name of its own ("Jane" for "Jana")."""
BEGINS, FAMILY_BEGINS = 3, 5
"""Letters that may stand for a given name, or a family name, that begins with them."""
SHORT = 5
"""Letters up to which a word must sound like a name, or be alike by `SHORT_ALIKE`: words of that length are near to many names."""
SHORT_ALIKE = 0.8
SURE = 0.85
"""From which likeness on little else is asked."""

PARTICLES = frozenset("al ap ab bin bint binti da de del den der di dos du el ibn la le o st van von y".split())  # noqa: SIM905 - a list of words is read in a row
"""Small words in names, by which alone nobody is meant."""
PREFIXES = ("mc", "mac", "o", "abdi", "abdul", "abdel")
"""All that people leave out at the beginning of a family name."""


@dataclass(frozen=True)
class OwnWord:
    """A word of what an officer is called."""

    text: str
    given: bool
    """True if it may have short forms: every word but the family name."""
    spellings: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    wholes: frozenset[str] = frozenset()
    """The names that it may be short for."""
    distant: frozenset[str] = frozenset()
    long: tuple[str, ...] = ()
    """Itself and what else it is written like, of four letters and more, to compare misspelt words with."""


@dataclass(frozen=True)
class Name:
    """One thing that an officer is called."""

    whole: tuple[str, ...]
    """All its words, titles left out."""
    words: tuple[OwnWord, ...]

    @property
    def initials(self) -> frozenset[str]:
        """Its first letters: all of them, and the first with the last."""
        every = "".join(word[0] for word in self.whole)
        telling = "".join(word[0] for n, word in enumerate(self.whole) if not n or word not in PARTICLES)
        return frozenset({every, telling, telling[0] + telling[-1]} if len(telling) > 1 else ())


@dataclass(frozen=True)
class Called:
    """An officer by what they are called."""

    officer: Officer
    names: tuple[Name, ...]


def called(officer: Officer, naming: Naming) -> Called:
    """An officer by everything that they are called."""
    return Called(officer, tuple(_name(each, naming) for each in (officer.name, *officer.also_called) if words_of(each)))


def _name(written: str, naming: Naming) -> Name:
    every = words_of(written)
    whole = tuple(word for word in every if word not in naming.words.titles) or every
    telling = [(n, word) for n, word in enumerate(whole) if n == 0 or word not in PARTICLES] if len(whole) > 1 else list(enumerate(whole))
    titled = len(whole) == 1 and len(every) > 1
    words = [_own(word, naming, given=not titled and (n < len(whole) - 1 or n == 0)) for n, word in telling]
    if _pair_of_given(whole, written):
        words.append(_own(whole[0] + whole[1], naming, given=True))
    return Name(whole, tuple(words))


def _pair_of_given(whole: Sequence[str], written: str) -> bool:
    """True if two given names are written with a hyphen ("Anne-Marie"), so that people write them in one."""
    return len(whole) > 1 and "-" in written.strip().split()[0]


def _own(word: str, naming: Naming, *, given: bool) -> OwnWord:
    spellings, forms, wholes, distant = set[str](), set[str](), set[str](), set[str]()
    for entry in naming.entries.get(word, ()) if given else ():
        if word in entry.names:
            spellings |= entry.names
            forms |= entry.short
        else:
            wholes |= entry.names
            distant |= entry.short
    for spelling in spellings | forms | wholes:
        for entry in naming.entries.get(spelling, ()):
            distant |= entry.names | (entry.short if spelling in entry.names else frozenset())
    plain = {word, *_without_prefix(word)}
    long = tuple(sorted(each for each in plain | spellings | forms | wholes if len(each) > BEGINS))
    return OwnWord(word, given, frozenset(spellings | plain), frozenset(forms), frozenset(wholes), frozenset(distant), long)


def _without_prefix(word: str) -> Iterator[str]:
    """A family name without its Mac, O or Abdi ("Alderney", "Darragh", "Rashid"), where enough is left of it."""
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) > BEGINS + 1:
            yield word.removeprefix(prefix)


Nearness = tuple[float, float, bool, bool]
_FAR: Nearness = (0.0, 0.0, False, False)


def _may_be(word: str, near: Nearness) -> bool:
    """True if a word is near enough to a name to be it misspelt; a short one must sound like it, too."""
    alike, letters, begins, sounds = near
    least = ALIKE_LONG if len(word) >= LONG else ALIKE
    return len(word) > BEGINS and alike >= least and begins and (sounds or letters >= (SHORT_ALIKE if len(word) <= SHORT else least))


class Fitting:
    """Says how well written words fit names, by what is known of given names."""

    def __init__(self, naming: Naming) -> None:
        self._known = naming.entries
        self._family = naming.family
        self._sounds = {word: sound(word) for word in self._known}
        self._by_sound: dict[str, list[str]] = {}
        for word in self._known:
            self._by_sound.setdefault(self._sounds[word][:1], []).append(word)

    def is_family(self, word: str) -> bool:
        """True if a given name is a family name too."""
        return word in self._family

    def knows(self, word: str) -> bool:
        """True if a word is a given name, whoever's."""
        return word in self._known

    def alone(self, word: str, own: OwnWord, *, titled: bool = False) -> float:
        """How well a word fits where nothing else speaks for it; 0 where it does not. `titled`: after "Mr", so that it is a family name mostly."""
        fit = self._by_form(word, own)
        if titled and own.given:
            return fit if word not in self._family or fit == EXACT else 0.0
        if fit or len(word) < BEGINS or (self.knows(word) and not titled):
            return fit
        if own.text.startswith(word) and len(word) >= (BEGINS if own.given else FAMILY_BEGINS):
            return BEGUN
        near = self._nearest(word, own.long)
        if not _may_be(word, near) or (not titled and near < self._nearest_other(word, own)):
            return 0.0
        return min(near[0], SISTER)

    def beside(self, word: str, own: OwnWord) -> float:
        """How well a word fits beside another word of the same officer's name."""
        fit = self._by_form(word, own)
        if fit or len(word) < BEGINS:
            return fit
        if word in own.distant:
            return DISTANT
        if own.text.startswith(word) or (len(word) > BEGINS and own.text.endswith(word)):
            return BEGUN
        near = self._nearest(word, own.long)[0]
        return min(near, SISTER) if near >= (KNOWN_BESIDE if self.knows(word) else BESIDE) else 0.0

    def _nearest(self, word: str, names: Sequence[str]) -> Nearness:
        """How near the nearest of some names is: by letters or by sound; by letters alone; whether it begins alike, and sounds alike."""
        return max((self._near(word, own, alike) for own, alike in alike_in(word, names, BESIDE)), default=_FAR)

    def _near(self, word: str, own: str, alike: float) -> Nearness:
        heard = SOUNDS if alike >= HEARD_ALIKE and sound(word) == self._sound(own) else 0.0
        return max(alike, heard), alike, word[0] == own[0] or alike >= SURE, heard > 0

    def _by_form(self, word: str, own: OwnWord) -> float:
        if word == own.text:
            return EXACT
        if word in own.spellings:
            return SPELT
        if word in own.forms:
            return FORM
        if word in own.wholes:
            return WHOLE_FORM
        return SISTER if word in own.distant and self._sisters(word, own) else 0.0

    def _sisters(self, word: str, own: OwnWord) -> bool:
        """True if two short forms of one name begin alike ("Katie" and "Kath"), so that one may be written for the other."""
        entries = self._known.get(own.text, ())
        return word[:2] == own.text[:2] and any(own.text in entry.short and word in entry.short for entry in entries)

    def _nearest_other(self, word: str, own: OwnWord) -> Nearness:
        """How near a word is to a given name that is not this officer's."""
        mine = own.spellings | own.forms | own.wholes | own.distant
        others = alike_in(word, self._by_sound.get(sound(word)[:1], ()), ALIKE_LONG)
        return max((self._near(word, each, alike) for each, alike in others if each not in mine), default=_FAR)

    def _sound(self, own: str) -> str:
        """How a name sounds, looked up where it is known."""
        return self._sounds.get(own) or sound(own)


@lru_cache(maxsize=4)
def fitting(naming: Naming) -> Fitting:
    """The one that says how well words fit, made once."""
    return Fitting(naming)
