"""Shelfmate is added to a server: its owner hears once how it is set up; and it is taken out again."""

import asyncio

import pytest

from flows.model.addresses import Workspace
from storage.memory import MemoryStore
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.setting_up import FIELDS, LOBBY, Library, installed

HELLO = "Hello, I am Shelfmate, and I was just added to"


@pytest.fixture
def library(there: Discord) -> Library:
    return Library.of(there)


async def test_the_owner_of_a_server_hears_how_it_is_set_up_and_nobody_else(
    there: Discord, library: Library
) -> None:
    async with installed(there):
        await library.owner.sees(f"{HELLO} Library Association.", "/mentoring setup")
        assert all(HELLO not in str(person.screen) for person in (library.cora, library.ada))
    assert there.site.complaints == []


async def test_once_is_enough_however_often_we_begin(there: Discord, library: Library) -> None:
    for _ in range(3):
        async with installed(there):
            await library.owner.sees(HELLO)
            there.removes_app()
            there.invites_app(there.guild)
            await there.until(there.gateway.alive)
    assert len(library.owner.dm) == 1


async def test_a_server_that_is_added_later_is_greeted_by_its_name(there: Discord, library: Library) -> None:
    olga = there.add("Olga Other")
    async with installed(there):
        there.open_guild("Harbor Libraries", olga)
        await olga.sees(f"{HELLO} Harbor Libraries.")


async def test_where_it_is_set_up_nothing_is_said(there: Discord, library: Library) -> None:
    store = MemoryStore()
    async with installed(there, store=store):
        await library.owner.sees(HELLO)
        await library.sets_up(**library.whole)
        library.owner.dm.clear()
    said = len(there.called("create_message"))
    async with installed(there, store=store):
        await library.owner.runs("/mentoring setup", LOBBY)
    assert len(there.called("create_message")) == said


async def test_an_owner_who_takes_no_messages_is_no_trouble(there: Discord, library: Library) -> None:
    library.owner.closes_dms()
    async with installed(there):
        assert "Everything is in place" in (await library.sets_up(**library.whole)).text


async def test_taken_out_and_brought_back_it_goes_on_as_it_was_set_up(
    there: Discord, library: Library
) -> None:
    async with installed(there) as shelfmate:
        await library.sets_up(**library.whole)
        there.removes_app()
        there.invites_app(there.guild)
        await library.owner.runs("/mentoring setup", LOBBY)
        assert "{#mentoring}" in library.owner.modal.text
        assert len(shelfmate.roster()) == 2


# --- when it takes long -----------------------------------------------------------------------------------


async def test_what_takes_long_is_shown_when_it_is_done(there: Discord, library: Library) -> None:
    async with installed(there, patience=0.3) as shelfmate:
        slow = there.faults.plant("get_guild", How.SLOW)
        shown = await library.sets_up(**library.whole)
        assert "thinking" in shown.text
        slow.release()
        await library.owner.sees("Saved. This is how it stands.")
        assert len(shelfmate.roster()) == 2
    assert library.owner.screen.told == ()


async def test_in_the_place_of_what_stood_as_well(there: Discord, library: Library) -> None:
    async with installed(there, patience=0.3):
        await library.sets_up(coordinators=[library.cora])
        slow = there.faults.plant("get_guild", How.SLOW)
        await library.owner.presses("Change")
        await library.sends(announcements="#mentoring")
        slow.release()
        await library.owner.sees("Channel for announcements: #mentoring")
        assert len(library.owner.screen[LOBBY]) == 1
    assert library.owner.screen.told == ()


async def test_a_modal_that_is_sent_twice_at_once_is_saved_alike(there: Discord, library: Library) -> None:
    async with installed(there) as shelfmate:
        await library.owner.runs("/mentoring setup", LOBBY)
        await library.fills(**library.whole)
        await library.owner.submits(times=2)
        assert [person.name for person in shelfmate.coordinators()] == ["Cora Quill"]
        assert len(shelfmate.roster()) == 2
    assert library.owner.screen.told == ()


async def test_a_modal_that_was_opened_before_a_restart_still_counts(
    there: Discord, library: Library
) -> None:
    store = MemoryStore()
    async with installed(there, store=store):
        await library.owner.runs("/mentoring setup", LOBBY)
        await library.fills(**library.whole)
    async with installed(there, store=store) as shelfmate:
        sent = asyncio.create_task(library.owner.submits())
        await library.owner.sees("Saved. This is how it stands.")
        await sent
        assert len(shelfmate.roster()) == 2


async def test_a_modal_that_comes_too_late_to_be_opened_is_led_to_by_a_button(
    there: Discord, library: Library
) -> None:
    async with installed(there, patience=0):
        await library.owner.runs("/mentoring setup", LOBBY)
        await library.owner.sees("There is a page for that.", "[Open the form]")
    async with installed(there) as shelfmate:
        await library.owner.presses("Open the form")
        assert "Everything is in place" in (await library.sends(**library.whole)).text
        assert len(shelfmate.roster()) == 2
    assert library.owner.screen.told == ()


async def test_the_list_of_members_waits_until_there_is_a_program_whose_they_are(
    there: Discord, library: Library
) -> None:
    store = MemoryStore()
    async with installed(there, store=store):
        await library.sets_up(coordinators=[library.cora])
        store.transact(lambda tx: tx.erase(Workspace, [f"discord:{there.guild.id}"]))
        await library.owner.presses("Members")
        assert FIELDS["announcements"] in library.owner.modal.text
