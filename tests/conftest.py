"""What tests share: a small content folder of their own, and the dialogue over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import structlog
import yaml

from bot.content import files, yaml_text
from bot.content.library import Libraries
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.find.search import Finder, Learned
from bot.encoder.encoder import Encoder
from bot.encoder.learned import load
from bot.encoder.remembered import RememberingEncoder
from bot.errors import Problem
from bot.workshop.telegram_double import Double

HERE = Path(__file__).parent
CHECKOUT = HERE.parent
TODAY = date(2026, 11, 23)
TEXTS = 200
"""How many texts are remembered: all of the small content, and what a test has just changed in it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our own flags."""
    parser.addoption(
        "--rewrite-conversations", action="store_true", help="write tests/conversations/*.txt anew, as the assistant answers now"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A name that differs from one process to the next, such as a set's or an address, keeps tests from running side by side."""
    unstable = [item.nodeid for item in items if " at 0x" in item.nodeid or "frozenset({" in item.nodeid]
    if unstable:
        raise pytest.UsageError(f"give this test a name of its own (ids=…): {unstable[0]}")


@pytest.fixture(autouse=True)
def _logs_as_nobody_set_them() -> Iterator[None]:
    """A command sets up the logs for its process; the next test must not write to that one's closed stream."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def server() -> Iterator[Double]:
    """A Bot API server for all tests."""
    with Double.start() as started:
        yield started


@pytest.fixture
def double(server: Double) -> Double:
    """A Telegram that knows nobody yet."""
    server.reset()
    return server


@pytest.fixture(scope="session")
def make_content(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Makes a small content folder: the checkout's lists and flows, and the few topics of tests/miniature."""
    made = _miniature(tmp_path_factory.mktemp("made") / "content")

    def make(root: Path) -> Path:
        return Path(shutil.copytree(made, root))

    return make


def _miniature(root: Path) -> Path:
    shutil.copytree(CHECKOUT / "flows", root / "flows")
    (root / "locales").mkdir()
    shutil.copy(CHECKOUT / "locales" / "babel.cfg", root / "locales" / "babel.cfg")
    shutil.copytree(HERE / "miniature" / "knowledge", root / "knowledge")
    for path in (CHECKOUT / "knowledge").glob("*.yaml"):
        shutil.copy(path, root / "knowledge" / path.name)
    topics = sorted(path.stem for path in (root / "knowledge" / "england").glob("*.md"))
    menu = {"groups": [{"id": "people", "title": "People", "topics": topics}]}
    (root / "knowledge" / "menu.yaml").write_text(yaml.safe_dump(menu), encoding="utf-8")
    heard = root / "knowledge" / "cues.yaml"
    words = heard.read_text(encoding="utf-8")
    readings, rest = words[words.index("readings:") :].split("\n\n", 1)
    kept = [entry for entry in yaml.safe_load(readings)["readings"] if entry["topic"] in topics]
    heard.write_text(yaml.safe_dump({"readings": kept}, allow_unicode=True) + "\n" + rest, encoding="utf-8")
    return root


@pytest.fixture(scope="session", autouse=True)
def _a_text_is_read_once() -> Iterator[None]:
    """Contents of tests are alike but for a line or two: a text in which nothing was wrong is not parsed again for the next test.

    Nothing but the one function that reads a text knows which were read before, so it is this one that remembers; what it gives is frozen.
    """
    known: dict[tuple[Any, ...], Any] = {}
    read = files._model

    def remembered(path: Path, text: str, model: type[Any], problems: list[Problem], first_line: int) -> Any:
        key = (model, text)
        if key in known:
            known[key] = known.pop(key)  # the newest last
            return known[key]
        before = len(problems)
        found = read(path, text, model, problems, first_line)
        if found is not None and len(problems) == before:
            known[key] = found
            if len(known) > TEXTS:
                del known[next(iter(known))]
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_model", remembered)
        patch.setattr(yaml_text, "_composed", lru_cache(TEXTS)(yaml_text._composed.__wrapped__))
        yield


@pytest.fixture
def content(tmp_path: Path, make_content: Callable[[Path], Path]) -> Path:
    """A small content folder that a test may change."""
    return make_content(tmp_path / "content")


@pytest.fixture(scope="session")
def libraries(tmp_path_factory: pytest.TempPathFactory, make_content: Callable[[Path], Path]) -> Libraries:
    """The small content, read."""
    return Libraries(make_content(tmp_path_factory.mktemp("miniature") / "content"))


@pytest.fixture(scope="session")
def encoder() -> RememberingEncoder:
    """The encoder that people get. What it computes for a test's own content it keeps nowhere."""
    return RememberingEncoder(Encoder())


@pytest.fixture(scope="session")
def learned() -> Learned:
    """What was learned from the content that people get."""
    return load().learned


@pytest.fixture(scope="session")
def finder_over(encoder: RememberingEncoder, learned: Learned) -> Callable[[Libraries], Finder]:
    """Makes the finder over some content."""
    return lambda libraries: Finder(libraries.english.topics.values(), libraries.english.limits, encoder, learned)


@pytest.fixture(scope="session")
def dialogue_over(finder_over: Callable[[Libraries], Finder]) -> Callable[[Libraries], Dialogue]:
    """Makes the dialogue over some content."""
    return lambda libraries: Dialogue(libraries.into, finder_over(libraries))


@pytest.fixture(scope="session")
def dialogue(libraries: Libraries, dialogue_over: Callable[[Libraries], Dialogue]) -> Dialogue:
    """The dialogue over the small content."""
    return dialogue_over(libraries)


@pytest.fixture(scope="session")
def real_libraries() -> Libraries:
    """The content that people get, read."""
    return Libraries(CHECKOUT)


@pytest.fixture(scope="session")
def real_finder(real_libraries: Libraries, finder_over: Callable[[Libraries], Finder]) -> Finder:
    """The finder over the content that people get."""
    return finder_over(real_libraries)


@pytest.fixture(scope="session")
def real(real_libraries: Libraries, real_finder: Finder) -> Dialogue:
    """The dialogue over the content that people get."""
    return Dialogue(real_libraries.into, real_finder)
