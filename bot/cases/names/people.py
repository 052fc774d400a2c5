"""The people in one part of an answer: who is named, and by what they are ("kate my pa", "my sister Kate", "her called Kate"). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from bot.cases.names.called import FORM, Called, Fitting, fitting
from bot.cases.names.matching import INITIALS, WHOLE, Fit, meant
from bot.cases.names.tokens import Kind, Token
from bot.model.case import Role
from bot.model.content.names import Naming

AS_A_NAME = 2
"""Words up to which an ordinary word in an answer may be an officer's name ("will", "not guy")."""
INITIAL_LETTERS = 3
"""Letters that may be an officer's first ones, where they are the whole answer."""
TITLES_OF_GIVEN = frozenset(["miss", "sir", "pan", "pani"])
INTRODUCE = frozenset(["called", "named", "name", "calls"])
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True)
class Person:
    """Somebody in an answer."""

    officers: Mapping[str, bool] = field(default_factory=dict)
    """The ids of those who may be meant, and whether their given name was written; nobody for an outsider."""
    sure: bool = False
    """True if it is a name for certain, or somebody who is no officer."""


def people_in(tokens: Sequence[Token], everybody: Sequence[Called], naming: Naming) -> list[Person]:
    """The people in one part of an answer."""
    fit = fitting(naming)
    marked = _marked(tokens, everybody, naming, fit)
    runs = list(_runs(marked))
    descriptions = [run for run in runs if run.kind in (Kind.OTHER, Kind.ROLE, Kind.WORK)]
    named = [_named(run, runs, marked, everybody, naming, fit) for run in runs if run.kind is Kind.NAME]
    described = [
        _described(run, everybody)
        for run in descriptions
        if not any(each.takes(run.kind) and _linked(run, each.run, marked, naming) for each in named)
    ]
    strong = any(each.person.officers and each.score > INITIALS for each in named)
    return [*(each.person for each in named if not strong or each.score > INITIALS or each.person.sure), *described]


@dataclass(frozen=True)
class Run:
    """Words of one kind that stand together, by their places."""

    kind: Kind
    first: int
    last: int
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Mention:
    """A name, and whoever it may mean."""

    run: Run
    person: Person
    score: float
    related: bool = False
    """True if what was said beside it makes it somebody who is no officer: "my sister Kate"."""

    def takes(self, kind: Kind) -> bool:
        """True if words for what somebody is, beside it, are about this person."""
        return self.related if kind is Kind.OTHER else self.related or self.person.sure or bool(self.person.officers)


def _marked(tokens: Sequence[Token], everybody: Sequence[Called], naming: Naming, fit: Fitting) -> list[Token]:
    """The same words; one that is an ordinary word too is a name where an officer is called so and it is written like a name."""
    return [replace(token, kind=Kind.NAME) if _is_name(n, tokens, everybody, naming, fit) else token for n, token in enumerate(tokens)]


def _is_name(n: int, tokens: Sequence[Token], everybody: Sequence[Called], naming: Naming, fit: Fitting) -> bool:
    token = tokens[n]
    if token.kind is Kind.NAME:
        return True
    if _must_be(n, tokens, naming, fit):
        return True
    if token.kind in (Kind.UNREADABLE, Kind.ROLE, Kind.WORK) or not _like_a_name(n, tokens, naming):
        return False
    return _is_called(token, everybody, fit, alone=len(tokens) == 1)


def _must_be(n: int, tokens: Sequence[Token], naming: Naming, fit: Fitting) -> bool:
    """True if an ordinary word is a name by where it stands, whoever's: after a title, or a given name before a family name ("Guy Ford")."""
    token, small = tokens[n], naming.words.links | naming.words.before
    if n and tokens[n - 1].kind is Kind.TITLE and token.kind is Kind.ORDINARY:
        return token.text not in small and (token.capital or tokens[n - 1].text not in TITLES_OF_GIVEN)
    return (
        n == 0
        and len(tokens) == AS_A_NAME
        and fit.knows(token.text)
        and tokens[1].kind is Kind.NAME
        and token.kind in (Kind.ORDINARY, Kind.SOMEBODY)
    )


def _is_called(token: Token, everybody: Sequence[Called], fit: Fitting, *, alone: bool) -> bool:
    """True if an officer is called like a word that is no name mostly, or has its letters, where nothing else was written."""
    for name in (name for each in everybody for name in each.names):
        if alone and len(token.text) <= INITIAL_LETTERS and any(each.startswith(token.text) for each in name.initials):
            return True
        if any(fit.alone(token.text, own) >= (1.0 if token.kind is Kind.SOMEBODY else FORM) for own in name.words):
            return True
    return False


def _like_a_name(n: int, tokens: Sequence[Token], naming: Naming) -> bool:
    """True if a word stands where a name does."""
    token, before = tokens[n], tokens[n - 1] if n else None
    if before is not None and len(token.text) == 1 and n == len(tokens) - 1:
        return before.kind is Kind.NAME
    led = before is not None and (before.kind is Kind.TITLE or before.text in naming.words.before)
    return led or len(tokens) <= AS_A_NAME or (n > 0 and token.capital and not all(token.capital for token in tokens))


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    at = 0
    for (kind, roles), group in groupby(tokens, key=lambda token: (token.kind, token.roles)):
        size = len(list(group))
        yield Run(kind, at, at + size - 1, roles)
        at += size


def _named(run: Run, runs: Sequence[Run], tokens: Sequence[Token], everybody: Sequence[Called], naming: Naming, fit: Fitting) -> Mention:
    """A name, held against every officer."""
    named = tokens[run.first : run.last + 1]
    words = [token.text for token in named]
    fits: Mapping[str, Fit] = meant(words, [token.joined for token in named], everybody, fit, titled=_after_mr(run, tokens))
    score = max((each.score for each in fits.values()), default=0.0)
    titled = run.first > 0 and (tokens[run.first - 1].kind is Kind.TITLE or tokens[run.first - 1].text in INTRODUCE)
    sure = titled or any(fit.knows(word) for word in words)
    beside = [each for each in runs if each.kind in (Kind.OTHER, Kind.ROLE, Kind.WORK) and _linked(each, run, tokens, naming)]
    others = [each for each in beside if each.kind is Kind.OTHER]
    if score <= WHOLE and len(others) == 1 and not _a_list(others[0], tokens, naming):
        return Mention(run, Person(sure=True), score=0.0, related=True)
    fits = _of_role(fits, frozenset(role for each in beside for role in each.roles), everybody)
    return Mention(run, Person({id_: each.given for id_, each in fits.items()}, sure), score)


def _after_mr(run: Run, tokens: Sequence[Token]) -> bool:
    """True if a name follows a title with which one says family names: "Miss" goes with given names too."""
    return run.first > 0 and tokens[run.first - 1].kind is Kind.TITLE and tokens[run.first - 1].text not in TITLES_OF_GIVEN


def _of_role(fits: Mapping[str, Fit], roles: frozenset[Role], everybody: Sequence[Called]) -> Mapping[str, Fit]:
    """Those who have the role that was said with the name; all of them where nobody has."""
    having = {each.officer.id for each in everybody if each.officer.role in roles}
    return {id_: fit for id_, fit in fits.items() if id_ in having} or fits


def _described(run: Run, everybody: Sequence[Called]) -> Person:
    """Somebody by what they are alone: every officer of that role, or somebody who is no officer."""
    return Person({each.officer.id: False for each in everybody if each.officer.role in run.roles}, sure=run.kind is Kind.OTHER)


def _linked(description: Run, name: Run, tokens: Sequence[Token], naming: Naming) -> bool:
    """True if what somebody is stands beside a name, with nothing but small words between ("kate is my sister")."""
    between = tokens[description.last + 1 : name.first] if description.last < name.first else tokens[name.last + 1 : description.first]
    links = naming.words.kin_links if description.kind is Kind.OTHER else naming.words.links
    return all(token.kind is Kind.TITLE or token.text in links for token in between)


def _a_list(run: Run, tokens: Sequence[Token], naming: Naming) -> bool:
    """True if words for several people stand one after the other ("mum dad"), so that a name beside them is one more."""
    words = [token.text for token in tokens[run.first : run.last + 1]]
    return len(words) > 1 and " ".join(words) not in naming.words.others and not any(word.endswith("s") for word in words[:-1])
