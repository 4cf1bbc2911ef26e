"""Listening: whatever people do in Discord reaches the core, and is answered where and how they did it."""

from pathlib import Path

import pytest

from tests.discord import at_the_form, happenings
from tests.discord.at_work import at_work
from tests.discord.loopback import Discord
from tests.discord.person import Person
from tests.discord.records import Channel, Kind
from tests.talk import program_text

MENTOR = {
    "email": ("ada@library.example",),
    "career_stage": ("senior",),
    "topics": ("archives", "preservation"),
    "goals": ("career_planning",),
    "about": ("Maps, mostly.",),
    "languages": ("en",),
    "capacity": ("1",),
}
"""What a mentor says of herself, by the core's keys."""
LOUNGE = "#lounge"
PRIVATE = "Shelfmate (only you can see this):"


@pytest.fixture(autouse=True)
def _lounge(there: Discord) -> None:
    """A channel where people talk."""
    there.channel("lounge")


@pytest.fixture
def harbor(tmp_path: Path) -> str:
    """Another program."""
    file = tmp_path / "harbor.toml"
    text = program_text("connecticut").replace('id = "connecticut"', 'id = "harbor"')
    file.write_text(text.replace("Connecticut Library Association Mentoring", "Harbor Mentoring"))
    return str(file)


async def applies(person: Person, where: str = "") -> None:
    """They ask for the mentor's form, and its first page opens."""
    await person.runs("/mentoring signup", where)
    await person.sees("[I would like to mentor]")
    await person.presses("I would like to mentor")
    await person.sees("# Modal\nBe a mentor")


async def fills(person: Person, **instead: tuple[str, ...]) -> None:
    """The page of the mentor's form that is open before them."""
    asked, answers = at_the_form.asked(person), {**MENTOR, **instead}
    await at_the_form.sends(person, {key: given for key, given in answers.items() if key in asked})


async def finishes(person: Person, **instead: tuple[str, ...]) -> None:
    """The rest of the mentor's form, page by page."""
    await fills(person, **instead)
    while "[Continue]" in person.screen:
        await person.presses("Continue")
        await fills(person, **instead)


# --- who they are -------------------------------------------------------------------------------------------


async def test_somebody_new_is_met_as_discord_knows_them(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer", locale="en-GB")
    async with at_work(there, url=database):
        await ada.runs("/mentoring menu", LOUNGE)
        await ada.sees("What would you like to do?", "[Sign up]")
        await ada.runs("/mentoring my-data")
        await ada.sees("Ada Archer")
    assert ada.screen.told == ()


async def test_in_direct_messages_the_one_server_that_is_set_up_counts(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        ada.says("hello")
        await ada.sees("Connecticut", "What would you like to do?", "[Sign up]")
    assert ada.screen.told == ()


async def test_two_servers_are_told_apart_by_where_somebody_begins(
    there: Discord, database: str, harbor: str
) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database, programs=("connecticut", harbor)) as shelfmate:
        other = there.open_guild("Harbor", there.owner)
        shelfmate.lives_in(other, "harbor")
        ada.says("hello")
        await ada.sees("I do not know yet which program you are looking for.")
        await ada.runs("/mentoring me", LOUNGE)
        ada.says("help")
        await ada.sees("Connecticut")
    assert ada.screen.told == ()


async def test_in_the_server_of_another_program_they_are_told_where_they_belong(
    there: Discord, database: str, harbor: str
) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database, programs=("connecticut", harbor)) as shelfmate:
        other = there.open_guild("Harbor", there.owner)
        shelfmate.lives_in(other, "harbor")
        there.joins(ada, other)
        happenings.opened(
            there.site, Channel(id=there.site.ids.next(), kind=Kind.TEXT, guild=other.id, name="quay")
        )
        await ada.runs("/mentoring me", LOUNGE)
        await ada.runs("/mentoring me", "Harbor #quay")
        await ada.sees(f"{PRIVATE} You take part in another program with this account")
    assert ada.screen.told == ()


async def test_where_nobody_has_set_it_up_everybody_is_told_who_can(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database, set_up=False):
        await ada.runs("/mentoring me", LOUNGE)
        await ada.sees(f"{PRIVATE} I am not set up in this server yet.", "/mentoring setup")
        ada.says("hello")
        await ada.sees("I do not know yet which program you are looking for.")
    assert ada.screen.told == ()


# --- how they are answered ----------------------------------------------------------------------------------


async def test_what_is_written_is_answered_in_the_conversation(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        ada.says("pause until the cows come home")
        await ada.sees("Shelfmate: I did not understand the date.")
    assert not ada.dm[-1].private


async def test_what_is_written_in_a_server_is_never_heard(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        ada.says("pause until the cows come home", LOUNGE)
        ada.says("@Shelfmate help", LOUNGE)
        ada.says("pause until yesterday")
        await ada.sees("Shelfmate: I did not understand the date.")
    assert [seen.by for seen in ada.screen[LOUNGE]] == ["Ada Archer"] * 2
    assert sum("understand" in str(seen) for seen in ada.screen.messages) == 1


async def test_a_page_that_a_message_asks_for_waits_behind_a_button(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        ada.says("settings please")
        await ada.sees("There is a form for this.", "[Open the form]")
        await ada.presses("Open the form")
        await ada.sees("# Modal\nSettings")
    assert ada.screen.told == ()


async def test_the_command_is_answered_where_it_was_used(there: Discord, database: str) -> None:
    ada, ben = there.add("Ada Archer"), there.add("Ben Book")
    async with at_work(there, url=database):
        await ada.runs("/mentoring pause until:yesterday", LOUNGE)
        (only,) = ada.screen[LOUNGE]
        assert str(only).startswith(f"{PRIVATE} I did not understand the date.")
        await ada.runs("/mentoring settings", LOUNGE)
        assert ada.modal.title == "Settings"
        ada.closes()
        await ada.runs("/mentoring me", LOUNGE)
        await ada.sees("You have not applied to anything yet.")
        assert [seen.text for seen in ada.screen[LOUNGE]][1:] == [
            "I have answered you in our direct messages."
        ]
    assert ben.screen[LOUNGE] == []
    assert ada.screen.told == ()


async def test_whoever_takes_no_direct_messages_is_shown_where_the_answer_is(
    there: Discord, database: str
) -> None:
    ada = there.add("Ada Archer")
    ada.closes_dms()
    aside = "Shelfmate and Ada Archer"
    async with at_work(there, url=database):
        await ada.runs("/mentoring me", LOUNGE)
        await ada.sees(f"# {aside}", "You have not applied to anything yet.")
        await ada.runs("/mentoring menu", LOUNGE)
        told = ada.screen[LOUNGE][-1]
        assert (
            told.text == "Your direct messages are closed to me, so my answer stands in our thread: Go there"
        )
        assert told.links == (
            f"https://discord.com/channels/{there.guild.id}/{ada.screen[aside][0].channel}",
        )
        # there, what is pressed is answered, and nothing is said about it
        await ada.presses("Sign up")
        await ada.sees("Which would you like to be?")
        assert not any(seen.private for seen in ada.screen[aside])
    assert ada.dm == []
    assert ada.screen.told == ()


async def test_in_the_conversation_itself_the_answer_stands_alone(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        await ada.runs("/mentoring me")
        await ada.sees("You have not applied to anything yet.")
        await shelfmate.settles()
        await there.until(lambda: not any(seen.private for seen in ada.dm), "that nothing else stands there")
    assert ada.screen.told == ()


async def test_a_pressed_message_becomes_its_outcome(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        ada.says("pause")
        await ada.sees("[Two weeks]")
        await ada.presses("Two weeks")
        await ada.sees("Of course.", "Paused until January 24, 2027.")
        assert "[Two weeks]" not in ada.screen
        assert not any(seen.private for seen in ada.dm)
    assert ada.screen.told == ()


async def test_a_press_without_an_outcome_is_answered_to_them_alone(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        await ada.runs("/mentoring signup")
        await ada.sees("[I would like a mentor]")
        await ada.presses("I would like a mentor")
        await ada.sees(f"{PRIVATE} Applications are closed just now")
    assert ada.screen.told == ()


async def test_the_role_can_be_said_with_the_command(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        await ada.runs("/mentoring signup role:I would like to mentor")
        await ada.sees("# Modal\nBe a mentor")
    assert ada.screen.told == ()


async def test_pages_are_filled_in_and_sent_one_after_the_other(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        await applies(ada)
        await fills(ada)
        await ada.sees(f"{PRIVATE} This is saved.", "[Continue]")
        await ada.presses("Continue")
        await ada.sees("# Modal")
        await finishes(ada)
        await ada.sees("Thank you")
        assert "[Continue]" not in ada.screen
    assert (ada.screen.told, there.site.complaints) == ((), [])


async def test_what_will_not_do_is_told_and_can_be_mended(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        ada.says("pause")
        await ada.sees("[Another day]")
        await ada.presses("Another day")
        await ada.fills({"Until which day?": "2026-12-24"})
        await ada.submits()
        await ada.sees("Please give a day from tomorrow to January 11, 2028.", "[Mend it]")
        await ada.presses("Mend it")
        assert "2026-12-24" in ada.modal.text
        await ada.fills({"Until which day?": "2027-03-01"})
        await ada.submits()
        await ada.sees("Shelfmate (only you can see this) (edited): Paused until March 1, 2027.")
        assert "[Mend it]" not in ada.screen
    assert (ada.screen.told, there.site.complaints) == ((), [])


async def test_a_day_is_offered_while_it_is_typed(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        offered = await ada.types("/mentoring pause until:feb")
        assert offered == ["February 9, 2027"]
        await ada.runs(f"/mentoring pause until:{offered[0]}")
        await ada.sees("You are paused until February 9, 2027.")
    assert ada.screen.told == ()


async def test_what_is_pressed_in_the_coordinators_channel_is_answered_to_whoever_did_it(
    there: Discord, database: str
) -> None:
    async with at_work(there, url=database) as shelfmate:
        cora = shelfmate.cora
        assert cora
        await cora.runs("/mentoring desk", "#mentoring-desk")
        await shelfmate.settles()
        await cora.sees("#mentoring-desk")
    assert cora.screen.told == ()


# --- the command itself -------------------------------------------------------------------------------------


async def test_commands_are_brought_once(there: Discord, database: str) -> None:
    async with at_work(there, url=database):
        pass
    async with at_work(there, url=database):
        pass
    assert len(there.called("overwrite_global_commands")) == 1
    assert [one.definition["name"] for one in there.site.commands.values()] == ["mentoring"]


async def test_in_french_the_command_is_french(there: Discord, database: str) -> None:
    ada = there.add("Aimée Archer", locale="fr")
    async with at_work(there, url=database):
        await ada.runs("/mentoring inscription rôle:Je voudrais être mentor")
        await ada.sees("# Modal\nBe a mentor")  # the program speaks English
    assert ada.screen.told == ()


async def test_a_command_of_an_earlier_version_is_answered(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        (command,) = there.site.commands.values()
        command.definition = {**command.definition, "name": "mentors", "options": []}
        await ada.runs("/mentors")
        await ada.sees("I am sorry, I did not understand that")
    assert ada.screen.told == ()
