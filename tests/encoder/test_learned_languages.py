"""What was learned of languages, as a file: written and read again, of today's content, and a broken one is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.content.library import Libraries
from bot.encoder.learned_languages import LANGUAGES, best_fitting_languages, load_languages, save_languages
from bot.errors import ModelError
from bot.workshop.learning.languages import learn_languages


def test_what_comes_with_the_program_was_learned_from_todays_examples(real_libraries: Libraries) -> None:
    assert load_languages().staleness(real_libraries.english.other_languages).fresh, "run: make learn"


def test_what_is_learned_is_written_read_again_and_taken_where_it_fits_better(libraries: Libraries, tmp_path: Path) -> None:
    small = libraries.english.other_languages
    learned = learn_languages(small, ["who is my social worker", "do i pay council tax", "my bins were not emptied today"] * 5)
    save_languages(learned, small, tmp_path / "learned")
    file = best_fitting_languages(small, tmp_path)
    assert file.path == tmp_path / "learned" / LANGUAGES
    assert file.staleness(small).fresh
    assert file.learned.languages.names == learned.languages.names == ("ar", "en", "so", "und")
    assert np.array_equal(file.learned.dangers.weights, learned.dangers.weights)
    assert (file.learned.foreign, file.learned.danger) == (learned.foreign, learned.danger)


def test_without_an_own_file_the_programs_is_taken(libraries: Libraries, tmp_path: Path) -> None:
    assert best_fitting_languages(libraries.english.other_languages, tmp_path).path == load_languages().path


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 nothing", b"\x93NUMPY"])
def test_a_broken_file_says_what_to_do(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / LANGUAGES).write_bytes(broken)
    with pytest.raises(ModelError, match="python -m bot learn"):
        load_languages(tmp_path)
