"""A number or a choice given on the command line: read, or refused in one line."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from bot.bad_input import Finding, WrongUsage, did_you_mean

E = TypeVar("E", bound=StrEnum)


def whole_number(option: str, least: int, most: int) -> Callable[[object], int]:
    """Reads a whole number within bounds."""

    def read(given: object) -> int:
        text = str(given)  # the default comes by here too, as a number
        digits = text.removeprefix("-")
        number = int(text) if digits.isascii() and digits.isdigit() and len(digits) < 20 else None
        if number is None or not least <= number <= most:
            found = f"'{text}' is no whole number" if number is None else f"{text} is out of bounds"
            raise WrongUsage(Finding(option, "", found, f"write a number from {least:,} to {most:,}"))
        return number

    return read


def one_of(option: str, kind: type[E]) -> Callable[[str], E]:
    """Reads one of a few words."""

    def read(text: str) -> E:
        try:
            return kind(text)
        except ValueError:
            remedy = did_you_mean(text, list(kind)) or f"use {' or '.join(kind)}"
            raise WrongUsage(Finding(option, "", f"'{text}' is unknown", remedy)) from None

    return read
