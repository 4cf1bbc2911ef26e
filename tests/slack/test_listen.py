"""Listening: whatever people do in Slack reaches the core, and is answered where and how they did it, in both modes."""

from tests.slack.at_work import at_work
from tests.slack.person import Person
from tests.slack.slack import Slack

FORM = {
    "Where are you on your way?": "Experienced or leading",
    "What would you love to talk about?": ["Archives", "Preservation"],
    "What could you help someone with?": ["Planning a career"],
    "A few words about you, for your partner": "Maps, mostly.",
    "In which languages could you talk?": ["English"],
    "How many mentees could you take at a time?": "1",
}


async def applies(person: Person) -> None:
    """They ask for the mentor's form, and it opens."""
    await person.runs("/mentoring signup")
    await person.sees("[I would like to mentor]")
    await person.presses("I would like to mentor")
    await person.sees("Be a mentor", "<Close> <Send>")


# --- who they are -------------------------------------------------------------------------------------------


async def test_somebody_new_is_met_as_slack_knows_them(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer", zone="Europe/Paris")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        ada.says("hello")
        await ada.sees("What would you like to do?", "[Sign up]")
        ada.says("my data")
        await ada.sees("Ada Archer", ada.user.email, "Paris")
        await ada.runs("/mentoring menu")
        asked = [call.args["user"] for call in patient.called("users.info")]
    assert 1 <= asked.count(ada.id) <= 2  # who they are; whether they can be written to
    assert ada.screen.told == ()


async def test_where_nobody_has_set_it_up_everybody_is_told_who_can(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database, set_up=False):
        ada.says("hello")
        await ada.sees("I am not set up here yet.", "/mentoring setup")
        await ada.runs("/mentoring me")
        ada.opens_home()
        await ada.sees("# Home\nI am not set up here yet.")
    assert "(only visible to you): I am not set up here yet." in str(ada.dm[-1])
    assert ada.screen.told == ()


# --- how they are answered ----------------------------------------------------------------------------------


async def test_what_is_written_is_answered_in_the_conversation(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        ada.says("pause until the cows come home")
        await ada.sees("Shelfmate: I did not understand the date.")
    assert not ada.dm[-1].private


async def test_a_page_that_a_message_asks_for_waits_behind_a_button(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        ada.says("settings please")
        await ada.sees("There is a form for this.", "[Open the form]")
        await ada.presses("Open the form")
        await ada.sees("# Modal\nSettings", "Whose clock do you live by?")
    assert ada.screen.told == ()


async def test_the_command_is_answered_where_it_was_used(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    patient.channel("lounge", ada, bot=False)
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await ada.runs("/mentoring pause until yesterday", where="#lounge")
        (only,) = ada.screen["#lounge"]
        assert str(only).startswith("Shelfmate (only visible to you): I did not understand the date.")
        await ada.runs("/mentoring settings", where="#lounge")
        assert ada.modal.title == "Settings"
        ada.closes()
        await ada.runs("/mentoring me", where="#lounge")
        await ada.sees("You have not applied to anything yet.")
    assert [seen.text for seen in ada.screen["#lounge"]][1:] == [
        "I have answered you in our direct messages."
    ]
    assert ada.screen.told == ()


async def test_in_the_conversation_itself_the_answer_stands_alone(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await ada.runs("/mentoring help")
        await shelfmate.settles()
    assert not any(seen.private for seen in ada.dm)
    assert len(ada.dm) == 1


async def test_a_shortcut_is_answered_before_whoever_used_it(patient: Slack, database: str) -> None:
    patient.app.shortcuts = {
        "Mentoring menu": ("menu", "global"),
        "Settings": ("settings", "global"),
        "Set up": ("setup", "global"),
    }
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await ada.uses("Mentoring menu")
        assert ada.modal.text == "I have answered you in our direct messages."
        await ada.sees("What would you like to do?")
        ada.closes()
        await ada.uses("Settings")
        assert ada.modal.title == "Settings"
    assert ada.screen.told == ()


async def test_a_pressed_message_becomes_its_outcome(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        ada.says("pause")
        await ada.sees("[Two weeks]")
        await ada.presses("Two weeks")
        await ada.sees("Of course.", "Paused until January 24, 2027.")
        assert "[Two weeks]" not in ada.screen
        assert not any(seen.private for seen in ada.dm)
    assert ada.screen.told == ()


async def test_a_press_without_an_outcome_is_answered_to_them_alone(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await ada.runs("/mentoring signup")
        await ada.sees("[I would like a mentor]")
        await ada.presses("I would like a mentor")
        await ada.sees("(only visible to you): Applications are closed just now")
    assert ada.screen.told == ()


async def test_a_page_is_filled_in_and_sent(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await applies(ada)
        await ada.fills(FORM)
        await ada.submits()
        await ada.sees("Thank you")
        assert ada.screen.modal is None
    assert (ada.screen.told, patient.site.complaints) == ((), [])


async def test_what_will_not_do_is_told_beside_its_field(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        ada.says("pause")
        await ada.sees("[Another day]")
        await ada.presses("Another day")
        await ada.fills({"Until which day?": "2026-12-24"})
        await ada.submits()
        assert ada.modal.errors == {
            "Until which day?": "Please give a day from tomorrow to January 11, 2028."
        }
        await ada.fills({"Until which day?": "2027-03-01"})
        await ada.submits()
        assert ada.modal.text == "Paused until March 1, 2027."
    assert (ada.screen.told, patient.site.complaints) == ((), [])


async def test_a_long_menu_finds_what_is_typed_into_it(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await ada.runs("/mentoring settings")
        assert await ada.searches("Whose clock do you live by?", "lond") == ["London (United Kingdom)"]
        await ada.fills({"Whose clock do you live by?": "London (United Kingdom)"})
        await ada.submits()
        ada.says("my data")
        await ada.sees("London")
    assert (ada.screen.told, patient.site.complaints) == ((), [])


async def test_what_is_pressed_on_the_own_page_is_answered_there(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        ada.opens_home()
        await ada.sees("# Home", "[Settings]", "[Help]")
        await ada.presses("Settings", home=True)
        assert ada.modal.title == "Settings"
        ada.closes()
        await ada.presses("Help", home=True)
        assert ada.modal.text == "I have answered you in our direct messages."
    assert ada.screen.told == ()
