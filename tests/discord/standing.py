"""A server where roles are given, and people who stand in its program as a test says: what giving them is played on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapters.discord.calling.calls import Calls
from adapters.discord.listening.gateway import Gateway
from adapters.discord.roles.keeping import ROUND, Roles
from flows.core import Setup
from flows.ids import AccountId, CohortId, PairId, PersonId
from flows.model.cohorts import Application, ApplicationState, Role, application_id
from flows.model.pairs import Pair, PairState, pair_id
from flows.model.people import Account, Person
from flows.model.talk import Wish
from flows.situation import find
from tests.discord import person as screens
from tests.discord.loopback import Discord
from tests.discord.setting_up import CONNECTICUT, MORNING, Installed, installed

COHORT = CohortId("connecticut-2027")
GIVING = ("add_role", "remove_role")


@dataclass
class Standing:
    """A program whose people stand as a test says, and the roles of its server. Time is the test's to move."""

    shelfmate: Installed
    roles: Roles
    now: Any = MORNING

    @property
    def there(self) -> Discord:
        return self.shelfmate.there

    def keeps(self, *records: Any) -> None:
        self.shelfmate.store.transact(lambda tx: tx.save(records))

    def is_known(self, person: screens.Person) -> PersonId:
        id = PersonId(person.user.username)
        self.keeps(
            Person(id=id, name=person.name, program=CONNECTICUT),
            Account(id=AccountId(f"discord:{person.id}"), person=id),
        )
        return id

    def applied(self, person: PersonId, role: Role, state: ApplicationState) -> None:
        id = application_id(CONNECTICUT, person, role)
        self.keeps(
            Application(id=id, program=CONNECTICUT, cohort=COHORT, person=person, role=role, state=state)
        )

    def paired(self, mentee: PersonId, mentor: PersonId, state: PairState) -> PairId:
        pair = Pair(
            id=pair_id(COHORT, mentee, mentor),
            cohort=COHORT,
            program=CONNECTICUT,
            mentee=mentee,
            mentor=mentor,
            mentee_application=application_id(CONNECTICUT, mentee, Role.MENTEE),
            mentor_application=application_id(CONNECTICUT, mentor, Role.MENTOR),
            state=state,
            starts=date(2027, 4, 1),
            ends=date(2027, 10, 1),
        )
        self.keeps(pair)
        return pair.id

    def turns(self, *, on: bool) -> None:
        wanted = Setup(workspace=self.shelfmate.workspace, roles=on)
        self.shelfmate.desk.sets_up(wanted, AccountId("discord:1"), self.now)

    async def begins(self) -> None:
        self.roles.everybody(self.shelfmate.workspace)
        await self.settled()

    async def acts(self, person: screens.Person) -> frozenset[str]:
        """They do something; the roles that they have then."""
        self.roles.changed(AccountId(f"discord:{person.id}"))
        await self.settled()
        return self.of(person)

    async def settled(self) -> None:
        while under_way := self.roles.under_way():
            await under_way

    def of(self, person: screens.Person) -> frozenset[str]:
        guild = self.there.guild
        return frozenset(guild.roles[id].name for id in guild.members[person.id].roles)

    def told(self) -> list[Wish]:
        """What waits for the coordinators about it."""
        waiting = self.shelfmate.records(find(Wish, state="waiting"))
        return [wish for wish in waiting if wish.key == "trouble.set_aside.roles"]

    @property
    def turned(self) -> int:
        """How often a role was given or taken."""
        return sum(len(self.there.called(name)) for name in GIVING)


@asynccontextmanager
async def standing(there: Discord, every: float = ROUND) -> AsyncIterator[Standing]:
    """A server where roles are on; everybody is looked at `every` so many seconds."""
    async with installed(there) as shelfmate:
        calls = Calls(Gateway(scale=0), there.token, scale=0)
        await calls.connect()
        found = Standing(shelfmate, Roles(calls, shelfmate.desk, lambda: found.now, every=every))
        found.turns(on=True)
        try:
            await found.begins()
            yield found
        finally:
            await found.roles.close()
            await calls.close()
