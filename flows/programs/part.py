"""What the tables of a program file are made of: frozen parts, texts by language, keys, counts, roles."""

import re
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from flows.programs.findings import one_of, refused

LANGUAGES = ("en", "fr")
"""What Shelfmate can speak."""


class Part(BaseModel):
    """A table of the file: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def _by_language(value: Any, info: ValidationInfo) -> Any:
    """A bare text is in the program's first language."""
    return {_spoken(info)[0]: value} if isinstance(value, str) else value


def _in_every_language(texts: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    spoken = _spoken(info)
    if strangers := [language for language in texts if language not in spoken]:
        raise refused(
            f"a text in {', '.join(strangers)}, not one of the program's languages",
            "take it out, or add the language to `languages`",
        )
    if texts and (missing := [language for language in spoken if not texts.get(language, "").strip()]):
        raise refused(f"missing wording in {', '.join(missing)}", f'add `{missing[0]} = "..."`')
    return texts


def _is_said(texts: dict[str, str], info: ValidationInfo) -> dict[str, str]:
    if not texts:
        raise refused("missing wording", f"write it in {', '.join(_spoken(info))}")
    return texts


def _spoken(info: ValidationInfo) -> tuple[str, ...]:
    return (info.context or {}).get("languages") or ("en",)


Texts = Annotated[dict[str, str], BeforeValidator(_by_language), AfterValidator(_in_every_language)]
"""The same text by language code. In the file a bare text will do where the program has one language."""
Said = Annotated[Texts, AfterValidator(_is_said)]
"""A text that cannot be left out."""


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", value) or len(value) > 40:
        raise refused(
            f'"{value}"', "use at most 40 small letters, digits, - and _, as in career_stage or oral-history"
        )
    return value


Key = Annotated[str, AfterValidator(_key)]
"""The name by which records and other tables know something; never shown, never changed later."""

Days = Annotated[int, Field(strict=True, ge=0, le=366)]
Count = Annotated[int, Field(strict=True, ge=0, le=1000)]
YesNo = Annotated[bool, Field(strict=True)]
Weight = Annotated[float, Field(ge=0, le=1000)]


def _rising(days: tuple[int, ...]) -> tuple[int, ...]:
    if list(days) != sorted(set(days)):
        raise refused(f"{list(days)}", f"put them in order, each once: {sorted(set(days))}")
    return days


RisingDays = Annotated[tuple[Days, ...], AfterValidator(_rising)]

T = TypeVar("T")


def _some(items: tuple[T, ...]) -> tuple[T, ...]:
    # pydantic's own min_length would also count the rows that are wrong, and say that there are too few
    if not items:
        raise refused("nothing", "give at least one")
    return items


AT_LEAST_ONE = AfterValidator(_some)

Roles = tuple[Literal["mentor", "mentee"], ...]
BOTH: Roles = ("mentor", "mentee")


def _address(value: str) -> str:
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+", value):
        raise refused(f'"{value}" is not an e-mail address', "write one, as in mentoring@library.example")
    return value


Address = Annotated[str, AfterValidator(_address)]


def _link(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s<>|]+\.[^\s<>|]+", value):
        raise refused(f'"{value}" is not a link', "write it whole, as in https://library.example/join")
    return value


Link = Annotated[str, AfterValidator(_link)]


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise refused(f'unknown language "{value}"', one_of(LANGUAGES, value))
    return value


Language = Annotated[str, AfterValidator(_language)]


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (
        KeyError,
        ValueError,
        OSError,
    ):  # a folder of zones is an OSError, a path that climbs a ValueError
        near = get_close_matches(value, available_timezones(), n=1)
        meant = f"did you mean {near[0]}?" if near else "use a name of the IANA list, as America/New_York"
        raise refused(f'unknown zone "{value}"', meant) from None
    return value


Zone = Annotated[str, AfterValidator(_zone)]


class Choice(Part):
    """One option of a question."""

    key: Key
    label: Said
