"""What people write to begin a flow: it begins one, by name, and each message means one thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.content.check.flow.flows import first_answer
from bot.content.check.flow.sheet import FlowSheet, sheets
from bot.content.check.patterns import pattern_sound
from bot.content.files import Manuscript
from bot.content.flow_schema import RequestEntry
from bot.content.yaml_text import line_in
from bot.errors import Problem

_LETTERS = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile("['’‘ʼ`´＇]")
_LONG_RUN = re.compile(r"(.)\1{3,}")

Said = dict[str, tuple[Path, int, int]]
"""By message: the file in which it stands, its group there, and its place in the group."""


def requests_clear(manuscript: Manuscript) -> Iterator[Problem]:
    """What people write to begin a flow is written as it will be heard, and means one thing."""
    by_name = {sheet.name: sheet for sheet in sheets(manuscript)}
    said: Said = {}
    for name, file in manuscript.requests.items():
        if name not in manuscript.flow_ids:
            mend = "Call the file as its flow is called, or remove it"
            yield Problem(file.path, 1, f"no flow is called '{name}', so nothing begins by what stands here", mend)
            continue
        for n, request in enumerate(manuscript.requests_of(name)):
            yield from _leads_somewhere(manuscript, by_name, name, n, request)
            yield from _says(file.path, request, n, said)


def _leads_somewhere(
    manuscript: Manuscript, by_name: Mapping[str, FlowSheet], flow: str, n: int, request: RequestEntry
) -> Iterator[Problem]:
    path = manuscript.requests[flow].path
    if not (request.says or request.pattern):
        mend = "Write 'says' with whole messages, or a 'pattern'"
        yield Problem(path, line_in(path, "requests", n), "nobody can make this request: it has no words", mend)
    if request.topic and request.topic not in manuscript.national_ids:
        mend = "Correct the id, or write it"
        yield Problem(path, line_in(path, "requests", n, "topic"), f"no topic is called '{request.topic}'", mend)
    if flow in by_name:
        yield from first_answer(by_name[flow], request.answer, path, "requests", n, "answer")


def _says(path: Path, request: RequestEntry, n: int, said: Said) -> Iterator[Problem]:
    for m, words in enumerate(request.says):
        line = ("requests", n, "says", m)
        if words != (plain := heard(words)):
            mend = f"Write it as it is heard, in small letters and without signs: {plain or 'some words'}"
            yield Problem(path, line_in(path, *line), f"nobody will be heard to say '{words}'", mend)
        elif words in said:
            first, group, place = said[words]
            where = f"{first.name}, line {line_in(first, 'requests', group, 'says', place)}"
            yield Problem(
                path, line_in(path, *line), f"'{words}' stands in {where}, already", "Keep it once, where most people would want it"
            )
        said.setdefault(words, (path, n, m))


def heard(words: str) -> str:
    """A message as it is compared with requests. `bot.dialogue.normalise` does the same to what people write, and a test holds them together."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", words).casefold())
    plain = unicodedata.normalize("NFC", "".join(character for character in plain if not unicodedata.combining(character)))
    return " ".join(_LETTERS.findall(_APOSTROPHES.sub("", _LONG_RUN.sub(r"\1\1", plain))))


def request_patterns_sound(manuscript: Manuscript) -> Iterator[Problem]:
    """Every pattern of a request is a regular expression."""
    for name, file in manuscript.requests.items():
        for n, request in enumerate(manuscript.requests_of(name)):
            yield from pattern_sound(file.path, request.pattern, "requests", n, "pattern", short=True)
