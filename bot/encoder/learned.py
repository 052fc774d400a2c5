"""What was learned, on disk: the weights of the words in one file, and the few numbers that people may want to read in another."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.dialogue.find.lexical import LearnedWords
from bot.dialogue.find.search import Learned, Weights
from bot.encoder.encoder import MODEL
from bot.errors import ModelError

WORDS, WEIGHTS = "words.npz", "weights.json"


def load(folder: Path = MODEL) -> Learned:
    """Read what was learned.

    Raises:
        ModelError: a file is missing or broken.
    """
    try:
        with (folder / WORDS).open("rb") as opened, np.load(opened) as file:  # numpy leaves a broken file open
            words = LearnedWords(
                tuple(str(name) for name in file["subjects"]), file["rarity"], file["weights"], file["step"], file["offset"]
            )
        numbers = json.loads((folder / WEIGHTS).read_text(encoding="utf-8"))
        return Learned(words, Weights(**numbers["weights"]))
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
        raise ModelError(f"{folder}: what was learned cannot be read ({error}). Write it anew: python -m bot learn") from None


def save(learned: Learned, figures: dict[str, object], folder: Path = MODEL) -> None:
    """Write what was learned, with the figures it had on the questions that it was chosen by."""
    words = learned.words
    np.savez_compressed(
        folder / WORDS,
        subjects=np.array(words.subjects),
        rarity=words.rarity,
        weights=words.weights,
        step=words.step,
        offset=words.offset,
    )
    numbers = {"weights": {name: round(value, 4) for name, value in asdict(learned.weights).items()}, "figures": figures}
    (folder / WEIGHTS).write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
