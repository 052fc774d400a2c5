"""The `{…}` that content designers write where a number, a name or a date belongs: `{phone childline}`, `{council}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

_PLACEHOLDER = re.compile(r"\{(?P<kind>[a-z]+)(?: +(?P<name>[a-z0-9-]+))?\}")


def placeholders(text: str) -> Iterator[tuple[str, str]]:
    """Each placeholder of a text as its kind and name; the name is empty for `{council}`."""
    for found in _PLACEHOLDER.finditer(text):
        yield found["kind"], found["name"] or ""


def fill(text: str, value: Callable[[str, str], str | None]) -> str:
    """The text with each placeholder replaced by `value(kind, name)`; one that `value` does not know stays as it is."""

    def one(found: re.Match[str]) -> str:
        filled = value(found["kind"], found["name"] or "")
        return found[0] if filled is None else filled

    return _PLACEHOLDER.sub(one, text) if "{" in text else text
