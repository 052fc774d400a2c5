"""Files of other languages made into values."""

from __future__ import annotations

from bot.content.files import UNREAD, ListFile, Manuscript
from bot.content.languages_schema import LanguageFile, UnreadLanguagesFile
from bot.model.content.languages import ForeignDanger, OtherLanguage, OtherLanguages
from bot.model.safety import Finding
from bot.model.session import DEFAULT_LANGUAGE


def language_files(manuscript: Manuscript) -> dict[str, tuple[ListFile, LanguageFile]]:
    """Each language's file and its model, by the file's stem; English among them."""
    return {name: (file, file.model) for name, file in manuscript.languages.items() if isinstance(file.model, LanguageFile)}


def other_languages(manuscript: Manuscript) -> OtherLanguages:
    """Every language that is recognised. Only for a manuscript without problems: a missing `en.yaml` is one."""
    files = {name: model for name, (_, model) in language_files(manuscript).items()}
    unread = manuscript.languages.get(UNREAD)
    examples = unread.model.languages if unread and isinstance(unread.model, UnreadLanguagesFile) else ()
    return OtherLanguages(
        english=_language(files[DEFAULT_LANGUAGE]),
        known=tuple(_language(model) for name, model in files.items() if name != DEFAULT_LANGUAGE),
        unread={entry.name: entry.examples for entry in examples},
    )


def _language(file: LanguageFile) -> OtherLanguage:
    return OtherLanguage(
        code=file.code,
        name=file.name,
        own_name=file.own_name,
        right_to_left=file.direction == "rtl",
        sentences={sentence.purpose: sentence.says for sentence in file.sentences},
        dangers=tuple(ForeignDanger(Finding(entry.category, entry.severity), entry.phrases, entry.examples) for entry in file.dangers),
        ordinary=file.ordinary,
        common=tuple((file.common or "").split()),
        prefixes=file.prefixes,
    )
