"""What each kind of message would rather: arrive twice or not at all, and for how long it is worth sending."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Kind:
    """`prefer` decides what cannot be read back after an unknown outcome; `lasts` counts days from `not_before`."""

    prefer: Literal["once", "arrive"] = "arrive"
    lasts: int | None = None
    paced: bool = False
    """Whether it counts towards the few unprompted messages of a week, and waits where there have been enough.
    Those of the weeks of call, matching and closing do not, nor do reminders of what somebody booked."""


_REMINDS = Kind("once", 7)
_NUDGES = Kind("once", 7, paced=True)
_ASKS = Kind("arrive", 21, paced=True)

KINDS: dict[str, Kind] = {
    "applications.opened": Kind("arrive", 14),
    "applications.closing": Kind("once", 3),
    "applications.closed": Kind("once", 14),
    "application.unfinished": _REMINDS,
    "orientation.reminder": _REMINDS,
    "contact.due": _ASKS,
    "contact.overdue": _ASKS,
    "plan.asked": _ASKS,
    "plan.reminder": _NUDGES,
    "match.reminder": _REMINDS,
    "meeting.prompt": _NUDGES,
    "meeting.unconfirmed": Kind("once", 1),
    "meeting.reminder": Kind("once", 1),
    "checkin.asked": _ASKS,
    "checkin.missed": _NUDGES,
    "survey.reminder": _REMINDS,
    "tips.sent": _NUDGES,
    "conference.prompt": _NUDGES,
    "session.invited": _NUDGES,
    "session.reminder": Kind("once", 1),
    "session.feedback": _NUDGES,
}
"""The kinds that differ from `Kind()`: arrive, however late."""


def kind(name: str) -> Kind:
    """The kind's rules."""
    return KINDS.get(name, Kind())
