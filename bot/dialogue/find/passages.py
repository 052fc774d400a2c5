"""Passages of the answers themselves: how much of a message stands in the text that this person would read.

The third reader, and the smallest: it only looks at the few topics that the others find likely. It is why a fact asked for in words that
no example question has ("who chairs it") is found where it stands.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from bot.model.content.topics import Audience, Section, SectionName, Topic
from bot.model.normalise import Normalised
from bot.model.vectors import Floats

READ = 8
"""How many likely topics' answers are read."""

LEAST_LETTERS = 3
"""Shorter words stand in every answer."""

STEM = 5
"""Letters of a word that are compared: "fostering" and "fostered" count as one."""

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = str.maketrans("", "", "'’")


class Passages:
    """The words of every section of every topic."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics: Mapping[str, Topic] = {topic.id: topic for topic in topics}
        self._stems: dict[int, frozenset[str]] = {}
        counted: Counter[str] = Counter()
        sections = [section for topic in self._topics.values() for edition in topic.editions.values() for section in edition.sections]
        for section in sections:
            stems = self._stems[id(section)] = _stems(section)
            counted.update(stems)
        self._rarity = {stem: math.log((1 + len(sections)) / (1 + times)) for stem, times in counted.items()}
        self._rarest = math.log(1 + len(sections))

    def scores(self, message: Normalised, topics: Sequence[str], council: str | None, audience: Audience | None) -> Floats:
        """For each of these topics, the share of the message's words (rare ones count more) that its answer has, from 0 to 1."""
        asked = {word[:STEM] for word in message.words if len(word) >= LEAST_LETTERS}
        weights = {stem: self._rarity.get(stem, self._rarest) for stem in asked}
        total = sum(weights.values()) or 1.0
        return np.array(
            [sum(weights[stem] for stem in asked & self._read(topic, council, audience)) / total for topic in topics], np.float32
        )

    def _read(self, topic_id: str, council: str | None, audience: Audience | None) -> frozenset[str]:
        topic = self._topics[topic_id]
        found = (topic.find_section(name, council, topic.reader(audience)) for name in SectionName)
        return frozenset().union(*(self._stems[id(part[0])] for part in found if part))


def _stems(section: Section) -> frozenset[str]:
    text = " ".join(section.paragraphs).lower().translate(_APOSTROPHES)
    return frozenset(word[:STEM] for word in _WORD.findall(text))
