"""The id of a section, and its parts: a number ("5.1.2"), a heading ("Foreword"), or a part of one ("9, Priority 4", "5, Our Pledge")."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBERED = "section"
"""The kind that a number by itself counts."""
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_COUNTED = re.compile(r"(?P<kind>.+) (?P<number>\d+)")


@dataclass(frozen=True, slots=True)
class SectionId:
    """An id, taken apart."""

    within: str
    """The id of the section that it is named as a part of; "" for none."""
    kind: str
    """The kind that is counted: "section" for "5.1.2", "Priority" for "9, Priority 4"; "" for a name."""
    own: str
    """Its number where it is counted, else its name."""


def taken_apart(section: str) -> SectionId:
    """An id's parts. A name may hold commas: the first one parts it from the section that it is in."""
    within, comma, own = section.partition(", ")
    if not comma:
        within, own = "", section
    counted = _COUNTED.fullmatch(own)
    if _NUMBER.fullmatch(own):
        return SectionId(within, NUMBERED, own)
    return SectionId(within, counted["kind"], counted["number"]) if counted else SectionId(within, "", own)


def own_name(section: str) -> str | None:
    """The words that name a section by themselves; None where it is counted."""
    parts = taken_apart(section)
    return None if parts.kind else parts.own
