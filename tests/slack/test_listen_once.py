"""Counted once, answered once: what Slack brings again, what is pressed or sent twice, what a socket drops in a burst."""

import asyncio
import sqlite3
from contextlib import closing

from tests.slack.at_work import at_work
from tests.slack.deliveries import Delivery
from tests.slack.faults import How
from tests.slack.person import Person
from tests.slack.slack import Slack
from tests.slack.test_listen import FORM, applies

MOMENT = 0.2
"""Seconds of real time that Shelfmate gets for each second of Slack's."""


def told(person: Person, text: str) -> Delivery:
    """What Shelfmate is told when this is typed."""
    delivery = person.says(text)
    assert delivery is not None
    return delivery


async def acked(slack: Slack, *deliveries: Delivery) -> bool:
    """Whether Shelfmate acknowledges all of them, sooner or later: time passes until it is settled."""
    while not all(each.settled.done() for each in deliveries):
        await asyncio.wait([each.settled for each in deliveries], timeout=MOMENT)
        await slack.passes(1)
    return all(each.acked for each in deliveries)


def people(database: str) -> int:
    """How many Shelfmate knows."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as file:
        (known,) = file.execute("SELECT count(*) FROM person").fetchone()
    return int(known)


def answers(person: Person) -> list[str]:
    """What Shelfmate wrote to somebody, without what is left of it for them alone."""
    return [seen.text for seen in person.dm if seen.by == "Shelfmate" and not seen.private]


async def test_what_slack_brings_again_is_answered_once(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        first = told(ada, "pause until the cows come home")
        assert await acked(patient, first)
        assert await acked(patient, patient.again(first), patient.again(first))
        await shelfmate.settles()
    assert len(answers(ada)) == 1


async def test_what_comes_again_while_it_is_in_hand_is_not_begun_twice(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        slow = patient.faults.plant("chat.postMessage", How.SLOW, seconds=5)
        first = told(ada, "pause until the cows come home")
        await patient.until(lambda: not slow.times, "the answer on its way")
        await patient.passes(4)  # three seconds are over: Slack brings it again at once
        assert len(first.attempts) == 2
        assert await acked(patient, first)
    assert len(answers(ada)) == 1


async def test_a_word_that_may_be_out_is_looked_for_before_it_is_said_again(
    patient: Slack, database: str
) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        told(ada, "hello")
        await ada.sees("What would you like to do?")
        lost = patient.faults.plant("chat.postMessage", How.DROPPED, done=True)
        said = told(ada, "pause until the cows come home")
        await patient.until(lambda: not lost.times, "the answer that got lost")
        assert await acked(patient, said)
    assert [text[:16] for text in answers(ada)][1:] == ["I did not unders"]


async def test_two_presses_at_once_count_once(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        ada.says("pause")
        await ada.sees("[Two weeks]")
        await ada.presses("Two weeks", times=2)
        await ada.sees("Paused until January 24, 2027.")
        await shelfmate.settles()
    assert len([text for text in answers(ada) if text.startswith("You are paused")]) == 1
    assert ada.screen.told == ()


async def test_a_modal_that_is_sent_twice_counts_once(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database) as shelfmate:
        shelfmate.enrols(ada)
        await applies(ada)
        await ada.fills(FORM)
        await ada.submits(times=2)
        await ada.sees("Thank you")
        await shelfmate.settles()
    assert len([text for text in answers(ada) if text.startswith("Thank you")]) == 1
    assert (ada.screen.told, patient.site.complaints) == ((), [])


async def test_somebody_who_is_met_by_two_things_at_once_is_one_person(patient: Slack, database: str) -> None:
    ada = patient.add("Ada Archer")
    async with at_work(patient, url=database):
        before = people(database)
        ada.opens_home()
        await asyncio.gather(told(ada, "hello"), told(ada, "me"), ada.runs("/mentoring help"))
        await ada.sees("# Home")
        assert people(database) == before + 1
    assert ada.screen.told == ()


async def test_a_socket_drops_in_the_middle_of_a_burst(slack: Slack, database: str) -> None:
    slack.site.limits.scale = 0
    many = [slack.add(f"Person {nth}") for nth in range(12)]
    async with at_work(slack, url=database) as shelfmate:
        shelfmate.enrols(*many)
        slack.sockets.open[0].left = 5
        burst = [told(person, "pause until the cows come home") for person in many]
        await slack.until(lambda: not slack.sockets.open, "the drop")
        await slack.connected()
        assert await acked(slack, *burst)
        await slack.until(lambda: all(answers(person) for person in many), "every answer")
    assert [len(answers(person)) for person in many] == [1] * len(many)


async def test_a_socket_is_asked_to_go_and_comes_back(slack: Slack, database: str) -> None:
    ada = slack.add("Ada Archer")
    async with at_work(slack, url=database) as shelfmate:
        shelfmate.enrols(ada)
        (first,) = slack.sockets.open
        slack.sockets.refresh()
        await slack.until(lambda: slack.sockets.open and first not in slack.sockets.open, "another socket")
        told(ada, "hello")
        await ada.sees("What would you like to do?")
    assert slack.sockets.open == []


async def test_what_one_replica_is_slow_at_and_another_answers_is_answered_once(
    slack: Slack, database: str
) -> None:
    slack.site.limits.scale = 0
    ada = slack.add("Ada Archer")
    async with at_work(slack, url=database) as shelfmate, at_work(slack, url=database, set_up=False):
        await slack.connected(2)
        shelfmate.enrols(ada)
        slow = slack.faults.plant("users.info", How.SLOW, seconds=5)
        first = told(ada, "pause until the cows come home")
        await slack.until(lambda: not slow.times, "the one that is slow to learn who she is")
        await slack.passes(4)  # three seconds are over: Slack brings it to the other
        await slack.until(lambda: answers(ada), "the answer of the other")
        assert await acked(slack, first)
        await slack.passes(5)
    assert len(answers(ada)) == 1
