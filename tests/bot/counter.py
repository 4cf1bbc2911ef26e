"""A post office for tests: an outbox over a platform that does as it is told, and a store to look into."""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot import library
from bot.clock import VirtualClock
from bot.launch import launch
from bot.outbox import Outbox
from bot.rehearsal.platform import Platform
from bot.situations import Programs
from flows.ids import CohortId, PersonId, QuestionId, WishId
from flows.messages import Message, Say
from flows.model.cohorts import Adopted, Cohort
from flows.model.people import Person
from flows.model.talk import Question, QuestionState, Urgency, Wish, WishState
from flows.places import dm
from flows.ports import Barred, Store, Unreachable, Unsendable
from flows.programs.read import read
from flows.situation import Get, find
from flows.wording.rendering import plain_text
from storage.memory import MemoryStore
from tests.flows.small_program import SMALL

NOON = datetime(2027, 3, 1, 17, tzinfo=UTC)
"""In New York, where the small program is."""
ANA, BEN = PersonId("ana"), PersonId("ben")
DESK = "channel:small:coordinators"


@dataclass(slots=True)
class Line:
    """The line to the platform: each send or look meets the next of `troubles`, or nothing."""

    platform: Platform
    troubles: deque[Exception | None] = field(default_factory=deque)
    looks: deque[Exception | None] = field(default_factory=deque)
    posts_anyway: bool = False
    """Whether a trouble comes only after the message has appeared."""
    blind: set[str] = field(default_factory=set)
    """Places that cannot be read back."""
    barred: dict[str, Barred] = field(default_factory=dict)
    """Places that take nothing, and why."""
    down: bool = False
    """Whether the platform takes nothing from anybody."""
    asked: int = 0
    """How often it was asked for anything."""

    def send(self, message: Message) -> str:
        self._reached()
        if message.place in self.barred:
            raise Unsendable("it takes nothing", self.barred[message.place])
        trouble = self.troubles.popleft() if self.troubles else None
        if trouble and not self.posts_anyway:
            raise trouble
        ref = self.platform.send(message)
        if trouble:
            raise trouble
        return ref

    def reads_back(self, place: str) -> bool:
        return place not in self.blind

    def _reached(self) -> None:
        self.asked += 1
        if self.down:
            raise Unreachable("token_revoked")

    def find(self, message: Message) -> str | None:
        self._reached()
        trouble = self.looks.popleft() if self.looks else None
        if trouble:
            raise trouble
        return self.platform.find(message)


class Dies(BaseException):
    """The process, at the step that it was told."""


@dataclass(slots=True)
class Office:
    """One outbox (or more, on the same store) with the small program and two people."""

    store: Store = field(default_factory=MemoryStore)
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(NOON))
    dies_at: str = ""
    platform: Platform = field(init=False)
    line: Line = field(init=False)
    outbox: Outbox = field(init=False)

    def __post_init__(self) -> None:
        self.platform = Platform(self.clock)
        self.line = Line(self.platform)
        self.outbox = self.another("one")
        launch(self.store, read(SMALL, "small.toml"), SMALL, NOON)
        adopted = self.record(Adopted, "small")
        assert adopted is not None
        self.keep(
            Cohort(
                id=CohortId("small-2027-spring"),
                program=adopted.id,
                digest=adopted.digest,
                name="spring",
                year=2027,
            ),
            Person(id=ANA, name="Ana Duarte", zone="America/New_York"),
            Person(id=BEN, name="Ben Okafor", zone="Europe/London"),
        )

    def another(self, name: str) -> Outbox:
        """One more replica."""

        def probe(step: str) -> None:
            if step == self.dies_at:
                self.dies_at = ""
                raise Dies(step)

        wording = library.wording()
        return Outbox(self.store, Programs(), wording, {"": self.line}, self.clock, name, probe=probe)

    # --- what is remembered ---------------------------------------------------------------------------

    def keep(self, *records: Any) -> None:
        self.store.transact(lambda tx: tx.save(records))

    def record(self, record: type[Any], id: str) -> Any:
        return self.store.transact(lambda tx: tx.load([Get(record, id)])[Get(record, id)])

    def wish(self, id: str) -> Wish:
        found = self.record(Wish, id)
        assert isinstance(found, Wish)
        return found

    def set_aside(self) -> tuple[Wish, ...]:
        query = find(Wish, state=WishState.SET_ASIDE)
        return self.store.transact(lambda tx: tx.load([query])[query])

    def change(self, record: type[Any], id: str, **fields: Any) -> None:
        self.keep(replace(self.record(record, id), **fields))

    def wants(self, said: str, to: PersonId | None = ANA, **fields: Any) -> None:
        """A message that says so; its id is what it says."""
        given: dict[str, Any] = {
            "id": WishId(said),
            "kind": "contact.due",
            "key": "later.answered",
            "values": {"said": said},
            "place": dm(to) if to else DESK,
            "to": to,
            "program": "small",
            "about": "pair",
            "urgency": Urgency.NOTICE,
            "not_before": NOON,
            "created": NOON,
        }
        self.keep(Wish(**(given | fields)))

    def asks(self, said: str, **fields: Any) -> None:
        """The same with a question under it, whose id is `q-` and what it says."""
        question = Question(
            id=QuestionId(f"q-{said}"),
            flow="contact",
            kind="contact.due",
            subject="pair",
            audience="ana",
            program="small",
            choices=(),
        )
        self.keep(question)
        self.wants(said, question=question.id, **fields)

    def closes(self, said: str, outcome: str = "settled") -> None:
        """Its question has found its answer elsewhere."""
        said_then = Say("later.answered", {"said": outcome})
        self.change(Question, f"q-{said}", state=QuestionState.CLOSED, outcome=said_then)

    def rewrites(self, said: str, anew: str = "") -> None:
        """Wish for the message to be shown as it stands now, or to say something else."""
        edit = replace(self.wish(said), **WAITS, id=WishId(f"edit-{said}"), replaces=WishId(said))
        self.keep(replace(edit, values={"said": anew}) if anew else edit)

    # --- time and delivery ----------------------------------------------------------------------------

    def passes(self, **time: float) -> None:
        self.clock.at += timedelta(**time)
        self.delivers()

    def delivers(self, outbox: Outbox | None = None) -> None:
        """Everything that can go now goes."""
        while (outbox or self.outbox).deliver_due(self.clock.now()):
            pass

    def restarts(self) -> None:
        """The process is gone and back."""
        self.outbox = self.another("one")
        self.outbox.recover(self.clock.now())
        self.delivers()

    # --- what is seen ---------------------------------------------------------------------------------

    def sees(self, person: PersonId) -> list[str]:
        """Each message on somebody's screen."""
        return self.stands(dm(person))

    def stands(self, place: str) -> list[str]:
        return [plain_text(shown.message).replace("\n\n", " + ") for shown in self.platform.screens[place]]


WAITS: dict[str, Any] = {
    "state": WishState.WAITING,
    "lease": None,
    "holder": "",
    "attempts": 0,
    "sent_at": None,
    "sent_with": None,
    "ref": "",
}
