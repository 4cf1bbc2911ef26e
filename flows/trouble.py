"""What coordinators are told when something is set aside: a plain line in their channel, once for each cause."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from flows.asking import About, name_of, once_more
from flows.calendar import next_daytime, today
from flows.events import Event, Woke
from flows.ids import EventId, PersonId, ProgramId, derived
from flows.messages import Several, Value
from flows.model.pairs import Pair
from flows.model.people import Person
from flows.model.talk import Urgency, Wish
from flows.places import Place, announcements, coordinators, pair_in
from flows.ports import Barred
from flows.programs.program import Program

KIND = "trouble.set_aside"

PERSON = {Barred.GONE: "trouble.set_aside.person_gone", Barred.SHUT: "trouble.set_aside.person_shut"}
CHANNEL = {
    Barred.MISSING: "trouble.set_aside.channel_missing",
    Barred.ARCHIVED: "trouble.set_aside.channel_archived",
    Barred.OUTSIDE: "trouble.set_aside.channel_outside",
}
DESK = {
    Barred.MISSING: "trouble.set_aside.desk_missing",
    Barred.ARCHIVED: "trouble.set_aside.desk_archived",
    Barred.OUTSIDE: "trouble.set_aside.desk_outside",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """A message that was set aside, and what is known of it."""

    wishes: tuple[Wish, ...]
    """What it merged."""
    barred: Barred | None
    """Why its place takes nothing; None where the place is not to blame, as far as anybody knows."""
    error: str
    program: Program
    now: datetime
    last: str = ""
    """The last message that got through in its place: what comes after that is a cause of its own."""
    moved: bool = False
    """Whether it goes by another platform, on which its reader is too."""
    desk: tuple[Person, ...] = ()
    """The program's coordinators, where it was for their channel."""

    @property
    def wish(self) -> Wish:
        """The first of them."""
        return self.wishes[0]

    @property
    def is_for_desk(self) -> bool:
        """Whether it was for the coordinators' own channel."""
        return self.wish.place == coordinators(ProgramId(self.program.id))

    @property
    def cause(self) -> str:
        """The same for all that fails for the same reason: of a place that takes nothing, until something gets through
        there again; of anything else, what went wrong, for one day."""
        if self.barred:
            return derived("barred", self.program.id, self.wish.place, self.barred, self.last)
        return derived("failed", self.program.id, self.error, today(self.now, self.program.zone).isoformat())


def told(stuck: Stuck) -> Iterator[Wish]:
    """What is said of it: each under an id that follows from the cause, so that it can be seen to have been said.

    Nothing is said of a notice that did not arrive: it would go the same way. Where the coordinators' own channel takes
    nothing, each of them is told directly, and gets there what was meant for all.
    """
    if stuck.is_for_desk and (stuck.barred or stuck.wish.kind == KIND):
        yield from (_told_directly(stuck, person) for person in stuck.desk)
        for nth, wish in enumerate(stuck.wishes, 1):
            yield from (_moved(wish, person, stuck.now, nth) for person in stuck.desk)
    elif stuck.wish.kind != KIND:
        yield _told_at_the_desk(stuck)


def told_again(stuck: Stuck, person: Person, id: str) -> Wish:
    """The same, to a coordinator who asks what could not be delivered."""
    said = _told_directly(stuck, person) if stuck.is_for_desk else _told_at_the_desk(stuck)
    return once_more(said, id, person, stuck.now)


def _about(stuck: Stuck) -> About:
    event = Woke(
        id=EventId(stuck.cause), now=stuck.now, flow="", trigger="", subject=stuck.wish.about, due=stuck.now
    )
    return About(event=event, program=stuck.program.id, subject=event.id)


def _told_at_the_desk(stuck: Stuck) -> Wish:
    if stuck.wish.to:
        return _of_person(stuck, stuck.wish.to)
    if pair := pair_in(stuck.wish.place):
        two = Several(tuple(name_of(PersonId(side)) for side in pair.split(":")[1:]))
        return _about(stuck).post(
            _desk(stuck),
            stuck.program.zone,
            "trouble.set_aside.room",
            prompted=False,
            pair=two,
            reference=stuck.wish.id,
        )
    return _of_channel(stuck)


def _of_person(stuck: Stuck, person: PersonId) -> Wish:
    at_fault = PERSON.get(stuck.barred, "trouble.set_aside.person") if stuck.barred else ""
    key = "trouble.set_aside.person_moved" if stuck.moved else at_fault or "trouble.set_aside.message"
    return _about(stuck).post(
        _desk(stuck), stuck.program.zone, key, prompted=False, reader=name_of(person), reference=stuck.wish.id
    )


def _of_channel(stuck: Stuck) -> Wish:
    key = "trouble.set_aside.post"
    if stuck.barred and stuck.wish.place == announcements(ProgramId(stuck.program.id)):
        key = CHANNEL.get(stuck.barred, "trouble.set_aside.channel")
    return _about(stuck).post(
        _desk(stuck), stuck.program.zone, key, prompted=False, kind=stuck.wish.kind, reference=stuck.wish.id
    )


def _desk(stuck: Stuck) -> Place:
    return coordinators(ProgramId(stuck.program.id))


def _told_directly(stuck: Stuck, person: Person) -> Wish:
    key = DESK.get(stuck.barred, "trouble.set_aside.desk") if stuck.barred else "trouble.set_aside.desk"
    return _about(stuck).notice(person, key, reference=stuck.wish.id)


def _moved(wish: Wish, person: Person, now: datetime, nth: int) -> Wish:
    """The same, for one of those who would have read it in their channel, after why they read it here; its question is
    the same, too."""
    return replace(
        once_more(wish, derived(wish.id, "directly", person.id), person, now),
        urgency=Urgency.NOTICE,
        not_before=next_daytime(now, person.zone),
        expires=wish.expires,
        replaces=wish.replaces,
        ordinal=nth,
    )


def turn_set_aside(event: Event, program: Program, pair: Pair | None, person: Person | None) -> Wish:
    """That something due, or something that somebody did, failed too often."""
    if not isinstance(event, Woke):
        who: Value = name_of(person.id) if person else str(event.account or "")
        return _posted(event, program, "trouble.set_aside.act", who=who, reference=event.id)
    about: Value = event.subject
    if pair:
        about = Several((name_of(pair.mentee), name_of(pair.mentor)))
    elif person:
        about = name_of(person.id)
    return _posted(event, program, "trouble.set_aside.timer", about=about, reference=event.id)


def _posted(event: Event, program: Program, key: str, **values: Value) -> Wish:
    about = About(event=event, program=program.id, subject=event.id)
    return about.post(coordinators(ProgramId(program.id)), program.zone, key, prompted=False, **values)
