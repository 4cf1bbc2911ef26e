"""A program year in virtual time: simulated people read their screens, and do what a person could do there."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush

from bot.launch import appoint, enrol, launch
from bot.rehearsal.acting import Fill, Press, Tell, coordinator_for, decide, visits
from bot.rehearsal.chance import choice
from bot.rehearsal.lines import Line, place_name
from bot.rehearsal.temperament import Character
from bot.rehearsal.world import World
from bot.situations import gathered
from flows import forms
from flows.asking import kind_of
from flows.calendar import local, moment
from flows.events import Event, Joined, Pressed, Said, Submitted
from flows.ids import AccountId, EventId, PersonId, ProgramId, derived
from flows.messages import Answer, Message, OpenForm, Part, Word
from flows.places import coordinators
from flows.programs.program import Program
from flows.situation import Situation
from flows.wording import rendering
from flows.wording.plain import plain_blocks
from flows.wording.rendering import plain_text

PAGE = 5
"""How many fields of a form the rehearsal's platform shows at a time, as the narrowest real one does."""
ENROLS = "enrols"
JOINS = "joins"
ACCOUNT = "rehearsal:"


@dataclass(order=True, slots=True)
class Act:
    """Something that a person will do, in order of time, then of who and what."""

    at: datetime
    person: str
    key: str
    does: Press | Fill | Tell | str = field(compare=False)


@dataclass(slots=True)
class Rehearsal:
    """One program with its cast. `play` calls `says` with each line as it happens."""

    world: World
    program: Program
    text: str
    seed: int
    cast: Sequence[Character]
    coordinators: Sequence[Character]
    begins: date
    """The first day of the cohort that is rehearsed."""
    language: str = "en"
    says: Callable[[Line], None] = lambda _: None
    people: dict[str, Character] = field(init=False)
    _acts: list[Act] = field(default_factory=list)
    _pages: Counter[str] = field(default_factory=Counter)
    _labels: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = {person.row.id: person for person in (*self.coordinators, *self.cast)}
        self.world.platform.watcher = self._appeared

    @property
    def names(self) -> dict[str, str]:
        """Everybody's name by id."""
        return {id: person.row.name for id, person in self.people.items()}

    def play(self, end: datetime, passed: Callable[[datetime], None] = lambda _: None) -> None:
        """From the clock's time to `end`. `passed` is told the time after every step."""
        self._set_up()
        while (at := self._next()) is not None and at <= end:
            # what is due at a moment goes first; and what appears may make somebody act before the next thing is due
            self.world.until(at)
            if self._acts and self._acts[0].at == at:
                self._perform(heappop(self._acts))
            passed(at)
        self.world.until(end)

    def _next(self) -> datetime | None:
        """When something next happens: a person acts, or something comes due."""
        due = self.world.next_due(self.world.clock.now())
        act = self._acts[0].at if self._acts else None
        return min((at for at in (due, act) if at is not None), default=None)

    # --- before ---------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        now = self.world.clock.now()
        launch(self.world.store, self.program, self.text, now)
        members = [person for person in self.people.values() if person.member_from == date.min]
        self._enrol(members)
        for person in self.coordinators:
            self._perform(Act(now, person.row.id, JOINS, JOINS))
        appoint(self.world.store, self.program.id, (person.row.id for person in self.coordinators))
        for person in self.cast:
            self._plan(person, now)
        self.world.settle()

    def _plan(self, person: Character, now: datetime) -> None:
        if date.min < person.member_from < date.max:
            joins = moment(person.member_from, time(9), person.row.timezone)
            heappush(self._acts, Act(joins, person.row.id, ENROLS, ENROLS))
        for nth, tell in enumerate(visits(self.seed, person, begins=self.begins)):
            at = tell.at if tell.at >= now else self._on_first_day(person, now)
            if nth == 0:
                heappush(self._acts, Act(at, person.row.id, "0", JOINS))
            heappush(self._acts, Act(at, person.row.id, f"tell-{nth}", Tell(at=at, text=tell.text)))

    def _on_first_day(self, person: Character, now: datetime) -> datetime:
        """Who would have come before the rehearsal begins comes on its first day."""
        minutes = choice(self.seed, person.row.id, "first day").randint(0, 12 * 60)
        return max(
            now, moment(local(now, self.program.zone).date(), time(8), person.row.timezone)
        ) + timedelta(minutes=minutes)

    def _enrol(self, members: Iterable[Character]) -> None:
        # a rehearsed member may take any role that the people file gives them
        enrol(self.world.store, self.program.id, ((person.row.email, ()) for person in members))

    # --- acts -----------------------------------------------------------------------------------------

    def _perform(self, act: Act) -> None:
        person = self.people[act.person]
        if act.does == ENROLS:
            self._enrol([person])
            return
        event = self._event(act, person)
        self.says(self._line_in(act, person, event))
        self.is_answered(event, self.world.happens(event))

    def is_answered(self, event: Event, answer: Answer | None) -> None:
        """The acknowledgement of an act has come."""
        if isinstance(answer, OpenForm) and event.account:
            self._shown_form(self.people[event.account.removeprefix(ACCOUNT)], answer)

    def _event(self, act: Act, person: Character) -> Event:
        row = person.row
        account = AccountId(f"{ACCOUNT}{row.id}")
        id = EventId(f"{row.id}:{act.key}")
        program = ProgramId(self.program.id)
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
                    id=EventId(f"{row.id}:joins"),
                    now=act.at,
                    account=account,
                    program=program,
                    name=row.name,
                    email=row.email,
                    zone=row.timezone,
                    language=self.language,
                    person=PersonId(row.id),
                )

    def _does(self, person: Character, act: Press | Fill | None, key: str) -> None:
        if act is not None:
            at = max(act.at, self.world.clock.now()).astimezone(UTC)
            heappush(self._acts, Act(at, person.row.id, key, act))

    # --- what they see --------------------------------------------------------------------------------

    def _appeared(self, message: Message, before: Message | None) -> None:
        self.says(self._line_out(message, before))
        for part in message.parts:
            for button in part.buttons:
                self._labels[button.question, button.choice] = button.label
            if message.edits is None and part.buttons and (reader := self._reader(message.place, part)):
                question = part.buttons[0].question
                acts = decide(self.seed, reader, part, now=self.world.noticed(message), asked=question)
                self._does(reader, acts, derived(message.key, question, reader.row.id))

    def _reader(self, place: str, part: Part) -> Character | None:
        if place.startswith("dm:"):
            return self.people.get(place.removeprefix("dm:"))
        if place == coordinators(ProgramId(self.program.id)):
            return coordinator_for(self.seed, part.buttons[0].question, self.coordinators)
        return None

    def _shown_form(self, person: Character, opened: OpenForm) -> None:
        sitting = f"{opened.question}:{person.row.id}"
        nth = self._pages[sitting]
        self._pages[sitting] += 1
        shown = forms.page(opened, PAGE)
        now = self.world.clock.now()
        acts = decide(self.seed, person, opened, now=now, nth=nth, asked=opened.question, shown=shown)
        self._does(person, acts, derived(sitting, str(nth)))

    # --- lines ----------------------------------------------------------------------------------------

    def _line_out(self, message: Message, before: Message | None) -> Line:
        place = message.place
        reader = self.people.get(place.removeprefix("dm:")) if place.startswith("dm:") else None
        zone = reader.row.timezone if reader else self.program.zone
        kinds = tuple(dict.fromkeys(part.kind for part in message.parts))
        return Line(
            at=local(self.world.clock.now(), zone),
            direction="out",
            person=reader.row.id if reader else "",
            role=role_of(reader) if reader else "",
            place=place_name(place),
            kind=kinds[0],
            kinds=kinds,
            text=plain_text(message),
            buttons=tuple(button.label for part in message.parts for button in part.buttons),
            edits=before is not None,
            news=news_in(message, before) if before else "",
        )

    def _line_answered(self, person: Character, word: Word) -> Line:
        """What only the one who acted sees, at once."""
        start = Situation(now=self.world.clock.now(), loaded={})
        need = rendering.needs_of(self.program.id, word.said)
        known: Situation = self.world.look(
            lambda tx: gathered(tx, self.world.programs, start, lambda _: need)
        )
        row = person.row
        reader = rendering.reader_of(
            None, self.program.id, known, self.world.catalogue, zone=row.timezone, language=self.language
        )
        return Line(
            at=local(self.world.clock.now(), row.timezone),
            direction="out",
            person=row.id,
            role=role_of(person),
            place="dm",
            kind=kind_of(word.said.key),
            text=plain_blocks(reader.blocks(word.said)),
        )

    def _line_in(self, act: Act, person: Character, event: Event) -> Line:
        return Line(
            at=local(act.at, person.row.timezone),
            direction="in",
            person=person.row.id,
            role=role_of(person),
            place="dm",
            kind=type(event).__name__.lower(),
            text=self._said(act.does),
        )

    def _said(self, act: Press | Fill | Tell | str) -> str:
        match act:
            case Press(question=question, choice=choice):
                return f"[{self._labels.get((question, choice), choice)}]"
            case Fill(values=values):
                return "; ".join(f"{key}: {', '.join(given)}" for key, given in values.items() if given)
            case Tell(text=text):
                return text
            case _:
                return "arrives"


def news_in(message: Message, before: Message) -> str:
    """What a rewritten message says that it did not say before."""
    old = {block for part in before.parts for block in part.blocks}
    parts = tuple(
        replace(part, blocks=tuple(block for block in part.blocks if block not in old))
        for part in message.parts
    )
    return plain_text(replace(message, parts=parts))


def role_of(person: Character) -> str:
    """`mentor`, `mentee`, `both` or `coordinator`."""
    return "coordinator" if person.coordinates else str(person.row.role)


def at_midnight(day: date, zone: str) -> datetime:
    """When a day begins in a zone."""
    return moment(day, time(0), zone)


__all__ = ["Rehearsal", "at_midnight", "role_of"]
