"""Outcomes: what a call that failed means for the message, in the outbox's words and in a line for people."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.discord.calling.calls import Away, Dead, Limited, Lost, Refused
from adapters.discord.calling.failures import OPENING_TOO_FAST, QUARANTINED
from flows.ports import Barred, SendFailed, SendUnknown, TooSoon, Unreachable, Unsendable

UNKNOWN_CHANNEL = 10003
UNKNOWN_MEMBER = 10007
UNKNOWN_MESSAGE = 10008
UNKNOWN_USER = 10013
NO_ACCESS = 50001
NO_PERMISSION = 50013
CLOSED = frozenset({50007, 50278})
"""Somebody takes no direct messages from us: the second also means that we share no server with them."""
ARCHIVED = 50083
NEVER = {
    UNKNOWN_CHANNEL: (Barred.MISSING, "the channel is not there any more"),
    10004: (Barred.OUTSIDE, "Shelfmate is not in the server any more"),
    UNKNOWN_MEMBER: (Barred.GONE, "the Discord account is not in the server any more"),
    UNKNOWN_USER: (Barred.GONE, "the Discord account is not there any more"),
    NO_ACCESS: (Barred.OUTSIDE, "Shelfmate, or somebody who is to read it, does not see the channel"),
    50007: (Barred.SHUT, "the person takes no direct messages from Shelfmate"),
    50278: (Barred.SHUT, "the person takes no direct messages from Shelfmate"),
    50008: (Barred.OUTSIDE, "nobody can write in a channel of this sort"),
    NO_PERMISSION: (Barred.OUTSIDE, "Shelfmate may not do there what it has to"),
    50024: (Barred.OUTSIDE, "a channel of this sort has no private threads: choose an ordinary text channel"),
    ARCHIVED: (Barred.ARCHIVED, "the thread is archived"),
}
"""Trying again would not help, until somebody changes something about this very place."""
FOR_FEAR_OF_SPAM = {
    OPENING_TOO_FAST: "Discord lets Shelfmate begin no more direct conversations for now",
    QUARANTINED: "Discord takes Shelfmate for a sender of spam, and lets it begin no direct conversations: "
    "see the application's page at discord.com/developers",
}
GONE = frozenset({
    UNKNOWN_CHANNEL, 10004, UNKNOWN_MESSAGE, NO_ACCESS, 50005, *CLOSED, NO_PERMISSION, 50021, ARCHIVED,
})  # fmt: skip
"""What was posted cannot be rewritten any more: there is nothing to be done, and nobody who would miss it."""


@contextmanager
def told() -> Iterator[None]:
    """Around what people see: says of a failed call what is known of the message."""
    try:
        yield
    except Lost as lost:
        raise SendUnknown(f"Discord: {lost}") from None
    except (Refused, Away) as error:
        raise surely_not(error) from None


@contextmanager
def before() -> Iterator[None]:
    """Around what nobody sees yet: whatever happens here, nothing was sent."""
    try:
        yield
    except (Refused, Away, Lost) as error:
        raise surely_not(error) from None


def surely_not(error: Refused | Away | Lost) -> Exception:
    """It was certainly not sent, and why."""
    match error:
        case Dead():
            return Unreachable(f"Discord takes nothing from Shelfmate until it has a new token ({error})")
        case Away():
            return Unreachable(str(error))
        case Limited(code=code) if code in FOR_FEAR_OF_SPAM:
            return TooSoon(f"{FOR_FEAR_OF_SPAM[code]} ({code})", error.seconds)
        case Limited(seconds=seconds):
            return TooSoon(f"Discord allows no more for {seconds:.0f} s", seconds)
        case Refused(code=code) if code in NEVER:
            why, line = NEVER[code]
            return Unsendable(f"{line} ({code})", why)
    return SendFailed(f"Discord: {error}")
