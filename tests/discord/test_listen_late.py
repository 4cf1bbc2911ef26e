"""In trouble: the database is slow or locked, Discord takes no answer or says nothing. Nobody is left before a silent screen."""

import asyncio
import gc
from collections.abc import Callable
from threading import current_thread
from typing import TypeVar

import pytest

from adapters.discord.listen import Listening
from adapters.discord.listening import written
from flows.ports import StoreError, Transaction
from storage.opening import open_store
from tests.discord.at_work import at_work
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.test_listen import PRIVATE, applies, fills, finishes
from tests.discord.test_listen_once import COWS, DATE, answers, dates
from tests.slack.test_listen_late import SlowTurns, locked

T = TypeVar("T")
SORRY = "Something went wrong on our side, and nothing was recorded."
DEFAULTS: dict[str, object] = dict(Listening.__init__.__kwdefaults__ or {})


class LockedTurns(SlowTurns):
    """A store that takes no turn, nor keeps it for later, for so many tries; all else goes on as ever."""

    locked = 0

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """One transaction; a turn's fails."""
        if self.locked and current_thread().name.startswith(("turn", "inbox")):
            self.locked -= current_thread().name.startswith("inbox")
            raise StoreError("the database is locked")
        return super().transact(work)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever takes any time at all takes longer than Discord waits."""
    monkeypatch.setattr(Listening.__init__, "__kwdefaults__", {**DEFAULTS, "patience": 0.0})


# --- the database -------------------------------------------------------------------------------------------


async def test_a_press_on_a_slow_database_is_saved_and_answered_later(there: Discord, database: str) -> None:
    ada, store = there.add("Ada Archer"), SlowTurns(open_store(database, durable=False))
    async with at_work(there, store=store) as shelfmate:
        ada.says("pause")
        await ada.sees("[Two weeks]")
        store.go.clear()
        assert (await ada.presses("Two weeks")).answered
        await ada.sees(f"{PRIVATE} I have noted that, and am still working on it.")
        store.go.set()
        await shelfmate.settles()
        await ada.sees("Paused until January 24, 2027.")
    assert ada.screen.told == ()


async def test_on_a_locked_database_they_are_told_that_nothing_counted(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        ada.says("pause")
        await ada.sees("[Two weeks]")
        await shelfmate.settles()
        with locked(database):
            assert (await ada.presses("Two weeks")).answered
            await ada.sees(f"{PRIVATE} {SORRY}")
        assert "[Two weeks]" in ada.screen
        await ada.presses("Two weeks")
        await ada.sees("Paused until January 24, 2027.")
        await shelfmate.settles()
    assert len([text for text in answers(ada) if text.startswith("You are paused")]) == 1
    assert ada.screen.told == ()


async def test_on_a_locked_database_with_discord_gone_as_well_nothing_breaks(
    there: Discord, database: str
) -> None:
    ada, broken = there.add("Ada Archer"), list[str]()
    asyncio.get_running_loop().set_exception_handler(lambda _, about: broken.append(str(about)))
    async with at_work(there, url=database) as shelfmate:
        ada.says("pause")
        await ada.sees("[Two weeks]")
        await shelfmate.settles()
        there.faults.plant("callback", How.DROPPED, times=3)
        with locked(database):
            pressed = asyncio.create_task(ada.presses("Two weeks"))
            await there.until(lambda: len(there.called("callback")) == 3, "every try to answer")
            await there.passes(3)
            assert (await pressed).late
            await shelfmate.replica.platforms[0].close()
        gc.collect()
    assert broken == []


async def test_on_a_locked_database_a_page_can_be_sent_again_with_all_that_was_typed(
    there: Discord, database: str
) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        await applies(ada)
        await fills(ada)
        await ada.sees("[Continue]")
        await ada.presses("Continue")
        await shelfmate.settles()
        with locked(database):
            await fills(ada)
            await ada.sees(SORRY)
        await ada.presses("Continue")
        await finishes(ada)
        await ada.sees("Thank you")
    assert (ada.screen.told, there.site.complaints) == ((), [])


async def test_on_a_locked_database_a_command_is_answered_as_soon_as_something_is_known(
    there: Discord, database: str
) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        await ada.runs("/mentoring help")
        await shelfmate.settles()
        with locked(database):
            assert (await ada.runs("/mentoring me")).answered
            await ada.sees(SORRY)
            await ada.types("/mentoring pause until:feb")
    assert ada.screen.told == ()


async def test_what_is_written_on_a_locked_database_counts_as_soon_as_it_can(
    there: Discord, database: str
) -> None:
    ada, store = there.add("Ada Archer"), LockedTurns(open_store(database, durable=False))
    async with at_work(there, store=store) as shelfmate:
        await ada.runs("/mentoring help")
        store.locked = 1
        ada.says(COWS)
        await ada.sees(DATE)
        await shelfmate.settles()
    assert (dates(ada), store.locked) == (1, 0)


async def test_where_what_is_written_cannot_be_recorded_they_are_told(
    there: Discord, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "PAUSES", (0.0, 0.0))
    ada, store = there.add("Ada Archer"), LockedTurns(open_store(database, durable=False))
    async with at_work(there, store=store) as shelfmate:
        await ada.runs("/mentoring help")
        store.locked = 3
        ada.says(COWS)
        await ada.sees(SORRY)
        ada.says(COWS)
        await ada.sees(DATE)
        await shelfmate.settles()
    assert sum(SORRY in text for text in answers(ada)) == 1
    assert dates(ada) == 1


@pytest.mark.usefixtures("hurried")
async def test_what_takes_longer_than_discord_waits_is_shown_when_it_is_there(
    there: Discord, database: str
) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        await ada.runs("/mentoring pause until:yesterday", "#mentoring")
        await ada.sees(f"Shelfmate (only you can see this) (edited): {DATE}")
        await ada.runs("/mentoring me")
        await ada.sees("You have not applied to anything yet.")
        ada.says("pause")
        await ada.sees("[Another day]")
        await ada.presses("Another day")
        await ada.sees("There is a form for this.", "[Open the form]")
        assert ada.screen.modal is None
        await shelfmate.settles()
    assert ada.screen.told == ()


async def test_a_page_that_came_too_late_opens_by_its_button(
    there: Discord, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = there.add("Ada Archer")
    with monkeypatch.context() as hurry:
        hurry.setattr(Listening.__init__, "__kwdefaults__", {**DEFAULTS, "patience": 0.0})
        async with at_work(there, url=database):
            await ada.runs("/mentoring signup role:I would like to mentor")
            await ada.sees("There is a form for this.", "[Open the form]")
    async with at_work(there, url=database):
        await ada.presses("Open the form")
        await ada.sees("# Modal\nBe a mentor")
        await finishes(ada)
        await ada.sees("Thank you")
        assert "[Open the form]" not in ada.screen
    assert (ada.screen.told, there.site.complaints) == ((), [])


@pytest.mark.usefixtures("hurried")
async def test_the_page_of_a_question_that_was_answered_meanwhile_does_not_open_any_more(
    there: Discord, database: str
) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        await ada.runs("/mentoring pause")
        await ada.sees("[Another day]")
        await ada.presses("Another day")
        await ada.sees("[Open the form]")
        await ada.presses("Two weeks")
        await ada.sees("Paused until January 24, 2027.")
        await ada.presses("Open the form")
        await ada.sees("That form is closed by now.")
    assert ada.screen.told == ()


async def test_what_is_sent_from_a_page_and_takes_long_is_answered_after_all(
    there: Discord, database: str
) -> None:
    ada, store = there.add("Ada Archer"), SlowTurns(open_store(database, durable=False))
    async with at_work(there, store=store) as shelfmate:
        await ada.runs("/mentoring pause")
        await ada.sees("[Another day]")
        await ada.presses("Another day")
        await ada.fills({"Until which day?": "2027-03-01"})
        store.go.clear()
        await ada.submits()
        await ada.sees(f"{PRIVATE} I have noted that, and am still working on it.")
        store.go.set()
        await shelfmate.settles()
        await ada.sees("You are paused until March 1, 2027.")
    assert ada.screen.told == ()


# --- Discord ------------------------------------------------------------------------------------------------


async def test_an_answer_that_comes_too_late_for_discord_comes_as_a_message(
    there: Discord, database: str
) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        slow = there.faults.plant("callback", How.SLOW)
        run = asyncio.create_task(ada.runs("/mentoring pause until:yesterday", "#mentoring"))
        await there.until(lambda: not slow.times, "the answer on its way")
        await there.passes(3)
        slow.release()
        await run
        await ada.sees(f"Shelfmate: {DATE}")
    assert ada.screen.told == ("The application did not respond",)  # it was Discord who was slow


@pytest.mark.usefixtures("hurried")
async def test_an_answer_whose_token_is_over_comes_as_a_message(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        there.faults.plant(
            "edit_original", How.REFUSED, status=401, code=50027, message="Invalid Webhook Token"
        )
        await ada.runs("/mentoring pause until:yesterday", "#mentoring")
        await ada.sees(f"Shelfmate: {DATE}")
        assert ada.screen.told == ()
        ada.says(COWS)
        await there.until(lambda: dates(ada) == 2, "that all goes on")


async def test_a_page_that_discord_does_not_take_ends_in_a_word(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        there.faults.plant("callback", How.REFUSED, status=400, code=50035, message="Invalid Form Body")
        await ada.runs("/mentoring settings")
        await ada.sees(f"{PRIVATE} I could not answer that in time.")
        assert ada.screen.modal is None
    assert ada.screen.told == ()


async def test_a_word_that_may_be_out_is_looked_for_before_it_is_said_again(
    there: Discord, database: str
) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        ada.says("hello")
        await ada.sees("What would you like to do?")
        await shelfmate.settles()
        there.faults.plant("create_message", How.DROPPED, done=True, times=9)
        ada.says(COWS)
        await there.until(lambda: len(there.called("get_messages")) > 0, "the look")
        await shelfmate.settles()
    assert dates(ada) == 1


async def test_who_takes_no_direct_messages_is_answered_where_they_are(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    ada.closes_dms()
    async with at_work(there, url=database) as shelfmate:
        await ada.runs("/mentoring pause until:yesterday", "#mentoring")
        await ada.sees(f"{PRIVATE} {DATE}")
        await shelfmate.settles()
    assert ada.screen.told == ()
