"""How people in plays apply: their answers, and the way from `signup` to an application that is in."""

from collections.abc import Mapping

from flows.ids import PersonId
from tests.talk import Play

MENTEE: Mapping[str, str | tuple[str, ...]] = {
    "career_stage": "student",
    "topics": ("archives", "oral_history"),
    "goals": ("job_help",),
    "about": "I study library science and love old tape recorders.",
    "languages": ("en",),
}
MENTOR: Mapping[str, str | tuple[str, ...]] = {
    "career_stage": "senior",
    "topics": ("archives",),
    "goals": ("job_help", "confidence"),
    "about": "Thirty years in archives.",
    "languages": ("en", "es"),
    "capacity": "2",
}


def answers(role: str, **other: str) -> Mapping[str, str | tuple[str, ...]]:
    """Good answers of one role, but for `other`."""
    return {**(MENTOR if role == "mentor" else MENTEE), **other}


def applies(play: Play, person: PersonId, role: str, **other: str) -> None:
    """The person says signup, chooses the role and fills in the form."""
    play.says(person, "signup")
    play.presses(person, role)
    play.fills(person, answers(role, **other))


def is_accepted(play: Play, coordinator: PersonId, person: PersonId, role: str) -> None:
    """The person applies, and the coordinator says yes to the newest application."""
    applies(play, person, role)
    play.presses(coordinator, "accept", where=play.desk)
