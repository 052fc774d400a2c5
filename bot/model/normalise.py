"""A message made comparable: whatever script, styling or invisible characters it came in.

Pure and total: any string at all, lone surrogates included, gives a result.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´＇"), None)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufe00-\ufe0f\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]+")
_LONG_RUN = re.compile(r"(.)\1{3,}")
_SPACE = re.compile(r"\s+")

SEARCHED = 2_000
"""Characters of a message that the search looks at; the safety check looks at all of them."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A message in the forms that the stages read."""

    text: str
    """Small letters, plain characters, single spaces; punctuation kept: what safety patterns read."""
    words: tuple[str, ...]
    """Words of letters and digits, apostrophes gone ("cant"): what the search reads."""
    shortened: bool
    """True if there was more than the search looks at."""
    searched: str
    """The beginning of the message with its apostrophes: what the encoder reads."""

    @property
    def sentence(self) -> str:
        """The words with single spaces."""
        return " ".join(self.words)


def normalise(message: str) -> Normalised:
    """Read a message. Long repeats are cut ("heeeelp" to "heelp"), styled letters become plain ones."""
    plain = _LONG_RUN.sub(r"\1\1", message.lower() if message.isascii() else _plain_letters(message))
    text = _SPACE.sub(" ", plain.translate(_APOSTROPHES)).strip()
    words = tuple(_WORD.findall(text[:SEARCHED]))
    return Normalised(text, words, shortened=len(text) > SEARCHED, searched=_SPACE.sub(" ", plain[:SEARCHED]).strip())


def _plain_letters(message: str) -> str:
    """Small letters without accents or styling, and without what nobody sees."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", message)).casefold()
    plain = "".join(character for character in unicodedata.normalize("NFD", plain) if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", plain)


def writable(text: str) -> str:
    """The text as it can be stored and sent: half a surrogate pair, which Python can hold and nobody can write, becomes U+FFFD."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
