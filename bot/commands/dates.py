"""A date given on the command line: read, or refused in one line."""

import re
from datetime import date

from bot.bad_input import BadInput, Finding, WrongUsage

EARLIEST, LATEST = 2000, 2200
"""Years in which time zones are known well enough to play."""


def day_given(option: str, text: str) -> date:
    """The day that was given. Raises BadInput for one that no calendar has, WrongUsage for what is no date."""
    parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text.strip(), re.ASCII)
    if parts is None:
        raise WrongUsage(Finding(option, "", f"'{text}' is not a date", "write it as 2027-01-15"))
    try:
        day = date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError as error:
        why = " ".join(str(error).split())
        raise BadInput(
            Finding(option, "", f"{text} is a date that does not exist ({why})", "give one that does")
        ) from error
    if not EARLIEST <= day.year <= LATEST:
        raise BadInput(
            Finding(option, "", f"{text} is too far away", f"use a year from {EARLIEST} to {LATEST}")
        )
    return day
