"""The settings, read from the environment and `.env`: the only reader of either."""

import os
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values
from dotenv.parser import parse_stream

from bot.bad_input import BadInput, Finding
from bot.tokens import discord_findings, slack_findings

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FORMATS = ("text", "json")
DATA = Path("data")
"""The folder that is made where it is not there; every other has to be."""
NEAR = 0.8
"""How alike a name must be to a setting's to be taken for it: other programs may have settings in the same file."""


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
    def secret(self) -> str:
        """What one-time codes follow from, the same for every replica: of its own, else the tokens, which nobody but us
        and the platforms know."""
        return self.shelfmate_secret or "".join(
            (self.slack_bot_token, self.slack_app_token, self.discord_token)
        )

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that there is a token for."""
        tokens = {"Slack": self.slack_bot_token, "Discord": self.discord_token}
        return tuple(name for name, token in tokens.items() if token)

    @property
    def database_file(self) -> Path | None:
        """The file that remembers, where it is SQLite's."""
        scheme, _, path = self.database_url.partition(":///")
        path = path.partition("?")[0]
        return (
            Path(path)
            if scheme.startswith("sqlite") and path and not path.startswith((":", "file:"))
            else None
        )

    @property
    def database(self) -> str:
        """Where the data is, as it may be shown: without a password."""
        if self.database_file:
            return str(self.database_file.resolve())
        try:
            place = urlsplit(self.database_url)
        except ValueError:
            return "as DATABASE_URL says"
        return f"{place.scheme}://{place.hostname or ''}{place.path}"

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


WEB = ("web_host", "web_port", "web_url", "log_level", "log_format")
"""What the playground goes by: its database is its own, and it knows no token."""


def has_desktop(environment: Mapping[str, str] | None = None) -> bool:
    """Whether there is a screen to open a page on."""
    spoken = os.environ if environment is None else environment
    return sys.platform in {"darwin", "win32"} or any(map(spoken.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def read_settings(
    environment: Mapping[str, str] | None = None,
    file: Path = Path(".env"),
    *,
    only: Collection[str] = (),
) -> Settings:
    """The environment's word counts before the file's; an empty value is none. `only`: the settings that count,
    all unless told. Raises BadInput."""
    spoken = os.environ if environment is None else environment
    given = {name: value for source in (_written(file), spoken) for name, value in source.items() if value}
    names = {field.name: field.name.upper() for field in fields(Settings) if not only or field.name in only}
    settings = Settings(**{name: given[upper] for name, upper in names.items() if upper in given})
    findings = [
        *_one_of("LOG_LEVEL", settings.log_level, LEVELS),
        *_one_of("LOG_FORMAT", settings.log_format, FORMATS),
        *_port(settings.web_port),
        *_some(settings),
        *_folder(settings),
        *slack_findings(
            settings.slack_bot_token,
            settings.slack_app_token,
            settings.slack_signing_secret,
            settings.slack_api_url,
        ),
        *discord_findings(settings.discord_token, settings.discord_api_url, settings.discord_gateway_url),
    ]
    if findings:
        raise BadInput(*findings)
    return settings


def _written(file: Path) -> dict[str, str | None]:
    if not file.is_file():
        return {}
    try:
        if findings := list(_misread(file)):
            raise BadInput(*findings)
        return dict(
            dotenv_values(file, interpolate=False, encoding="utf-8-sig")
        )  # a secret may hold a dollar sign
    except UnicodeDecodeError as error:
        raise BadInput(Finding(str(file), "", "is not UTF-8", "save it as UTF-8")) from error


def _misread(file: Path) -> Iterator[Finding]:
    """Lines that cannot be read, and names that are nearly a setting's. What they say is not shown: it may be secret."""
    known = [field.name.upper() for field in fields(Settings)]
    with file.open(encoding="utf-8-sig") as lines:
        for binding in parse_stream(lines):
            # a binding begins with the blank lines before it
            text = binding.original.string
            line = binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
            if binding.error or (binding.key and binding.value is None):
                yield Finding(
                    f"{file} line {line}", "", "cannot be read", "write NAME=value, or # before a remark"
                )
            elif binding.key and binding.key not in known:
                for meant in get_close_matches(binding.key.upper(), known, 1, NEAR):
                    yield Finding(
                        f"{file} line {line}", "", f"there is no {binding.key}", f"did you mean {meant}?"
                    )


def _password(url: str) -> str:
    try:
        return urlsplit(url).password or ""
    except ValueError:  # no URL at all; opening the store will say so
        return ""


def _one_of(name: str, found: str, allowed: tuple[str, ...]) -> list[Finding]:
    if found.casefold() in {each.casefold() for each in allowed}:
        return []
    return [Finding("settings", name, f"'{found}' is unknown", f"use one of {', '.join(allowed)}")]


def _folder(settings: Settings) -> list[Finding]:
    file = settings.database_file
    if file is None or file.parent == DATA or file.parent.is_dir():
        return []
    return [
        Finding("settings", "DATABASE_URL", f"there is no folder {file.parent}", "make it, or give another")
    ]


def _port(found: str) -> list[Finding]:
    if found.isascii() and found.isdecimal() and 0 < int(found) < 65536:
        return []
    return [Finding("settings", "WEB_PORT", f"'{found}' is no port", "use a number from 1 to 65535")]


def _some(settings: Settings) -> list[Finding]:
    if settings.programs:
        return []
    remedy = "name at least one program; `shelfmate programs list` shows those that there are"
    return [Finding("settings", "SHELFMATE_PROGRAMS", "names no program", remedy)]
