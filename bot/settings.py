"""The settings, read from the environment and `.env`: the only reader of either."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from dotenv import dotenv_values

from bot.bad_input import BadInput, Finding

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
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
        return tuple(part.strip() for part in self.shelfmate_programs.split(",") if part.strip())


def read_settings(environment: Mapping[str, str] | None = None, file: Path = Path(".env")) -> Settings:
    """The environment's word counts before the file's; an empty value is none. Raises BadInput."""
    written = {name: value for name, value in dotenv_values(file).items() if value} if file.is_file() else {}
    given = {**written, **{name: value for name, value in (environment or os.environ).items() if value}}
    names = {field.name: field.name.upper() for field in fields(Settings)}
    settings = Settings(**{name: given[upper] for name, upper in names.items() if upper in given})
    findings = [
        *_one_of("LOG_LEVEL", settings.log_level.upper(), LEVELS),
        *_one_of("LOG_FORMAT", settings.log_format, FORMATS),
        *_port(settings.web_port),
    ]
    if findings:
        raise BadInput(*findings)
    return settings


def _one_of(name: str, found: str, allowed: tuple[str, ...]) -> list[Finding]:
    if found in allowed:
        return []
    return [Finding("settings", name, f"'{found}' is unknown", f"use one of {', '.join(allowed)}")]


def _port(found: str) -> list[Finding]:
    if found.isdecimal() and 0 < int(found) < 65536:
        return []
    return [Finding("settings", "WEB_PORT", f"'{found}' is no port", "use a number from 1 to 65535")]
