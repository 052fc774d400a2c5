"""Settings from the environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.config import CHECKOUT, Settings, described, load, variable
from bot.errors import SettingsError


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("HEARD_", "TELEGRAM_")) or name == "PORT":
            monkeypatch.delenv(name)


def test_it_runs_without_any() -> None:
    settings = load()
    assert settings.telegram_token is None
    assert settings.telegram_base_url == "https://api.telegram.org/bot"
    assert settings.content_dir == CHECKOUT
    assert settings.database == "sqlite:///var/heard.db"
    assert (settings.host, settings.port, settings.web_address) == ("127.0.0.1", 8080, None)


SET = [
    ("HEARD_DATA_DIR", "elsewhere", "database", "sqlite:///elsewhere/heard.db"),
    ("HEARD_DATABASE_URL", "postgresql://a/b", "database", "postgresql://a/b"),
    ("HEARD_DATA_DIR", "elsewhere", "key_file", Path("elsewhere/keys.json")),
    ("HEARD_CONTENT_DIR", "mine", "content_dir", Path("mine")),
    ("HEARD_PORT", "0", "port", 0),
    ("PORT", "9000", "port", 9000),
    ("HEARD_HOST", "::1", "host", "::1"),
    ("HEARD_WEB_ADDRESS", "https://heard.example", "web_address", "https://heard.example"),
    ("TELEGRAM_BASE_URL", "http://localhost:8081/bot", "telegram_base_url", "http://localhost:8081/bot"),
    ("HEARD_LOG_LEVEL", "debug", "log_level", "debug"),
]


@pytest.mark.parametrize(("name", "value", "field", "expected"), SET, ids=[f"{name}-{field}" for name, _, field, _ in SET])
def test_each_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, expected: object) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(load(), field) == expected


def test_our_own_port_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("HEARD_PORT", "9001")
    assert load().port == 9001


@pytest.mark.parametrize(("given", "token"), [("1:a", "1:a"), (" 1:a\n", "1:a"), ("", None), (" ", None)])
def test_the_token_is_never_shown_and_may_end_with_a_line(monkeypatch: pytest.MonkeyPatch, given: str, token: str | None) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", given)
    settings = load()
    assert (settings.telegram_token.get_secret_value() if settings.telegram_token else None) == token
    assert "1:a" not in repr(settings)


def test_keys_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_KEYS", '{"england": ["a secret"]}\n')
    settings = load()
    assert settings.keys is not None
    assert settings.keys.get_secret_value() == '{"england": ["a secret"]}'
    assert "a secret" not in repr(settings)


ODD = [
    ("HEARD_PORT", "eighty"),
    ("HEARD_PORT", "-1"),
    ("HEARD_PORT", "65536"),
    ("HEARD_LOG_LEVEL", "loud"),
    ("TELEGRAM_BASE_URL", "localhost:8081"),
    ("HEARD_WEB_ADDRESS", "heard.example"),
]


@pytest.mark.parametrize(("name", "value"), ODD, ids=[f"{name}={value}" for name, value in ODD])
def test_one_that_makes_no_sense_is_named_in_a_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: [^\n]+$"):
        load()


def test_all_that_make_no_sense_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_PORT", "x")
    monkeypatch.setenv("HEARD_LOG_LEVEL", "x")
    with pytest.raises(SettingsError) as caught:
        load()
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == ["HEARD_PORT", "HEARD_LOG_LEVEL"]


def test_the_help_describes_every_setting_and_no_path_of_this_machine() -> None:
    listed = dict(line.split(": ", 1) for line in described().split("\n\n"))
    assert set(listed) == {variable(name) for name in Settings.model_fields}
    assert all(len(text) > 10 for text in listed.values())
    assert str(CHECKOUT) not in described()
