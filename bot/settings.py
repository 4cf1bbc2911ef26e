"""The settings, read from the environment and `.env`: the only reader of either."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values

from bot.bad_input import BadInput, Finding

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Settings:
    """What an installation is told; each field is the environment's name in lower case. Secrets never print."""

    database_url: str = "sqlite:///data/shelfmate.db"
    shelfmate_programs: str = "connecticut"
    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""
    slack_api_url: str = ""
    discord_token: str = ""
    discord_api_url: str = ""
    discord_gateway_url: str = ""
    web_host: str = "127.0.0.1"
    web_port: str = "8080"
    web_url: str = ""
    shelfmate_secret: str = ""
    log_level: str = "INFO"
    log_format: str = "text"

    def __repr__(self) -> str:
        return f"Settings(programs={self.shelfmate_programs!r}, log_level={self.log_level!r})"

    @property
    def programs(self) -> tuple[str, ...]:
        """Names or paths of the programs to run."""
        return tuple(
            dict.fromkeys(part.strip() for part in self.shelfmate_programs.split(",") if part.strip())
        )

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that there is a token for."""
        tokens = {"Slack": self.slack_bot_token, "Discord": self.discord_token}
        return tuple(name for name, token in tokens.items() if token)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may show."""
        password = _password(self.database_url)
        given = (
            self.slack_bot_token,
            self.slack_app_token,
            self.slack_signing_secret,
            self.discord_token,
            self.shelfmate_secret,
            password,
            unquote(password),
        )
        return tuple(dict.fromkeys(filter(None, given)))


def read_settings(environment: Mapping[str, str] | None = None, file: Path = Path(".env")) -> Settings:
    """The environment's word counts before the file's; an empty value is none. Raises BadInput."""
    spoken = os.environ if environment is None else environment
    given = {name: value for source in (_written(file), spoken) for name, value in source.items() if value}
    names = {field.name: field.name.upper() for field in fields(Settings)}
    settings = Settings(**{name: given[upper] for name, upper in names.items() if upper in given})
    findings = [
        *_one_of("LOG_LEVEL", settings.log_level.upper(), LEVELS),
        *_one_of("LOG_FORMAT", settings.log_format.lower(), FORMATS),
        *_port(settings.web_port),
        *_some(settings),
    ]
    if findings:
        raise BadInput(*findings)
    return settings


def _written(file: Path) -> dict[str, str | None]:
    if not file.is_file():
        return {}
    try:
        return dict(dotenv_values(file, interpolate=False))  # a secret may hold a dollar sign
    except UnicodeDecodeError as error:
        raise BadInput(Finding(str(file), "", "is not UTF-8", "save it as UTF-8")) from error


def _password(url: str) -> str:
    try:
        return urlsplit(url).password or ""
    except ValueError:  # no URL at all; opening the store will say so
        return ""


def _one_of(name: str, found: str, allowed: tuple[str, ...]) -> list[Finding]:
    if found in allowed:
        return []
    return [Finding("settings", name, f"'{found}' is unknown", f"use one of {', '.join(allowed)}")]


def _port(found: str) -> list[Finding]:
    if found.isascii() and found.isdecimal() and 0 < int(found) < 65536:
        return []
    return [Finding("settings", "WEB_PORT", f"'{found}' is no port", "use a number from 1 to 65535")]


def _some(settings: Settings) -> list[Finding]:
    if settings.programs:
        return []
    remedy = "name at least one program; `shelfmate programs list` shows those that there are"
    return [Finding("settings", "SHELFMATE_PROGRAMS", "names no program", remedy)]
