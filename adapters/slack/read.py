"""Reading: whatever Slack sends becomes an event, a value of the adapter's own, or nothing with a reason. Pure, total."""

from collections.abc import Mapping
from datetime import datetime

from adapters.slack.reading.acts import heard_of_act
from adapters.slack.reading.events import heard_of_event
from adapters.slack.reading.heard import Heard, Ignored
from adapters.slack.reading.origin import Reading, account_of, spot_of_act, spot_of_event, team_of, user_in
from adapters.slack.reading.payload import text


def read(payload: object, *, now: datetime) -> Heard:
    """What Slack sent: an event's envelope, an interaction, or a command, as Bolt parses its body. Of which
    program it is, whoever hears it looks up."""
    if not isinstance(payload, Mapping):
        return Ignored("not an object")
    if text(payload, "type") == "event_callback":
        return heard_of_event(Reading(payload, now, spot_of_event(payload)))
    return heard_of_act(Reading(payload, now, spot_of_act(payload)))


__all__ = ["account_of", "read", "team_of", "user_in"]
