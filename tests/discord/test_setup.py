"""Whoever runs a server sets Shelfmate up there, and is told what is still to do; others are told who can."""

from pathlib import Path

import pytest

from adapters.discord.reading.origin import account_of
from flows.model.addresses import Workspace
from flows.model.talk import Urgency, Wish
from flows.situation import find
from tests.discord import happenings
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.records import Channel, Kind
from tests.discord.setting_up import CONNECTICUT, FIELDS, LOBBY, Library, installed
from tests.talk import program_text

HALL = "Harbor Libraries #hall"
"""A channel of a second server."""


@pytest.fixture
def library(there: Discord) -> Library:
    return Library.of(there)


async def test_a_server_is_set_up_from_nothing(there: Discord, library: Library) -> None:
    async with installed(there) as shelfmate:
        shown = await library.sets_up(**library.whole)

        for words in ("Saved. This is how it stands.", "Everything is in place", "2 members on the list"):
            assert words in shown.text
        for name in ("Connecticut Library Association", "#mentoring", "#mentoring-desk", "@Cora Quill"):
            assert name in shown.text
        assert shown.private
        assert shown.buttons == ("Change", "Members")
        (workspace,) = shelfmate.records(find(Workspace, program=CONNECTICUT))
        assert (workspace.id, workspace.set_up_by) == (shelfmate.workspace, account_of(library.owner.id))
        assert workspace.roles is False
        assert shelfmate.channels() == {
            "channel:connecticut:announcements": "mentoring",
            "channel:connecticut:coordinators": "mentoring-desk",
        }
        assert shelfmate.roster() == {"ada@library.example": ("mentee",), "ben@library.example": ()}
    assert library.owner.screen.told == ()
    assert there.site.complaints == []


async def test_a_coordinator_becomes_a_person_and_is_greeted_once(there: Discord, library: Library) -> None:
    async with installed(there) as shelfmate:
        await library.sets_up(**library.whole)
        await library.sets_up(**library.whole)

        (cora,) = shelfmate.coordinators()
        assert cora.name == "Cora Quill"
        (greeting,) = shelfmate.records(find(Wish, state="waiting"))
        assert (greeting.key, greeting.to) == ("coordinator.appointed", cora.id)
        assert greeting.urgency is Urgency.NOTICE


async def test_who_appoints_themselves_is_greeted_at_once(there: Discord, library: Library) -> None:
    async with installed(there) as shelfmate:
        await library.sets_up(coordinators=[library.owner])
        (greeting,) = shelfmate.records(find(Wish, state="waiting"))
        assert greeting.urgency is Urgency.ANSWER


async def test_what_is_missing_is_told_in_order_each_with_its_remedy(
    there: Discord, library: Library
) -> None:
    async with installed(there):
        shown = await library.sets_up(coordinators=[library.cora])

        tasks = shown.text.partition("Still to do:")[2].partition("[Change]")[0].strip().splitlines()
        assert [task.split(".")[1].strip() for task in tasks] == [
            "There is no channel for announcements",
            "There is no channel for the coordinators",
            "The list of members is empty, and the program takes members only, so every application would be held back",
        ]
        assert all("/mentoring setup" in task for task in tasks)
        assert "/invite" not in shown.text


async def test_it_is_done_again_with_everything_filled_in_and_what_is_left_empty_stays(
    there: Discord, library: Library
) -> None:
    async with installed(there) as shelfmate:
        await library.sets_up(**library.whole)
        before = shelfmate.channels()

        await library.owner.presses("Change")
        for filled in ("{#mentoring}", "{#mentoring-desk}", "{Cora Quill}"):
            assert filled in library.owner.modal.text
        await library.sends(announcements=None, desk=None, coordinators=[])

        assert shelfmate.channels() == before
        assert [person.name for person in shelfmate.coordinators()] == ["Cora Quill"]


async def test_what_stands_takes_the_place_of_what_stood(there: Discord, library: Library) -> None:
    async with installed(there):
        await library.sets_up(coordinators=[library.cora])
        before = len(library.owner.screen[LOBBY])
        await library.owner.presses("Change")
        await library.sends(announcements="#mentoring")

        assert len(library.owner.screen[LOBBY]) == before, "nobody scrolls past what is not true any more"
        assert "There is no channel for announcements" not in library.owner.screen[LOBBY][-1].text


async def test_who_is_not_named_any_more_coordinates_no_more(there: Discord, library: Library) -> None:
    async with installed(there) as shelfmate:
        await library.sets_up(coordinators=[library.cora, library.ada])
        await library.sets_up(coordinators=[library.ada])
        assert [person.name for person in shelfmate.coordinators()] == ["Ada Archer"]

        await library.cora.runs("/mentoring setup", LOBBY)
        assert "Setting up is for those who run this server" in library.cora.screen[LOBBY][-1].text


# --- who may ----------------------------------------------------------------------------------------------


async def test_others_are_told_kindly_who_can(there: Discord, library: Library) -> None:
    async with installed(there):
        await library.sets_up(**library.whole)
        await library.ada.runs("/mentoring setup", LOBBY)

        told = library.ada.screen[LOBBY][-1]
        assert told.private
        assert "whoever has the permission “Manage Server”" in told.text
        assert told.text.endswith("These coordinate it now:\n@Cora Quill")
        assert told.pings == frozenset()
        assert library.ada.screen.modal is None


async def test_whoever_manages_the_server_may_and_so_may_a_coordinator(
    there: Discord, library: Library
) -> None:
    there.role("Staff", library.ada, permissions=May.MANAGE_GUILD)
    async with installed(there) as shelfmate:
        await library.ada.runs("/mentoring setup", LOBBY)
        await library.ada.fills({FIELDS["coordinators"]: [library.cora]})
        await library.ada.submits()
        await library.cora.runs("/mentoring setup", LOBBY)
        await library.cora.fills({FIELDS["announcements"]: "#mentoring"})
        await library.cora.submits()
        assert shelfmate.channels() == {"channel:connecticut:announcements": "mentoring"}


async def test_who_loses_their_rights_while_the_modal_is_open_saves_nothing(
    there: Discord, library: Library
) -> None:
    staff = there.role("Staff", library.ada, permissions=May.MANAGE_GUILD)
    async with installed(there) as shelfmate:
        await library.ada.runs("/mentoring setup", LOBBY)
        await library.ada.fills({FIELDS["announcements"]: "#mentoring"})
        there.guild.members[library.ada.id].roles.remove(staff.id)
        await library.ada.submits()
        assert "Setting up is for those" in library.ada.screen[LOBBY][-1].text
        assert shelfmate.channels() == {}


async def test_in_direct_messages_the_way_is_told(there: Discord, library: Library) -> None:
    async with installed(there):
        await library.owner.runs("/mentoring setup")
        assert "in the server that I am to work in" in library.owner.dm[-1].text


# --- several programs -------------------------------------------------------------------------------------


@pytest.fixture
def two_programs(tmp_path: Path) -> tuple[str, str]:
    other = tmp_path / "harbor.toml"
    text = program_text("connecticut").replace('id = "connecticut"', 'id = "harbor"')
    other.write_text(text.replace("Connecticut Library Association Mentoring", "Harbor Mentoring"))
    return "connecticut", str(other)


async def test_where_several_programs_run_one_is_chosen_and_can_be_changed(
    there: Discord, library: Library, two_programs: tuple[str, str]
) -> None:
    async with installed(there, two_programs) as shelfmate:
        await library.owner.runs("/mentoring setup", LOBBY)
        assert await library.owner.submits() is None
        assert library.owner.modal.errors == {"Program": "This field is required"}
        await library.owner.fills({"Program": "Harbor Mentoring Program"})
        await library.sends(announcements="#mentoring", desk="#mentoring-desk", coordinators=[library.cora])
        assert set(shelfmate.channels()) == {"channel:harbor:announcements", "channel:harbor:coordinators"}

        await library.owner.presses("Change")
        await library.owner.fills({"Program": "Connecticut Library Association Mentoring Program"})
        shown = await library.sends()
        assert set(shelfmate.channels()) == {
            "channel:connecticut:announcements",
            "channel:connecticut:coordinators",
        }
        assert "The list of members is empty" in shown.text


async def test_a_program_has_one_server_and_moves_when_it_was_taken_out_of_that(
    there: Discord, library: Library
) -> None:
    other = there.open_guild("Harbor Libraries", library.owner)
    hall = Channel(id=there.site.ids.next(), kind=Kind.TEXT, guild=other.id, name="hall")
    happenings.opened(there.site, hall)
    async with installed(there) as shelfmate:
        await library.sets_up(**library.whole)
        await library.owner.runs("/mentoring setup", HALL)
        await library.owner.fills({FIELDS["coordinators"]: [library.owner]})
        await library.owner.submits()
        assert "That program lives in another server already" in library.owner.screen[HALL][-1].text

        there.removes_app()
        await library.owner.presses("Put it right")
        await library.owner.submits()
        assert "Saved." in library.owner.screen[HALL][-1].text
        assert shelfmate.channels() == {}, "what it posts does not go to the old server any more"
