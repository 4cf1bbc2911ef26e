"""A platform that takes nothing, from anybody: everything waits, however long, and goes out when it is back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from flows.model.talk import Urgency, WishState
from flows.ports import SendUnknown
from storage.opening import open_store
from tests.bot.counter import ANA, BEN, DESK, NOON, Dies, Office


@pytest.fixture(params=["memory", "sqlite"])
def office(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Office]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path}/office.db"
    store = open_store(url, durable=False)
    yield Office(store)
    store.close()


def goes_by(office: Office, **time: float) -> None:
    """Time passes as it does at work: somebody looks once a minute."""
    until = office.clock.at + timedelta(**time)
    while office.clock.at < until:
        office.passes(minutes=1)


class TestWhileItIsDown:
    def test_nothing_is_lost_or_held_against_a_message(self, office: Office) -> None:
        office.wants("one")
        office.wants("two", ordinal=1)
        office.wants("to Ben", BEN, ordinal=2)
        office.line.down = True
        office.delivers()
        for _ in range(60):
            office.passes(days=1)
        assert (office.sees(ANA), office.stands(DESK)) == ([], [])
        assert {office.wish(said).attempts for said in ("one", "two", "to Ben")} == {0}
        assert office.set_aside() == ()
        office.line.down = False
        goes_by(office, minutes=6)
        assert (office.sees(ANA), office.sees(BEN)) == (["one", "two"], ["to Ben"])

    def test_it_is_asked_with_one_message_and_ever_more_seldom(self, office: Office) -> None:
        for nth in range(30):
            office.wants(f"post {nth}", None, place=f"room:{nth}", ordinal=nth)
        office.line.down = True
        office.delivers()
        assert office.line.asked == 1, "the rest of the pass is spared"
        goes_by(office, hours=1)
        assert 10 <= office.line.asked <= 15
        office.line.down = False
        goes_by(office, minutes=6)
        assert sum(len(office.stands(f"room:{nth}")) for nth in range(30)) == 30

    def test_an_answer_does_not_wait_longer_than_the_platform(self, office: Office) -> None:
        office.wants("one")
        office.line.down = True
        office.delivers()
        office.wants("answer", urgency=Urgency.ANSWER, ordinal=1)
        office.line.down = False
        office.passes(seconds=29)
        assert office.sees(ANA) == []
        office.passes(seconds=1)
        assert office.sees(ANA) == ["answer", "one"]

    def test_what_is_no_longer_worth_saying_then_is_not_said(self, office: Office) -> None:
        office.wants("soon over", expires=NOON + timedelta(hours=1))
        office.wants("still true", ordinal=1)
        office.line.down = True
        goes_by(office, hours=2)
        office.line.down = False
        goes_by(office, minutes=6)
        assert office.sees(ANA) == ["still true"]
        assert office.wish("soon over").why == "stale"

    def test_what_may_be_out_stays_so_until_it_can_be_looked_for(self, office: Office) -> None:
        office.wants("one")
        office.line.posts_anyway = True
        office.line.troubles.append(SendUnknown("500"))
        office.delivers()
        office.line.down = True
        goes_by(office, days=1)
        assert office.wish("one").state is WishState.UNSURE
        office.line.down = False
        goes_by(office, minutes=6)
        assert (office.sees(ANA), office.wish("one").state) == (["one"], WishState.SENT)


class TestOnItsReturn:
    def test_whoever_starts_anew_tries_at_once(self, office: Office) -> None:
        office.wants("one")
        office.wants("to Ben", BEN)
        office.line.down = True
        office.delivers()
        goes_by(office, minutes=50)
        office.line.down = False
        office.restarts()
        assert (office.sees(ANA), office.sees(BEN)) == (["one"], ["to Ben"])

    @pytest.mark.parametrize("step", ["wish.claimed", "wish.before_send", "wish.marked"])
    def test_whoever_dies_meanwhile_says_it_once(self, office: Office, step: str) -> None:
        for nth in range(3):
            office.wants(f"post {nth}", None, place=f"room:{nth}", ordinal=nth)
        office.line.down = True
        office.dies_at = step
        with pytest.raises(Dies):
            office.delivers()
        office.restarts()
        office.line.down = False
        goes_by(office, minutes=6)
        assert [office.stands(f"room:{nth}") for nth in range(3)] == [["post 0"], ["post 1"], ["post 2"]]

    def test_the_next_outage_begins_with_short_waits_again(self, office: Office) -> None:
        office.wants("one")
        office.line.down = True
        goes_by(office, hours=2)
        office.line.down = False
        goes_by(office, minutes=6)
        office.wants("two", ordinal=1)
        office.line.down = True
        office.delivers()
        office.line.down = False
        office.passes(seconds=30)
        assert office.sees(ANA) == ["one", "two"]
