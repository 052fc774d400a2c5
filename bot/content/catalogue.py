"""gettext catalogues: which languages there are, and the words of one of them.

Catalogues are `locales/<language>/LC_MESSAGES/heard.po`, read as translators save them: nothing to compile.
"""

from __future__ import annotations

import io
from gettext import GNUTranslations
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from bot.content.reading import content_bytes
from bot.content.words import Translate, as_written
from bot.errors import ContentError, Problem
from bot.model.content.topics import Language
from bot.model.session import DEFAULT_LANGUAGE

DOMAIN = "heard"
LARGEST = 20_000_000
"""Bytes of one catalogue: it holds every word of the content twice, and where it stands."""


def po_path(locales: Path, code: str) -> Path:
    """Where the catalogue of a language stands."""
    return locales / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def languages(locales: Path) -> tuple[Language, ...]:
    """English, and every language that has a catalogue, each by its own name."""
    codes = sorted(path.parent.parent.name for path in locales.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return tuple(Language(code, language_name(code)) for code in [DEFAULT_LANGUAGE, *codes])


def language_name(code: str) -> str:
    """A language in its own words: "English", "Soomaali"; the code where nobody knows it."""
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return code
    return (locale.get_display_name(locale) or code).capitalize()


def translate_into(locales: Path, code: str) -> Translate:
    """The words of one language; what is not translated stays English.

    Raises:
        ContentError: the catalogue cannot be read.
    """
    if code == DEFAULT_LANGUAGE:
        return as_written
    catalogue = read_catalogue(po_path(locales, code))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled).pgettext


def read_catalogue(path: Path) -> Catalog:
    """A catalogue as it is saved.

    Raises:
        ContentError: it cannot be read.
    """
    try:
        file = io.BytesIO(content_bytes(path, LARGEST))
        return read_po(file, locale=None, domain=DOMAIN, abort_invalid=True)
    except (OSError, PoFileError, LookupError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        problem = Problem(path, 1, f"the catalogue cannot be read ({why})", "Save it again from your translation tool")
        raise ContentError([problem]) from error
