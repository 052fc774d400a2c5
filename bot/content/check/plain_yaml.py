"""YAML that every program reads in the same way: PyYAML's two readers, one in C and one in Python, must agree on it.

We read with the one in C, which is ten times as fast and lets through what the YAML of others refuses: a '?' in words inside {}, a tab.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

import yaml

from bot.content.files import content_files
from bot.content.knots import too_deep
from bot.content.reading import content_text
from bot.content.yaml_text import FRONT
from bot.errors import Problem

_WRONG = "some programs cannot read the YAML of this line, or read something else"
_MEND = "Inside {} and [], put words with a sign such as ? or : in quotes; use spaces, never tabs"


def plain_yaml_problems(root: Path, routes: Path | None) -> Iterator[Problem]:
    """Every content file whose YAML the two readers do not read alike. `routes`: the file with the officers, if it lies elsewhere."""
    for path in sorted({*content_files(root), *([routes] if routes else [])}):
        yaml_text, first_line = _yaml_in(path)
        line = None if too_deep(yaml_text) is not None else _parting(yaml_text)  # said when it was read
        if line is not None:
            yield Problem(path, first_line + line, _WRONG, _MEND)


def _yaml_in(path: Path) -> tuple[str, int]:
    """The YAML of a file, and the line at which it begins; none where the file cannot be read, which was said then."""
    try:
        text = content_text(path)
    except (OSError, UnicodeDecodeError):
        return "", 1
    if path.suffix != ".md":
        return text, 1
    front = FRONT.match(text)
    return (front["front"] if front else ""), 2


@lru_cache(maxsize=1024)
def _parting(text: str) -> int | None:
    """The line (counted from 0) at which the readers part; None where they agree. Kept: the one in Python is slow, and few files change."""
    try:
        expected = list(yaml.parse(text, yaml.CSafeLoader))
    except yaml.YAMLError:
        return None  # said when it was read
    line = 0
    try:
        for ours, plain in zip_longest(expected, yaml.parse(text, yaml.SafeLoader)):
            if ours and ours.start_mark:
                line = ours.start_mark.line
            if _meaning(ours) != _meaning(plain):
                return line
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark.line if mark else line
    return None


def _meaning(event: yaml.Event | None) -> object:
    """What an event says, without where it stands and how it is written."""
    return type(event), *(getattr(event, name, None) for name in ("value", "tag", "anchor", "implicit"))
