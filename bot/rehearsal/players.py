"""The simulated people: they read what comes onto their screens, decide, and act when their time comes."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import heapify, heappop, heappush

from bot.rehearsal.acting import Fill, Press, Tell, coordinator_for, decide, visits
from bot.rehearsal.chance import choice
from bot.rehearsal.matchmaking import PROPOSAL
from bot.rehearsal.temperament import Character
from flows import forms
from flows.calendar import local, moment
from flows.events import Event, Joined, Pressed, Said, Submitted
from flows.ids import AccountId, EventId, PersonId, ProgramId, derived
from flows.messages import OpenForm, Part
from flows.places import Place, coordinators
from flows.programs.program import Program

PAGE = 5
"""How many fields of a form they are shown at a time, as on the narrowest real platform."""
ENROLS = "enrols"
JOINS = "joins"


@dataclass(order=True, slots=True)
class Act:
    """Something that a person will do, in order of time, then of who and what."""

    at: datetime
    person: str
    key: str
    does: Press | Fill | Tell | str = field(compare=False)


@dataclass(slots=True)
class Players:
    """Everybody who acts by themselves. `account` begins their accounts' names; `now` is the clock."""

    program: Program
    seed: int
    cast: Sequence[Character]
    coordinators: Sequence[Character]
    now: Callable[[], datetime]
    account: str = "rehearsal:"
    language: str = "en"
    by_hand: frozenset[str] = frozenset()
    """Those whom somebody plays: they do nothing by themselves."""
    people: dict[str, Character] = field(init=False)
    acts: list[Act] = field(default_factory=list)
    """A heap: the soonest first."""
    _pages: Counter[str] = field(default_factory=Counter)
    _proposal: Part | None = None
    """The pairs that coordinators were last asked about."""

    def __post_init__(self) -> None:
        self.people = {person.row.id: person for person in (*self.coordinators, *self.cast)}

    # --- what they will do ----------------------------------------------------------------------------

    @property
    def soonest(self) -> datetime | None:
        """When somebody next acts."""
        return self.acts[0].at if self.acts else None

    def due(self, now: datetime) -> Act | None:
        """Take up the next act, where it is due."""
        return heappop(self.acts) if self.acts and self.acts[0].at <= now else None

    def drop(self, unwanted: Callable[[Act], bool]) -> None:
        """Let go of acts that were intended."""
        self.acts = [act for act in self.acts if not unwanted(act)]
        heapify(self.acts)

    def plan(self, person: Character, begins: date, since: datetime) -> None:
        """What the person will come for unasked; who would have come before `since` comes on that day. That they
        become a member is no act of theirs: it happens also to those who are played by hand."""
        if joins := becomes_member(person):
            self._push(Act(joins, person.row.id, ENROLS, ENROLS))
        if person.row.id in self.by_hand:
            return
        for nth, tell in enumerate(visits(self.seed, person, begins=begins)):
            at = tell.at if tell.at >= since else self._on_first_day(person, since)
            if nth == 0:
                self._push(Act(at, person.row.id, "0", JOINS))
            self._push(Act(at, person.row.id, f"tell-{nth}", Tell(at=at, text=tell.text)))

    def _on_first_day(self, person: Character, now: datetime) -> datetime:
        minutes = choice(self.seed, person.row.id, "first day").randint(0, 12 * 60)
        morning = moment(local(now, self.program.zone).date(), time(8), person.row.timezone)
        return max(now, morning) + timedelta(minutes=minutes)

    # --- what they see --------------------------------------------------------------------------------

    def shown(self, place: Place, key: str, parts: Iterable[Part], noticed: datetime) -> None:
        """A message appeared; `key` is its own."""
        for part in parts:
            if part.kind == PROPOSAL:
                self._proposal = part
            if part.buttons and (reader := self.reader(place, part)):
                question = part.buttons[0].question
                act = decide(self.seed, reader, part, now=noticed, asked=question)
                self._does(reader, act, derived(key, question, reader.row.id))

    def reader(self, place: Place, part: Part) -> Character | None:
        """Who looks after what this part of a message asks. The coordinators' desk waits for those played by hand."""
        if place.startswith("dm:"):
            reader = place.removeprefix("dm:")
            return None if reader in self.by_hand else self.people.get(reader)
        waits = any(person.row.id in self.by_hand for person in self.coordinators)
        if place == coordinators(ProgramId(self.program.id)) and not waits:
            return coordinator_for(self.seed, part.buttons[0].question, self.coordinators)
        return None

    def shown_form(self, account: AccountId, opened: OpenForm, noticed: datetime | None = None) -> Act | None:
        """A page of a form opened before somebody, just now unless told; what they will do about it."""
        person = self.people[account.removeprefix(self.account)]
        sitting = f"{opened.question}:{person.row.id}"
        nth = self._pages[sitting]
        self._pages[sitting] += 1
        shown = forms.page(opened, PAGE)
        act = decide(
            self.seed,
            person,
            opened,
            now=noticed or self.now(),
            nth=nth,
            asked=opened.question,
            shown=shown,
            proposal=self._proposal,
        )
        return self._does(person, act, derived(sitting, str(nth)))

    def _does(self, person: Character, does: Press | Fill | None, key: str) -> Act | None:
        if does is None:
            return None
        act = Act(max(does.at, self.now()).astimezone(UTC), person.row.id, key, does)
        self._push(act)
        return act

    def _push(self, act: Act) -> None:
        heappush(self.acts, act)

    # --- what they do ---------------------------------------------------------------------------------

    def event_of(self, act: Act) -> Event:
        """An act as the event that it is."""
        row = self.people[act.person].row
        account = AccountId(f"{self.account}{row.id}")
        program = ProgramId(self.program.id)
        id = event_id(act)
        match act.does:
            case Press(question=question, choice=choice):
                return Pressed(
                    id=id, now=act.at, account=account, program=program, question=question, choice=choice
                )
            case Fill(question=question, values=values):
                return Submitted(
                    id=id, now=act.at, account=account, program=program, question=question, values=values
                )
            case Tell(text=text):
                return Said(id=id, now=act.at, account=account, program=program, text=text)
            case _:
                return Joined(
                    id=id,
                    now=act.at,
                    account=account,
                    program=program,
                    name=row.name,
                    email=row.email,
                    zone=row.timezone,
                    language=self.language,
                    person=PersonId(row.id),
                )


def becomes_member(person: Character) -> datetime | None:
    """When they do; None for those who are one already, or never will be."""
    if not date.min < person.member_from < date.max:
        return None
    return moment(person.member_from, time(9), person.row.timezone)


def event_id(act: Act) -> EventId:
    """The id of the event that an act is: the same for the same act, whenever it is done."""
    return EventId(f"{act.person}:{JOINS if act.does == JOINS else act.key}")
