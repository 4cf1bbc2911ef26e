"""One payload on its way to becoming an event: who did it and where, and what every event that comes of it carries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack.reading.heard import Act, By, Spot
from adapters.slack.reading.payload import Payload, id_at, part, parts, text
from flows.ids import AccountId, EventId, derived

ACCOUNT = "slack:"
LONGEST_KEY = 300


@dataclass(frozen=True, slots=True)
class Reading:
    """One payload, and what every event that comes of it carries."""

    payload: Payload
    now: datetime
    spot: Spot

    @property
    def account(self) -> AccountId:
        return account_of(self.spot.team, self.spot.user)

    def act(self, by: By, kind: Callable[..., Any], *told: str, id: str = "", **more: object) -> Act:
        """The event of something that this person did. `told` tells it from all else that they do here."""
        own = id or derived(by, self.spot.team, self.spot.user, *told)
        event = kind(id=EventId(f"{ACCOUNT}{own}"), now=self.now, account=self.account, **more)
        return Act(event=event, by=by, spot=self.spot)


def account_of(team: str, user: str) -> AccountId:
    """The account by which somebody speaks in a workspace."""
    return AccountId(f"{ACCOUNT}{team}:{user}")


def user_in(account: AccountId) -> tuple[str, str]:
    """The workspace and the user of an account."""
    team, _, user = account.removeprefix(ACCOUNT).partition(":")
    return team, user


def team_of(payload: object) -> str:
    """The workspace that a payload comes from, to look up its program and token; "" where it does not say."""
    return id_at(payload, "team", "id") or id_at(payload, "team_id") or id_at(payload, "user", "team_id")


def spot_of_event(payload: Payload) -> Spot:
    """Where an event of the Events API happened."""
    event = part(payload, "event")
    user = id_at(event, "user") or id_at(event, "user", "id")
    return Spot(
        team=id_at(payload, "team_id"), user=user, channel=id_at(event, "channel"), ts=text(event, "ts")
    )


def spot_of_act(payload: Payload) -> Spot:
    """Where a command was used, or something was pressed, chosen or sent."""
    view = part(payload, "view")
    return Spot(
        team=team_of(payload),
        user=id_at(payload, "user", "id") or id_at(payload, "user_id"),
        channel=(
            id_at(payload, "channel", "id")
            or id_at(payload, "channel_id")
            or id_at(payload, "container", "channel_id")
        ),
        ts=text(payload, "container", "message_ts") or text(payload, "message", "ts"),
        trigger=text(payload, "trigger_id"),
        respond=text(payload, "response_url"),
        view=text(view, "id"),
        hash=text(view, "hash"),
        fields=fields_of(view),
    )


def fields_of(view: Payload) -> tuple[str, ...]:
    """The questions that a modal asks, in order."""
    keys = [text(block, "block_id") for block in parts(view, "blocks") if block.get("type") == "input"]
    return tuple(dict.fromkeys(filter(is_key, [*keys, *part(view, "state", "values")])))


def is_key(key: object) -> bool:
    """Whether it could be a key of ours."""
    return isinstance(key, str) and 0 < len(key) <= LONGEST_KEY and key.isprintable()


def brief(words: str) -> str:
    """So much of it as is kept."""
    return words[:LONGEST_KEY]
