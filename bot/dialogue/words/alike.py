"""Letters that are written one for another: by habit, by keyboard, or because they sound alike."""

from __future__ import annotations

import re

MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]")
"""Accents that stand alone, and Arabic vowels, which most people leave out."""

_LATIN = {"đ": "d", "ð": "d", "ł": "l", "ı": "i", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "e"}
_ARABIC = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىیېۍےئ", "ي"),
    **dict.fromkeys("کګڪ", "ك"),
    **dict.fromkeys("ةەہھۀۂ", "ه"),
    **dict.fromkeys("ؤۆۇ", "و"),
    **dict.fromkeys("ێ", "ي"),
    **dict.fromkeys("ڕ", "ر"),
    **dict.fromkeys("ڵ", "ل"),
    "ء": "",
}
_ETHIOPIC_SERIES = ((0x1210, 0x1200), (0x1280, 0x1200), (0x1220, 0x1230), (0x12D0, 0x12A0), (0x1340, 0x1338))
"""Where seven letters begin that sound as seven others do, in Amharic or in both languages."""
_ETHIOPIC = {chr(begin + n): chr(alike + n) for begin, alike in _ETHIOPIC_SERIES for n in range(7)}
_OPEN = {"ሃ": "ሀ", "ሓ": "ሀ", "ኃ": "ሀ", "ኣ": "አ", "ዓ": "አ"}

ALIKE = str.maketrans({**_LATIN, **_ARABIC, **_ETHIOPIC, **_OPEN})
