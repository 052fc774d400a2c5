"""The safety stage: every message is held against the reviewed list before anything else sees it.

The list is content (`knowledge/safety.yaml`); this is only the way through it. It sees the whole message, of any length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.normalise import Normalised
from bot.model.safety import Category, Finding, SafetyRules, Severity

CHECK_FAILED = Finding(Category.CHECK_FAILED, Severity.URGENT)


@dataclass(frozen=True, slots=True)
class _Compiled:
    finding: Finding
    says: re.Pattern[str]
    unless: re.Pattern[str] | None


class Safety:
    """The list, ready to be used."""

    def __init__(self, rules: SafetyRules) -> None:
        self._rules = [
            _Compiled(rule.finding, _any_of(rule.patterns), _any_of(rule.unless) if rule.unless else None) for rule in rules.rules
        ]
        self._under_16 = _any_of(rules.under_16) if rules.under_16 else None

    def check(self, message: Normalised) -> Finding | None:
        """The most serious danger that the message speaks of, or None."""
        for rule in self._rules:
            if rule.says.search(message.text) and not (rule.unless and rule.unless.search(message.text)):
                return rule.finding
        return None

    def says_under_16(self, message: Normalised) -> bool:
        """Whether the person says that they are younger than 16."""
        return bool(self._under_16 and self._under_16.search(message.text))


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
