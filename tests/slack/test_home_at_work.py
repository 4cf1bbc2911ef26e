"""One's own page in Slack, from the first look to the changed clock: the wiring of `shelfmate run`, and real hands."""

import asyncio

from adapters.slack.reading.origin import account_of
from flows.events import Said
from flows.ids import EventId
from tests.slack.at_work import at_work
from tests.slack.slack import Slack


async def test_from_the_page_to_a_form_and_back(either: Slack) -> None:
    async with at_work(either) as shelfmate:
        ada = either.add("Ada Archer")
        shelfmate.enrols(ada)
        ada.opens_home()
        await ada.sees("# Home", "Hello Ada Archer, good to have you here.", "[I would like to mentor]")

        await ada.presses("I would like to mentor", home=True)
        assert ada.modal.title == "Be a mentor"
        ada.closes()

        await ada.sees(
            "# Home", "Your application as mentor is waiting where you left it.", "[Go on with it]"
        )
        await ada.presses("Go on with it", home=True)
        assert ada.modal.title == "Be a mentor"
        assert either.site.complaints == []


async def test_settings_are_found_by_typing_and_told_by_the_new_clock(either: Slack) -> None:
    async with at_work(either) as shelfmate:
        ada = either.add("Ada Archer")
        shelfmate.enrols(ada)
        ada.opens_home()
        await ada.sees("[Settings]")

        await ada.presses("Settings", home=True)
        assert await ada.searches("Whose clock do you live by?", "par") != []
        await ada.chooses("Whose clock do you live by?", "Paris (France), Central European Time")
        await ada.submits()

        assert "Noted. I tell you times by the clock of Paris (France)" in ada.modal.text
        await ada.runs("/mentoring settings")
        assert "Paris (France), Central European Time" in str(ada.modal)


async def test_settings_typed_in_a_message_open_by_a_button(slack: Slack) -> None:
    async with at_work(slack) as shelfmate:
        ada = slack.add("Ada Archer")
        shelfmate.enrols(ada)

        ada.says("settings")
        await ada.sees("[Open the form]")
        await ada.presses("Open the form")

        assert ada.modal.title == "Settings"
        assert "New York (United States), Eastern Time" in str(ada.modal)


async def test_a_page_that_is_open_follows_what_happens_elsewhere(slack: Slack) -> None:
    async with at_work(slack) as shelfmate:
        ada = slack.add("Ada Archer")
        shelfmate.enrols(ada)
        ada.opens_home()
        await ada.sees("Hello Ada Archer")
        account = account_of(slack.workspace.id, ada.id)
        elsewhere = Said(
            id=EventId("web:1"), now=shelfmate.clock.now(), account=account, text="pause until 2027-02-01"
        )

        await asyncio.to_thread(shelfmate.app.receive, elsewhere)
        await shelfmate.settles()

        await ada.sees("# Home\nYou are paused until February 1, 2027.", "[End my pause]")


async def test_what_the_page_cannot_show_is_said_to_stand_in_the_conversation(slack: Slack) -> None:
    async with at_work(slack) as shelfmate:
        ada = slack.add("Ada Archer")
        shelfmate.enrols(ada)
        ada.opens_home()
        await ada.sees("[Help]")

        await ada.presses("Help", home=True)
        await shelfmate.settles()

        await ada.sees("Who sees what.")
        assert "I have answered you in our direct messages." in str(ada.screen)
