"""By what it was learned from, stale learning is seen, and how far."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.dialogue.find.search import Learned, Weights
from bot.encoder.fingerprint import fingerprint, staleness
from bot.encoder.learned import best_fitting, in_data_folder, load, save
from bot.workshop.learning.teach import teach

BEFORE = {"tax": ("do i pay council tax", "is there a discount"), "worker": ("who is my worker", "what is her number")}
ONE_MORE = {**BEFORE, "tax": (*BEFORE["tax"], "got a bill")}
ONE_LESS = {**BEFORE, "tax": BEFORE["tax"][:1]}
REWORDED = {**BEFORE, "tax": (BEFORE["tax"][0], "is there any discount")}
MOVED = {"tax": BEFORE["tax"][:1], "worker": (*BEFORE["worker"], BEFORE["tax"][1])}
TURNED_ROUND = {"worker": BEFORE["worker"][::-1], "tax": BEFORE["tax"]}


@pytest.mark.parametrize(
    ("now", "new", "gone"),
    [(BEFORE, 0, 0), (TURNED_ROUND, 0, 0), (ONE_MORE, 1, 0), (ONE_LESS, 0, 1), (REWORDED, 1, 1), (MOVED, 1, 1), ({}, 0, 4)],
)
def test_it_is_told_how_many_examples_came_and_went(now: dict[str, tuple[str, ...]], new: int, gone: int) -> None:
    far = staleness(fingerprint(BEFORE), fingerprint(now))
    assert (far.new, far.gone, far.examples) == (new, gone, sum(map(len, now.values())))
    assert far.fresh is (new == gone == 0)


def test_words_and_subject_cannot_be_mistaken_for_one_another() -> None:
    assert not np.array_equal(fingerprint({"a": ("b c",)}), fingerprint({"a b": ("c",)}))


def test_what_was_learned_into_the_data_folder_is_used_where_it_fits_better(tmp_path: Path) -> None:
    shipped = load()
    assert best_fitting(BEFORE, tmp_path).folder == shipped.folder, "nothing was learned there"
    save(Learned(teach(BEFORE), Weights()), BEFORE, {}, in_data_folder(tmp_path))
    assert best_fitting(ONE_MORE, tmp_path).folder == in_data_folder(tmp_path)
    assert best_fitting(ONE_MORE, tmp_path).staleness(ONE_MORE).new == 1


def test_after_an_upgrade_the_newer_files_of_the_program_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program"
    save(Learned(teach(ONE_MORE), Weights()), ONE_MORE, {}, program)
    save(Learned(teach(BEFORE), Weights()), BEFORE, {}, in_data_folder(tmp_path))
    monkeypatch.setattr("bot.encoder.learned.load.__defaults__", (program,))
    assert best_fitting(ONE_MORE, tmp_path).folder == program
