"""Vectors of the content, remembered by the words themselves: to read all example questions anew takes half a minute.

A text's vector is filed under a hash of the text and the encoder's id, so that nothing can be out of date: a changed question
is a new text, whose vector is computed when it is first met. What comes with the program is only read; what is
computed on this machine is kept in the data folder. Messages that people write never come here.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.encoder.encoder import MODEL, Encoder
from bot.model.vectors import Vectors

SHIPPED = MODEL / "vectors.npz"
WORTH_KEEPING = 50
"""From how many new texts on they are kept on disk: a few are computed faster than a file is written."""

OnProgress = Callable[[int, int], object]
"""Called with how many are done, and of how many, for whoever shows progress."""

_Keys = NDArray[np.uint64]
_Small = NDArray[np.int8]


class RememberingEncoder:
    """An encoder that knows the content's vectors already."""

    def __init__(
        self, encoder: Encoder, kept: Path | None = None, on_progress: OnProgress | None = None, shipped: Path | None = SHIPPED
    ) -> None:
        self._encoder = encoder
        self._kept = kept / "vectors.npz" if kept else None
        self._files = [file for file in (shipped, self._kept) if file]
        self._on_progress: OnProgress = on_progress or (lambda done, of: None)
        self.encode = encoder.encode

    def known(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts of the content; those met for the first time are computed and kept."""
        keys = self._keys(texts)
        rows = np.zeros((len(texts), self._encoder.size), dtype=np.float32)
        missing = np.ones(len(texts), dtype=bool)
        for file in self._files:
            _fill(rows, missing, keys, *_read(file, self._encoder.size))
        new = np.flatnonzero(missing)
        if len(new):
            rows[new] = _widened(_narrowed(self._computed([texts[int(n)] for n in new])))
            if self._kept and len(new) >= WORTH_KEEPING:
                write(self._kept, keys, rows)
        return rows

    def file(self, texts: Sequence[str], path: Path) -> int:
        """Write the vectors of these texts, and no others, to a file; how many of them."""
        keys, first = np.unique(self._keys(texts), return_index=True)
        write(path, keys, self.known(texts)[first])
        return len(keys)

    def _computed(self, texts: Sequence[str], step: int = 200) -> Vectors:
        parts = []
        for begin in range(0, len(texts), step):
            if len(texts) >= WORTH_KEEPING:
                self._on_progress(begin, len(texts))
            parts.append(self._encoder.encode(texts[begin : begin + step]))
        return np.concatenate(parts)

    def _keys(self, texts: Sequence[str]) -> _Keys:
        salt = self._encoder.id.encode()[:16]
        digests = b"".join(blake2b(text.encode("utf-8", "replace"), digest_size=8, salt=salt).digest() for text in texts)
        return np.frombuffer(digests, dtype=np.uint64)


def write(path: Path, keys: _Keys, rows: Vectors) -> None:
    """Put a file of vectors in place at once: who reads it meanwhile has the old one, and a crash leaves no half of one.

    A folder that cannot be written costs time at the next start, and nothing else.
    """
    order = np.argsort(keys, kind="stable")
    begun = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as file:
            begun = Path(file.name)
            np.savez(file, keys=keys[order], rows=_narrowed(rows[order]))
        begun.chmod(0o644)  # such files begin as their owner's alone
        begun.replace(path)
    except OSError:
        if begun:
            begun.unlink(missing_ok=True)


def _read(path: Path, size: int) -> tuple[_Keys, _Small]:
    """Keys in order and their rows; none where there is no such file, or it cannot be used."""
    try:
        with path.open("rb") as opened, np.load(opened) as file:  # numpy leaves a broken file open
            keys, rows = file["keys"], file["rows"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        keys, rows = np.zeros(0, np.uint64), np.zeros((0, size), np.int8)
    if rows.ndim != 2 or rows.shape[1] != size or len(keys) != len(rows):
        return np.zeros(0, np.uint64), np.zeros((0, size), np.int8)
    return keys, rows


def _fill(rows: Vectors, missing: NDArray[np.bool_], keys: _Keys, stored: _Keys, small: _Small) -> None:
    """Take what is stored for the keys that are still missing."""
    if not len(stored):
        return
    places = np.minimum(np.searchsorted(stored, keys), len(stored) - 1)
    found = missing & (stored[places] == keys)
    rows[found] = _widened(small[places[found]])
    missing[found] = False


def _narrowed(rows: Vectors) -> _Small:
    """Each number in eight bits, a step being the row's largest over 127: a quarter of the room, and the angles hardly change."""
    largest = np.abs(rows).max(axis=1, keepdims=True, initial=1e-9)
    small: _Small = np.round(rows / largest * 127).astype(np.int8)
    return small


def _widened(small: _Small) -> Vectors:
    rows = small.astype(np.float32)
    wide: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return wide
