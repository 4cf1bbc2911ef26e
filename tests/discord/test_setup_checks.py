"""What is filled in while setting up is held against the server: each thing that would not do, in one line with its remedy."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.rendering import limits
from adapters.discord.setup.words import SAID
from flows.ids import AccountId, PersonId
from flows.model.cohorts import Application, ApplicationState, Role, application_id
from flows.model.people import Account, Person
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.records import Kind, Overwrite
from tests.discord.setting_up import CONNECTICUT, FIELDS, Library, installed


@pytest.fixture
def library(there: Discord) -> Library:
    return Library.of(there)


async def test_what_we_may_not_do_in_a_channel_is_named_as_discord_names_it_and_nothing_is_lost(
    there: Discord, library: Library
) -> None:
    deny = May.SEND_MESSAGES | May.CREATE_PRIVATE_THREADS | May.ATTACH_FILES
    library.news.overwrites = [Overwrite(there.app.id, 1, deny=deny)]
    async with installed(there) as shelfmate:
        shown = await library.sets_up(**library.whole)

        assert shown.text.startswith("Nothing is saved yet.")
        assert (
            "Channel for announcements: In #mentoring I may not do this: “Send Messages”, "
            "“Create Private Threads”, “Attach Files”. Allow it for Shelfmate" in shown.text
        )
        assert shelfmate.channels() == {}
        assert shelfmate.roster() == {}
        library.news.overwrites = []

        await library.owner.presses("Put it right")
        assert "{#mentoring}" in library.owner.modal.text
        assert "{Cora Quill}" in library.owner.modal.text
        shown = await library.sends()
        assert "Saved." in shown.text
        assert len(shelfmate.roster()) == 2, "the list that was given is kept as well"


async def test_where_we_do_not_see_a_channel_that_is_what_is_told(there: Discord, library: Library) -> None:
    library.news.overwrites = [Overwrite(there.app.id, 1, deny=May.VIEW_CHANNEL)]
    async with installed(there):
        shown = await library.sets_up(**library.whole)
        assert "In #mentoring I may not do this: “View Channel”. Allow it" in shown.text


async def test_what_is_told_in_confidence_does_not_go_where_everybody_reads(
    there: Discord, library: Library
) -> None:
    async with installed(there) as shelfmate:
        shown = await library.sets_up(**{**library.whole, "desk": "#mentoring"})
        assert "The coordinators' channel: This has to be another channel" in shown.text
        await library.owner.presses("Put it right")
        shown = await library.sends(desk="#lobby")
        assert "Everybody can see #lobby" in shown.text
        assert "“View Channel” from @everyone" in shown.text
        assert shown.pings == frozenset()
        assert shelfmate.channels() == {}


async def test_the_coordinators_need_no_threads_in_their_channel(there: Discord, library: Library) -> None:
    library.desk.overwrites.append(Overwrite(there.guild.id, 0, deny=May.VIEW_CHANNEL))
    own = next(one for one in library.desk.overwrites if one.id == there.app.id)
    own.deny = int(May.CREATE_PRIVATE_THREADS | May.SEND_MESSAGES_IN_THREADS)
    async with installed(there):
        assert "Saved." in (await library.sets_up(**library.whole)).text


async def test_only_channels_that_can_hold_private_threads_are_offered(
    there: Discord, library: Library
) -> None:
    there.channel("news", kind=Kind.ANNOUNCEMENT)
    async with installed(there):
        await library.owner.runs("/mentoring setup", "#lobby")
        with pytest.raises(AssertionError, match="does not offer"):
            await library.fills(announcements="#news")


async def test_a_channel_that_is_deleted_meanwhile_is_told(there: Discord, library: Library) -> None:
    async with installed(there):
        await library.owner.runs("/mentoring setup", "#lobby")
        await library.fills(**library.whole)
        there.erases(library.news)
        shown = await library.sends()
        assert "Channel for announcements: I do not find that channel any more." in shown.text


async def test_who_left_the_server_or_is_an_app_cannot_coordinate(there: Discord, library: Library) -> None:
    robot = there.add("Robot", bot=True)
    async with installed(there) as shelfmate:
        await library.owner.runs("/mentoring setup", "#lobby")
        await library.fills(coordinators=[library.ada, robot])
        there.leaves(library.ada)
        shown = await library.sends()
        assert "Ada Archer is not in this server" in shown.text
        assert "robot cannot coordinate: it is an app" in shown.text
        assert shelfmate.coordinators() == []


# --- roles ------------------------------------------------------------------------------------------------


async def test_roles_need_a_permission_of_their_own(there: Discord, library: Library) -> None:
    async with installed(there) as shelfmate:
        shown = await library.sets_up(roles=True)
        assert f"{FIELDS['roles']}: I lack the permission “Manage Roles”" in shown.text
        there.allow(May.MANAGE_ROLES)
        await library.owner.presses("Put it right")
        assert "[x]" in library.owner.modal.text
        shown = await library.sends()
        assert "I give and take the roles Mentor, Mentee, Alumni." in shown.text
        assert shelfmate.desk.setup(shelfmate.workspace).roles is True


async def test_a_role_above_ours_cannot_be_given(there: Discord, library: Library) -> None:
    there.allow(May.MANAGE_ROLES)
    there.role("Mentor", position=9)
    async with installed(there):
        shown = await library.sets_up(roles=True)
        assert "The role Mentor stands above mine" in shown.text
        assert "drag Shelfmate above it" in shown.text


async def test_a_role_that_lets_people_do_more_is_not_given_to_whoever_signs_up(
    there: Discord, library: Library
) -> None:
    there.allow(May.MANAGE_ROLES)
    there.role("Mentee", permissions=May.MANAGE_GUILD)
    async with installed(there):
        shown = await library.sets_up(roles=True)
        assert "The role Mentee holds the permission “Manage Server”" in shown.text


async def test_a_role_of_another_app_is_not_ours(there: Discord, library: Library) -> None:
    there.allow(May.MANAGE_ROLES)
    there.role("Alumni").managed = True
    async with installed(there):
        assert "The role Alumni belongs to another app" in (await library.sets_up(roles=True)).text


async def test_turned_off_it_is_said_that_nothing_is_taken(there: Discord, library: Library) -> None:
    there.allow(May.MANAGE_ROLES)
    async with installed(there):
        await library.sets_up(roles=True)
        await library.owner.presses("Change")
        shown = await library.sends(roles=False)
        assert "I give and take no roles. Those that people have, they keep." in shown.text


async def test_who_stands_in_the_program_already_has_their_role_once_it_is_saved(
    there: Discord, library: Library
) -> None:
    there.allow(May.MANAGE_ROLES)
    async with installed(there) as shelfmate:
        await library.sets_up(**library.whole)
        person, account = PersonId("ada"), AccountId(f"discord:{library.ada.id}")
        accepted = Application(
            id=application_id(CONNECTICUT, person, Role.MENTOR),
            program=CONNECTICUT,
            cohort="",
            person=person,
            role=Role.MENTOR,
            state=ApplicationState.ACCEPTED,
        )
        known = (
            Person(id=person, name="Ada Archer", program=CONNECTICUT),
            Account(id=account, person=person),
            accepted,
        )
        shelfmate.store.transact(lambda tx: tx.save(known))
        await library.owner.presses("Change")
        await library.sends(roles=True)
        await there.until(lambda: library.has(library.ada, "Mentor"), "her role")

        withdrawn = replace(accepted, state=ApplicationState.WITHDRAWN)
        shelfmate.store.transact(lambda tx: tx.save([withdrawn]))
        library.ada.says("help")
        await there.until(lambda: not library.has(library.ada, "Mentor"), "its being taken")


def test_no_words_of_a_field_are_too_long_for_discord() -> None:
    words = tomllib.loads(Path("flows/wording/en.toml").read_text("utf-8"))
    for field in FIELDS:
        label, below = (_found(words, SAID[name].key) for name in (field, f"{field}_help"))
        assert len(label) <= limits.LABEL, field
        assert len(below) <= limits.DESCRIPTION, field


def _found(words: Any, key: str) -> str:
    for part in key.split("."):
        words = words[part]
    return str(words)
