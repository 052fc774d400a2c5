"""The fingerprint of the example questions that something was learned from, by which it is seen when they have changed since.

A few bytes for each example, under its subject: so it can be told not only that the learned files are stale, but how far.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Fingerprint = NDArray[np.uint64]
"""One number for each example of each subject, in order, each once."""


@dataclass(frozen=True, slots=True)
class Staleness:
    """How far examples are from those that something was learned from."""

    new: int
    """Examples that nothing was learned from."""
    gone: int
    """Examples that were learned from and are no longer there."""
    examples: int
    """How many there are now."""

    @property
    def fresh(self) -> bool:
        """Nothing has changed since."""
        return not (self.new or self.gone)

    @property
    def share(self) -> float:
        """How much has changed, from 0 to 1."""
        return min(1.0, (self.new + self.gone) / max(self.examples, 1))


def fingerprint(examples: Mapping[str, Sequence[str]]) -> Fingerprint:
    """The fingerprint of the examples of every subject, in whatever order they come."""
    digests = b"".join(
        blake2b(f"{subject}\0{text}".encode("utf-8", "replace"), digest_size=8).digest()
        for subject, own in examples.items()
        for text in own
    )
    return np.unique(np.frombuffer(digests, dtype="<u8").astype(np.uint64))


def staleness(learned: Fingerprint, now: Fingerprint) -> Staleness:
    """How far the examples of now are from those that were learned from."""
    new = len(np.setdiff1d(now, learned, assume_unique=True))
    gone = len(np.setdiff1d(learned, now, assume_unique=True))
    return Staleness(new, gone, len(now))
