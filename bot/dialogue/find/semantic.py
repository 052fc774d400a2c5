"""The meaning of a message: which example questions lie nearest to it in the encoder's space.

A subject scores by the mean of its few nearest examples: several that are near say more than one that happens to be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.model.vectors import Floats, Vectors

NEAREST = 3
"""How many of a subject's examples speak for it."""

FAR = -1.0
"""The score of every other subject."""

STRUCK_OUT = -2.0


class Semantic:
    """The examples of all subjects, side by side."""

    def __init__(self, owners: Sequence[int], vectors: Vectors, subjects: int) -> None:
        """`owners` says for each row of `vectors` which subject it is an example of; a subject's rows stand together, and each has one."""
        counts = np.bincount(np.asarray(owners, dtype=np.int64), minlength=subjects)
        self._starts = np.concatenate(([0], np.cumsum(counts)))
        self._vectors = vectors
        self._middles = np.add.reduceat(vectors, self._starts[:-1]) if len(vectors) else vectors
        self._middles /= np.maximum(np.linalg.norm(self._middles, axis=1, keepdims=True), 1e-9)

    def nearness(self, vector: Floats) -> Floats:
        """How near each subject as a whole lies: cheap, and enough to see which are worth a closer look."""
        near: Floats = self._middles @ vector
        return near

    def scores(self, vector: Floats, subjects: NDArray[np.intp]) -> Floats:
        """A score up to 1 for each of these subjects (in rising order), by their nearest examples; `FAR` for all others."""
        likeness = [self._vectors[self._starts[n] : self._starts[n + 1]] @ vector for n in subjects]
        starts = np.cumsum([0, *(len(part) for part in likeness)])
        scores = np.full(len(self._middles), FAR, dtype=np.float32)
        scores[subjects] = _means_of_nearest(np.concatenate(likeness), starts)
        return scores


def _means_of_nearest(likeness: Floats, starts: NDArray[np.int64]) -> Floats:
    """For each subject, the mean over its nearest examples: the largest is found and struck out, a few times over."""
    counts = np.diff(starts)
    sums, found = np.zeros(len(counts), dtype=np.float32), np.zeros(len(counts), dtype=np.float32)
    for _ in range(NEAREST):
        largest = np.maximum.reduceat(likeness, starts[:-1])
        there = largest > STRUCK_OUT
        sums += np.where(there, largest, 0)
        found += there
        likeness[likeness == np.repeat(largest, counts)] = STRUCK_OUT  # two texts that read alike count once
    means: Floats = sums / found
    return means
