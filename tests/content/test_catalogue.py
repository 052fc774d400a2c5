"""Catalogues as translators hand them in."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.catalogue import language_name, languages, po_path, translate_into
from bot.content.library import Libraries
from bot.errors import ContentError

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
SOMALI = (
    HEADER
    + """
msgctxt "phrases/phrases/menu"
msgid "Pick a group."
msgstr "Dooro koox."

msgctxt "phrases/phrases/helped"
msgid "Good."
msgstr ""

#, fuzzy
msgctxt "phrases/phrases/stopped"
msgid "Done."
msgstr "Ma hubo."
"""
)


def write(locales: Path, code: str, catalogue: str | bytes) -> Path:
    path = po_path(locales, code)
    path.parent.mkdir(parents=True)
    path.write_bytes(catalogue.encode() if isinstance(catalogue, str) else catalogue)
    return path


@pytest.mark.parametrize(
    ("context", "english", "shown"),
    [
        pytest.param("phrases/phrases/menu", "Pick a group.", "Dooro koox.", id="translated"),
        pytest.param("phrases/phrases/menu", "Pick one.", "Pick one.", id="the English has changed since"),
        pytest.param("flows/start/title", "Pick a group.", "Pick a group.", id="the same words elsewhere"),
        pytest.param("phrases/phrases/helped", "Good.", "Good.", id="not yet translated"),
        pytest.param("phrases/phrases/stopped", "Done.", "Done.", id="nobody has confirmed it"),
    ],
)
def test_words_are_shown_in_the_language_where_somebody_has_translated_them(tmp_path: Path, context: str, english: str, shown: str) -> None:
    write(tmp_path, "so", SOMALI)
    assert translate_into(tmp_path, "so")(context, english) == shown


def test_english_needs_no_catalogue(tmp_path: Path) -> None:
    assert translate_into(tmp_path, "en")("anywhere", "Hi.") == "Hi."


def test_the_languages_are_english_and_those_with_a_catalogue(tmp_path: Path) -> None:
    for code in ("ur", "so"):
        write(tmp_path, code, HEADER)
    (tmp_path / "pl").mkdir()
    assert [(language.code, language.name) for language in languages(tmp_path)] == [("en", "English"), ("so", "Soomaali"), ("ur", "اردو")]


@pytest.mark.parametrize(
    ("code", "name"), [("en", "English"), ("pl", "Polski"), ("ar", "العربية"), ("en_XA", "en_XA"), ("no such", "no such")]
)
def test_a_language_goes_by_its_own_name(code: str, name: str) -> None:
    assert language_name(code) == name


UNREADABLE = [
    pytest.param(b"\xff\xfe\x00", id="bytes of something else"),
    pytest.param(HEADER.encode() + b'\nmsgid "caf\xe9"\nmsgstr "x"\n', id="another encoding"),
    pytest.param(HEADER.replace("utf-8", "klingon").encode() + b'\nmsgid "a"\nmsgstr "b"\n', id="an encoding nobody knows"),
    pytest.param(HEADER.encode() + b'\nthis is "no" catalogue\n', id="words in between"),
    pytest.param(HEADER.encode() + b'"Plural-Forms: nplurals=many; plural=no;\\n"\n\nmsgid "a"\nmsgstr "b"\n', id="odd plurals"),
    pytest.param(b"<<<<<<< ours\n" + HEADER.encode() + b"=======\n>>>>>>> theirs\n", id="a merge that nobody finished"),
]


@pytest.mark.parametrize("catalogue", UNREADABLE)
def test_an_unreadable_catalogue_is_named(tmp_path: Path, catalogue: bytes) -> None:
    path = write(tmp_path, "so", catalogue)
    with pytest.raises(ContentError) as error:
        translate_into(tmp_path, "so")
    (problem,) = error.value.problems
    assert problem.file == path
    assert "the catalogue cannot be read" in problem.wrong
    assert "translation tool" in problem.mend


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda end: SOMALI.encode() + end))
def test_a_catalogue_of_any_bytes_is_read_or_named(catalogue: bytes) -> None:
    with TemporaryDirectory() as folder:
        write(Path(folder), "so", catalogue)
        try:
            shown = translate_into(Path(folder), "so")("x", "Hi.")
        except ContentError as error:
            shown = str(error)
        assert shown


def test_an_unreadable_catalogue_leaves_the_other_languages_as_they_are(content: Path) -> None:
    write(content / "locales", "so", b"\xff\xfe")
    libraries = Libraries(content)
    with pytest.raises(ContentError):
        libraries.into("so")
    assert libraries.into("xx") is libraries.english, "a language that nobody has is English"
