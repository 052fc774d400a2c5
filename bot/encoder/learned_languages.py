"""The file of what was learned of languages, beside the other learned files, under the same rules (`bot.encoder.learned`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.dialogue.words.language import LearnedLanguages, LearnedLinear
from bot.encoder.encoder import MODEL
from bot.encoder.fingerprint import Fingerprint, Staleness, fingerprint, staleness
from bot.encoder.learned import Examples, in_data_folder
from bot.errors import ModelError
from bot.model.content.languages import OtherLanguages

LANGUAGES = "languages.npz"


@dataclass(frozen=True, slots=True)
class LearnedLanguagesFile:
    """All that was learned, where it lies, and which examples it was learned from."""

    learned: LearnedLanguages
    path: Path
    fingerprint: Fingerprint

    def staleness(self, content: OtherLanguages) -> Staleness:
        """How far the examples of now are from those that were learned from."""
        return staleness(self.fingerprint, fingerprint(examples_of(content)))


def examples_of(content: OtherLanguages) -> Examples:
    """Everything that is learned from, by language and what it is an example of. English questions change every day and hardly matter."""
    known = {
        f"{language.code}/{danger.finding.category}": (*danger.examples, *danger.phrases)
        for language in content.known
        for danger in language.dangers
    }
    calm = {language.code: (*language.ordinary, *language.common) for language in content.known}
    return {**known, **calm, **{f"unread/{name}": own for name, own in content.unread.items()}}


def best_fitting_languages(content: OtherLanguages, data_dir: Path) -> LearnedLanguagesFile:
    """The file of the program or that of the data folder, whichever fits the content better.

    Raises:
        ModelError: one of them is missing or broken.
    """
    shipped, own = load_languages(), in_data_folder(data_dir)
    if not (own / LANGUAGES).is_file():
        return shipped
    return min(load_languages(own), shipped, key=lambda file: file.staleness(content).share)


def load_languages(folder: Path = MODEL) -> LearnedLanguagesFile:
    """Read what was learned.

    Raises:
        ModelError: the file is missing or broken.
    """
    path = folder / LANGUAGES
    try:
        with path.open("rb") as opened, np.load(opened) as file:  # numpy leaves a broken file open
            languages, dangers = (
                LearnedLinear(tuple(map(str, file[f"{name}_names"])), file[f"{name}_weights"], file[f"{name}_step"])
                for name in ("languages", "dangers")
            )
            foreign, danger = map(float, file["thresholds"])
            learned = LearnedLanguages(languages, dangers, foreign, danger, frozenset(map(str, file["shared"])))
            return LearnedLanguagesFile(learned, path, file["fingerprint"].astype(np.uint64))
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile) as error:
        raise ModelError(f"{path}: what was learned cannot be read ({error}). Write it anew: python -m bot learn") from None


def save_languages(learned: LearnedLanguages, content: OtherLanguages, folder: Path) -> None:
    """Write what was learned from these examples."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = {"languages": learned.languages, "dangers": learned.dangers}
    arrays = {f"{name}_{key}": value for name, part in parts.items() for key, value in (("weights", part.weights), ("step", part.step))}
    names = {f"{name}_names": np.array(part.names) for name, part in parts.items()}
    names["shared"] = np.array(sorted(learned.shared) or [""])
    thresholds = np.array([learned.foreign, learned.danger])
    np.savez_compressed(
        folder / LANGUAGES, allow_pickle=False, thresholds=thresholds, fingerprint=fingerprint(examples_of(content)), **names, **arrays
    )
