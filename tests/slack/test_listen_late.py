"""In trouble: the database is slow or locked, pages do not open, Slack says nothing. Nobody is left before a silent screen."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, current_thread
from typing import TypeVar

import pytest

from adapters.slack.listen import Listening
from flows.ports import Store, Transaction
from storage.opening import open_store
from tests.slack.at_work import at_work
from tests.slack.faults import How
from tests.slack.slack import Slack
from tests.slack.test_listen import FORM, applies
from tests.slack.test_listen_once import acked, answers, told

T = TypeVar("T")
DEFAULTS: dict[str, object] = dict(Listening.__init__.__kwdefaults__ or {})
SORRY = "Something went wrong on our side, and nothing was recorded."


@contextmanager
def locked(database: str) -> Iterator[None]:
    """Somebody else holds the database: nothing can be read or written."""
    file = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    file.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        file.rollback()
        file.close()


class SlowTurns:
    """A store whose turns wait until they are let go; all else goes on as ever."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.go = Event()
        self.go.set()

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """One transaction; a turn's waits first."""
        if current_thread().name.startswith("turn"):
            self.go.wait()
        return self._store.transact(work)

    def close(self) -> None:
        """Let go of every connection."""
        self._store.close()


# --- the database -------------------------------------------------------------------------------------------


async def test_a_press_on_a_slow_database_is_saved_and_answered_later(patient: Slack, database: str) -> None:
    ada, store = patient.add("Ada Archer"), SlowTurns(open_store(database, durable=False))
    async with at_work(patient, store=store) as shelfmate:
        shelfmate.enrols(ada)
        ada.says("pause")
        await ada.sees("[Two weeks]")
        store.go.clear()
        assert (await ada.presses("Two weeks")).ok
        await ada.sees("(only visible to you): I have noted that, and am still working on it.")
        store.go.set()
        await shelfmate.settles()
        await ada.sees("Paused until January 24, 2027.")
    assert ada.screen.told == ()


async def test_on_a_locked_database_they_are_told_that_nothing_counted(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        ada.says("pause")
        await ada.sees("[Two weeks]")
        await shelfmate.settles()
        with locked(database):
            assert (await ada.presses("Two weeks")).ok
            await ada.sees(f"(only visible to you): {SORRY}")
        assert "[Two weeks]" in ada.screen
        await ada.presses("Two weeks")
        await ada.sees("Paused until January 24, 2027.")
        await shelfmate.settles()
    assert len([text for text in answers(ada) if text.startswith("You are paused")]) == 1
    assert ada.screen.told == ()


async def test_on_a_locked_database_a_page_stays_with_all_that_was_typed(
    patient: Slack, database: str
) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await applies(ada)
        await ada.fills(FORM)
        await shelfmate.settles()
        with locked(database):
            await ada.submits()
            assert "Please send it once more" in ada.modal.errors["Where are you on your way?"]
        await ada.submits()
        await ada.sees("Thank you")
    assert (ada.screen.told, patient.site.complaints) == ((), [])


async def test_on_a_locked_database_a_command_is_answered_as_soon_as_something_is_known(
    patient: Slack, database: str
) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await ada.runs("/mentoring help")
        await shelfmate.settles()
        with locked(database):
            assert (await ada.runs("/mentoring me")).ok
            await ada.sees(f"(only visible to you): {SORRY}")
    assert ada.screen.told == ()


async def test_what_is_written_on_a_locked_database_comes_again(slack: Slack, database: str) -> None:
    slack.site.limits.scale = 0
    ada = slack.add("Ada Archer")
    async with at_work(slack, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await ada.runs("/mentoring help")
        await shelfmate.settles()
        with locked(database):
            said = told(ada, "pause until the cows come home")
            await asyncio.wait([said.settled], timeout=4)
            assert not said.settled.done()
        assert await acked(slack, said)
        await ada.sees("I did not understand the date.")
    assert [text for text in answers(ada) if "date" in text] == answers(ada)[-1:]


async def test_what_takes_longer_than_slack_waits_is_shown_when_it_is_there(
    patient: Slack, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Listening.__init__, "__kwdefaults__", {**DEFAULTS, "patience": 0.0})
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await ada.runs("/mentoring pause until yesterday")
        await ada.sees("(only visible to you): I did not understand the date.")
        ada.says("pause")
        await ada.sees("[Another day]")
        await ada.presses("Another day")
        await ada.sees("Until which day?")
        await ada.fills({"Until which day?": "2027-03-01"})
        await ada.submits()
        await ada.sees("# Modal\nShelfmate\nPaused until March 1, 2027.")
    assert (ada.screen.told, patient.site.complaints) == ((), [])


# --- Slack --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "trouble",
    [
        {"how": How.REFUSED, "error": "expired_trigger_id"},
        {"how": How.SERVER_ERROR},
        {"how": How.DROPPED},
        {"how": How.LIMITED, "seconds": 60},
    ],
    ids=lambda trouble: trouble["how"].name,
)
async def test_a_page_that_does_not_open_ends_in_a_word(
    patient: Slack, database: str, trouble: dict[str, object]
) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        patient.faults.plant("views.open", **trouble)  # type: ignore[arg-type]
        await ada.runs("/mentoring settings")
        await ada.sees("(only visible to you): The form did not open in time.")
        assert ada.screen.modal is None
    assert ada.screen.told == ()


async def test_where_no_page_opens_at_all_the_word_comes_as_a_message(patient: Slack, database: str) -> None:
    patient.app.shortcuts = {"Settings": ("settings", "global")}
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        patient.faults.plant("views.open", How.REFUSED, error="expired_trigger_id", times=9)
        await ada.uses("Settings")
        await ada.sees("Shelfmate: The form did not open in time.")
        ada.opens_home()
        await ada.sees("# Home", "[Help]")
        await ada.presses("Help", home=True)
        await ada.sees("Shelfmate: I have answered you in our direct messages.")
    assert ada.screen.told == ()


async def test_a_used_up_response_url_is_not_the_end(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await ada.runs("/mentoring signup")
        await ada.sees("[I would like a mentor]")
        press = asyncio.create_task(ada.presses("I would like a mentor"))
        await patient.until(lambda: patient.site.hooks, "the press")
        for hook in patient.site.hooks.values():
            hook.left = 0
        await press
        await ada.sees("(only visible to you): Applications are closed just now")
    assert ada.screen.told == ()


async def test_where_slack_does_not_tell_who_it_was_nothing_is_lost(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        fault = patient.faults.plant("users.info", How.SERVER_ERROR)
        said = told(ada, "pause until the cows come home")
        await patient.until(lambda: not fault.times, "the question who it was")
        assert await acked(patient, said)
        await ada.sees("I did not understand the date.")
        ben = patient.add("Ben Book")
        patient.faults.plant("users.info", How.SERVER_ERROR)
        await ben.runs("/mentoring me")
        assert SORRY in str(ben.dm[-1])
    assert len(answers(ada)) == 1
    assert ben.screen.told == ()


async def test_who_cannot_be_written_to_any_more_is_not_asked_for_again(
    patient: Slack, database: str
) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await ada.runs("/mentoring help")
        patient.faults.plant("chat.postMessage", How.REFUSED, error="user_disabled", times=9)
        said = told(ada, "pause until the cows come home")
        assert await acked(patient, said)
    assert len(said.attempts) == 1
