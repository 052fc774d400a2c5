"""Whatever stands in a content file, `check` lists problems and never breaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.check.checker import check
from bot.content.check.flow.sheet import NEEDED
from bot.content.files import LISTS, ROUTES
from bot.content.library import Libraries
from bot.errors import ContentError, Problem
from tests.conftest import TODAY
from tests.content.changing import BRISTOL_TAX, TAX

FILES = [
    TAX,
    BRISTOL_TAX,
    *(f"knowledge/{name}.yaml" for name in [*LISTS, ROUTES]),
    *(f"flows/{name}.yaml" for name in NEEDED),
    "flows/examples/tell-us.yaml",
]
EXAMPLES = settings(max_examples=30, deadline=None)

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=20) | st.binary(max_size=5)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SCALARS, inner, max_size=3), max_leaves=8)
ODD_YAML = [
    "2026-02-30",
    "2026-01-01T25:00:00",
    "!!int x",
    "!!float x",
    "!!bool x",
    "!!timestamp x",
    "!!python/object:os.system x",
    "0b_",
    "9" * 5000,
    "&a [*a]",
    "*nowhere",
    "{? [a] : b}",
    "<<",
    "|",
    "'",
    "\t",
    "\x00",
    "\x85",
    "- - -",
    "[" * 500,
]
ODD_WORDS = [
    "## ",
    "##",
    "###### x",
    "|a|\n|-|\n|b|c|",
    "{phone",
    "{}",
    "[](",
    "![](",
    "<b",
    "```",
    "£",
    "£1",
    "1,1,1",
    "“",
    "\u2028",
    "\f",
    "---",
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, make_content: Callable[[Path], Path]) -> Path:
    return make_content(tmp_path_factory.mktemp("anything") / "content")


def problems_with(root: Path, file: str, written: bytes) -> list[Problem]:
    """The problems while a file holds something else."""
    path = root / file
    before = path.read_bytes()
    path.write_bytes(written)
    try:
        found = check(root, TODAY)
        if not any(not problem.warning for problem in found):
            Libraries(root)  # what passes the check can be served
        return found
    finally:
        path.write_bytes(before)


@EXAMPLES
@given(file=st.sampled_from(FILES), written=st.binary(max_size=200))
def test_random_bytes(sound: Path, file: str, written: bytes) -> None:
    assert any(str(p.file).endswith(file) and not p.warning for p in problems_with(sound, file, written))


@EXAMPLES
@given(file=st.sampled_from(FILES), data=st.data())
def test_one_value_is_anything(sound: Path, file: str, data: st.DataObject) -> None:
    text = (sound / file).read_text(encoding="utf-8")
    front, body = (text.removeprefix("---\n").split("\n---\n", 1)) if file.endswith(".md") else (text, "")
    document = yaml.load(front, Loader=yaml.CSafeLoader)
    parent, key = data.draw(st.sampled_from(list(places(document))))
    parent[key] = data.draw(VALUES)
    changed = yaml.dump(document, Dumper=yaml.CSafeDumper)
    written = f"---\n{changed}\n---\n{body}" if body else changed
    assert all(p.line >= 1 and p.wrong and p.mend for p in problems_with(sound, file, written.encode()))


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a document at which something stands."""
    inside = list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    return [*((value, key) for key, _ in inside), *(place for _, inner in inside for place in places(inner))]


@EXAMPLES
@given(file=st.sampled_from(FILES), data=st.data())
def test_something_odd_is_written_somewhere(sound: Path, file: str, data: st.DataObject) -> None:
    text = (sound / file).read_text(encoding="utf-8")
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    end = min(end, start + data.draw(st.sampled_from([0, 1, 10, 1000])))
    odd = data.draw(st.sampled_from([*ODD_YAML, *ODD_WORDS]) | st.text(max_size=20))
    changed = text[:start] + odd + text[end:]
    assert all(p.line >= 1 and p.wrong and p.mend for p in problems_with(sound, file, changed.encode("utf-8", "surrogatepass")))


@pytest.mark.parametrize("odd", ODD_YAML)
@pytest.mark.parametrize(
    ("file", "key"), [(TAX, "checked: 2026-11-01"), ("knowledge/menu.yaml", "title: People"), ("flows/start.yaml", "next: council")]
)
def test_an_odd_value_is_named_with_its_file(sound: Path, file: str, key: str, odd: str) -> None:
    text = (sound / file).read_text(encoding="utf-8")
    changed = text.replace(key, f"{key.partition(':')[0]}: {odd}", 1)
    assert any(str(p.file).endswith(file) and not p.warning for p in problems_with(sound, file, changed.encode()))


def test_a_folder_where_a_file_should_be(content: Path) -> None:
    (content / TAX).unlink()
    (content / TAX).mkdir()
    assert any("cannot be read" in p.wrong for p in check(content, TODAY))


def test_the_problems_reach_whoever_starts_the_assistant(content: Path) -> None:
    (content / TAX).write_bytes(b"\xff\xfe")
    with pytest.raises(ContentError) as error:
        Libraries(content)
    assert [problem.file for problem in error.value.problems] == [content / TAX]
