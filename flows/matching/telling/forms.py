"""A reason as each of its readers hears it: the coordinators, the mentee, the mentor."""

from collections.abc import Mapping

from flows.messages import Say
from flows.model.cohorts import Role

FORMS: Mapping[str, tuple[str, str]] = {
    "match.reason.rare_topics.desk": ("match.reason.rare_topics.mentee", "match.reason.rare_topics.mentor"),
    "match.reason.topics.desk": ("match.reason.topics.mentee", "match.reason.topics.mentor"),
    "match.reason.goals.desk": ("match.reason.goals.mentee", "match.reason.goals.mentor"),
    "match.reason.some_goals.desk": ("match.reason.some_goals.mentee", "match.reason.some_goals.mentor"),
    "match.reason.further.desk": ("match.reason.further.mentee", "match.reason.further.mentor"),
    "match.reason.same_stage.desk": ("match.reason.same_stage.mentee", "match.reason.same_stage.mentor"),
    "match.reason.place.desk": ("match.reason.place.mentee", "match.reason.place.mentor"),
    "match.reason.same_hours.desk": ("match.reason.same_hours.mentee", "match.reason.same_hours.mentor"),
    "match.reason.hours.desk": ("match.reason.hours.mentee", "match.reason.hours.mentor"),
    "match.reason.languages.desk": ("match.reason.languages.mentee", "match.reason.languages.mentor"),
    "match.reason.both_wished.desk": ("match.reason.both_wished.mentee", "match.reason.both_wished.mentor"),
    "match.reason.mentee_wished.desk": (
        "match.reason.mentee_wished.mentee",
        "match.reason.mentee_wished.mentor",
    ),
    "match.reason.mentor_wished.desk": (
        "match.reason.mentor_wished.mentee",
        "match.reason.mentor_wished.mentor",
    ),
    "match.reason.room.desk": ("match.reason.room.mentee", "match.reason.room.mentor"),
}
"""Each reason as coordinators read it, as the mentee does, as the mentor does."""


def told_to(role: Role, reason: Say) -> Say:
    """The same reason as one of the two reads it."""
    mentee, mentor = FORMS[reason.key]
    return Say(mentee if role is Role.MENTEE else mentor, reason.values)
