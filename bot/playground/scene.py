"""One playground as it stands: its world, its screens, and the people who act by themselves.

All of it can be set again at any time from what is remembered, so being killed loses nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from heapq import heapify, heappop, heappush
from pathlib import Path

from adapters.web.host import Somebody
from adapters.web.read import ACCOUNT, person_in
from adapters.web.send import Screens
from bot.clock import VirtualClock
from bot.launch import appoint, enrol, launch
from bot.playground.casting import cast_of, everybody, script_of
from bot.playground.kept import Guest, Kept, keep
from bot.rehearsal.period import Period
from bot.rehearsal.players import ENROLS, JOINS, Act, Players, becomes_member, event_id
from bot.rehearsal.staging import Script
from bot.rehearsal.temperament import Character
from bot.rehearsal.world import World
from flows.events import Event, Joined, Said
from flows.ids import AccountId, EventId, PersonId, ProgramId
from flows.messages import Answer, OpenForm
from flows.model.people import Account
from flows.model.talk import Seen
from flows.places import coordinators, dm
from flows.ports import Store
from flows.programs.program import Program
from flows.situation import Get, Query
from flows.wording.catalogue import Catalogue


@dataclass(slots=True)
class Scene:
    """Everything in it happens on the playground's one thread."""

    folder: Path
    program: Program
    text: str
    period: Period
    kept: Kept
    store: Store
    catalogue: Catalogue
    clock: VirtualClock = field(init=False)
    screens: Screens = field(init=False)
    world: World[Screens] = field(init=False)
    script: Script = field(init=False)
    cast: Sequence[Character] = field(init=False)
    organisers: Sequence[Character] = field(init=False)
    players: Players = field(init=False)
    people: tuple[Somebody, ...] = field(init=False)
    """Everybody whom one can be."""

    def __post_init__(self) -> None:
        self.clock = VirtualClock(self.kept.at)
        self.screens = Screens(self.store, self.clock.now)
        self.world = World(self.store, self.clock, self.catalogue, self.screens, strict=False)
        self.script = script_of(self.program, self.text, self.period, self.kept.seed)
        self.cast, self.organisers = cast_of(self.script)
        self.people = self._people()
        self.screens.watchers.append(
            lambda post, before: (
                None if before else self.players.shown(post.place, post.id, post.parts, self.clock.now())
            )
        )
        self._set()

    @property
    def id(self) -> ProgramId:
        """The program's."""
        return ProgramId(self.program.id)

    @property
    def opens(self) -> date:
        """The day on which the cohort that is followed opens."""
        return self.period.calendar.day("opens", self.period.year)

    @property
    def names(self) -> Mapping[str, str]:
        """Everybody's name by id."""
        return {person.id: person.name for person in self.people}

    def _people(self) -> tuple[Somebody, ...]:
        return tuple(everybody(self.script, self.cast, self.organisers, self.kept))

    # --- setting it -----------------------------------------------------------------------------------

    def _set(self) -> None:
        """Everybody in their place. All of it may be done again: what was done before is refused as seen."""
        now = self.clock.now()
        launch(self.store, self.program, self.text, now)
        self.world.wake_ups.recover(now)
        self.world.outbox.recover(now)
        self.recast()
        for person in self.players.people.values():
            joined = becomes_member(person)
            if person.member_from == date.min or (joined and joined <= now):
                self._enrol(person.row.email)
        for person in self.players.coordinators:
            self.meets(PersonId(person.row.id))
        appoint(self.store, self.program.id, (person.row.id for person in self.players.coordinators))
        for guest in self.kept.guests:
            self.meets(PersonId(guest.id))
        self.world.settle()

    def recast(self) -> None:
        """Who acts by themselves, and what each intends by what is on their screens and was not done yet."""
        self.players = Players(
            self.program,
            self.kept.seed,
            self.cast,
            self.organisers,
            self.clock.now,
            account=ACCOUNT,
            language=self.script.language,
            by_hand=self.kept.by_hand,
        )
        for person in self.cast:
            self.players.plan(person, self.period.begins, self.period.starts)
        places = [coordinators(self.id), *(dm(PersonId(id)) for id in self.players.people)]
        for place in places:
            for post in self.screens.posts(place):
                self.players.shown(place, post.id, post.parts, post.at)
        now = self.clock.now()
        self.players.drop(lambda act: act.does == ENROLS and act.at <= now)
        self._let_go_of_what_was_done()

    def _let_go_of_what_was_done(self) -> None:
        """In the order in which it was done: at which page of a form somebody is depends on it."""
        done = self._done(self.players.acts)
        heapify(done)
        while done:
            at, _, person, answer = heappop(done)
            if isinstance(answer, OpenForm):
                act = self.players.shown_form(AccountId(f"{ACCOUNT}{person}"), answer, at)
                for one in self._done([act] if act else []):
                    heappush(done, one)

    def _done(self, acts: Iterable[Act]) -> list[tuple[datetime, EventId, str, Answer | None]]:
        """Those that were done, which are no longer intended: when, which event, whose, and how it was answered."""
        events = {event_id(act): act.person for act in acts}
        asked: list[Query] = [Get(Seen, event) for event in events]
        found: Mapping[Query, Seen | None] = self.world.look(lambda tx: tx.load(asked)) if asked else {}
        done = [seen for seen in found.values() if seen]
        ids = {seen.id for seen in done}
        self.players.drop(lambda act: event_id(act) in ids)
        return [(seen.at, seen.id, events[seen.id], seen.answer) for seen in done]

    # --- who comes, and who plays ---------------------------------------------------------------------

    def enters(self, person: PersonId) -> None:
        """Somebody begins to play this person."""
        if person in self.players.people:
            self.meets(person)
            if person not in self.kept.by_hand:
                self.plays(person, by_hand=True)

    def plays(self, person: PersonId, *, by_hand: bool) -> None:
        """Whether this person does nothing by themselves."""
        if person in self.players.people:
            others = self.kept.by_hand - {person}
            self.remembers(by_hand=others | {person} if by_hand else others)
            self.recast()

    def adds(self, guest: Guest) -> None:
        """Somebody new."""
        self.remembers(guests=(*self.kept.guests, guest))
        self.meets(PersonId(guest.id))

    def meets(self, person: PersonId) -> None:
        """Somebody is there: the first time, Shelfmate is told who they are."""
        guest = next((guest for guest in self.kept.guests if guest.id == person), None)
        if guest and guest.member:
            self._enrol(guest.email)
        self.world.happens(self._arrival(person))

    def _arrival(self, person: PersonId) -> Event:
        guests = {guest.id: guest for guest in self.kept.guests}
        if person in guests:
            return self._arrives(guests[person])
        return self.players.event_of(Act(self.clock.now(), person, JOINS, JOINS))

    def _meets_again(self, said: Said, account: AccountId) -> None:
        """Who had themselves forgotten, and speaks once more, begins anew."""
        known: Query = Get(Account, account)
        if self.world.look(lambda tx: tx.load([known])[known]) is None and (person_in(account) in self.names):
            again = EventId(f"{said.id}:{JOINS}")
            self.world.happens(replace(self._arrival(person_in(account)), id=again))

    def _arrives(self, guest: Guest) -> Joined:
        return Joined(
            id=EventId(f"{guest.id}:{JOINS}"),
            now=self.clock.now(),
            account=AccountId(f"{ACCOUNT}{guest.id}"),
            program=self.id,
            name=guest.name,
            email=guest.email,
            zone=guest.zone,
            language=self.script.language,
            person=PersonId(guest.id),
        )

    def _enrol(self, email: str) -> None:
        enrol(self.store, self.program.id, [(email, ())])

    # --- what happens ---------------------------------------------------------------------------------

    def remembers(self, **changes: object) -> None:
        """Change what is kept beside the database."""
        self.kept = replace(self.kept, **changes)  # type: ignore[arg-type]
        keep(self.folder, self.kept)
        if "at" not in changes:
            self.people = self._people()

    def happens(self, event: Event) -> Answer | None:
        """An event has its turn now, and all that follows at once follows. What somebody says stands on their screen."""
        if isinstance(event, Said) and event.account:
            self.screens.says(event, person_in(event.account))
            self._meets_again(event, event.account)
        return self.world.happens(replace(event, now=self.clock.now()))

    def step_towards(self, then: datetime) -> bool:
        """Move the clock to whatever happens next by then, else to `then`; whether there is a way to go still."""
        now = self.clock.now()
        next_up = min(
            (at for at in (self.world.next_due(now), self.players.soonest, then) if at), default=then
        )
        if now >= then and next_up > now:
            return False
        at = max(next_up, now)
        self.remembers(at=at)
        self.world.until(at)
        while act := self.players.due(at):
            self._perform(act)
        return at < then

    def _perform(self, act: Act) -> None:
        if act.does == ENROLS:
            self._enrol(self.players.people[act.person].row.email)
            return
        event = self.players.event_of(act)
        answer = self.happens(event)
        if isinstance(answer, OpenForm) and event.account:
            self.players.shown_form(event.account, answer)
