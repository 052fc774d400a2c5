"""Settings, from the environment. `heard run --help` lists them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

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
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="info", description="debug, info, warning or error")

    @property
    def database(self) -> str:
        """The database to use."""
        return self.database_url or f"sqlite:///{self.data_dir / 'heard.db'}"

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
