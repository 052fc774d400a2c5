"""What the tests of officers' commands share: settings, officers who are invented, and people who tell them something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands.casework import COUNCILS, PEOPLE, People


@pytest.fixture(scope="session")
def little_content(tmp_path_factory: pytest.TempPathFactory, make_content: Callable[[Path], Path]) -> Path:
    """A content folder that is read fast."""
    return make_content(tmp_path_factory.mktemp("little") / "content")


@pytest.fixture
def settings(tmp_path: Path, little_content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HEARD_CONTENT_DIR", str(little_content))
    for name in ("HEARD_OFFICER", "HEARD_DATABASE_URL", "HEARD_KEYS", "TELEGRAM_TOKEN", "TELEGRAM_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    people: Any = PEOPLE
    officers = [{**each, "councils": COUNCILS, "email": f"{each['id']}@example.org"} for each in people["officers"]]
    (tmp_path / "routes.yaml").write_text(yaml.safe_dump({**people, "officers": officers}), encoding="utf-8")
    monkeypatch.setenv("HEARD_ROUTES", str(tmp_path / "routes.yaml"))


@pytest.fixture
def people(tmp_path: Path) -> People:
    return People(tmp_path)
