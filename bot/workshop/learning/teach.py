"""Learning which words speak for which subject, from the example questions.

A linear support vector machine, one subject against all others (Fan et al. 2008, LIBLINEAR), every subject counting alike however many
examples it has. Its weights are then kept as whole numbers of eight bits: a quarter of the room, and no answer changes for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.dialogue.find.lexical import BUCKETS, LearnedWords, vector
from bot.model.normalise import Normalised, normalise
from bot.model.vectors import Floats

HARDNESS = 0.5
"""How much a mistake costs in learning (liblinear's C)."""


def teach(examples: Mapping[str, Sequence[str]]) -> LearnedWords:
    """Learn from the examples of every subject. The same examples always teach the same."""
    messages = [normalise(text) for texts in examples.values() for text in texts]
    owners = np.array([n for n, texts in enumerate(examples.values()) for _ in texts])
    rarity = _rarity(messages)
    machine = LinearSVC(C=HARDNESS, class_weight="balanced", random_state=0).fit(_matrix(messages, rarity), owners)
    exact = machine.coef_.T.astype(np.float32)
    step = np.maximum(np.abs(exact).max(axis=0), 1e-9) / 127
    weights = np.round(exact / step).astype(np.int8)
    return LearnedWords(tuple(examples), rarity, weights, step.astype(np.float32), machine.intercept_.astype(np.float32))


def _rarity(messages: Sequence[Normalised]) -> Floats:
    """Smoothed inverse document frequency of each bucket."""
    counted = np.zeros(2 * BUCKETS)
    flat = np.ones(2 * BUCKETS, dtype=np.float32)
    for message in messages:
        counted[vector(message, flat)[0]] += 1
    rarity: Floats = (np.log((1 + len(messages)) / (1 + counted)) + 1).astype(np.float32)
    return rarity


def _matrix(messages: Sequence[Normalised], rarity: Floats) -> csr_matrix:
    rows = [vector(message, rarity) for message in messages]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    return csr_matrix((np.concatenate([row[1] for row in rows]), np.concatenate([row[0] for row in rows]), ends), (len(rows), 2 * BUCKETS))
