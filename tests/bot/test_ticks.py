"""The scheduler: what is due rings on time, on return, once, on whichever replica; and nothing stops the next tick."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from flows.model.pairs import Contact
from flows.model.talk import Seen, WakeUp, WakeUpState, Wish, WishState
from flows.ports import Store
from flows.situation import Get, count
from storage import engines
from storage.memory import MemoryStore
from storage.opening import open_store
from tests.bot.replicas import Log, keeps, message, now, replica, rung, seen, small_town, timer
from tests.storage.databases import sqlite_url

EACH = 150
"""More wake-ups than one replica claims at once."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(sqlite_url(tmp_path / "ticks.db"), durable=False)
    yield opened
    opened.close()


def left(store: Store) -> int:
    """How many wake-ups wait."""
    waiting = count(WakeUp, state="waiting")
    return int(store.transact(lambda tx: tx.load([waiting])[waiting]))


class TestOnTime:
    def test_what_is_due_at_an_exact_time_happens_then_and_not_at_the_next_sweep(self, store: Store) -> None:
        [pair] = small_town(store)
        at = now() + timedelta(seconds=0.4)
        wake = timer(pair, at)
        keeps(store, wake, message("hello", pair.mentee, at))
        with replica(store, sweep_seconds=3600) as one:
            one.rang.wait_for(rung(wake))
            one.sent.wait_for("hello")
        for _, happened in (*one.rang.entries, *one.sent.entries):
            assert at <= happened < at + timedelta(seconds=10)

    def test_what_is_set_while_it_runs_happens_as_soon_as_somebody_says_so(self, store: Store) -> None:
        [pair] = small_town(store)
        with replica(store, sweep_seconds=3600) as one:
            one.ticked.wait_for("tick")
            keeps(store, message("hello", pair.mentee, now()))
            one.ticks.soon()
            one.sent.wait_for("hello")

    def test_what_others_left_is_found_by_the_sweep(self, store: Store) -> None:
        [pair] = small_town(store)
        with replica(store, sweep_seconds=0.05) as one:
            one.ticked.wait_for("tick")
            keeps(store, message("hello", pair.mentee, now()))
            one.sent.wait_for("hello")

    def test_what_a_tick_leads_to_follows_at_once(self, store: Store) -> None:
        """The first contact is looked after again some days from now: that timer is set by the one that rang."""
        [pair] = small_town(store)
        keeps(store, timer(pair, now()))
        with replica(store, sweep_seconds=3600) as one:
            one.rang.wait_for_many(1)
        made = Get(Contact, pair.id)
        assert store.transact(lambda tx: tx.load([made])[made]) is not None
        assert left(store) == 1

    def test_a_burst_is_heard_to_its_end(self, store: Store) -> None:
        [pair] = small_town(store)
        with replica(store, sweep_seconds=3600) as one:
            for number in range(50):
                keeps(store, message(f"m{number}", pair.mentee, now()))
                one.ticks.soon()
            one.sent.wait_for(*(f"m{number}" for number in range(50)))
        assert len(one.sent.names()) == 50


class TestOnReturn:
    def test_a_run_missed_while_nobody_was_there_happens_on_return_and_once(self, store: Store) -> None:
        [pair] = small_town(store)
        missed = timer(pair, now() - timedelta(days=3))
        keeps(store, missed, message("missed", pair.mentee, now() - timedelta(days=3)))
        with replica(store) as first:
            first.rang.wait_for(rung(missed))
            first.sent.wait_for("missed")
        with replica(store, sweep_seconds=0.05) as second:
            second.ticked.wait_for_many(3)
        assert first.rang.names() == [rung(missed)]
        assert first.sent.names() == ["missed"]
        assert second.rang.names() == second.sent.names() == []

    def test_what_was_in_hand_when_it_fell_is_taken_up_at_once(self, store: Store) -> None:
        """Killed between claim and turn: the lease has minutes to run, but it is our own."""
        [pair] = small_town(store)
        wake = timer(pair, now() - timedelta(minutes=1))
        keeps(store, wake)
        with replica(store, "other", sweep_seconds=3600) as other:
            other.rang.wait_for(rung(wake))
        held = _claimed(wake, "one", timedelta(minutes=2))
        keeps(store, held)
        with replica(store, "two", sweep_seconds=0.05) as two:
            two.ticked.wait_for_many(3)
        assert two.rang.names() == [], "another's lease is not ours to end"
        with replica(store, "one") as one:
            one.rang.wait_for(rung(wake))


def _claimed(wake: WakeUp, holder: str, lease: timedelta) -> WakeUp:
    return WakeUp(
        id=wake.id,
        flow=wake.flow,
        trigger=wake.trigger,
        subject=wake.subject,
        due=wake.due,
        state=WakeUpState.CLAIMED,
        lease=now() + lease,
        holder=holder,
        attempts=1,
    )


class TestTwoReplicas:
    def test_they_share_what_is_due_and_nothing_happens_twice(self, stores: tuple[Store, Store]) -> None:
        pairs = small_town(stores[0], pairs=2 * EACH)
        wakes = [timer(pair, now()) for pair in pairs]
        messages = [message(f"m{pair.mentee}", pair.mentee, now()) for pair in pairs]
        keeps(stores[0], *wakes, *messages)
        both_have_some = Barrier(2, timeout=30)
        rang, sent = Log(), Log()
        first, second = _once(both_have_some), _once(both_have_some)
        with (
            replica(stores[0], "one", sweep_seconds=0.05, before_send=first, rang=rang, sent=sent),
            replica(stores[1], "two", sweep_seconds=0.05, before_send=second, rang=rang, sent=sent),
        ):
            rang.wait_for(*map(rung, wakes))
            sent.wait_for(*(wish.id for wish in messages))
        assert sorted(rang.names()) == sorted(map(rung, wakes))
        assert sorted(sent.names()) == sorted(wish.id for wish in messages)
        assert both_have_some.n_waiting == 0
        assert not both_have_some.broken


def _once(barrier: Barrier) -> Callable[[], None]:
    """Wait at the barrier the first time only: so that each replica is seen to take a share."""
    waited: list[int] = []

    def before() -> None:
        if not waited:
            waited.append(1)
            barrier.wait()

    return before


class TestHousekeeping:
    def test_events_are_forgotten_after_a_month(self, store: Store) -> None:
        keeps(store, *(seen(f"old-{number}", 31) for number in range(1500)), seen("young", 29))
        with replica(store) as one:
            one.ticked.wait_for("tick")
            one.ticks.soon()
            one.ticked.wait_for_many(2)
        ids = ["young", *(f"old-{number}" for number in range(1500))]
        found = store.transact(lambda tx: tx.load([Get(Seen, id) for id in ids]))
        assert [record.id for record in found.values() if record] == ["young"]


class TestTrouble:
    def test_a_tick_that_fails_does_not_stop_the_next(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engines, "BUSY_SECONDS", 0.01)
        path = tmp_path / "held.db"
        store = open_store(sqlite_url(path), durable=False)
        [pair] = small_town(store)
        with replica(store, sweep_seconds=0.05) as one:
            one.ticked.wait_for("tick")
            keeps(store, message("hello", pair.mentee, now() + timedelta(seconds=1)))
            other = sqlite3.connect(path, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            so_far = len(one.ticked.names())
            one.ticked.wait_for_many(so_far + 3)
            assert one.sent.names() == []
            other.execute("ROLLBACK")
            other.close()
            one.sent.wait_for("hello")
        store.close()

    def test_without_a_platform_timers_ring_and_messages_wait(self) -> None:
        store = MemoryStore()
        [pair] = small_town(store)
        wake = timer(pair, now())
        keeps(store, wake, message("hello", pair.mentee, now()))
        with replica(store, talks=False) as mute:
            mute.rang.wait_for(rung(wake))
        waits = Get(Wish, "hello")
        wish = store.transact(lambda tx: tx.load([waits])[waits])
        assert wish.state is WishState.WAITING

    def test_it_stops_while_much_is_left_and_goes_on_later(self, store: Store) -> None:
        pairs = small_town(store, pairs=EACH)
        wakes = [timer(pair, now()) for pair in pairs]
        keeps(store, *wakes)
        with replica(store) as one:
            one.rang.wait_for_many(1)
        with replica(store, "one") as again:
            again.rang.wait_for(*(set(map(rung, wakes)) - set(one.rang.names())))
        assert sorted(one.rang.names() + again.rang.names()) == sorted(map(rung, wakes))
