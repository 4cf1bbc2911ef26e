"""What can go wrong with a call: surely not done, nobody knows, too soon, or nothing goes at all until somebody acts."""

from typing import Any

import aiohttp
import discord

UNAUTHORIZED = 401
LIMITED = 429
REPEATED = frozenset({500, 502, 504, 524})
"""What discord.py asks again by itself, several times."""
OPENING_TOO_FAST = 40003
QUARANTINED = 20026
"""Discord takes us for somebody who sends spam: we may not write to people to whom we have not written before."""
WRITING_TOO_FAST = frozenset({20016, 20022, 20028, 20029, 30046})
TOO_SOON = {OPENING_TOO_FAST: 300.0, QUARANTINED: 1800.0, **dict.fromkeys(WRITING_TOO_FAST, 60.0)}
"""What Discord refuses for now, and seconds to wait, since it does not say how many."""
INVALID_WEBHOOK_TOKEN = 50027
"""An interaction's token that is a quarter of an hour old: nothing about our own."""
PAUSE = 60.0
LONGEST_DETAIL = 200


class Refused(Exception):
    """Discord said no: it was certainly not done. `code` is Discord's own for why, 0 where it has none."""

    def __init__(self, code: int, status: int, detail: str = "") -> None:
        named = f"{code}" if code else f"HTTP {status}"
        super().__init__(f"{named} ({detail})" if detail else named)
        self.code, self.status = code, status


class Limited(Refused):
    """Discord allows no more for so many `seconds`: it was certainly not done. `everything`: nor anything else."""

    def __init__(self, seconds: float, code: int = 0, *, everything: bool = False) -> None:
        super().__init__(code, LIMITED, f"for {seconds:.0f} s")
        self.seconds, self.everything = seconds, everything


class Dead(Refused):
    """Discord takes nothing from us until an administrator acts: the token was reset, or is none."""


class Lost(Exception):
    """Nobody knows whether it was done: no answer came, or one that says nothing. `soon`: the library has not tried
    again by itself, and it may go well the next moment."""

    def __init__(self, told: str, *, soon: bool = False) -> None:
        super().__init__(told)
        self.soon = soon


class Away(Exception):
    """Discord cannot be reached: it was certainly not done."""


def of_answer(error: discord.HTTPException, *, ours: bool = True) -> Exception:
    """What an answer that is no good news means; not `ours` where another token than the bot's was to let us in."""
    code, status = error.code, error.status
    if status == LIMITED:
        # those of Discord's own the library waits for; this one is Cloudflare's, and about our address
        return Limited(_pause(error.response.headers), everything=True)
    if code in TOO_SOON:
        return Limited(TOO_SOON[code], code)
    if status == UNAUTHORIZED and ours and code != INVALID_WEBHOOK_TOKEN:
        return Dead(code, status, "the token is not valid")
    if status >= 500:
        return Lost(f"HTTP {status}", soon=status not in REPEATED)
    return Refused(code, status, " ".join(str(error.text).split())[:LONGEST_DETAIL])


def of_status(status: int) -> Exception:
    """What an answer means of which there is no more to go by."""
    return Refused(0, status) if 400 <= status < LIMITED else Lost(f"HTTP {status}")


def of_library(error: Exception) -> Exception:
    """What it means that there was no answer."""
    if isinstance(error, discord.RateLimited):
        return Limited(error.retry_after)
    if isinstance(error, discord.LoginFailure):
        return Dead(0, UNAUTHORIZED, "the token is not valid")
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL):
        return Away(f"Discord cannot be reached ({type(error).__name__})")
    return Lost(f"no answer ({type(error).__name__})", soon=not isinstance(error, TimeoutError))


def _pause(headers: Any) -> float:
    given = str(headers.get("Retry-After", ""))
    return float(given) if given.replace(".", "", 1).isdecimal() else PAUSE
