"""Learning to tell languages apart, and danger in them, from the examples of each language and from English example questions.

Two naive Bayes classifiers over the same hashed letter groups and words (`bot.dialogue.words.language`), kept as whole numbers of eight bits.
They are counted, not fitted: a few seconds, and on these few examples better than a support vector machine (docs/safety.md). Both thresholds
are chosen on messages that the classifier did not see, by how many in a thousand may be taken wrongly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from bot.dialogue.words.foreign_danger import ORDINARY
from bot.dialogue.words.language import BUCKETS, FEW, LearnedLanguages, LearnedLinear, own_words, softmax, vector
from bot.dialogue.words.letters import folded, plain, words_of
from bot.model.content.languages import UNKNOWN, OtherLanguage, OtherLanguages
from bot.model.session import DEFAULT_LANGUAGE
from bot.model.vectors import Floats

Grid = NDArray[np.float64]
Row = tuple[NDArray[np.int64], Floats]

FOREIGN_IN_1000 = 1.0
"""At most so many English messages in a thousand may be taken for another language."""
DANGER_IN_1000 = 10.0
"""At most so many ordinary messages in another language in a thousand may be called danger by what was learned alone."""
PARTS = 4
"""For choosing a threshold, the examples are cut into so many parts; each is judged by what the others teach."""
ENGLISH_WORDS = 4_000
"""So many of the commonest English words are examples of their own: a message of one word is mostly English."""
_UNSEEN = 0.03
"""How much of each name's weight is spread over all buckets, so that letters which nobody has seen speak for no name (Jelinek and Mercer)."""
_SEED = 12


@dataclass(frozen=True, slots=True)
class Example:
    """A text, what it is an example of, and which original it came from: copies of one original stay in one part."""

    words: tuple[str, ...]
    name: str
    original: int
    judged: bool = False
    """It is a whole message, by which a threshold may be chosen."""


def learn_languages(content: OtherLanguages, english: Sequence[str]) -> LearnedLanguages:
    """Learn from every language's examples, and from English ones. The same examples always teach the same."""
    languages, foreign = _learned([*_of_languages(content), *_of_english(english)], DEFAULT_LANGUAGE, FOREIGN_IN_1000)
    dangers, danger = _learned(list(_of_dangers(content)), ORDINARY, DANGER_IN_1000)
    return LearnedLanguages(languages, dangers, foreign, danger, _shared(content, english))


def _shared(content: OtherLanguages, english: Sequence[str]) -> frozenset[str]:
    """Words of other languages that stand in English texts, too."""
    known = frozenset(word for text in english for word in words_of(plain(text))) | frozenset(content.english.common)
    return known & {word for words in own_words(content).values() for word in words}


def _of_languages(content: OtherLanguages) -> Iterator[Example]:
    texts = {language.code: _texts(language) for language in content.known}
    texts[UNKNOWN] = [text for own in content.unread.values() for text in own]
    number = 0
    for code, own in texts.items():
        for text in own:
            number += 1
            for words in _spellings(text):
                yield Example(words, code, number)


def _texts(language: OtherLanguage) -> list[str]:
    """All that is written in a language: examples, phrases, sentences, and its commonest words, alone and a few together."""
    random = Random(_SEED)  # noqa: S311 - no secret hangs on it
    few = [" ".join(random.sample(language.common, 4)) for _ in range(40)] if len(language.common) > 4 else []
    phrases = [phrase for danger in language.dangers for phrase in danger.phrases]
    sentences = [re.sub(r'"[^"]*"|\{[^}]*\}', " ", text) for text in language.sentences.values()]
    return [*language.examples, *phrases, *sentences, *language.common, *few]


def _spellings(text: str) -> Iterator[tuple[str, ...]]:
    """A text as it stands, and as people write it without accents."""
    written = plain(text)
    yield from dict.fromkeys(words for words in (words_of(written), words_of(folded(written))) if words)


def _of_english(texts: Sequence[str]) -> Iterator[Example]:
    counted: Counter[str] = Counter()
    for number, text in enumerate(texts):
        words = words_of(plain(text))
        counted.update(words)
        if words:
            yield Example(words, DEFAULT_LANGUAGE, number, judged=len(words) > FEW)
    for number, (word, _) in enumerate(counted.most_common(ENGLISH_WORDS)):
        yield Example((word,), DEFAULT_LANGUAGE, len(texts) + number)


def _of_dangers(content: OtherLanguages) -> Iterator[Example]:
    number = 0
    for language in content.known:
        dangers = [(danger.finding.category.value, text) for danger in language.dangers for text in (*danger.examples, *danger.phrases)]
        calm = [text for text in _texts(language) if text in {*language.ordinary, *language.common} or text in language.sentences.values()]
        for name, text in (*dangers, *((ORDINARY, text) for text in calm)):
            number += 1
            for words in _spellings(text):
                yield Example(words, name, number, judged=text in language.ordinary)


def _taught(rows: Sequence[Row], names: Sequence[str]) -> LearnedLinear:
    """How much likelier each bucket is under a name than under the others, as logarithms."""
    known = sorted(set(names))
    counted = np.zeros((BUCKETS, len(known)))
    for (buckets, values), name in zip(rows, names, strict=True):
        np.add.at(counted[:, known.index(name)], buckets, values)
    likely = np.log((1 - _UNSEEN) * counted / counted.sum(axis=0) + _UNSEEN / BUCKETS)
    exact = likely - likely.mean(axis=1, keepdims=True)
    step = np.maximum(np.abs(exact).max(axis=0), 1e-9) / 127
    return LearnedLinear(tuple(known), np.round(exact / step).astype(np.int8), step.astype(np.float32))


def _unseen_shares(examples: Sequence[Example], rows: Sequence[Row], name: str) -> Grid:
    """For every example, the share of all names but this one, by what the other parts teach."""
    shares = np.zeros(len(examples))
    for part in range(PARTS):
        others = [n for n, example in enumerate(examples) if example.original % PARTS != part]
        learned = _taught([rows[n] for n in others], [examples[n].name for n in others])
        place = learned.names.index(name)
        for n, example in enumerate(examples):
            if example.original % PARTS == part and example.judged and example.name == name:
                shares[n] = 1 - softmax(learned.scores(example.words))[place]
    return shares


def _learned(examples: Sequence[Example], quiet: str, in_1000: float) -> tuple[LearnedLinear, float]:
    """A classifier, and the lowest share of all but the quiet name that takes at most so many of its messages wrongly."""
    rows = [vector(example.words) for example in examples]
    judged = np.array([example.judged and example.name == quiet for example in examples])
    shares = _unseen_shares(examples, rows, quiet)[judged]
    threshold = float(min(max(np.quantile(shares, 1 - in_1000 / 1000), 0.5), 0.9995)) if len(shares) else 0.9995
    return _taught(rows, [example.name for example in examples]), round(threshold, 4)
