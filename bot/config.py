"""Settings, from the environment. `heard run --help` lists them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.model.case import CaseKind

CHECKOUT = Path(__file__).resolve().parent.parent
"""Where the content lies unless a setting says otherwise."""


def _address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("it must begin with http:// or https://")
    return value


Address = Annotated[str, AfterValidator(_address)]


def _stripped(value: object) -> object:
    """A secret as files of secrets hold it, with a line break at its end."""
    return value.strip() or None if isinstance(value, str) else value


Secret = Annotated[SecretStr | None, BeforeValidator(_stripped)]


KEEP_CASES = {"feedback": 365, "praise": 365, "question": 365, "concern": 1096, "complaint": 2192, "safeguarding": 9132}
"""Days after a case was closed, leap days counted in. Only a beginning: each council has to decide for itself."""
_SHORTEST, _LONGEST = 30, 36500


def _kept(value: object) -> object:
    """Days by kind of case, which may be JSON; a kind that is not named keeps its default."""
    try:
        given = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise ValueError('it must be JSON of kinds and days, like {"feedback": 365}')
    for kind, days in given.items():
        if kind not in KEEP_CASES:
            raise ValueError(f"no kind of case is called {kind!r}; they are {', '.join(KEEP_CASES)}")
        if not isinstance(days, int) or not _SHORTEST <= days <= _LONGEST:
            raise ValueError(f"{kind} must have whole days, from {_SHORTEST} to {_LONGEST}")
    return {**KEEP_CASES, **given}


Kept = Annotated[dict[CaseKind, int], NoDecode, BeforeValidator(_kept)]


def _together(value: str | None, other: str, info: ValidationInfo) -> str | None:
    """A setting that needs another one, which stands above it in the class; one that makes no sense is told of by itself."""
    if value is not None and info.data.get(other, value) is None:
        raise ValueError(f"it needs {variable(other)}, which is not set")
    return value


class Settings(BaseSettings):
    """Every setting, with the name of its environment variable and what it is for."""

    model_config = SettingsConfigDict(env_prefix="HEARD_", env_ignore_empty=True, populate_by_name=True)

    telegram_token: Secret = Field(
        default=None, validation_alias=AliasChoices("TELEGRAM_TOKEN", "telegram_token"), description="the bot's token; unset: no Telegram"
    )
    telegram_base_url: Address = Field(
        default="https://api.telegram.org/bot",
        validation_alias=AliasChoices("TELEGRAM_BASE_URL", "telegram_base_url"),
        description="another Bot API server, e.g. http://127.0.0.1:8081/bot",
    )
    data_dir: Path = Field(default=Path("var"), description="folder for the database and the file of keys")
    database_url: str | None = Field(default=None, description="sqlite:///… or postgresql://…; unset: SQLite in the data folder")
    keys: Secret = Field(default=None, description="the keys that words are sealed with, JSON; unset: keys.json in the data folder")
    content_dir: Path = Field(default=CHECKOUT, description="folder with knowledge/, flows/ and locales/")
    routes: Path | None = Field(
        default=None,
        description="file with the officers and who gets what, kept outside the repository; unset: the invented ones of the sample",
    )
    web_address: Address | None = Field(
        default=None, description="the public web page, for people too young for Telegram; unset: they are given helplines"
    )
    host: str = Field(default="127.0.0.1", description="where the health page listens")
    port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        validation_alias=AliasChoices("HEARD_PORT", "PORT", "port"),
        description="and its port (PORT counts, too)",
    )
    mail_from: str | None = Field(default=None, description="the address that e-mail to officers comes from, e.g. heard@example.org")
    smtp_host: str | None = Field(default=None, description="the mail server that takes it, which needs HEARD_MAIL_FROM; unset: no e-mail")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="and its port")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="how the connection to it is encrypted: starttls, tls (mostly port 465), or none (same machine only)",
    )
    smtp_password: Secret = Field(default=None, description="the password that goes with HEARD_SMTP_USER")
    smtp_user: str | None = Field(default=None, description="the name to log in to it with; unset: no login")
    draft_days: int = Field(
        default=14, ge=2, le=60, description="days for which what somebody has written and not sent is kept; they are reminded a day before"
    )
    keep_cases: Kept = Field(
        default=json.dumps(KEEP_CASES),
        validate_default=True,
        description="days after which a closed case is deleted, by kind, as JSON; a kind left out keeps its default. A year where nothing more "
        "can come of it, 3 for concerns, 6 for complaints (claims can be brought for so long), 25 for safeguarding (like other child protection "
        "papers). A concern, a complaint, safeguarding and any urgent danger stay until they are filed in the council's own record",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="debug, info, warning or error")

    @field_validator("smtp_host")
    @classmethod
    def _mail_has_a_sender(cls, host: str | None, info: ValidationInfo) -> str | None:
        return _together(host, "mail_from", info)

    @field_validator("smtp_user")
    @classmethod
    def _a_login_has_a_password(cls, user: str | None, info: ValidationInfo) -> str | None:
        return _together(user, "smtp_password", info)

    @property
    def database(self) -> str:
        """The database to use."""
        return self.database_url or f"sqlite:///{self.data_dir / 'heard.db'}"

    @property
    def route_file(self) -> Path:
        """Where the officers and routes stand."""
        return self.routes or self.content_dir / "knowledge" / "routes.yaml"

    @property
    def key_file(self) -> Path:
        """Where the keys lie unless they are given."""
        return self.data_dir / "keys.json"


def load() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: one of them makes no sense; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [
            (variable(str(detail["loc"][0])), detail["msg"].removeprefix("Value error, ")) for detail in error.errors(include_url=False)
        ]
        raise SettingsError("\n".join(f"{name}: {why}. Correct this setting or leave it out" for name, why in wrong)) from None


def variable(field: str) -> str:
    """The environment variable of a setting, by its field or by what it was set with."""
    upper = field.upper()
    return upper if upper.startswith(("TELEGRAM_", "HEARD_")) else f"HEARD_{upper}"


def described() -> str:
    """Every setting, a line each, for help texts."""
    lines = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None or name == "content_dir" else f" [{field.default}]"
        lines.append(f"{variable(name)}: {field.description}{default}")
    return "\n\n".join(lines)
