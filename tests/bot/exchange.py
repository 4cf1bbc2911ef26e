"""A post office with lines to two platforms: people on one, the other or both, and channels wherever a test puts them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot import library
from bot.outbox import Outbox
from bot.rehearsal.platform import Platform
from bot.situations import Programs
from flows.ids import AccountId, ApplicationId, CohortId, PersonId, ProgramId, WishId
from flows.model.addresses import Address, address_id
from flows.model.pairs import Pair, PairState, pair_id
from flows.model.people import Account, Person
from flows.model.talk import Wish
from flows.places import Place, dm, room
from flows.ports import Adapter, Store, Transaction
from flows.reaching import copy_id
from flows.situation import Find, Get, Query
from flows.wording.rendering import plain_text
from tests.bot.counter import ANA, BEN, NOON, Dies, Line, Office

SLACK, DISCORD = "slack", "discord"
T = TypeVar("T")


@dataclass(slots=True)
class Exchange(Office):
    """Ana has an account on Slack, Ben on Discord; `running` are the platforms that are run here."""

    running: tuple[str, ...] = (SLACK, DISCORD)
    elsewhere: Platform = field(init=False)
    other: Line = field(init=False)

    def __post_init__(self) -> None:
        self.elsewhere = Platform(self.clock)
        self.other = Line(self.elsewhere)
        Office.__post_init__(self)
        self.is_on(ANA, SLACK)
        self.is_on(BEN, DISCORD)

    def another(self, name: str) -> Outbox:
        """One more replica."""

        def probe(step: str) -> None:
            if step == self.dies_at:
                self.dies_at = ""
                raise Dies(step)

        adapters: dict[str, Adapter] = {SLACK: self.line, DISCORD: self.other}
        return Outbox(
            self.store,
            Programs(),
            library.wording(),
            {via: adapters[via] for via in self.running},
            self.clock,
            name,
            probe=probe,
        )

    def runs(self, *platforms: str) -> None:
        """Shelfmate is started again, on these."""
        self.running = platforms
        self.restarts()

    # --- who is where ---------------------------------------------------------------------------------

    def is_on(self, person: PersonId, *platforms: str) -> None:
        self.keep(*(Account(id=AccountId(f"{via}:{person}"), person=person) for via in platforms))

    def asks_for(self, person: PersonId, via: str) -> None:
        """They want to be written to there."""
        self.change(Person, person, reached_by=via)

    def leads(self, place: Place, *platforms: str) -> None:
        """A channel was chosen for it there."""
        for via in platforms:
            at = f"{via}:1"
            self.keep(Address(id=address_id(place, at), place=place, workspace=at, channel="c"))

    def pairs(self) -> Place:
        """Ana and Ben are a pair; their room."""
        cohort = CohortId("small-2027-spring")
        made = Pair(
            id=pair_id(cohort, ANA, BEN),
            cohort=cohort,
            program=ProgramId("small"),
            mentee=ANA,
            mentor=BEN,
            mentee_application=ApplicationId("a"),
            mentor_application=ApplicationId("b"),
            state=PairState.ANNOUNCED,
            starts=NOON.date(),
            ends=NOON.date(),
        )
        self.keep(made)
        return room(made.id)

    # --- what is seen ---------------------------------------------------------------------------------

    def reads(self, place: Place) -> dict[str, list[str]]:
        """What stands in a place, on each platform where anything does."""
        both = {SLACK: self.platform, DISCORD: self.elsewhere}
        told = {
            via: [plain_text(shown.message).replace("\n\n", " + ") for shown in platform.screens[place]]
            for via, platform in both.items()
        }
        return {via: said for via, said in told.items() if said}

    def hears(self, person: PersonId) -> dict[str, list[str]]:
        """What stands in somebody's direct messages."""
        return self.reads(dm(person))

    def copy(self, said: str, via: str = DISCORD) -> Wish:
        """The copy of a message on a further platform."""
        return self.wish(copy_id(WishId(said), via))


class Counting:
    """A store that counts the look-ups, by what is looked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked: Counter[str] = Counter()

    def transact(self, work: Callable[[Transaction], T]) -> T:
        return self._store.transact(lambda tx: work(_Counted(tx, self.asked)))  # type: ignore[arg-type]

    def close(self) -> None:
        self._store.close()


class _Counted:
    def __init__(self, tx: Transaction, asked: Counter[str]) -> None:
        self._tx = tx
        self._asked = asked

    def load(self, queries: list[Query]) -> Any:
        self._asked.update(query.record.__name__ for query in queries if isinstance(query, Get | Find))
        return self._tx.load(queries)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)
