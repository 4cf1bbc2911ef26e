"""One payload on its way to becoming an event: who did it and where, and what every event that comes of it carries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.discord.reading.heard import Act, By, Spot
from adapters.discord.reading.payload import Payload, id_at, number, part, text
from flows.ids import AccountId, EventId

ACCOUNT = "discord:"
WORKSPACE = "discord:"
LONGEST_KEY = 100
"""Of a custom id, which carries all keys of ours."""
LONGEST_NAME = 100
EPHEMERAL = 1 << 6


@dataclass(frozen=True, slots=True)
class Reading:
    """One payload, and what every event that comes of it carries."""

    payload: Payload
    now: datetime
    spot: Spot

    @property
    def account(self) -> AccountId:
        return account_of(self.spot.user)

    def act(self, by: By, kind: Callable[..., Any], *, opened_by: str = "", **more: object) -> Act:
        """The event of something that this person did. Its id is Discord's own: brought again, it is the same event."""
        id = self.spot.interaction or self.spot.message
        event = kind(id=EventId(f"{ACCOUNT}{id}"), now=self.now, account=self.account, **more)
        return Act(event=event, by=by, spot=self.spot, opened_by=EventId(opened_by) if opened_by else None)


def account_of(user: str) -> AccountId:
    """The account by which somebody speaks on Discord: the same in every server."""
    return AccountId(f"{ACCOUNT}{user}")


def user_in(account: AccountId) -> str:
    """The user of an account; "" where it is no account on Discord."""
    return account.removeprefix(ACCOUNT) if account.startswith(ACCOUNT) else ""


def workspace_of(guild: str) -> str:
    """What a server is called by the core."""
    return f"{WORKSPACE}{guild}"


def guild_of(payload: object) -> str:
    """The server that a payload comes from; "" where it is a direct conversation."""
    return id_at(payload, "guild_id")


def spot_of_message(payload: Payload) -> Spot:
    """Where something was typed."""
    return Spot(
        user=id_at(payload, "author", "id"),
        name=_name(part(payload, "author"), part(payload, "member")),
        guild=guild_of(payload),
        channel=id_at(payload, "channel_id"),
        message=id_at(payload, "id"),
    )


def spot_of_interaction(payload: Payload) -> Spot:
    """Where a command was used, or something was pressed, chosen or sent."""
    member = part(payload, "member")
    user = part(member, "user") or part(payload, "user")
    may = text(member, "permissions")
    return Spot(
        user=id_at(user, "id"),
        name=_name(user, member),
        guild=guild_of(payload),
        channel=id_at(payload, "channel_id") or id_at(payload, "channel", "id"),
        message=id_at(payload, "message", "id"),
        ephemeral=bool(number(payload, "message", "flags") & EPHEMERAL),
        interaction=id_at(payload, "id"),
        token=text(payload, "token"),
        application=id_at(payload, "application_id"),
        locale=text(payload, "locale")[:LONGEST_KEY],
        permissions=int(may) if may.isascii() and may.isdecimal() and len(may) <= LONGEST_KEY else 0,
    )


def _name(user: Payload, member: Payload) -> str:
    names = (text(member, "nick"), text(user, "global_name"), text(user, "username"))
    return next((" ".join(name.split())[:LONGEST_NAME] for name in names if name.strip()), "")


def is_key(key: object) -> bool:
    """Whether it could be a key of ours."""
    return isinstance(key, str) and 0 < len(key) <= LONGEST_KEY and key.isprintable()
