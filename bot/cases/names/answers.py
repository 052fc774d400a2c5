"""An answer to "Who must not see this?" made out: officers, nobody, an outsider, or somebody whom nobody can make out. Pure.

It would rather keep out an officer too many than show somebody a case that was to be kept from them. Whoever is named in full is kept
out, whatever else is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import pairwise

from bot.cases.names.called import Called, called
from bot.cases.names.likeness import words_of
from bot.cases.names.people import Person, people_in
from bot.cases.names.tokens import Kind, Part, Token, holds_phrase, parts_of, tagged, tokens_of, without_phrases
from bot.model.case import Role
from bot.model.content.names import Echo, Means, Named, Naming, Understood
from bot.model.limits import NAMES_SAID
from bot.model.routes import Officer, Routes

NEGATIONS = frozenset(["dont", "not", "never", "cant", "shouldnt", "mustnt", "wont", "didnt", "doesnt", "isnt"])
PRONOUNS = frozenset(["he", "she", "they", "him", "them"])
_PHRASE = 7
"""Words of the longest phrase for nobody."""


@dataclass(frozen=True, eq=False)
class Reader:
    """Makes out answers, by the officers who could be meant."""

    everybody: tuple[Called, ...]
    naming: Naming
    roles: dict[str, frozenset[Role]]
    """By what they are called, the roles, also those that no officer has."""

    def understood(self, written: str) -> Understood:
        """Whom an answer means."""
        words = words_of(written)
        full = frozenset(each.officer.id for each in self.everybody if _named_in_full(each, words))
        if not written.strip() or (not full and self._nobody(words)):
            return Understood()
        found = self._parts(written)
        officers = full | found.officers
        unclear = found.unclear
        if holds_phrase(words, self.naming.words.secret) or not (officers or found.outsiders or unclear):
            unclear = unclear or (written.strip(),)
        return Understood(officers, found.by_given_name | full, found.outsiders, unclear, max(found.names, len(full)))

    def _nobody(self, words: Sequence[str]) -> bool:
        """True if the whole answer says that there is nobody, or that anybody may see it."""
        known = self.naming.words
        if not words or holds_phrase(words, known.secret):
            return False
        allowed = known.ordinary | known.links | known.nobody
        for phrases, others in ((known.nobody, frozenset[str]()), (known.nobody | known.anybody, known.somebody)):
            rest = list(without_phrases(words, phrases, _PHRASE))
            if len(rest) < len(words) and all(word in allowed | others and word not in NEGATIONS for word in rest):
                return not others or holds_phrase(words, known.anybody)
        return False

    def _parts(self, written: str) -> Understood:
        """All parts together; what only tells the role of somebody who is named beside it says nothing new."""
        pieces: list[_Piece] = []
        for part in parts_of(written, self.naming.words):
            later = any(piece.meant.officers or piece.meant.outsiders for piece in pieces)
            pieces.append(self._part(part, later=later))
        pairs = [(n, one, other) for n, (one, other) in enumerate(pairwise(pieces)) if not other.added]
        again = {n for n, one, other in pairs if one.only_says_role_of(other, self.everybody)}
        again |= {n + 1 for n, one, other in pairs if other.only_says_role_of(one, self.everybody)}
        return reduce(_both, (piece.meant for n, piece in enumerate(pieces) if n not in again), Understood())

    def _part(self, part: Part, *, later: bool) -> _Piece:
        if self._nobody(words_of(part.text)):
            return _Piece(Understood(), part.added)
        tokens = tagged(tokens_of(part.text), self.naming.words, self.roles)
        people = people_in(tokens, self.everybody, self.naming)
        named = any(token.kind is Kind.NAME for token in tokens)
        roles = frozenset[Role]() if named else frozenset(role for token in tokens for role in token.roles)
        return _Piece(self._meant(part.text, tokens, people, later=later), part.added, roles)

    def _meant(self, part: str, tokens: Sequence[Token], people: Sequence[Person], *, later: bool) -> Understood:
        officers = {id_: given for person in people for id_, given in person.officers.items()}
        unclear = (part,) if any(token.kind is Kind.UNREADABLE for token in tokens) or not tokens else ()
        strangers = [person for person in people if not person.officers]
        if officers:
            outsiders = (part,) if any(person.sure for person in strangers) else ()
            given = frozenset(id_ for id_, by_given in officers.items() if by_given)
            return Understood(frozenset(officers), given, outsiders, unclear, len(people))
        if strangers and not unclear and not _vague(tokens, strangers, self.naming):
            return Understood(outsiders=(part,), names=len(strangers))
        if unclear or strangers or (_somebody(tokens) and not (later and _says_something(tokens, self.naming))):
            return Understood(unclear=(part,), names=1)
        return Understood()


@dataclass(frozen=True)
class _Piece:
    """The meaning of one part of an answer."""

    meant: Understood
    added: bool
    roles: frozenset[Role] = frozenset()
    """Those that it is about, where it holds no name."""

    def only_says_role_of(self, other: _Piece, everybody: Iterable[Called]) -> bool:
        """True if it tells the role of somebody who is named beside it: "Delroy, my social worker"."""
        return not other.roles and any(each.officer.id in other.meant.officers and each.officer.role in self.roles for each in everybody)


def _named_in_full(each: Called, words: Sequence[str]) -> bool:
    """True if all words of one of an officer's names stand in an answer, one after the other."""
    return any(words[n : n + len(name.whole)] == name.whole for name in each.names for n in range(len(words) - len(name.whole) + 1))


def _both(one: Understood, other: Understood) -> Understood:
    return Understood(
        one.officers | other.officers,
        one.by_given_name | other.by_given_name,
        one.outsiders + other.outsiders,
        one.unclear + other.unclear,
        one.names + other.names,
    )


def _vague(tokens: Sequence[Token], strangers: Sequence[Person], naming: Naming) -> bool:
    """True if a part speaks of somebody before it comes to what may be a name, or to others: "the lady with the zorb", "she will tell my mum"."""
    if any(person.sure for person in strangers):
        other = next((n for n, token in enumerate(tokens) if token.kind in (Kind.OTHER, Kind.NAME)), 0)
        between = [token.text for token in tokens[1:other]]
        return tokens[0].text in PRONOUNS and not naming.words.kin_links.issuperset(between)
    kinds = [token.kind for token in tokens if token.kind in (Kind.NAME, Kind.WORK, Kind.SOMEBODY)]
    return kinds[:1] == [Kind.SOMEBODY]


def _somebody(tokens: Sequence[Token]) -> bool:
    return any(token.kind in (Kind.SOMEBODY, Kind.TITLE, Kind.UNREADABLE) for token in tokens)


def _says_something(tokens: Sequence[Token], naming: Naming) -> bool:
    """True if a part says something of somebody who was named before: "dont let her see"."""
    known = naming.words
    return any(
        token.kind is Kind.ORDINARY and token.text not in known.links | {"too", "also", "both", "please", "even"} for token in tokens
    )


def understood(routes: Routes, council: str | None, written: str) -> Understood:
    """Whom an answer means, of the officers who serve a council; of all of them where none is named."""
    officers = tuple(officer for officer in routes.officers.values() if council is None or council in officer.councils)
    return _reader(officers, routes.naming, tuple(routes.role_words.items())).understood(written)


@lru_cache(maxsize=32)
def _reader(officers: tuple[Officer, ...], naming: Naming, role_words: tuple[tuple[Role, frozenset[str]], ...]) -> Reader:
    """The reader of answers where these officers work. Only officers' names are remembered, never what somebody wrote.

    A role that nobody here has is known too, so that "my social worker" is no personal adviser. People who are no officers are not: carers mostly.
    """
    here = [(each.role, words) for each in officers for words in (each.role.value.replace("-", " "), *each.role_words)]
    elsewhere = [(role, words) for role, called in role_words for words in called if words not in naming.words.others]
    roles: dict[str, frozenset[Role]] = {}
    for role, words in (*here, *elsewhere):
        phrase = " ".join(words_of(words))
        roles[phrase] = roles.get(phrase, frozenset()) | {role}
    roles.pop("", None)
    return Reader(tuple(called(officer, naming) for officer in officers), naming, roles)


def echo(meant: Understood, routes: Routes, tried: int) -> Echo:
    """All that may be said of an answer before it is sent. `tried`: how many other names were tried in this chat.

    Nothing where they are too many: whoever tries one name after the other must not find out who works here. A name is said only where it was
    written, else the role alone.
    """
    if tried + meant.names > NAMES_SAID and meant.means is not Means.NOBODY:
        return Echo(None)
    people = [routes.officers[id_] for id_ in sorted(meant.officers) if id_ in routes.officers]
    named = (Named(each.role, _given_name(each, routes.naming) if each.id in meant.by_given_name else None) for each in people)
    return Echo(meant.means, tuple(dict.fromkeys(named)), meant.outsiders, meant.unclear)


def _given_name(officer: Officer, naming: Naming) -> str | None:
    """An officer's given name; None where only a title and a family name are known."""
    first = officer.name.split()[0]
    return None if naming.words.titles.issuperset(words_of(first)) else first
