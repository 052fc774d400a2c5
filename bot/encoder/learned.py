"""Learned files: the weights of the words in one, and the few numbers that people may want to read in another.

They come with the program, in its package. `learn` writes newer ones into the data folder unless it is told otherwise; what fits the
content best is used, so that neither an upgrade nor an old file in the data folder makes the search worse.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.dialogue.find.lexical import LearnedWords
from bot.dialogue.find.search import Learned, Weights
from bot.encoder.encoder import MODEL
from bot.encoder.fingerprint import Fingerprint, Staleness, fingerprint, staleness
from bot.errors import ModelError

WORDS, WEIGHTS = "words.npz", "weights.json"

Examples = Mapping[str, Sequence[str]]
"""The example questions of each subject."""


@dataclass(frozen=True, slots=True)
class LearnedFiles:
    """Everything that was learned, where it lies, and which examples it was learned from."""

    learned: Learned
    folder: Path
    fingerprint: Fingerprint

    def staleness(self, examples: Examples) -> Staleness:
        """How far these examples are from those that were learned from."""
        return staleness(self.fingerprint, fingerprint(examples))


def in_data_folder(data_dir: Path) -> Path:
    """Where `learn` writes unless it is told otherwise."""
    return data_dir / "learned"


def best_fitting(examples: Examples, data_dir: Path) -> LearnedFiles:
    """Those of the program or those of the data folder: whichever was learned from the examples that are nearest to these.

    Raises:
        ModelError: a file of the program, or of a set in the data folder, is missing or broken.
    """
    shipped, own = load(), in_data_folder(data_dir)
    if not own.is_dir():
        return shipped
    return min(load(own), shipped, key=lambda files: files.staleness(examples).share)


def load(folder: Path = MODEL) -> LearnedFiles:
    """Read what was learned.

    Raises:
        ModelError: a file is missing or broken.
    """
    try:
        with (folder / WORDS).open("rb") as opened, np.load(opened) as file:  # numpy leaves a broken file open
            words = LearnedWords(
                tuple(str(name) for name in file["subjects"]), file["rarity"], file["weights"], file["step"], file["offset"]
            )
            learned_from: Fingerprint = file["fingerprint"].astype(np.uint64)
        numbers = json.loads((folder / WEIGHTS).read_text(encoding="utf-8"))
        return LearnedFiles(Learned(words, Weights(**numbers["weights"])), folder, learned_from)
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
        raise ModelError(f"{folder}: what was learned cannot be read ({error}). Write it anew: python -m bot learn") from None


def save(learned: Learned, examples: Examples, figures: dict[str, object], folder: Path) -> None:
    """Write what was learned from these examples, with the figures it had on the questions that it was chosen by."""
    words = learned.words
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / WORDS,
        subjects=np.array(words.subjects),
        rarity=words.rarity,
        weights=words.weights,
        step=words.step,
        offset=words.offset,
        fingerprint=fingerprint(examples),
    )
    numbers = {"weights": {name: round(value, 4) for name, value in asdict(learned.weights).items()}, "figures": figures}
    (folder / WEIGHTS).write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
