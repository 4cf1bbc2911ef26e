"""Roles that cannot be given: the coordinators hear of it once, nobody is troubled, and all is made good when it goes again."""

import asyncio
from datetime import timedelta

import pytest

from adapters.discord.roles.keeping import RESTS
from flows.ids import AccountId
from flows.model.cohorts import ApplicationState, Role
from tests.discord import person as screens
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.standing import standing


@pytest.fixture
def ada(there: Discord) -> screens.Person:
    there.allow(May.MANAGE_ROLES)
    return there.add("Ada Archer")


@pytest.fixture
def ben(there: Discord) -> screens.Person:
    return there.add("Ben Book")


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
        assert len(stand.told()) == 1
        looks = len(there.calls)
        await stand.acts(ben)
        assert len(there.calls) == looks, "it is left alone for a while"

        there.allow(May.MANAGE_ROLES)
        stand.now += RESTS + timedelta(seconds=1)
        await stand.acts(ada)
        assert stand.of(ada) == {"Mentee"}
        assert stand.of(ben) == {"Mentor"}, "who was missed is made good"
        assert len(stand.told()) == 1


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
        assert len(stand.told()) == 1
        assert stand.turned == 2, "given, and one refusal"


async def test_who_left_the_server_troubles_nobody(there: Discord, ada: screens.Person) -> None:
    async with standing(there) as stand:
        stand.applied(stand.is_known(ada), Role.MENTEE, ApplicationState.ACCEPTED)
        there.leaves(ada)
        stand.roles.changed(AccountId(f"discord:{ada.id}"))
        await stand.settled()
        assert stand.told() == []
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


async def test_ending_does_not_wait_for_discord_to_allow_more(there: Discord, ada: screens.Person) -> None:
    async with standing(there) as stand:
        stand.applied(stand.is_known(ada), Role.MENTEE, ApplicationState.ACCEPTED)
        there.faults.plant("get_member", How.LIMITED, seconds=3_600, times=1_000)
        stand.roles.changed(AccountId(f"discord:{ada.id}"))
        await there.until(lambda: bool(there.called("get_member")), "the look at her")
        async with asyncio.timeout(10):
            await stand.roles.close()
