"""A program year in virtual time: simulated people read their screens, and do what a person could do there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from bot.launch import appoint, enrol, launch
from bot.rehearsal.acting import Fill, Press, Tell
from bot.rehearsal.lines import Line, place_name
from bot.rehearsal.players import ENROLS, JOINS, Act, Players
from bot.rehearsal.temperament import Character
from bot.rehearsal.world import World
from flows.calendar import local, moment
from flows.events import Event
from flows.messages import Answer, Message, OpenForm
from flows.programs.program import Program
from flows.wording.rendering import plain_text


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
    players: Players = field(init=False)
    _labels: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.players = Players(
            self.program,
            self.seed,
            self.cast,
            self.coordinators,
            self.world.clock.now,
            language=self.language,
        )
        self.world.platform.watcher = self._appeared

    @property
    def people(self) -> Mapping[str, Character]:
        """Everybody by id."""
        return self.players.people

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
            if act := self.players.due(at):
                self._perform(act)
            passed(at)
        self.world.until(end)

    def _next(self) -> datetime | None:
        """When something next happens: a person acts, or something comes due."""
        due = self.world.next_due(self.world.clock.now())
        return min((at for at in (due, self.players.soonest) if at is not None), default=None)

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
            self.players.plan(person, self.begins, now)
        self.world.settle()

    def _enrol(self, members: Iterable[Character]) -> None:
        # a rehearsed member may take any role that the people file gives them
        enrol(self.world.store, self.program.id, ((person.row.email, ()) for person in members))

    # --- acts -----------------------------------------------------------------------------------------

    def _perform(self, act: Act) -> None:
        person = self.people[act.person]
        if act.does == ENROLS:
            self._enrol([person])
            return
        event = self.players.event_of(act)
        self.says(self._line_in(act, person, event))
        self.is_answered(event, self.world.happens(event))

    def is_answered(self, event: Event, answer: Answer | None) -> None:
        """The acknowledgement of an act has come."""
        if isinstance(answer, OpenForm) and event.account:
            self.players.shown_form(event.account, answer)

    # --- what they see --------------------------------------------------------------------------------

    def _appeared(self, message: Message, before: Message | None) -> None:
        self.says(self._line_out(message, before))
        for part in message.parts:
            for button in part.buttons:
                self._labels[button.question, button.choice] = button.label
        if message.edits is None:
            self.players.shown(message.place, message.key, message.parts, self.world.noticed(message))

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
