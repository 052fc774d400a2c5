"""Faults that pydantic finds in a file, told by the places that stand in the file and not by those of our models.

pydantic names the model that it tried, too ("steps", 3, "choose", "say"), and where a value may be one of two things it says why it is neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

KIND = "kind"
"""The key that says which model an entry is held against."""
LEADS = "leads_type"
"""Our own type of error: neither the id of a step nor a list of leads."""
_OF_A_MODEL = re.compile(r"function-.*|constrained-str|tuple\[.*")
_NOT_EVEN = frozenset({"string_type", "tuple_type", "too_short"})
"""The finding where a value is not at all what one reading of it expects: another reading came further."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a place of a file."""

    place: tuple[str | int, ...]
    type: str
    detail: ErrorDetails
    of_kind: str | None = None
    """The kind of the entry that it is a key of."""


def faults_in(error: ValidationError, data: object) -> Iterator[Fault]:
    """Everything that is wrong, each once."""
    found = [_found(detail, data) for detail in error.errors(include_url=False)]
    places = [each.place for each in found]
    for n, each in enumerate(found):
        if each.type in _NOT_EVEN and any(len(place) > len(each.place) and place[: len(each.place)] == each.place for place in places):
            continue
        same = [other.type for m, other in enumerate(found) if m != n and other.place == each.place]
        if each.type == "tuple_type" and same:
            continue
        yield replace(each, type=LEADS) if each.type == "string_type" and "tuple_type" in same else each


def _found(detail: ErrorDetails, data: object) -> Fault:
    place, kind = _place(detail["loc"], data)
    if detail["type"].startswith("union_tag"):
        place = (*place, KIND)
    return Fault(place, detail["type"], detail, kind)


def _place(location: Sequence[str | int], data: Any) -> tuple[tuple[str | int, ...], str | None]:  # noqa: ANN401 - a document may hold anything
    """The parts of a location that stand in the data, or are missing there; and the kind of the entry whose key is named."""
    place: list[str | int] = []
    kind, inside = None, 0
    here, untagged = data, False
    for part in location:
        if untagged and isinstance(here, dict) and part == here.get(KIND):
            kind, inside, untagged = str(part), len(place), False
            continue
        if isinstance(part, str) and not (isinstance(here, dict) and part in here) and _OF_A_MODEL.fullmatch(part):
            continue
        place.append(part)
        here, untagged = _inside(here, part), isinstance(part, int)
    return tuple(place), kind if len(place) == inside + 1 else None


def _inside(value: Any, part: str | int) -> Any:  # noqa: ANN401 - a document may hold anything
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None
