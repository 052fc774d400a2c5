"""Whatever lies where a content file should be: `check` and a start name it at once, and wait for nothing."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.content.check.checker import check, refuse_bad_content
from bot.content.reading import LARGEST
from bot.errors import ContentError
from tests.conftest import TODAY
from tests.content.changing import errors

LIMITS = "knowledge/limits.yaml"
PLACES = [
    LIMITS,
    "knowledge/phrases.yaml",
    "knowledge/routes.yaml",
    "flows/start.yaml",
    "flows/examples/tell-us.yaml",
    "knowledge/england/council-tax.md",
]


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket may not be long
        try:
            server.bind(path.name)
        finally:
            os.chdir(here)


def huge(path: Path) -> None:
    path.touch()
    os.truncate(path, 5_000_000_000)  # holes: it takes no room


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (os.mkfifo, "it is a pipe"),
    "a socket": (listening, "cannot be read"),
    "an endless device": (lambda path: path.symlink_to("/dev/zero"), "it is a device"),
    "random bytes without end": (lambda path: path.symlink_to("/dev/urandom"), "it is a device"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "Too many levels of symbolic links"),
    "a folder": (Path.mkdir, "cannot be read"),
    "gigabytes": (huge, f"it is larger than {LARGEST:,} bytes"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_file_of_words_is_named(content: Path, place: str, odd: str) -> None:
    make, says = ODD[odd]
    path = content / place
    path.unlink()
    make(path)
    found = [problem for problem in errors(content) if str(problem.file) == place and says in problem.wrong]
    assert found, "\n".join(map(str, errors(content)))
    assert all(problem.mend for problem in found)


@pytest.mark.parametrize("odd", ["a pipe", "an endless device", "gigabytes"])
def test_nor_does_a_start_wait_for_it(content: Path, odd: str) -> None:
    make, says = ODD[odd]
    (content / LIMITS).unlink()
    make(content / LIMITS)
    with pytest.raises(ContentError, match=says):
        refuse_bad_content(content, TODAY)


@pytest.mark.parametrize("odd", ["a pipe", "an endless device", "gigabytes"])
def test_a_catalogue_is_read_alike(content: Path, odd: str) -> None:
    make, _ = ODD[odd]
    path = content / "locales/pl/LC_MESSAGES/heard.po"
    path.parent.mkdir(parents=True)
    make(path)
    assert any(problem.file == path and "the catalogue cannot be read" in problem.wrong for problem in check(content, TODAY))


def test_officers_may_lie_elsewhere_and_are_read_alike(content: Path) -> None:
    routes = content.parent / "routes.yaml"
    os.mkfifo(routes)
    assert any(problem.file == routes and "it is a pipe" in problem.wrong for problem in check(content, TODAY, routes))


def test_a_folder_that_holds_itself_ends_the_looking(content: Path) -> None:
    (content / "knowledge" / "england" / "again").symlink_to(content / "knowledge")
    (content / "knowledge" / "again").symlink_to(content / "knowledge")
    assert check(content, TODAY) is not None
