"""What can go wrong with a call: surely not done, nobody knows, too soon, or nothing goes at all until somebody acts."""

from collections.abc import Mapping
from typing import Any

import aiohttp

UNCERTAIN = frozenset({"internal_error", "fatal_error"})
"""Slack says of these that some of what was asked may have been done."""
DEAD = frozenset({
    "access_denied", "account_inactive", "ekm_access_denied", "enterprise_is_restricted", "invalid_auth",
    "no_permission", "not_allowed_token_type", "not_authed", "org_login_required", "team_access_not_granted",
    "token_expired", "token_revoked",
})  # fmt: skip
ABSENT = frozenset({"service_unavailable", "team_added_to_org"})
"""Slack is not at work for this workspace at present."""
TOO_SOON = frozenset({"ratelimited", "rate_limited"})
PAUSE = 60.0
"""Seconds to wait where Slack does not say how many."""
LONGEST_DETAIL = 200


class Refused(Exception):
    """Slack said no: it was certainly not done. `error` is Slack's own word for why."""

    def __init__(self, error: str, detail: str = "") -> None:
        super().__init__(f"{error} ({detail})" if detail else error)
        self.error = error


class Limited(Refused):
    """Slack allows no more for so many `seconds`: it was certainly not done."""

    def __init__(self, seconds: float) -> None:
        super().__init__("ratelimited", f"for {seconds:.0f} s")
        self.seconds = seconds


class Dead(Refused):
    """Slack takes nothing from us until an administrator acts: the token was revoked, or is none."""


class Lost(Exception):
    """Nobody knows whether it was done: no answer came, or one that says nothing."""


class Away(Exception):
    """Slack cannot be reached: it was certainly not done."""


def of_answer(response: Any) -> Exception:
    """What an answer that is no good news means. The SDK gives its own response, or aiohttp's where it was no JSON."""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    told = getattr(response, "data", None)
    said: Mapping[str, Any] = told if isinstance(told, dict) else {}
    error = str(said.get("error", ""))
    if status == 429 or error in TOO_SOON:
        return Limited(_pause(getattr(response, "headers", {})))
    if error in DEAD:
        return Dead(error)
    if error in ABSENT:
        return Away(error)
    if status >= 500 or error in UNCERTAIN:
        return Lost(f"HTTP {status}" + (f", {error}" if error else ""))
    if error:
        return Refused(error, _detail(said))
    if status >= 400:
        return Refused(f"HTTP {status}")
    return Lost("an answer that says nothing")


def of_sdk(error: Exception) -> Exception:
    """What it means that there was no answer."""
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL):
        return Away(f"Slack cannot be reached ({type(error).__name__})")
    return Lost(f"no answer ({type(error).__name__})")


def _pause(headers: Mapping[str, str]) -> float:
    given = headers.get("Retry-After", "")
    return float(given) if given.isdigit() else PAUSE


def _detail(said: Mapping[str, Any]) -> str:
    """What Slack adds: the scope that is missing, or where in the payload something is wrong."""
    if needed := said.get("needed"):
        return f"needs {needed}"
    more = said.get("response_metadata")
    messages = more.get("messages") if isinstance(more, dict) else None
    return "; ".join(map(str, messages))[:LONGEST_DETAIL] if isinstance(messages, list) else ""
