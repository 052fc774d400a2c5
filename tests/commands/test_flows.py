"""`flows draw` as somebody types it who wants a picture of a flow."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.content.changing import replace_in


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small content, and an empty folder to be in."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HEARD_CONTENT_DIR", str(content))
    return here


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["flows", "draw", *arguments])


def title(path: Path) -> str:
    """What a picture says that it is."""
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314  our own, a moment old
    return root.findtext("{http://www.w3.org/2000/svg}title") or ""


def test_one_flow_is_drawn_into_the_file_that_is_named(folder: Path) -> None:
    done = typed("settings", "--to", "what people can change.svg")
    assert (done.exit_code, done.stdout) == (0, "what people can change.svg\nwhat people can change-map.svg\n")
    assert title(folder / "what people can change.svg") == "The flow “Settings”"
    assert title(folder / "what people can change-map.svg") == "The map of the flow “Settings”"


def test_one_flow_is_drawn_into_a_folder_under_its_own_name(folder: Path) -> None:
    assert typed("start").stdout == "flow-start.svg\nflow-start-map.svg\n"
    (folder / "pictures").mkdir()
    assert typed("start", "--to", "pictures").stdout == "pictures/flow-start.svg\npictures/flow-start-map.svg\n"
    assert title(folder / "pictures" / "flow-start.svg") == title(folder / "flow-start.svg") == "The flow “Hello”"


def test_every_flow_has_files_of_its_own(folder: Path, content: Path) -> None:
    names = [f"flow-{path.stem}{end}.svg" for path in sorted((content / "flows").glob("*.yaml")) for end in ("", "-map")]
    assert typed().stdout.splitlines() == names
    assert typed("--to", "new/folder").stdout.splitlines() == [f"new/folder/{name}" for name in names]
    assert all((folder / "new" / "folder" / name).read_bytes() == (folder / name).read_bytes() for name in names)


def test_without_graphviz_the_storyboard_is_drawn_and_one_sentence_says_what_is_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("bot.workshop.drawing.map", "bot.workshop.drawing.layout"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    done = typed("start")
    assert (done.exit_code, done.stdout) == (0, "flow-start.svg\n")
    assert done.stderr == "No maps: they need pygraphviz, which `pip install pygraphviz` brings; the storyboards are drawn.\n"
    assert [path.name for path in folder.iterdir()] == ["flow-start.svg"]


def test_a_flow_that_nobody_knows(folder: Path) -> None:
    done = typed("dance")
    assert done.exit_code == 2
    assert "nobody knows the flow 'dance'; known: " in done.stderr
    assert "settings" in done.stderr
    assert list(folder.iterdir()) == []


def test_a_place_that_cannot_be_written(folder: Path) -> None:
    (folder / "file").write_text("mine", encoding="utf-8")
    for arguments in (["start", "--to", "file/flow.svg"], ["--to", "file"]):
        done = typed(*arguments)
        assert done.exit_code == 2
        assert "file" in done.stderr
    assert (folder / "file").read_text(encoding="utf-8") == "mine"


def test_content_that_is_broken_is_told_and_not_drawn(folder: Path, content: Path) -> None:
    replace_in(content, "flows/start.yaml", "next: council", "next: councl")
    done = typed("start")
    assert done.exit_code == 1
    assert "no step is called 'councl'" in done.stderr
    assert list(folder.iterdir()) == []
