"""The sentence encoder: a message as a point in a space where what means the same lies close together.

A small transformer (MiniLM: Wang et al. 2020, arXiv:2002.10957; as a sentence encoder: Reimers and Gurevych 2019, arXiv:1908.10084),
stored as whole numbers of eight bits (`bot.workshop.learning.build`). It runs in this process, on one core,
without any network.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.errors import ModelError
from bot.model.vectors import Vectors

MODEL = Path(__file__).parent / "model"
"""The encoder that comes with the program."""

TOKENS = 64
"""Pieces of words that are read of a text: some fifty words. What comes after them the word index still reads."""

_THREADS = 2
"""For whole files of content; one message is one text, and takes one thread."""


class Encoder:
    """Texts to vectors. Nothing it is given is kept.

    Raises:
        ModelError: the model's files are missing or broken.
    """

    def __init__(self, folder: Path = MODEL) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = onnxruntime.InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
            self.id, self.size = str(card["id"]), int(card["size"])
        except Exception as error:  # noqa: BLE001 - both libraries raise bare exceptions of their own
            raise ModelError(f"{folder}: the encoder cannot be read ({error}). Fetch the folder anew, or build it: make model") from None
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(TOKENS)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row of length 1 for each text, one text at a time: how a text comes out must not hang on its neighbours.

        In a batch it would: the smallest steps that eight bits can tell apart are chosen for the batch as a whole.
        """
        if len(texts) <= 2 * _THREADS:
            rows = [self._encoded(text) for text in texts]
        else:
            with ThreadPoolExecutor(_THREADS) as threads:  # the library lets go of the interpreter while it computes
                rows = list(threads.map(self._encoded, texts))
        return np.stack(rows) if rows else np.zeros((0, self.size), dtype=np.float32)

    def _encoded(self, text: str) -> Vectors:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        row: Vectors = self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)})[0][0]
        return row
