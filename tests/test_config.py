"""Settings from the environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.config import CHECKOUT, KEEP_CASES, Settings, described, load, variable
from bot.errors import SettingsError
from bot.model.case import CaseKind


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
    assert (settings.smtp_host, settings.smtp_port, settings.smtp_security, settings.smtp_user) == (None, 587, "starttls", None)


SET = [
    ("HEARD_DATA_DIR", "elsewhere", "database", "sqlite:///elsewhere/heard.db"),
    ("HEARD_DATABASE_URL", "postgresql://a/b", "database", "postgresql://a/b"),
    ("HEARD_DATA_DIR", "elsewhere", "key_file", Path("elsewhere/keys.json")),
    ("HEARD_CONTENT_DIR", "mine", "content_dir", Path("mine")),
    ("HEARD_CONTENT_DIR", "mine", "route_file", Path("mine/knowledge/routes.yaml")),
    ("HEARD_ROUTES", "officers.yaml", "route_file", Path("officers.yaml")),
    ("HEARD_PORT", "0", "port", 0),
    ("PORT", "9000", "port", 9000),
    ("HEARD_HOST", "::1", "host", "::1"),
    ("HEARD_WEB_ADDRESS", "https://heard.example", "web_address", "https://heard.example"),
    ("TELEGRAM_BASE_URL", "http://localhost:8081/bot", "telegram_base_url", "http://localhost:8081/bot"),
    ("HEARD_LOG_LEVEL", "debug", "log_level", "debug"),
    ("HEARD_MAIL_FROM", "heard@example.org", "mail_from", "heard@example.org"),
    ("HEARD_SMTP_PORT", "25", "smtp_port", 25),
    ("HEARD_SMTP_SECURITY", "tls", "smtp_security", "tls"),
    ("HEARD_DRAFT_DAYS", "60", "draft_days", 60),
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
    ("HEARD_SMTP_PORT", "0"),
    ("HEARD_SMTP_PORT", "65536"),
    ("HEARD_SMTP_SECURITY", "ssl"),
    ("HEARD_DRAFT_DAYS", "1"),
    ("HEARD_DRAFT_DAYS", "61"),
    ("HEARD_KEEP_CASES", "365"),
    ("HEARD_KEEP_CASES", "{feedback: 365}"),
    ("HEARD_KEEP_CASES", '["feedback"]'),
    ("HEARD_KEEP_CASES", '{"gossip": 365}'),
    ("HEARD_KEEP_CASES", '{"feedback": 29}'),
    ("HEARD_KEEP_CASES", '{"feedback": 36501}'),
    ("HEARD_KEEP_CASES", '{"feedback": 365.0}'),
    ("HEARD_KEEP_CASES", '{"feedback": "365"}'),
    ("HEARD_KEEP_CASES", '{"feedback": true}'),
    ("HEARD_KEEP_CASES", '{"feedback": null}'),
]


@pytest.mark.parametrize(("name", "value"), ODD, ids=[f"{name}={value}" for name, value in ODD])
def test_one_that_makes_no_sense_is_named_in_a_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: [^\n]+$"):
        load()


def test_every_kind_of_case_has_its_days_and_those_that_are_given_win(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().keep_cases == {CaseKind(kind): days for kind, days in KEEP_CASES.items()}
    assert set(load().keep_cases) == set(CaseKind)
    monkeypatch.setenv("HEARD_KEEP_CASES", '{"feedback": 30, "safeguarding": 36500}')
    changed = {CaseKind.FEEDBACK: 30, CaseKind.SAFEGUARDING: 36500}
    assert load().keep_cases == {**{CaseKind(kind): days for kind, days in KEEP_CASES.items()}, **changed}


def test_a_complaint_is_kept_for_as_long_as_a_claim_can_be_brought() -> None:
    two_leap_days = 2
    assert load().keep_cases[CaseKind.COMPLAINT] >= 6 * 365 + two_leap_days


@pytest.mark.parametrize(
    ("value", "says"), [('{"gossip": 365}', "'gossip'"), ('{"praise": 7}', "praise must .* 30 to 36500"), ("x", '{"feedback": 365}')]
)
def test_days_that_make_no_sense_are_told_with_what_would(monkeypatch: pytest.MonkeyPatch, value: str, says: str) -> None:
    monkeypatch.setenv("HEARD_KEEP_CASES", value)
    with pytest.raises(SettingsError, match=says):
        load()


TOGETHER = [
    ("HEARD_SMTP_HOST", "mail.example.org", "HEARD_MAIL_FROM", "heard@example.org"),
    ("HEARD_SMTP_USER", "heard", "HEARD_SMTP_PASSWORD", "plainly-invented"),
]


@pytest.mark.parametrize(("name", "value", "other", "fitting"), TOGETHER, ids=[name for name, *_ in TOGETHER])
def test_one_that_needs_another_names_both(monkeypatch: pytest.MonkeyPatch, name: str, value: str, other: str, fitting: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name}: it needs {other}, [^\n]+$"):
        load()
    monkeypatch.setenv(other, fitting)
    assert getattr(load(), name.removeprefix("HEARD_").lower()) == value


def test_the_mail_password_is_never_shown_and_may_end_with_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARD_SMTP_PASSWORD", "plainly-invented\n")
    settings = load()
    assert settings.smtp_password is not None
    assert settings.smtp_password.get_secret_value() == "plainly-invented"
    assert "plainly-invented" not in repr(settings)


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
