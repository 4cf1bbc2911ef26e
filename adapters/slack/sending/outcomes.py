"""Outcomes: what a call that failed means for the message, in the outbox's words and in a line for people."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.slack.calling.calls import Away, Dead, Limited, Lost, Refused
from flows.ports import Barred, SendFailed, SendUnknown, TooSoon, Unreachable, Unsendable

NEVER = {
    "cannot_dm_bot": (Barred.OTHER, "the account is a bot's"),
    "channel_is_limited_access": (Barred.OUTSIDE, "Shelfmate may not post in this channel"),
    "channel_not_found": (
        Barred.MISSING,
        "the conversation is not there any more, or Shelfmate is not in it",
    ),
    "is_archived": (Barred.ARCHIVED, "the channel is archived"),
    "is_inactive": (Barred.ARCHIVED, "the channel is archived"),
    "not_in_channel": (Barred.OUTSIDE, "Shelfmate is not in the channel: invite it there"),
    "restricted_action": (Barred.OUTSIDE, "the workspace does not let apps post there"),
    "restricted_action_read_only_channel": (Barred.OUTSIDE, "the channel is read-only"),
    "user_disabled": (Barred.GONE, "the Slack account is deactivated"),
    "user_not_found": (Barred.GONE, "the Slack account is not in this workspace any more"),
    "user_not_visible": (Barred.GONE, "the Slack account is not to be seen from this workspace"),
}
"""Trying again would not help, until somebody changes something about this very place."""
NOT_NOW = {
    "messages_tab_disabled": "people cannot get messages from Shelfmate: the Messages Tab of its App Home is turned off"
}
"""Nobody gets anything until somebody changes how the app is configured."""
GONE = frozenset({
    "cant_delete_message", "cant_update_message", "channel_not_found", "edit_window_closed", "is_archived",
    "is_inactive", "message_not_found", "not_in_channel", "user_not_found",
})  # fmt: skip
"""What was posted cannot be rewritten any more: there is nothing to be done, and nobody who would miss it."""


@contextmanager
def told() -> Iterator[None]:
    """Around what people see: says of a failed call what is known of the message."""
    try:
        yield
    except Lost as lost:
        raise SendUnknown(f"Slack: {lost}") from None
    except (Refused, Away) as error:
        raise _surely_not(error) from None


@contextmanager
def before() -> Iterator[None]:
    """Around what nobody sees yet: whatever happens here, nothing was sent."""
    try:
        yield
    except (Refused, Away, Lost) as error:
        raise _surely_not(error) from None


def _surely_not(error: Refused | Away | Lost) -> Exception:
    match error:
        case Dead():
            return Unreachable(f"Slack takes nothing from Shelfmate until it is installed again ({error})")
        case Away():
            return Unreachable(str(error))
        case Limited(seconds=seconds):
            return TooSoon(f"Slack allows no more for {seconds:.0f} s", seconds)
        case Refused(error=word) if word in NOT_NOW:
            return Unreachable(f"{NOT_NOW[word]} ({error})")
        case Refused(error=word) if word in NEVER:
            why, line = NEVER[word]
            return Unsendable(f"{line} ({error})", why)
    return SendFailed(f"Slack: {error}")
