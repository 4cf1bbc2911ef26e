"""What every store promises, held against memory, SQLite and PostgreSQL alike."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import chain
from threading import Barrier, BrokenBarrierError
from typing import Any, TypeVar

import pytest

from flows.model.pairs import Meeting, Pair, PairState
from flows.model.people import Account, Person
from flows.model.talk import Seen, Urgency, WakeUp, WakeUpState, Wish, WishState
from flows.ports import Store, Transaction
from flows.situation import WHOLE, Get, ProgramOf, Query, count, find
from tests.storage.records import NOON, SPRING, account, pair, person, seen, wake_up, wish

T = TypeVar("T")
STRANGE_IDS = ["z", "Z", "a", "é", "A", "_", "💬", "a:b", "a-b", "ab", "中", "a b", "É", "~", "a:B", "￿"]


class Crash(BaseException):
    """The machine stops here."""


def saved(store: Store, *records: Any) -> None:
    store.transact(lambda transaction: transaction.save(records))


def loaded(store: Store, query: Query) -> Any:
    return store.transact(lambda transaction: transaction.load([query])[query])


def ids(records: Iterable[Any]) -> list[str]:
    return [record.id for record in records]


class TestLookUps:
    def test_a_record_is_found_by_its_id(self, store: Store) -> None:
        saved(store, person("ada"), person("ben", "Ben Folio"))
        assert loaded(store, Get(Person, "ben")) == person("ben", "Ben Folio")

    def test_nobody_is_none(self, store: Store) -> None:
        assert loaded(store, Get(Person, "nobody")) is None

    def test_ids_of_two_types_are_apart(self, store: Store) -> None:
        saved(store, person("ada"))
        assert loaded(store, Get(Account, "ada")) is None

    def test_all_queries_of_a_turn_are_answered_together(self, store: Store) -> None:
        saved(store, person("ada"), person("ben"), account("slack:1", "ada"), pair("ada", "ben"))
        queries: Sequence[Query] = [
            Get(Person, "ada"),
            find(Account, person="ada"),
            Get(Person, "nobody"),
            Get(Person, "ben"),
            count(Pair, cohort=SPRING, state=PairState.ANNOUNCED),
        ]
        got = store.transact(lambda transaction: transaction.load(queries))
        assert list(got) == queries
        assert list(got.values()) == [
            person("ada"),
            (account("slack:1", "ada"),),
            None,
            person("ben"),
            1,
        ]

    def test_a_thousand_records_at_once(self, store: Store) -> None:
        people = [person(f"p{n:04}") for n in range(1000)]
        saved(store, *people)
        queries = [Get(Person, each.id) for each in people]
        assert list(store.transact(lambda t: t.load(queries)).values()) == people

    def test_saving_again_replaces(self, store: Store) -> None:
        saved(store, person("ada"))
        saved(store, person("ada", "Ada Folio"))
        assert loaded(store, Get(Person, "ada")).name == "Ada Folio"

    def test_the_last_of_two_under_one_id_counts(self, store: Store) -> None:
        saved(store, person("ada", "first"), person("ada", "last"))
        assert loaded(store, Get(Person, "ada")).name == "last"

    def test_an_index_finds_in_order_of_code_points(self, store: Store) -> None:
        saved(store, *[account(id, "ada") for id in STRANGE_IDS], account("other", "ben"))
        assert ids(loaded(store, find(Account, person="ada"))) == sorted(STRANGE_IDS)

    def test_pages_follow_each_other_without_gap(self, store: Store) -> None:
        saved(store, *[account(id, "ada") for id in STRANGE_IDS])
        pages, after = [], ""
        while page := ids(loaded(store, find(Account, after=after, limit=3, person="ada"))):
            pages.append(page)
            after = page[-1]
        assert list(chain(*pages)) == sorted(STRANGE_IDS)
        assert {len(page) for page in pages[:-1]} == {3}

    def test_the_whole_cohort_may_be_asked_for(self, store: Store) -> None:
        saved(store, *[account(f"{n:04}", "ada") for n in range(450)])
        assert len(loaded(store, find(Account, limit=WHOLE, person="ada"))) == 450
        assert len(loaded(store, find(Account, person="ada"))) == 200

    def test_an_index_follows_what_changes(self, store: Store) -> None:
        saved(store, pair("ada", "ben"), pair("eve", "ben"))
        saved(store, pair("ada", "ben", PairState.ENDED))
        assert ids(loaded(store, find(Pair, mentor="ben", state=PairState.ANNOUNCED))) == [
            pair("eve", "ben").id
        ]
        assert loaded(store, count(Pair, mentor="ben", state=PairState.ENDED)) == 1
        assert loaded(store, count(Pair, mentor="ben", state=PairState.CLOSED)) == 0

    def test_what_has_no_value_is_not_found_by_its_word(self, store: Store) -> None:
        saved(store, wish("w"))
        assert loaded(store, count(Wish, question="None")) == 0
        assert loaded(store, count(Wish, question="")) == 0

    @pytest.mark.parametrize(
        "query",
        [
            find(Meeting, pair="p"),
            find(Person, name="Ada"),
            find(Person),
            count(Pair, state="announced", cohort=SPRING),
            ProgramOf("pinewood"),
        ],
    )
    def test_a_look_up_without_an_index_is_refused(self, store: Store, query: Query) -> None:
        with pytest.raises(KeyError):
            loaded(store, query)

    def test_the_erased_is_gone_from_every_index(self, store: Store) -> None:
        saved(store, account("slack:1", "ada"), account("slack:2", "ada"), wake_up("w"))
        store.transact(lambda t: t.erase(Account, ["slack:1", "nobody"]))
        store.transact(lambda t: t.erase(WakeUp, ["w"]))
        assert ids(loaded(store, find(Account, person="ada"))) == ["slack:2"]
        assert store.transact(lambda t: t.next_due()) is None


class TestWhatIsKept:
    @pytest.mark.parametrize(
        "words",
        ["", "Zoë Ōé 馆员 ✨👩🏽‍🏫 \u202bשלום", "a'b\"c\\d%s%(x)s:y?;--", "\t\r\n", "x" * 300_000],
        ids=["empty", "scripts", "signs", "spaces", "long"],
    )
    def test_text_stays_as_typed(self, store: Store, words: str) -> None:
        saved(store, person("ada", words))
        assert loaded(store, Get(Person, "ada")).name == words

    def test_a_moment_comes_back_in_utc(self, store: Store) -> None:
        abroad = datetime(2027, 3, 28, 2, 30, 0, 123456, tzinfo=timezone(timedelta(hours=-4)))
        saved(store, replace(person("ada"), removed_at=abroad.astimezone(UTC)))
        removed_at = loaded(store, Get(Person, "ada")).removed_at
        assert removed_at == abroad
        assert removed_at.tzinfo is UTC
        assert removed_at.isoformat() == "2027-03-28T06:30:00.123456+00:00"


class TestTransactions:
    def test_a_transaction_sees_what_it_saved(self, store: Store) -> None:
        def work(transaction: Transaction) -> Any:
            transaction.save([account("slack:1", "ada"), wake_up("w", 5)])
            here = find(Account, person="ada")
            counted = count(Account, person="ada")
            return list(transaction.load([here, counted]).values()), transaction.next_due()

        assert store.transact(work) == (
            [(account("slack:1", "ada"),), 1],
            NOON + timedelta(minutes=5),
        )

    @pytest.mark.parametrize("failure", [ValueError("no"), Crash(), KeyboardInterrupt()])
    def test_what_fails_leaves_no_trace(self, store: Store, failure: BaseException) -> None:
        before = (person("ada"), account("slack:1", "ada"), wake_up("w", 5), wish("m", 7), seen("e", 0))
        saved(store, *before)

        def work(transaction: Transaction) -> None:
            transaction.save([person("ada", "Changed"), account("slack:1", "ben"), account("slack:2", "ada")])
            transaction.save([wake_up("w", 1), wake_up("x", 0), person("new")])
            transaction.erase(Wish, ["m"])
            transaction.erase(Person, ["ada", "new"])
            transaction.prune_seen(NOON + timedelta(days=1), 10)
            raise failure

        with pytest.raises(type(failure)):
            store.transact(work)
        assert loaded(store, Get(Person, "ada")) == person("ada")
        assert loaded(store, Get(Person, "new")) is None
        assert loaded(store, find(Account, person="ada")) == (account("slack:1", "ada"),)
        assert loaded(store, count(Account, person="ben")) == 0
        assert store.transact(lambda t: t.due_wake_ups(NOON + timedelta(days=1), 9)) == (wake_up("w", 5),)
        assert store.transact(lambda t: t.due_wishes(NOON + timedelta(days=1), 9)) == (wish("m", 7),)
        assert loaded(store, Get(Seen, "e")) == seen("e", 0)

    def test_after_a_crash_the_store_goes_on(self, store: Store) -> None:
        def crash(_: Transaction) -> None:
            raise Crash

        for _ in range(20):
            with pytest.raises(Crash):
                store.transact(crash)
        saved(store, person("ada"))
        assert loaded(store, Get(Person, "ada")) == person("ada")

    def test_two_that_decide_on_the_same_reading_cannot_both_win(self, store: Store) -> None:
        """Each adds an account only where there is none yet: the last place goes to one of them."""
        both_have_read, runs = Barrier(2), []
        asked = count(Account, person="ada")

        def take(id: str) -> Callable[[Transaction], bool]:
            def work(transaction: Transaction) -> bool:
                runs.append(id)
                taken = transaction.load([asked])[asked]
                with suppress(BrokenBarrierError):  # where one waits for the other, they never read together
                    both_have_read.wait(0.2)
                if not taken:
                    transaction.save([account(id, "ada")])
                return not taken

            return work

        assert sorted(together(store, take("slack:1"), take("slack:2"))) == [False, True]
        assert loaded(store, asked) == 1
        assert len(runs) in {2, 3}, "the loser runs again where both had read"

    def test_counting_up_together_loses_nothing(self, store: Store) -> None:
        saved(store, person("ada", "0"))

        def add(transaction: Transaction) -> None:
            now = transaction.load([Get(Person, "ada")])[Get(Person, "ada")]
            transaction.save([replace(now, name=str(int(now.name) + 1))])

        together(store, *[add] * 40)
        assert loaded(store, Get(Person, "ada")).name == "40"


class TestWhatComesDue:
    def test_wake_ups_come_in_order_of_their_time(self, store: Store) -> None:
        saved(store, wake_up("c", -5), wake_up("b", 0), wake_up("a", 0), wake_up("later", 1))
        assert ids(store.transact(lambda t: t.due_wake_ups(NOON, 10))) == ["c", "a", "b"]
        assert ids(store.transact(lambda t: t.due_wake_ups(NOON, 2))) == ["c", "a"]

    def test_a_claimed_wake_up_comes_back_when_its_lease_ran_out(self, store: Store) -> None:
        saved(
            store,
            wake_up("held", -9, WakeUpState.CLAIMED, lease=1),
            wake_up("let go", -3, WakeUpState.CLAIMED, lease=0),
            wake_up("waits", -5),
            wake_up("aside", -9, WakeUpState.SET_ASIDE),
            wake_up("no lease", -9, WakeUpState.CLAIMED),
        )
        assert ids(store.transact(lambda t: t.due_wake_ups(NOON, 10))) == ["waits", "let go"]
        assert ids(store.transact(lambda t: t.due_wake_ups(NOON, 1))) == ["waits"]

    def test_wishes_come_in_the_order_in_which_they_were_made(self, store: Store) -> None:
        saved(
            store,
            wish("a", 0, created=-1, ordinal=10),
            wish("b", 0, created=-1, ordinal=9),
            wish("c", 0, created=-2, ordinal=11),
            wish("d", -1, created=0),
            wish("tomorrow", 1440),
            wish("sent", 0, state=WishState.SENT),
        )
        assert ids(store.transact(lambda t: t.due_wishes(NOON, 10))) == ["d", "c", "b", "a"]

    def test_a_wish_of_which_nobody_knows_comes_back(self, store: Store) -> None:
        saved(
            store,
            wish("unsure", -2, state=WishState.UNSURE, lease=-1),
            wish("claimed", -3, state=WishState.CLAIMED, lease=-1),
            wish("in hand", -3, state=WishState.CLAIMED, lease=1),
            wish("dropped", -3, state=WishState.DROPPED, lease=-1),
            wish("waits", -1),
        )
        assert ids(store.transact(lambda t: t.due_wishes(NOON, 10))) == ["claimed", "unsure", "waits"]

    def test_answers_to_ones_own_act_come_before_all_else(self, store: Store) -> None:
        saved(
            store,
            wish("asked", -9),
            wish("told", -8, urgency=Urgency.NOTICE),
            wish("asked later", -8, created=1),
            wish("second", -1, urgency=Urgency.ANSWER),
            wish("first", -2, urgency=Urgency.ANSWER),
            wish("not yet", 1, urgency=Urgency.ANSWER),
            wish("answered", -9, urgency=Urgency.ANSWER, state=WishState.SENT),
        )
        in_order = ["first", "second", "asked", "told", "asked later"]
        for most in (1, 2, 3, 5, 10):
            assert ids(store.transact(lambda t, most=most: t.due_wishes(NOON, most))) == in_order[:most]  # type: ignore[misc]

    def test_so_do_those_that_come_back(self, store: Store) -> None:
        saved(
            store,
            wish("prompt back", -9, state=WishState.UNSURE, lease=-1),
            wish("prompt", -8),
            wish("answer", -1, urgency=Urgency.ANSWER),
            wish("answer back", -2, urgency=Urgency.ANSWER, state=WishState.CLAIMED, lease=-1),
        )
        in_order = ["answer back", "answer", "prompt back", "prompt"]
        for most in (1, 2, 3, 4):
            assert ids(store.transact(lambda t, most=most: t.due_wishes(NOON, most))) == in_order[:most]  # type: ignore[misc]

    def test_an_answer_that_has_gone_is_behind_nobody(self, store: Store) -> None:
        saved(store, wish("answer", -1, urgency=Urgency.ANSWER), wish("prompt", -2))
        saved(store, wish("answer", -1, urgency=Urgency.ANSWER, state=WishState.SENT))
        assert ids(store.transact(lambda t: t.due_wishes(NOON, 2))) == ["prompt"]
        store.transact(lambda t: t.erase(Wish, ["prompt"]))
        assert store.transact(lambda t: t.due_wishes(NOON, 2)) == ()

    def test_the_soonest_is_known(self, store: Store) -> None:
        def soonest() -> datetime | None:
            return store.transact(lambda t: t.next_due())

        assert soonest() is None
        saved(store, wake_up("w", 9), wake_up("aside", 1, WakeUpState.SET_ASIDE))
        assert soonest() == NOON + timedelta(minutes=9)
        saved(store, wish("m", 8))
        assert soonest() == NOON + timedelta(minutes=8)
        saved(store, wake_up("held", -50, WakeUpState.CLAIMED, lease=7))
        assert soonest() == NOON + timedelta(minutes=7)
        saved(store, wish("unsure", -50, state=WishState.UNSURE, lease=6))
        assert soonest() == NOON + timedelta(minutes=6)
        at = soonest()
        assert at
        assert at.tzinfo is UTC

    def test_the_soonest_after_a_moment_is_known(self, store: Store) -> None:
        saved(store, wake_up("w", 5), wish("m", 7), wish("unsure", -50, state=WishState.UNSURE, lease=6))

        def next_after(minutes: int) -> datetime | None:
            return store.transact(lambda t: t.next_due(NOON + timedelta(minutes=minutes)))

        assert [next_after(at) for at in (4, 5, 6)] == [NOON + timedelta(minutes=at) for at in (5, 6, 7)]
        assert next_after(7) is None

    def test_setting_a_wake_up_again_moves_it(self, store: Store) -> None:
        saved(store, wake_up("w", 5))
        saved(store, wake_up("w", 50))
        assert store.transact(lambda t: t.due_wake_ups(NOON + timedelta(minutes=49), 9)) == ()
        assert store.transact(lambda t: t.next_due()) == NOON + timedelta(minutes=50)

    def test_claimers_at_the_same_time_get_different_ones(self, store: Store) -> None:
        saved(store, *[wake_up(f"w{n:03}", -n) for n in range(200)])

        def claim(transaction: Transaction) -> list[str]:
            got = transaction.due_wake_ups(NOON, 10)
            leased = NOON + timedelta(minutes=5)
            transaction.save(replace(each, state=WakeUpState.CLAIMED, lease=leased) for each in got)
            return ids(got)

        def claim_all(_: Transaction | None = None) -> list[str]:
            mine: list[str] = []
            while got := store.transact(claim):
                mine += got
            return mine

        with ThreadPoolExecutor(4) as threads:
            shares = [share.result() for share in [threads.submit(claim_all) for _ in range(4)]]
        assert sorted(chain(*shares)) == [f"w{n:03}" for n in range(200)]

    def test_old_events_are_forgotten_oldest_first(self, store: Store) -> None:
        saved(store, *[seen(f"e{n}", n) for n in range(5)])
        until = NOON + timedelta(minutes=3)
        assert store.transact(lambda t: t.prune_seen(until, 2)) == 2
        assert [loaded(store, Get(Seen, f"e{n}")) is None for n in range(5)] == [
            True,
            True,
            False,
            False,
            False,
        ]
        assert store.transact(lambda t: t.prune_seen(until, 2)) == 1
        assert store.transact(lambda t: t.prune_seen(until, 2)) == 0
        assert loaded(store, Get(Seen, "e3")) == seen("e3", 3)


def together(store: Store, *works: Callable[[Transaction], T]) -> list[T]:
    """Run these at the same time, a thread each."""
    with ThreadPoolExecutor(len(works)) as threads:
        return [done.result() for done in [threads.submit(store.transact, work) for work in works]]
