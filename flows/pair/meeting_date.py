"""A meeting as a date for people's own calendars: one id for as long as it is this meeting, a higher number at each change."""

from flows.asking import name_of
from flows.ids import derived
from flows.messages import At, Invitation, Phrase, Ref, Say, Standing, Value
from flows.model.pairs import Meeting, MeetingState, said_in
from flows.model.people import Person
from flows.pair.pair_case import PairCase

MINUTES = 60
"""How long a meeting is taken to last: nobody is asked."""


def how_of(meeting: Meeting) -> Ref:
    """Where or how, by the version: a later one must not speak through an earlier message, as its time does not."""
    return Ref("Meeting", meeting.id, f"hows.{said_in(meeting.hows, meeting.version)}")


def dates_of(case: PairCase, to: Person, meeting: Meeting) -> tuple[Invitation, ...]:
    """What the calendar of one side is to hold now: nothing of a first suggestion, a new time as one that may be."""
    match meeting.state:
        case MeetingState.AGREED:
            return (_date(case, to, meeting, "confirmed", 0),)
        case MeetingState.MOVED:
            return (_date(case, to, meeting, "tentative", -1),)
        case MeetingState.CANCELLED:
            return (_date(case, to, meeting, "cancelled", 1),)
        case _:
            return ()


def _date(case: PairCase, to: Person, meeting: Meeting, standing: Standing, later: int) -> Invitation:
    partner, off = name_of(case.pair.partner(to.id)), standing == "cancelled"
    said: dict[str, Value] = {"partner": partner, "program": Phrase(case.program.name)}
    contact = case.program.organiser.contact
    more: dict[str, Value] = {"at": At(meeting.at), "how": how_of(meeting), "contact": contact}
    return Invitation(
        id=derived("meeting", meeting.id),
        # a change of the time raises it, and so does one of whether it is sure
        sequence=2 * (meeting.version - 1) + later,
        standing=standing,
        at=meeting.at,
        minutes=MINUTES,
        stamp=case.now,
        summary=Say("meeting.entry.summary", {"partner": partner}),
        details=Say("meeting.entry.off", said) if off else Say("meeting.entry.details", {**said, **more}),
        where="" if off else how_of(meeting),
    )
