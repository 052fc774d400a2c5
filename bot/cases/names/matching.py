"""Which officers a few words that are a name may mean ("kate w", "mrs rightson", "katewrightson"). Pure.

Two words of one officer's name count for more than one, and a word that fits well for more than one that is only near. Where two officers fit about
as well both are meant. Somebody with an officer's given name and plainly another family name is somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from bot.cases.names.called import FORM, PARTICLES, SURE, Called, Fitting, Name, OwnWord

WHOLE = 1.0
"""Added to how well two words of one name fit together: it counts for more than any word alone."""
INITIALS, FIRST_INITIALS, LETTER, LETTER_BESIDE = 0.6, 0.45, 0.3, 0.75
"""How well first letters fit: of a whole name, of its beginning, of one word, and of one word beside another that fits."""
TOGETHER = 0.75
"""How well several words must fit on average."""
ANCHOR = 0.8
"""And one of them at least."""
ABOUT = 0.1
"""How much worse than the best another officer may fit and be meant too."""
A_NAME = 5
"""Words of the longest name of which two may be one written apart."""
RUN = 6
"""Letters from which on a word may be two that were run together."""
RUN_WELL = 0.8
"""How well both halves of it must fit."""
UNSURE_LETTERS = frozenset("aiknruxy")
"""Letters that people write as words, so that they do not say that somebody else is meant ("kate i hate her")."""


@dataclass(frozen=True)
class Fit:
    """How well an officer fits."""

    score: float
    given: bool
    """True if their given name is what was written."""


NO_FIT = Fit(0.0, given=False)


def meant(words: Sequence[str], joined: Sequence[bool], everybody: Sequence[Called], fitting: Fitting, *, titled: bool) -> dict[str, Fit]:
    """By their ids, the officers that a name may mean. `joined`: which words hang on the one before, as with a hyphen; `titled`: after "Mr"."""
    fits = {
        each.officer.id: max((_fit(words, joined, name, fitting, titled=titled) for name in each.names), key=_score, default=NO_FIT)
        for each in everybody
    }
    best = max((fit.score for fit in fits.values()), default=0.0)
    if not best:
        return {}
    least = FORM if WHOLE >= best >= FORM else best - ABOUT
    return {id_: fit for id_, fit in fits.items() if fit.score >= least and (fit.score > WHOLE) is (best > WHOLE)}


def _score(fit: Fit) -> float:
    return fit.score


def _fit(words: Sequence[str], joined: Sequence[bool], name: Name, fitting: Fitting, *, titled: bool) -> Fit:
    ways = (
        [_one(words[0], name, fitting, titled=titled)]
        if len(words) == 1
        else [_several(words, joined, name, fitting), *_as_one(words, name, fitting)]
    )
    return max(ways, key=_score)


def _one(word: str, name: Name, fitting: Fitting, *, titled: bool) -> Fit:
    if len(word) == 1:
        return Fit(LETTER * (word in {own.text[0] for own in name.words}), given=False)
    alone = _best_alone(word, name, fitting, titled=titled)
    if alone.score:
        return alone
    if any(each.startswith(word) for each in name.initials):
        return Fit(INITIALS if word in name.initials else FIRST_INITIALS, given=False)
    return _run_together(word, name, fitting)


def _best_alone(word: str, name: Name, fitting: Fitting, *, titled: bool = False) -> Fit:
    return max((Fit(fitting.alone(word, own, titled=titled), own.given) for own in name.words), key=_score)


def _run_together(word: str, name: Name, fitting: Fitting) -> Fit:
    """Two words of a name written as one ("katewrightson", "kwrightson"), in either order."""
    if len(word) < RUN or len(name.words) < 2 or fitting.knows(word):
        return NO_FIT
    halves = [(word[:n], word[n:]) for n in range(1, len(word) - 2)]
    scores = [
        score for one, other in permutations(name.words, 2) for left, right in halves for score in _halves(left, right, one, other, fitting)
    ]
    return Fit(max(scores, default=0.0), given=True)


def _halves(left: str, right: str, one: OwnWord, other: OwnWord, fitting: Fitting) -> Iterator[float]:
    first = _beside(left, one, fitting)
    least = LETTER_BESIDE if len(left) == 1 else RUN_WELL
    last = fitting.beside(right, other) if first >= least else 0.0
    if last >= RUN_WELL and max(first, last) > RUN_WELL:
        yield WHOLE + (first + last) / 2 - ABOUT / 2


def _as_one(words: Sequence[str], name: Name, fitting: Fitting) -> Iterator[Fit]:
    """Words that are one word written apart ("har preet", "mc alderney", "k w"), alone or beside another."""
    if all(len(word) == 1 for word in words):
        spelt = "".join(words)
        yield Fit(INITIALS * any(each.startswith(spelt) for each in name.initials), given=False)
        yield _best_alone(spelt, name, fitting)
    elif len(words) == 2 and min(map(len, words)) > 1:
        fit = _best_alone("".join(words), name, fitting)
        yield fit if fit.score >= ANCHOR else NO_FIT
    for n in range(len(words) - 1) if 2 < len(words) <= A_NAME else ():
        closed = (*words[:n], words[n] + words[n + 1], *words[n + 2 :])
        yield _together(closed, name, fitting)


def _several(words: Sequence[str], joined: Sequence[bool], name: Name, fitting: Fitting) -> Fit:
    both = _together(words, name, fitting)
    return both if both.score else _one_of_several(words, joined, name, fitting)


def _together(words: Sequence[str], name: Name, fitting: Fitting) -> Fit:
    """Two words or more of one name, in any order; what stands between may be a middle name."""
    pairs = sorted(
        ((_beside(word, own, fitting), n, m) for n, word in enumerate(words) for m, own in enumerate(name.words)), key=lambda pair: -pair[0]
    )
    taken: list[tuple[float, int, int]] = []
    for fit, n, m in pairs:
        if fit and all(n != other and m != own for _, other, own in taken):
            taken.append((fit, n, m))
    scores = [fit for fit, _, _ in taken]
    if len(taken) < 2 or max(scores) < ANCHOR or sum(scores) / len(scores) < TOGETHER:
        return NO_FIT
    return Fit(WHOLE + sum(scores) / len(scores), given=any(name.words[m].given and len(words[n]) > 1 for _, n, m in taken))


def _beside(word: str, own: OwnWord, fitting: Fitting) -> float:
    return LETTER_BESIDE * (word == own.text[0]) if len(word) == 1 else fitting.beside(word, own)


def _one_of_several(words: Sequence[str], joined: Sequence[bool], name: Name, fitting: Fitting) -> Fit:
    """One word that fits among others that do not: unless those say that it is somebody else."""
    fits = [(_best_alone(word, name, fitting) if len(word) > 1 else NO_FIT, n) for n, word in enumerate(words)]
    best, at = max(fits, key=lambda fit: fit[0].score)
    if not best.score or _somebody_else(words, joined, at, fitting, best):
        return NO_FIT
    return best


def _somebody_else(words: Sequence[str], joined: Sequence[bool], at: int, fitting: Fitting, best: Fit) -> bool:
    """True if the words beside one that fits say that it is another person: another family name, or another given name."""
    before = words[at - 1] if at else ""
    if before and ((len(before) == 1 and before not in UNSURE_LETTERS) or best.score < (FORM if fitting.knows(before) else SURE)):
        return True
    if fitting.knows(before) and (not best.given or fitting.is_family(words[at])):
        return True
    strange = [
        n for n, word in enumerate(words) if n != at and word not in PARTICLES and (not fitting.knows(word) or fitting.is_family(word))
    ]
    hang_together = all(joined[n] for n in strange[1:])
    return best.given and bool(strange) and strange[0] > at and hang_together and words[strange[0]] not in UNSURE_LETTERS
