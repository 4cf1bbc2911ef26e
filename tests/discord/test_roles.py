"""Roles in a server: given and taken as people stand, soon and once."""

import pytest

from flows.model.cohorts import ApplicationState, Role
from flows.model.pairs import PairState
from flows.model.people import Account
from flows.places import coordinators, dm, room
from tests.discord import person as screens
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.setting_up import CONNECTICUT
from tests.discord.standing import standing


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


async def test_what_somebody_does_on_another_platform_is_seen_at_the_next_round(
    there: Discord, ada: screens.Person
) -> None:
    async with standing(there, every=0.05) as stand:
        person = stand.is_known(ada)
        stand.applied(person, Role.MENTEE, ApplicationState.ACCEPTED)
        await there.until(lambda: stand.of(ada) == {"Mentee"}, "her role")
        stand.applied(person, Role.MENTEE, ApplicationState.WITHDRAWN)
        await there.until(lambda: stand.of(ada) == frozenset(), "its being taken")
        assert stand.turned == 2
