"""Plays: people say, press and fill in on a stage; Shelfmate's words are read off their screens.

play = Play.of("connecticut", "2027-01-15")
ana = play.joins("ana", "Ana Duarte", member=True)
play.says(ana, "signup")
play.presses(ana, "mentee")
play.fills(ana, {"topics": ("archives",), ...})
assert "Thank you" in play.heard(ana)

The stage is in memory, unless `Play.staged` names another one (see `tests/programs/conftest.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from bot.clock import VirtualClock
from bot.launch import appoint, enrol, launch
from bot.rehearsal.platform import Platform
from bot.rehearsal.world import World
from bot.turn import save
from flows.calendar import moment
from flows.events import Event, Joined, Pressed, Said, Submitted
from flows.ids import EventId, PersonId, ProgramId, QuestionId
from flows.messages import Answer, OpenForm
from flows.model.talk import Wish
from flows.places import announcements, coordinators, dm
from flows.ports import Store
from flows.programs.program import Program
from flows.programs.read import read
from flows.reaching import is_copy
from flows.situation import Find, Get
from flows.turn import Turn
from flows.wording.catalogue import Catalogue
from storage.memory import MemoryStore
from tests.stage import Act, InMemory, Stage, Staging

ROOMS = Path(__file__).parents[1]
R = TypeVar("R")


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The sentences as they ship."""
    files = sorted((ROOMS / "flows/wording").glob("*.toml"))
    return Catalogue.read({file.stem: file.read_text("utf-8") for file in files})


def program_text(name: str) -> str:
    """A program's file as it ships."""
    return (ROOMS / f"flows/programs/{name}.toml").read_text("utf-8")


@dataclass(slots=True)
class Play:
    """One program on a stage. Every act happens at the clock's time, and all that follows at once has happened after it."""

    staged: ClassVar[Staging] = InMemory.staged
    """Sets up the stage of every play that begins."""

    stage: Stage
    program: Program
    page: int = 5
    """How many fields of a form are shown at a time, where a play may choose."""
    form: OpenForm | None = None
    """The form that is open before whoever acted last."""
    answer: Answer | None = None
    """What the last act was answered at once."""
    acts: int = 0
    _read: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, name: str, day: str, *, hour: int = 10, store: Store | None = None, text: str | None = None
    ) -> "Play":
        """A stage for the program of that name (or of `text`), launched at `hour` of `day` in its zone."""
        text = text or program_text(name)
        program = read(text, f"{name}.toml")
        clock = VirtualClock(moment(date.fromisoformat(day), time(hour), program.zone))
        stage = cls.staged(store or MemoryStore(), clock, catalogue(), program)
        launch(stage.world.store, program, text, clock.now())
        stage.opens()
        play = cls(stage, program)
        play.world.settle()
        return play

    @property
    def world(self) -> World[Platform]:
        """Shelfmate behind the stage."""
        return self.stage.world

    # --- who ------------------------------------------------------------------------------------------

    def joins(
        self,
        id: str,
        name: str,
        *,
        email: str = "",
        zone: str = "",
        member: bool = True,
        roles: tuple[str, ...] = (),
    ) -> PersonId:
        """A person appears on the platform; `member` puts them on the roster."""
        email = email or f"{id}@example.org"
        if member:
            enrol(self.world.store, self.program.id, [(email, roles)])
        person = PersonId(id)
        met = Joined(
            **self._envelope(person),
            name=name,
            email=email,
            zone=zone or self.program.zone,
            language="en",
            person=person,
        )
        self._act(person, met)
        return person

    def becomes_member(self, email: str, *roles: str) -> None:
        """The roster takes somebody in."""
        enrol(self.world.store, self.program.id, [(email, roles)])

    def coordinator(self, id: str = "cora", name: str = "Cora Lindqvist") -> PersonId:
        """A coordinator of the program appears."""
        person = self.joins(id, name)
        appoint(self.world.store, self.program.id, [person])
        return person

    # --- what they do ---------------------------------------------------------------------------------

    def says(self, person: PersonId, text: str) -> Answer | None:
        """The person types to Shelfmate."""
        return self._act(person, Said(**self._envelope(person), text=text))

    def presses(self, person: PersonId, choice: str, *, where: str = "") -> Answer | None:
        """The person presses the newest button of that choice in their DM (or in `where`)."""
        place = where or dm(person)
        return self._presses(person, self.stage.question(place, choice), choice, place)

    def presses_on(self, person: PersonId, question: QuestionId, choice: str) -> Answer | None:
        """The person presses a button of a question, wherever it is shown; in memory even one that is shown no longer."""
        return self._presses(person, question, choice, "")

    def _presses(self, person: PersonId, question: QuestionId, choice: str, where: str) -> Answer | None:
        return self._act(person, Pressed(**self._envelope(person), question=question, choice=choice), where)

    def fills(self, person: PersonId, values: Mapping[str, Any]) -> Answer | None:
        """The person fills in the open form page by page, until it is done or something is wrong."""
        given = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in values.items()}
        while self.form is not None:
            asked = self.stage.asked(person, self.form, self.page)
            answer = self._sends(person, {key: given.get(key, ()) for key in asked})
            if isinstance(answer, OpenForm) and answer.errors:
                break
        return self.answer

    def sends(self, person: PersonId, values: Mapping[str, tuple[str, ...]]) -> Answer | None:
        """The person sends one page of the open form."""
        return self._sends(person, values)

    def _sends(self, person: PersonId, values: Mapping[str, tuple[str, ...]]) -> Answer | None:
        assert self.form is not None, "no form is open"
        sent = Submitted(**self._envelope(person), question=self.form.question, values=values)
        return self._act(person, sent)

    def saves(self, event: Event, turn: Turn) -> None:
        """A turn of no flow's: saved as any, and what follows at once follows."""
        self.world.look(lambda tx: save(tx, event, turn))
        self.world.settle()

    def until(self, day: str, hour: int = 12) -> None:
        """Time passes, to that hour of that day in the program's zone."""
        self.world.until(moment(date.fromisoformat(day), time(hour), self.program.zone))

    def passes(self, **time: float) -> None:
        """Time passes: `days=3`, `minutes=20`."""
        self.world.until(self.now + timedelta(**time))

    # --- what they see --------------------------------------------------------------------------------

    def heard(self, person: PersonId) -> str:
        """What came to the person's DM since this was last asked."""
        return self.read(dm(person))

    def posted(self) -> str:
        """What was posted to the announcement channel since this was last asked."""
        return self.read(announcements(ProgramId(self.program.id)))

    def told_coordinators(self) -> str:
        """What came to the coordinators' channel since this was last asked."""
        return self.read(self.desk)

    @property
    def desk(self) -> str:
        """The coordinators' channel."""
        return coordinators(ProgramId(self.program.id))

    def read(self, place: str) -> str:
        """What came to any place since this was last asked, as plain text."""
        stands = self.stage.messages(place)
        fresh = stands[self._read.get(place, 0) :]
        self._read[place] = len(stands)
        return "\n\n".join(fresh)

    def screen(self, place: str) -> str:
        """All that now stands in a place."""
        return "\n\n".join(self.stage.messages(place))

    def choices(self, place: str) -> set[str]:
        """Every choice that can now be pressed in a place."""
        return self.stage.choices(place)

    # --- what is remembered ---------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """The clock."""
        return self.world.clock.now().astimezone(UTC)

    def record(self, record: type[R], id: str) -> R | None:
        """A record as it is remembered."""
        query = Get(record, id)  # type: ignore[type-var]
        return self.world.look(lambda tx: tx.load([query])[query])  # type: ignore[no-any-return]

    def records(self, query: Find[Any]) -> tuple[Any, ...]:
        """A page of records."""
        return self.world.look(lambda tx: tx.load([query])[query])  # type: ignore[no-any-return]

    def sent(self, kind: str) -> list[Wish]:
        """Every wish of a kind that was sent, edits and copies on a further platform left out, in order."""
        found = self.records(Find(Wish, (("state", "sent"),), limit=1_000_000))
        mine = [wish for wish in found if wish.kind == kind and not wish.replaces and not is_copy(wish.id)]
        return sorted(mine, key=lambda wish: (wish.sent_at, wish.id))

    # --- inside ---------------------------------------------------------------------------------------

    def _envelope(self, person: PersonId) -> dict[str, Any]:
        self.acts += 1
        return {
            "id": EventId(f"play-{self.acts}"),
            "now": self.now,
            "account": self.stage.account(person),
            "program": ProgramId(self.program.id),
        }

    def _act(self, person: PersonId, act: Act, where: str = "") -> Answer | None:
        self.answer = self.stage.does(person, act, where)
        self.form = self.answer if isinstance(self.answer, OpenForm) else None
        return self.answer
