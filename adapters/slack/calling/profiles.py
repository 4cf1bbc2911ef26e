"""Who somebody is, as their Slack profile tells it; and how they are introduced to the core."""

from dataclasses import dataclass
from datetime import datetime

from adapters.slack.calling.calls import Calls
from adapters.slack.reading.origin import brief, user_in
from adapters.slack.reading.payload import Payload, part, text
from flows.events import Joined
from flows.ids import AccountId, EventId, ProgramId


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What Slack tells of an account."""

    account: AccountId
    name: str
    email: str = ""
    zone: str = ""
    language: str = ""
    rules: bool = False
    """Whether they are an administrator or owner of the workspace."""
    here: bool = True
    """Whether somebody can be reached there: an app cannot, nor one whose account is closed."""

    def joined(self, now: datetime, program: ProgramId | None) -> Joined:
        """That they were met for the first time. Somebody who was erased comes back a day later at the soonest, and is
        met anew: the day in the event's id tells that from the same event once more."""
        return Joined(
            id=EventId(f"{self.account}:met:{now.date()}"),
            now=now,
            account=self.account,
            program=program,
            name=self.name,
            email=self.email,
            zone=self.zone,
            language=self.language,
        )


def profile_of(account: AccountId, told: Payload) -> Profile:
    """What a `user` of Slack's says."""
    names = (
        text(told, "profile", "real_name"),
        text(told, "real_name"),
        text(told, "name"),
        user_in(account)[1],
    )
    return Profile(
        account=account,
        name=brief(next(filter(None, (" ".join(name.split()) for name in names)))),
        email=brief(text(told, "profile", "email")),
        zone=brief(text(told, "tz")),
        language=brief(text(told, "locale")),
        rules=any(told.get(may) is True for may in ("is_admin", "is_owner", "is_primary_owner")),
        here=not (told.get("is_bot") or told.get("deleted") or user_in(account)[1] == "USLACKBOT"),
    )


async def profile(calls: Calls, account: AccountId) -> Profile:
    """Look somebody up. Raises what `Calls.call` raises."""
    told = await calls.call("users.info", user=user_in(account)[1], include_locale=True)
    return profile_of(account, part(told, "user"))
