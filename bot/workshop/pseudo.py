"""Pseudo-languages: every word changed so that one that did not go through the catalogues stands out.

`en_XA` sets accents on letters and brackets round each paragraph. `ar_XB` writes in Arabic letters, from right to left.
Placeholders, addresses and markup stay as they are, as translators must leave them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.content.catalogue import po_path

_KEPT = re.compile(r"\{[^}]*\}|\]\([^)]*\)|https?://\S+|[\w.@-]+\.(?:co\.uk|org\.uk|police\.uk|gov\.uk|org|com)\S*")
_ACCENTED = str.maketrans("aceginorsuyzACEGINORSUYZ", "åçéĝîñöŕšûýžÅÇÉĜÎÑÖŔŠÛÝŽ")
_ARABIC = str.maketrans(
    {latin: arabic for pair in zip("abcdefghijklmnopqrstuvwxyz", "ابثدعفغهيجكلمنوبقرستأفوخيز", strict=True) for latin, arabic in [pair]}
)
_LEAD = re.compile(r"^(\s*(?:[-*]|\d+\.|#+|\|)?\s*)")


def _accented(text: str) -> str:
    return text.translate(_ACCENTED)


def _arabic(text: str) -> str:
    return text.lower().translate(_ARABIC)


LANGUAGES: Mapping[str, Callable[[str], str]] = {"en_XA": _accented, "ar_XB": _arabic}


def pseudo(words: str, code: str) -> str:
    """Words in a pseudo-language. Lines that are lists or tables keep their shape."""
    change = LANGUAGES[code]
    return "\n".join(_line(line, change) for line in words.split("\n"))


def _line(line: str, change: Callable[[str], str]) -> str:
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    body = line[start:]
    if not body.strip() or line.lstrip().startswith("|"):
        return line[:start] + _outside(body, change)
    return f"{line[:start]}[{_outside(body, change)}]"


def _outside(text: str, change: Callable[[str], str]) -> str:
    """The text changed everywhere but in what must be kept."""
    parts, position = [], 0
    for kept in _KEPT.finditer(text):
        parts += [change(text[position : kept.start()]), kept[0]]
        position = kept.end()
    return "".join([*parts, change(text[position:])])


def write_pseudo(catalogue: Catalog, locales: Path, code: str) -> Path:
    """Write the catalogue of a pseudo-language, as a translator would hand it in."""
    path = po_path(locales, code)
    path.parent.mkdir(parents=True, exist_ok=True)
    translation = Catalog(project="Heard", domain=catalogue.domain, fuzzy=False)
    for message in catalogue:
        if isinstance(message.id, str) and message.id:
            translation.add(message.id, pseudo(message.id, code), message.locations, context=message.context)
    with path.open("wb") as file:
        write_po(file, translation, width=120, include_lineno=False)
    return path
