"""Vectors of the content, remembered: nothing is computed twice, and nothing that is remembered can be wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.encoder.encoder import Encoder
from bot.encoder.remembered import WORTH_KEEPING, RememberingEncoder
from bot.model.vectors import Vectors

MANY = [f"question {n}" for n in range(WORTH_KEEPING)]


class Counting(Encoder):  # a real one's __init__ would read the model
    """Stands in for the encoder, and writes down what it had to read."""

    def __init__(self, name: str = "one", size: int = 8) -> None:
        self.id, self.size = name, size
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        rows = np.array([np.random.default_rng([*text.encode()]).normal(size=self.size) for text in texts], dtype=np.float32)
        made: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return made


def opened(kept: Path | None, shipped: Path | None = None, encoder: Counting | None = None) -> tuple[RememberingEncoder, Counting]:
    inner = encoder or Counting()
    return RememberingEncoder(inner, kept, shipped=shipped), inner


def test_vectors_are_computed_once_and_then_remembered(tmp_path: Path) -> None:
    first, _ = opened(tmp_path)
    rows = first.known(MANY)
    second, read_later = opened(tmp_path)
    assert np.array_equal(second.known(MANY), rows), "remembered and fresh are the same to the last bit"
    assert read_later.read == []


def test_what_is_remembered_hardly_differs_from_what_was_computed(tmp_path: Path) -> None:
    memory, inner = opened(tmp_path)
    likeness = (memory.known(MANY) * inner.encode(MANY)).sum(axis=1)
    assert float(likeness.min()) > 0.999


def test_a_changed_text_is_a_new_one(tmp_path: Path) -> None:
    opened(tmp_path)[0].known(MANY)
    later, inner = opened(tmp_path)
    later.known([*MANY[:-1], "question 49, said otherwise"])
    assert inner.read == ["question 49, said otherwise"]


def test_another_encoders_vectors_are_not_taken_for_ours(tmp_path: Path) -> None:
    opened(tmp_path)[0].known(MANY)
    for other in (Counting("two"), Counting("one", size=6)):
        opened(tmp_path, encoder=other)[0].known(MANY)
        assert other.read == MANY


def test_few_new_texts_are_not_worth_a_file(tmp_path: Path) -> None:
    opened(tmp_path)[0].known(MANY[:-1])
    assert list(tmp_path.iterdir()) == []


def test_what_comes_with_the_program_is_used_and_never_written(tmp_path: Path) -> None:
    shipped = tmp_path / "shipped.npz"
    assert opened(None)[0].file([*MANY, MANY[0]], shipped) == len(MANY)
    before = shipped.read_bytes()
    memory, inner = opened(tmp_path / "kept", shipped)
    memory.known([*MANY, *(f"new {n}" for n in range(WORTH_KEEPING))])
    assert all(text.startswith("new") for text in inner.read)
    assert shipped.read_bytes() == before
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["vectors.npz"], "written whole, with nothing left beside it"


def test_a_file_holds_the_texts_it_was_written_for_and_no_others(tmp_path: Path) -> None:
    memory, _ = opened(tmp_path)
    memory.known(MANY)
    assert memory.file(MANY[:3], tmp_path / "three.npz") == 3
    later, inner = opened(None, tmp_path / "three.npz")
    later.known(MANY[:5])
    assert inner.read == MANY[3:5]


def foreign(path: Path, **arrays: object) -> None:
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # whatever somebody else may have put there


BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "no archive": lambda path: path.write_text("vectors"),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:300]),
    "other arrays": lambda path: foreign(path, weights=np.zeros(3)),
    "too few rows": lambda path: foreign(path, keys=np.zeros(3, np.uint64), rows=np.zeros((2, 8), np.int8)),
    "no table": lambda path: foreign(path, keys=np.zeros(3, np.uint64), rows=np.zeros(3, np.int8)),
    "objects": lambda path: foreign(path, keys=np.array([{}], dtype=object), rows=np.zeros((1, 8), np.int8)),
    "a folder": lambda path: path.rename(path.with_suffix(".away")).with_suffix(".npz").mkdir(),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_or_foreign_file_is_as_good_as_none(tmp_path: Path, name: str) -> None:
    memory, _ = opened(tmp_path)
    right = memory.known(MANY)
    BROKEN[name](tmp_path / "vectors.npz")
    again, inner = opened(tmp_path)
    assert np.array_equal(again.known(MANY), right)
    assert inner.read == MANY


def test_a_broken_file_is_replaced_by_a_good_one(tmp_path: Path) -> None:
    (tmp_path / "vectors.npz").write_bytes(b"PK")
    opened(tmp_path)[0].known(MANY)
    later, inner = opened(tmp_path)
    later.known(MANY)
    assert inner.read == []


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    memory, _ = opened(tmp_path / "file" / "data")
    assert memory.known(MANY).shape == (len(MANY), 8)


def test_a_disk_that_fills_up_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tmp_path)[0].known(MANY)
    before = (tmp_path / "vectors.npz").read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    opened(tmp_path)[0].known([*MANY, *(f"new {n}" for n in range(WORTH_KEEPING))])
    assert (tmp_path / "vectors.npz").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["vectors.npz"], "no half file stays behind"


def test_whoever_waits_hears_how_far_it_is() -> None:
    heard: list[tuple[int, int]] = []
    memory = RememberingEncoder(Counting(), on_progress=lambda done, of: heard.append((done, of)), shipped=None)
    memory.known(MANY[:3])
    assert heard == [], "a few are there before anybody could look"
    memory.known([f"{n}" for n in range(450)])
    assert heard == [(0, 450), (200, 450), (400, 450)]


def test_messages_are_never_remembered(tmp_path: Path) -> None:
    memory, _ = opened(tmp_path)
    memory.encode(MANY)
    assert list(tmp_path.iterdir()) == []


def test_no_texts_are_no_rows(tmp_path: Path) -> None:
    assert opened(tmp_path)[0].known([]).shape == (0, 8)
