"""Where a message goes: a person's DM, a pair's room, a channel. Kept as one short string in each wish."""

from flows.ids import PairId, PersonId, ProgramId

Place = str
"""`dm:PERSON`, `room:PAIR`, `channel:PROGRAM:announcements`, `channel:PROGRAM:coordinators`."""


def dm(person: PersonId) -> Place:
    """The person's direct messages with Shelfmate."""
    return f"dm:{person}"


def room(pair: PairId) -> Place:
    """The pair's own room."""
    return f"room:{pair}"


def announcements(program: ProgramId) -> Place:
    """Where the program's calls are posted."""
    return f"channel:{program}:announcements"


def coordinators(program: ProgramId) -> Place:
    """Where the program's coordinators decide."""
    return f"channel:{program}:coordinators"


def pair_in(place: Place) -> PairId | None:
    """The pair whose room it is."""
    return PairId(place.removeprefix("room:")) if place.startswith("room:") else None
