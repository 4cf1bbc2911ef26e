"""The simulated world with two platforms: some of its people are on one, some on the other, and some on both."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from bot.rehearsal.platform import Platform
from bot.rehearsal.simulation import Simulation
from flows.events import Event, Joined
from flows.ids import AccountId, PersonId, ProgramId
from flows.messages import Answer, Message
from flows.model.addresses import Address, address_id
from flows.model.people import Account
from flows.places import announcements, coordinators

SLACK, DISCORD = "slack", "discord"
HOMES = ((SLACK,), (DISCORD,), (SLACK, DISCORD))
PLAYED = "rehearsal:"


@dataclass(slots=True)
class TwoPlatforms(Simulation):
    """Whoever acts does so where they have an account; who is on both, now here and now there."""

    elsewhere: Platform = field(init=False)

    def __post_init__(self) -> None:
        self.elsewhere = Platform(self.clock, self._seen)
        program = ProgramId("connecticut")
        there = [
            Address(id=address_id(place, f"{via}:1"), place=place, workspace=f"{via}:1", channel="c")
            for place in (announcements(program), coordinators(program))
            for via in (SLACK, DISCORD)
        ]
        self.store.transact(lambda tx: tx.save(there))
        Simulation.__post_init__(self)

    @property
    def platforms(self) -> Mapping[str, Platform]:
        """Both of them."""
        return {SLACK: self.platform, DISCORD: self.elsewhere}

    def happens(self, event: Event) -> Answer | None:
        """Where its person is."""
        if event.account is None:
            return Simulation.happens(self, event)
        person = event.account.removeprefix(PLAYED)
        if isinstance(event, Joined):
            others = [Account(id=_account(via, person), person=PersonId(person)) for via in homes(person)[1:]]
            self.store.transact(lambda tx: tx.save(others))
        theirs = homes(person)
        via = theirs[_drawn(event.id) % len(theirs)] if not isinstance(event, Joined) else theirs[0]
        return Simulation.happens(self, replace(event, account=_account(via, person)))

    def _seen(self, message: Message, before: Message | None) -> None:
        """One who watches, watches both."""
        self.platform.watcher(message, before)

    def as_played(self, event: Event) -> Event:
        """Whoever plays them knows of one platform."""
        return replace(event, account=AccountId(PLAYED + str(event.account).partition(":")[2]))


def homes(person: str) -> tuple[str, ...]:
    """The platforms that somebody is on."""
    return HOMES[_drawn(person) % len(HOMES)]


def _account(via: str, person: str) -> AccountId:
    return AccountId(f"{via}:{person}")


def _drawn(what: str) -> int:
    return sha256(what.encode()).digest()[0]
