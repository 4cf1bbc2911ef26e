"""Counted once, answered once: what comes again, what is pressed or sent twice, a gateway that drops, and a new process."""

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from adapters.discord.listening import missed
from tests.discord.at_work import AtWork, at_work
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.person import Person
from tests.discord.test_listen import applies, fills, finishes

COWS = "pause until the cows come home"
DATE = "I did not understand the date."


def answers(person: Person) -> list[str]:
    """What Shelfmate wrote to somebody, without what is left of it for them alone."""
    return [seen.text for seen in person.dm if seen.by == "Shelfmate" and not seen.private]


def dates(person: Person) -> int:
    """How often they read that their date was not understood."""
    return sum(DATE in seen.text for seen in person.dm)


def people(database: str) -> int:
    """How many Shelfmate knows."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as file:
        (known,) = file.execute("SELECT count(*) FROM person").fetchone()
    return int(known)


async def has_answered(shelfmate: AtWork, *several: Person) -> None:
    """Everybody reads that their date was not understood."""
    await shelfmate.there.until(lambda: all(map(dates, several)), "every answer")
    await shelfmate.settles()


# --- twice --------------------------------------------------------------------------------------------------


async def test_two_presses_at_once_count_once(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        ada.says("pause")
        await ada.sees("[Two weeks]")
        await ada.presses("Two weeks", times=2)
        await ada.sees("Paused until January 24, 2027.")
        await shelfmate.settles()
    assert len([text for text in answers(ada) if text.startswith("You are paused")]) == 1
    assert ada.screen.told == ()


async def test_a_modal_that_is_sent_twice_counts_once(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        await ada.runs("/mentoring pause")
        await ada.sees("[Another day]")
        await ada.presses("Another day")
        await ada.fills({"Until which day?": "2027-03-01"})
        await ada.submits(times=2)
        await ada.sees("You are paused until March 1, 2027.")
        await shelfmate.settles()
    assert len([text for text in answers(ada) if text.startswith("You are paused")]) == 1
    assert (ada.screen.told, there.site.complaints) == ((), [])


async def test_what_discord_brings_again_is_answered_once(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        press = await ada.runs("/mentoring pause until:yesterday")
        said = ada.says(COWS)
        await has_answered(shelfmate, ada)
        there.site.tell(None, "INTERACTION_CREATE", press.payload)
        again = next(line for line in there.gateway.sessions[0].sent if line["d"].get("id") == said.id)
        there.site.tell(None, "MESSAGE_CREATE", again["d"])
        ada.says("pause until yesterday")
        await there.until(lambda: dates(ada) == 3, "the last answer")
    assert dates(ada) == 3
    assert len(there.called("callback")) == 1


def nonces(there: Discord) -> list[str]:
    """By which Discord knows what it was sent."""
    return [call.args["nonce"] for call in there.called("create_message")]


async def test_what_two_processes_hear_is_answered_once(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate, at_work(there, url=database, set_up=False):
        await there.connected(2)
        await ada.runs("/mentoring pause until:yesterday")
        ada.says(COWS)
        await there.until(lambda: len(there.called("callback")) == 2, "both")
        await has_answered(shelfmate, ada)
        await there.until(lambda: 2 in Counter(nonces(there)).values(), "the answer of both")
    assert dates(ada) == 2
    assert sorted(call.code for call in there.called("callback")) == [0, 40060]
    assert ada.screen.told == ()


@pytest.mark.parametrize(
    "trouble", [{"how": How.SERVER_ERROR}, {"how": How.DROPPED}], ids=lambda one: one["how"].name
)
async def test_an_answer_that_got_lost_on_its_way_stands_once(
    there: Discord, database: str, trouble: dict[str, object]
) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        await ada.runs("/mentoring help")
        there.faults.plant("callback", done=True, **trouble)  # type: ignore[arg-type]
        await ada.runs("/mentoring pause until:yesterday")
        there.faults.plant("create_message", done=True, **trouble)  # type: ignore[arg-type]
        ada.says(COWS)
        await there.until(lambda: dates(ada) == 2, "both answers")
        await shelfmate.settles()
    assert dates(ada) == 2
    assert ada.screen.told == ()


async def test_somebody_who_is_met_by_two_things_at_once_is_one_person(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        before = people(database)
        ada.says("hello")
        ada.says("me")
        await asyncio.gather(ada.runs("/mentoring help"), ada.runs("/mentoring me"))
        await ada.sees("You have not applied to anything yet.")
        assert people(database) == before + 1
    assert ada.screen.told == ()


# --- a gateway that drops -----------------------------------------------------------------------------------


async def test_cut_in_mid_burst_all_are_answered_once(there: Discord, database: str) -> None:
    many = [there.add(f"Person {nth}") for nth in range(12)]
    async with at_work(there, url=database) as shelfmate:
        there.cut(after=5)
        for person in many:
            person.says(COWS)
        presses = await asyncio.gather(*(person.runs("/mentoring pause until:yesterday") for person in many))
        await there.until(lambda: all(dates(person) == 2 for person in many), "every answer")
        await there.until(lambda: shelfmate.hears, "that it knows itself to be back")
    assert (there.gateway.identified, there.gateway.resumed) == (1, 1)
    assert all(press.answered for press in presses)
    assert [dates(person) for person in many] == [2] * len(many)
    assert [person.screen.told for person in many] == [()] * len(many)


async def test_what_is_typed_while_no_session_can_be_resumed_is_found(there: Discord, database: str) -> None:
    many = [there.add(f"Person {nth}") for nth in range(3)]
    async with at_work(there, url=database) as shelfmate:
        for person in many:
            person.says(COWS)
        await has_answered(shelfmate, *many)
        there.gateway.down = True
        for session in there.gateway.alive():
            session.over = True
        there.cut()
        await there.until(lambda: not shelfmate.hears, "that it knows of it")
        for person in many:
            person.says("pause until yesterday")
        there.gateway.down = False
        await there.until(lambda: all(dates(person) == 2 for person in many), "every answer")
        await there.until(lambda: shelfmate.hears, "that it knows itself to be back")
        await shelfmate.settles()
    assert there.gateway.identified == 2
    assert [dates(person) for person in many] == [2] * len(many)


async def test_an_invalid_session_is_begun_anew_and_heard(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        ada.says("pause")
        await ada.sees("[Two weeks]")
        there.invalidate(resumable=False)
        await there.until(lambda: there.gateway.identified == 2, "another session")
        await there.until(lambda: shelfmate.hears, "that it knows itself to be back")
        await ada.presses("Two weeks")
        await ada.sees("Paused until January 24, 2027.")
    assert ada.screen.told == ()


# --- another process ----------------------------------------------------------------------------------------


async def test_a_button_outlives_the_process_that_made_it(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        ada.says("pause")
        await ada.sees("[Two weeks]")
    async with at_work(there, url=database):
        await ada.presses("Two weeks")
        await ada.sees("Paused until January 24, 2027.")
    assert ada.screen.told == ()


async def test_a_modal_outlives_the_process_that_opened_it(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        await applies(ada)
    async with at_work(there, url=database):
        await fills(ada)
        await ada.sees("[Continue]")
    async with at_work(there, url=database):
        await ada.presses("Continue")
        await finishes(ada)
        await ada.sees("Thank you")
    assert (ada.screen.told, there.site.complaints) == ((), [])


async def test_what_was_to_be_mended_can_be_mended_by_another_process(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        await applies(ada)
        await finishes(ada, capacity=("ninety-nine",))
        await ada.sees("[Mend it]")
    async with at_work(there, url=database):
        await ada.presses("Mend it")
        assert "ninety-nine" in ada.modal.text
        await finishes(ada)
        await ada.sees("Thank you")
    assert (ada.screen.told, there.site.complaints) == ((), [])


async def test_what_was_typed_while_nobody_was_there_is_answered(there: Discord, database: str) -> None:
    ada, ben = there.add("Ada Archer"), there.add("Ben Book")
    async with at_work(there, url=database) as shelfmate:
        ada.says(COWS)
        ben.says(COWS)
        await has_answered(shelfmate, ada, ben)
    ada.says("pause until yesterday")
    async with at_work(there, url=database) as shelfmate:
        await there.until(lambda: dates(ada) == 2, "the answer")
        await shelfmate.settles()
    assert (dates(ada), dates(ben)) == (2, 1)


async def test_what_was_typed_is_looked_for_until_discord_tells(
    there: Discord, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed, "FIRST", 0.0)
    ada, ben = there.add("Ada Archer"), there.add("Ben Book")
    async with at_work(there, url=database) as shelfmate:
        ada.says(COWS)
        ben.says(COWS)
        await has_answered(shelfmate, ada, ben)
    ada.says("pause until yesterday")
    ben.says("pause until yesterday")
    there.faults.plant("get_messages", How.SERVER_ERROR, status=503, times=5)
    async with at_work(there, url=database) as shelfmate:
        await there.until(lambda: dates(ada) == dates(ben) == 2, "both answers")
        await shelfmate.settles()
    assert (dates(ada), dates(ben)) == (2, 2)


async def test_what_is_in_hand_is_finished_before_the_end(there: Discord, database: str) -> None:
    many = [there.add(f"Person {nth}") for nth in range(6)]
    async with at_work(there, url=database):
        presses = [asyncio.create_task(person.runs("/mentoring pause until:yesterday")) for person in many]
        await there.until(lambda: there.called("callback"), "the first answer")
    await asyncio.gather(*presses)
    assert [dates(person) for person in many] == [1] * len(many)
    assert [person.screen.told for person in many] == [()] * len(many)
