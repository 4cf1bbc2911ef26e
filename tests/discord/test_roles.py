"""Roles in a server: given and taken as people stand, soon and once; and a server that does not let us is left alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from adapters.discord.calling.calls import Calls
from adapters.discord.listening.gateway import Gateway
from adapters.discord.roles import RESTS, Roles
from flows.core import Setup
from flows.ids import AccountId, CohortId, PairId, PersonId
from flows.model.cohorts import Application, ApplicationState, Role, application_id
from flows.model.pairs import Pair, PairState, pair_id
from flows.model.people import Account, Person
from flows.model.talk import Wish
from flows.places import coordinators, dm, room
from flows.situation import find
from tests.discord import person as screens
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.permissions import May
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

    @property
    def turned(self) -> int:
        """How often a role was given or taken."""
        return sum(len(self.there.called(name)) for name in GIVING)


@asynccontextmanager
async def standing(there: Discord) -> AsyncIterator[Standing]:
    """A server where roles are on."""
    async with installed(there) as shelfmate:
        calls = Calls(Gateway(scale=0), there.token, scale=0)
        await calls.connect()
        found = Standing(shelfmate, Roles(calls, shelfmate.desk, lambda: found.now))
        found.turns(on=True)
        try:
            await found.begins()
            yield found
        finally:
            await found.roles.close()
            await calls.close()


@pytest.fixture
def ada(there: Discord) -> screens.Person:
    there.allow(May.MANAGE_ROLES)
    return there.add("Ada Archer")


@pytest.fixture
def ben(there: Discord) -> screens.Person:
    return there.add("Ben Book")


async def test_whoever_is_accepted_is_called_what_they_are(
    there: Discord, ada: screens.Person, ben: screens.Person
) -> None:
    async with standing(there) as stand:
        hers, his = stand.is_known(ada), stand.is_known(ben)
        stand.applied(hers, Role.MENTEE, ApplicationState.SUBMITTED)
        assert await stand.acts(ada) == frozenset()
        stand.applied(hers, Role.MENTEE, ApplicationState.ACCEPTED)
        stand.applied(his, Role.MENTOR, ApplicationState.ACCEPTED)
        assert await stand.acts(ada) == {"Mentee"}
        assert await stand.acts(ben) == {"Mentor"}
        made = [role for role in there.guild.roles.values() if role.name in {"Mentor", "Mentee", "Alumni"}]
        assert len(made) == 3
        assert all(role.permissions == 0 for role in made), "they let nobody do more than before"
    assert there.site.complaints == []


async def test_from_the_pair_to_the_alumni(there: Discord, ada: screens.Person, ben: screens.Person) -> None:
    async with standing(there) as stand:
        hers, his = stand.is_known(ada), stand.is_known(ben)
        stand.applied(hers, Role.MENTEE, ApplicationState.MATCHED)
        stand.applied(his, Role.MENTOR, ApplicationState.ACCEPTED)
        stand.paired(hers, his, PairState.ANNOUNCED)
        assert await stand.acts(ada) == {"Mentee"}
        stand.paired(hers, his, PairState.CLOSED)
        assert await stand.acts(ada) == {"Alumni"}
        assert await stand.acts(ben) == {"Mentor", "Alumni"}, "who mentors on is on the list still"


async def test_a_pair_that_nobody_has_decided_tells_nobody(
    there: Discord, ada: screens.Person, ben: screens.Person
) -> None:
    async with standing(there) as stand:
        hers, his = stand.is_known(ada), stand.is_known(ben)
        stand.applied(hers, Role.MENTEE, ApplicationState.WAITLISTED)
        stand.paired(hers, his, PairState.PROPOSED)
        assert await stand.acts(ada) == frozenset()


async def test_who_stands_as_they_should_is_left_alone(there: Discord, ada: screens.Person) -> None:
    async with standing(there) as stand:
        stand.applied(stand.is_known(ada), Role.MENTEE, ApplicationState.ACCEPTED)
        for _ in range(3):
            await stand.acts(ada)
        assert stand.turned == 1
        assert len(there.called("get_member")) <= 2, "one look at her, one at ourselves"


async def test_roles_that_are_there_are_used_and_others_are_not_touched(
    there: Discord, ada: screens.Person
) -> None:
    there.role("Mentee")
    there.role("Book Club", ada)
    async with standing(there) as stand:
        stand.applied(stand.is_known(ada), Role.MENTEE, ApplicationState.ACCEPTED)
        assert await stand.acts(ada) == {"Book Club", "Mentee"}
        assert [role.name for role in there.guild.roles.values()].count("Mentee") == 1


async def test_whoever_never_applied_keeps_what_somebody_gave_them(
    there: Discord, ada: screens.Person
) -> None:
    there.role("Mentor", ada)
    async with standing(there) as stand:
        stand.is_known(ada)
        assert await stand.acts(ada) == {"Mentor"}


async def test_whoever_is_forgotten_has_none(there: Discord, ada: screens.Person) -> None:
    async with standing(there) as stand:
        person = stand.is_known(ada)
        stand.applied(person, Role.MENTEE, ApplicationState.ACCEPTED)
        assert await stand.acts(ada) == {"Mentee"}
        stand.shelfmate.store.transact(lambda tx: tx.erase(Account, [f"discord:{ada.id}"]))
        assert await stand.acts(ada) == frozenset()


async def test_everybody_is_looked_at_when_it_begins(
    there: Discord, ada: screens.Person, ben: screens.Person
) -> None:
    async with standing(there) as stand:
        hers, his = stand.is_known(ada), stand.is_known(ben)
        stand.applied(hers, Role.MENTEE, ApplicationState.ACCEPTED)
        stand.applied(his, Role.MENTOR, ApplicationState.WITHDRAWN)
        there.guild.members[ben.id].roles.append(there.role("Mentor").id)
        await stand.begins()
        assert stand.of(ada) == {"Mentee"}
        assert stand.of(ben) == frozenset()


async def test_what_is_said_to_somebody_may_make_them_something(
    there: Discord, ada: screens.Person, ben: screens.Person
) -> None:
    async with standing(there) as stand:
        hers, his = stand.is_known(ada), stand.is_known(ben)
        stand.applied(hers, Role.MENTEE, ApplicationState.ACCEPTED)
        stand.applied(his, Role.MENTOR, ApplicationState.ACCEPTED)
        stand.roles.told(coordinators(CONNECTICUT))
        await stand.settled()
        assert stand.turned == 0
        stand.roles.told(dm(hers))
        await stand.settled()
        assert stand.of(ada) == {"Mentee"}
        assert stand.of(ben) == frozenset()
        stand.roles.told(room(stand.paired(hers, his, PairState.ANNOUNCED)))
        await stand.settled()
        assert stand.of(ben) == {"Mentor"}


async def test_turned_off_nothing_is_given_and_nothing_taken(there: Discord, ada: screens.Person) -> None:
    async with standing(there) as stand:
        person = stand.is_known(ada)
        stand.applied(person, Role.MENTEE, ApplicationState.ACCEPTED)
        await stand.acts(ada)
        stand.turns(on=False)
        await stand.begins()
        stand.applied(person, Role.MENTEE, ApplicationState.WITHDRAWN)
        before = len(there.calls)
        assert await stand.acts(ada) == {"Mentee"}
        assert len(there.calls) == before


# --- when it does not go -----------------------------------------------------------------------------------


def told(stand: Standing) -> list[Wish]:
    """What waits for the coordinators about it."""
    waiting = stand.shelfmate.records(find(Wish, state="waiting"))
    return [wish for wish in waiting if wish.key == "trouble.set_aside.roles"]


async def test_without_the_permission_the_coordinators_hear_of_it_once_and_it_goes_on_when_it_is_back(
    there: Discord, ada: screens.Person, ben: screens.Person
) -> None:
    async with standing(there) as stand:
        hers, his = stand.is_known(ada), stand.is_known(ben)
        stand.applied(hers, Role.MENTEE, ApplicationState.ACCEPTED)
        stand.applied(his, Role.MENTOR, ApplicationState.ACCEPTED)
        there.forbid(May.MANAGE_ROLES)
        for person in (ada, ben, ada):
            assert await stand.acts(person) == frozenset()
        assert len(told(stand)) == 1
        looks = len(there.calls)
        await stand.acts(ben)
        assert len(there.calls) == looks, "it is left alone for a while"

        there.allow(May.MANAGE_ROLES)
        stand.now += RESTS + timedelta(seconds=1)
        await stand.acts(ada)
        assert stand.of(ada) == {"Mentee"}
        assert stand.of(ben) == {"Mentor"}, "who was missed is made good"
        assert len(told(stand)) == 1


async def test_a_role_that_is_moved_above_ours_is_noticed_when_discord_says_no(
    there: Discord, ada: screens.Person
) -> None:
    async with standing(there) as stand:
        person = stand.is_known(ada)
        stand.applied(person, Role.MENTEE, ApplicationState.ACCEPTED)
        await stand.acts(ada)
        mentee = next(role for role in there.guild.roles.values() if role.name == "Mentee")
        mentee.position = 99
        stand.applied(person, Role.MENTEE, ApplicationState.WITHDRAWN)
        await stand.acts(ada)
        await stand.acts(ada)
        assert len(told(stand)) == 1
        assert stand.turned == 2, "given, and one refusal"


async def test_who_left_the_server_troubles_nobody(there: Discord, ada: screens.Person) -> None:
    async with standing(there) as stand:
        stand.applied(stand.is_known(ada), Role.MENTEE, ApplicationState.ACCEPTED)
        there.leaves(ada)
        stand.roles.changed(AccountId(f"discord:{ada.id}"))
        await stand.settled()
        assert told(stand) == []
        there.joins(ada, there.guild)
        assert await stand.acts(ada) == {"Mentee"}


async def test_a_role_that_is_deleted_is_made_anew(there: Discord, ada: screens.Person) -> None:
    async with standing(there) as stand:
        person = stand.is_known(ada)
        stand.applied(person, Role.MENTEE, ApplicationState.ACCEPTED)
        await stand.acts(ada)
        for id in [id for id, role in there.guild.roles.items() if role.name == "Mentor"]:
            del there.guild.roles[id]
        stand.applied(person, Role.MENTOR, ApplicationState.ACCEPTED)
        await stand.acts(ada)
        assert await stand.acts(ada) == {"Mentee", "Mentor"}


@pytest.mark.parametrize("how", [How.DROPPED, How.LIMITED])
async def test_what_goes_wrong_is_made_good(there: Discord, ada: screens.Person, how: How) -> None:
    async with standing(there) as stand:
        stand.applied(stand.is_known(ada), Role.MENTEE, ApplicationState.ACCEPTED)
        there.faults.plant("add_role", how)
        await stand.acts(ada)
        assert await stand.acts(ada) == {"Mentee"}
