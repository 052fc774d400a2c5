"""Danger, as the safety stage names it (DESIGN section 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How soon somebody must act."""

    IMMEDIATE = "immediate"
    URGENT = "urgent"
    CONCERN = "concern"

    @property
    def rank(self) -> int:
        """Its place among them, the gravest 0."""
        return list(Severity).index(self)


class Category(StrEnum):
    """The kind of danger."""

    SUICIDE = "suicide"
    SELF_HARM = "self-harm"
    ABUSE_NOW = "abuse-now"
    ABUSE_DISCLOSURE = "abuse-disclosure"
    SEXUAL_EXPLOITATION = "sexual-exploitation"
    CRIMINAL_EXPLOITATION = "criminal-exploitation"
    MISSING_OR_UNSAFE_TONIGHT = "missing-or-unsafe-tonight"
    HOMELESS_TONIGHT = "homeless-tonight"
    CHECK_FAILED = "check-failed"
    VIOLENCE_THREAT = "violence-threat"
    MEDICAL_EMERGENCY = "medical-emergency"
    FORCED_MARRIAGE_OR_FGM = "forced-marriage-or-fgm"
    TRAFFICKING = "trafficking"
    THIRD_PARTY_WORRY = "third-party-worry"


@dataclass(frozen=True, slots=True)
class Finding:
    """Danger found in a message."""

    category: Category
    severity: Severity

    @property
    def urgent(self) -> bool:
        """True if it cannot wait."""
        return self.severity is not Severity.CONCERN

    def graver_than(self, other: Finding | None) -> bool:
        """True if it is graver than another, or there is no other."""
        return other is None or self.severity.rank < other.severity.rank


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """The patterns of one danger. Patterns are regular expressions over the normalised message."""

    finding: Finding
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Patterns that, where they match, say that this rule does not mean it ("dying to see the film")."""


@dataclass(frozen=True, slots=True)
class SafetyReply:
    """The reply to a danger: paragraphs of Markdown."""

    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SafetyRules:
    """The reviewed list: rules, the more serious first, and what is said for each category and severity."""

    rules: tuple[SafetyRule, ...]
    replies: Mapping[tuple[Category, Severity], SafetyReply]
    """For each pair that a rule can find, and for `check-failed`."""
    under_16: tuple[str, ...]
    """Patterns by which somebody says that they are younger than 16."""
    spelling: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Plain words by the ways in which people write them: "tonight": 2nite, tonite."""
