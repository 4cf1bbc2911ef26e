"""One cohort on two platforms, as its people meet it: each hears where they are, once, and a platform that is down harms no other."""

from collections.abc import Iterator
from typing import Any

import pytest

from flows.ids import PersonId
from flows.messages import Phrase
from flows.model.addresses import Address, address_id
from flows.model.people import Account, Person
from flows.model.talk import Pace, Urgency, Wish, WishState
from flows.ports import Barred, Nowhere, SendFailed, SendUnknown
from flows.situation import find
from storage.memory import MemoryStore
from storage.opening import open_store
from tests.bot.counter import ANA, BEN, DESK, Dies
from tests.bot.exchange import DISCORD, SLACK, Counting, Exchange

STEPS = ("wish.claimed", "wish.before_send", "wish.sent", "wish.marked")


@pytest.fixture(params=["memory", "sqlite"])
def office(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Exchange]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path}/office.db"
    store = open_store(url, durable=False)
    yield Exchange(store)
    store.close()


class TestSomebody:
    def test_is_written_to_where_they_are(self, office: Exchange) -> None:
        office.wants("to Ana")
        office.wants("to Ben", BEN)
        office.delivers()
        assert (office.hears(ANA), office.hears(BEN)) == ({SLACK: ["to Ana"]}, {DISCORD: ["to Ben"]})
        assert (office.wish("to Ana").via, office.wish("to Ben").via) == (SLACK, DISCORD)

    def test_with_two_accounts_where_they_asked_for_it(self, office: Exchange) -> None:
        office.is_on(ANA, DISCORD)
        office.wants("one")
        office.delivers()
        office.asks_for(ANA, DISCORD)
        office.wants("two", ordinal=1)
        office.delivers()
        assert office.hears(ANA) == {SLACK: ["one"], DISCORD: ["two"]}

    def test_a_wish_for_where_they_are_no_longer_does_not_count(self, office: Exchange) -> None:
        office.asks_for(ANA, DISCORD)
        office.wants("one")
        office.delivers()
        assert office.hears(ANA) == {SLACK: ["one"]}

    def test_what_was_bound_for_a_platform_goes_there(self, office: Exchange) -> None:
        """As an answer is, to what they did there."""
        office.is_on(ANA, DISCORD)
        office.asks_for(ANA, SLACK)
        office.wants("answer", urgency=Urgency.ANSWER, via=DISCORD)
        office.delivers()
        assert office.hears(ANA) == {DISCORD: ["answer"]}

    def test_prompts_go_as_one_message_where_they_go_the_same_way(self, office: Exchange) -> None:
        office.is_on(ANA, DISCORD)
        office.wants("meet", urgency=Urgency.PROMPT)
        office.wants("elsewhere", urgency=Urgency.PROMPT, ordinal=1, via=DISCORD)
        office.wants("check in", urgency=Urgency.PROMPT, ordinal=2)
        office.delivers()
        assert office.hears(ANA) == {SLACK: ["meet + check in"], DISCORD: ["elsewhere"]}

    def test_what_they_may_be_sent_in_a_week_is_theirs_and_no_platforms(self, office: Exchange) -> None:
        office.is_on(ANA, DISCORD)
        for nth in range(4):
            office.asks_for(ANA, (SLACK, DISCORD)[nth % 2])
            office.wants(f"prompt {nth}", urgency=Urgency.PROMPT, not_before=office.clock.at)
            office.delivers()
            office.passes(hours=24)
        assert sum(map(len, office.hears(ANA).values())) == 3
        assert len(office.record(Pace, ANA).sent) == 3


class TestARoom:
    def test_is_where_both_are(self, office: Exchange) -> None:
        room = office.pairs()
        office.is_on(ANA, DISCORD)
        office.wants("your room", None, place=room)
        office.delivers()
        assert office.reads(room) == {DISCORD: ["your room"]}

    def test_where_both_could_read_it_anywhere_it_is_where_both_are_reached(self, office: Exchange) -> None:
        room = office.pairs()
        office.is_on(ANA, DISCORD)
        office.is_on(BEN, SLACK)
        for person in (ANA, BEN):
            office.asks_for(person, DISCORD)
        office.wants("your room", None, place=room)
        office.asks_for(BEN, DISCORD)
        office.delivers()
        assert office.reads(room) == {DISCORD: ["your room"]}

    def test_of_two_who_share_no_platform_is_told_to_each(self, office: Exchange) -> None:
        room = office.pairs()
        office.wants("your plan", None, place=room)
        office.delivers()
        assert office.reads(room) == {SLACK: ["your plan"], DISCORD: ["your plan"]}
        assert (office.wish("your plan").via, office.copy("your plan").via) == (SLACK, DISCORD)

    def test_of_which_there_is_none_is_not_spoken(self, office: Exchange) -> None:
        room = office.pairs()
        names = {
            "mentee": Phrase({"en": "Ana"}),
            "mentor": Phrase({"en": "Ben"}),
            "first": Phrase({"en": "Ana"}),
        }
        office.wants(
            "hello", None, place=room, kind="match.announced", key="match.announced.room", values=names
        )
        office.wants(
            "bye", None, place=room, kind="pair.closed", key="pair.closed.room", values={}, ordinal=1
        )
        office.delivers()
        for said in office.reads(room).values():
            assert "Ana is with Ben" in said[0]
            assert "there is no room" in said[0]
            assert "room" not in said[1]
        assert len(office.reads(room)) == 2

    def test_of_somebody_who_is_nowhere_is_the_others(self, office: Exchange) -> None:
        room = office.pairs()
        office.store.transact(lambda tx: tx.erase(Account, ["discord:ben"]))
        office.wants("your plan", None, place=room)
        office.delivers()
        assert office.reads(room) == {SLACK: ["your plan"]}


class TestAChannel:
    def test_is_told_on_every_platform_where_one_was_chosen(self, office: Exchange) -> None:
        office.leads(DESK, SLACK, DISCORD)
        office.wants("for you", None)
        office.delivers()
        assert office.reads(DESK) == {SLACK: ["for you"], DISCORD: ["for you"]}

    def test_that_is_on_one_platform_is_told_there(self, office: Exchange) -> None:
        office.leads(DESK, DISCORD)
        office.wants("for you", None)
        office.delivers()
        assert office.reads(DESK) == {DISCORD: ["for you"]}
        assert office.wish("for you").via == DISCORD

    @pytest.mark.parametrize("later", [SLACK, DISCORD])
    def test_that_nobody_chose_is_told_when_somebody_has(self, office: Exchange, later: str) -> None:
        office.wants("for you", None)
        office.delivers()
        office.passes(hours=1)
        assert (office.reads(DESK), office.wish("for you").via) == ({}, "")
        office.leads(DESK, later)
        office.passes(minutes=6)
        assert office.reads(DESK) == {later: ["for you"]}

    def test_that_went_missing_waits_for_another_and_is_told_nowhere_twice(self, office: Exchange) -> None:
        office.leads(DESK, SLACK, DISCORD)
        office.wants("for you", None)
        office.line.troubles.append(Nowhere("taken away"))
        office.delivers()
        office.store.transact(lambda tx: tx.erase(Address, [address_id(DESK, "slack:1")]))
        office.passes(hours=1)
        assert office.reads(DESK) == {DISCORD: ["for you"]}
        office.leads(DESK, SLACK)
        office.passes(minutes=6)
        assert office.reads(DESK) == {SLACK: ["for you"], DISCORD: ["for you"]}


class TestCopies:
    @pytest.fixture(autouse=True)
    def on_both(self, office: Exchange) -> None:
        office.leads(DESK, SLACK, DISCORD)

    def test_each_has_its_own_tries(self, office: Exchange) -> None:
        office.wants("for you", None)
        office.line.troubles.append(SendFailed("500"))
        office.delivers()
        assert office.reads(DESK) == {DISCORD: ["for you"]}
        assert (office.wish("for you").attempts, office.copy("for you").attempts) == (1, 0)
        office.passes(seconds=30)
        assert office.reads(DESK) == {SLACK: ["for you"], DISCORD: ["for you"]}

    def test_each_is_looked_for_where_it_may_be(self, office: Exchange) -> None:
        office.wants("for you", None)
        for line in (office.line, office.other):
            line.posts_anyway = True
            line.troubles.append(SendUnknown("500"))
        office.delivers()
        office.passes(seconds=5)
        assert office.reads(DESK) == {SLACK: ["for you"], DISCORD: ["for you"]}
        assert {office.wish("for you").state, office.copy("for you").state} == {WishState.SENT}

    def test_messages_come_in_order_on_each(self, office: Exchange) -> None:
        office.wants("one", None)
        office.wants("two", None, ordinal=1)
        office.line.troubles.append(SendFailed("500"))
        office.delivers()
        assert office.reads(DESK) == {DISCORD: ["one", "two"]}
        office.passes(seconds=30)
        assert office.reads(DESK)[SLACK] == ["one", "two"]

    def test_prompts_that_go_as_one_message_do_so_on_each(self, office: Exchange) -> None:
        office.wants("meet", None, urgency=Urgency.PROMPT)
        office.wants("check in", None, urgency=Urgency.PROMPT, ordinal=1)
        office.delivers()
        assert office.reads(DESK) == {SLACK: ["meet + check in"], DISCORD: ["meet + check in"]}

    @pytest.mark.parametrize("step", STEPS)
    def test_whoever_dies_says_each_once(self, office: Exchange, step: str) -> None:
        office.wants("for you", None)
        office.dies_at = step
        with pytest.raises(Dies):
            office.delivers()
        office.restarts()
        office.passes(minutes=5)
        assert office.reads(DESK) == {SLACK: ["for you"], DISCORD: ["for you"]}
        assert {office.wish("for you").state, office.copy("for you").state} == {WishState.SENT}

    def test_an_answered_question_is_closed_on_both(self, office: Exchange) -> None:
        office.asks("who?", to=None)
        office.delivers()
        office.closes("who?", "Cora did")
        office.rewrites("who?")
        office.delivers()
        assert office.reads(DESK) == {via: ["who? + Cora did"] for via in (SLACK, DISCORD)}

    def test_a_rewrite_waits_for_the_one_that_is_not_out_yet(self, office: Exchange) -> None:
        office.wants("draft", None)
        office.other.down = True
        office.delivers()
        assert office.reads(DESK) == {SLACK: ["draft"]}
        office.rewrites("draft", "final")
        office.delivers()
        assert office.reads(DESK) == {SLACK: ["final"]}
        office.other.down = False
        office.passes(minutes=6)
        assert office.reads(DESK) == {SLACK: ["final"], DISCORD: ["final"]}

    def test_a_copy_that_waits_reads_as_it_was_rewritten(self, office: Exchange) -> None:
        office.wants("before", None)
        office.wants("draft", None, ordinal=1)
        office.other.troubles.append(SendFailed("500"))
        office.delivers()
        assert office.copy("draft").state is WishState.WAITING
        office.rewrites("draft", "final")
        office.delivers()
        office.passes(seconds=30)
        assert office.reads(DESK) == {via: ["before", "final"] for via in (SLACK, DISCORD)}

    def test_no_copy_is_rewritten_twice_for_one_cause(self, office: Exchange) -> None:
        office.wants("draft", None)
        office.delivers()
        office.rewrites("draft", "final")
        office.delivers()
        sent = find(Wish, state=WishState.SENT)
        edits = [one for one in office.store.transact(lambda tx: tx.load([sent])[sent]) if one.replaces]
        assert sorted((one.replaces, one.via) for one in edits) == [
            ("draft", SLACK),
            ("draft@discord", DISCORD),
        ]


class TestAPlatformThatIsDown:
    def test_holds_up_no_other(self, office: Exchange) -> None:
        for nth in range(5):
            office.wants(f"to Ana {nth}", ordinal=nth)
        office.wants("to Ben", BEN, ordinal=9)
        office.line.down = True
        office.delivers()
        office.wants("also to Ben", BEN, ordinal=10)
        office.delivers()
        assert (office.hears(ANA), office.hears(BEN)) == ({}, {DISCORD: ["to Ben", "also to Ben"]})
        assert office.line.asked == 1

    def test_is_asked_with_one_message_while_the_other_takes_all(self, office: Exchange) -> None:
        office.line.down = True
        for nth in range(30):
            office.wants(f"slack {nth}", None, place=f"dm:ana{nth}", via=SLACK)
            office.wants(f"discord {nth}", None, place=f"dm:ben{nth}", via=DISCORD)
        office.delivers()
        office.passes(seconds=31)
        assert office.line.asked == 2
        assert office.other.asked == 30

    def test_is_not_chosen_for_good_before_it_is_back(self, office: Exchange) -> None:
        """Who is on both may say meanwhile that they want to hear elsewhere: that is seen when it is next asked."""
        office.is_on(ANA, DISCORD)
        office.line.down = True
        office.wants("one")
        office.wants("two", ordinal=1)
        office.delivers()
        office.asks_for(ANA, DISCORD)
        office.passes(seconds=30)
        assert office.hears(ANA) == {DISCORD: ["two"]}
        office.line.down = False
        office.passes(minutes=5)
        assert office.hears(ANA) == {SLACK: ["one"], DISCORD: ["two"]}

    def test_is_not_looked_for_again_for_each_of_thousands_that_wait(self) -> None:
        counting = Counting(MemoryStore())
        office = Exchange(counting)
        for nth in range(300):
            someone = PersonId(f"p{nth:03}")
            office.keep(Person(id=someone, name="Somebody", zone="America/New_York"))
            office.is_on(someone, SLACK)
            office.wants(f"to {nth}", someone, ordinal=nth)
        office.line.down = True
        office.delivers()
        counting.asked.clear()
        office.wants("to Ben", BEN, ordinal=999)
        office.delivers()
        assert office.hears(BEN) == {DISCORD: ["to Ben"]}
        assert counting.asked["Account"] <= 2
        office.line.down = False
        office.passes(seconds=30)
        assert sum(map(len, office.platform.screens.values())) == 300

    def test_tells_its_part_of_what_is_for_both_when_it_is_back(self, office: Exchange) -> None:
        office.leads(DESK, SLACK, DISCORD)
        office.wants("to Ana")
        office.line.down = True
        office.delivers()
        office.wants("for you", None)
        office.delivers()
        assert office.reads(DESK) == {DISCORD: ["for you"]}
        office.line.down = False
        office.outbox.is_back(SLACK)
        office.delivers()
        assert office.reads(DESK) == {SLACK: ["for you"], DISCORD: ["for you"]}

    def test_is_back_by_itself_and_not_by_another(self, office: Exchange) -> None:
        office.wants("one")
        office.line.down = True
        office.delivers()
        office.line.down = False
        office.wants("two", ordinal=1, urgency=Urgency.ANSWER)
        office.outbox.is_back(DISCORD)
        office.delivers()
        assert office.hears(ANA) == {}
        office.outbox.is_back(SLACK)
        office.delivers()
        assert office.hears(ANA) == {SLACK: ["two"]}

    def test_that_both_are_down_is_seen_without_a_look(self, office: Exchange) -> None:
        office.wants("to Ana")
        office.wants("to Ben", BEN)
        office.line.down = office.other.down = True
        office.delivers()
        office.passes(seconds=29)
        assert (office.line.asked, office.other.asked) == (1, 1)


class TestAnAccountThatTakesNothing:
    @pytest.mark.parametrize("why", [Barred.GONE, Barred.SHUT])
    def test_leaves_the_message_to_the_other_and_coordinators_are_told(
        self, office: Exchange, why: Barred
    ) -> None:
        office.leads(DESK, DISCORD)
        office.is_on(ANA, DISCORD)
        office.line.barred["dm:ana"] = why
        office.wants("one")
        office.wants("two", ordinal=1)
        office.delivers()
        assert office.hears(ANA) == {DISCORD: ["one", "two"]}
        [told] = office.reads(DESK)[DISCORD]
        assert "I write to their other account instead" in told
        assert office.set_aside() == ()

    def test_and_another_like_it_it_is_set_aside(self, office: Exchange) -> None:
        office.leads(DESK, DISCORD)
        office.is_on(ANA, DISCORD)
        office.line.barred["dm:ana"] = office.other.barred["dm:ana"] = Barred.GONE
        office.wants("one")
        office.delivers()
        assert [wish.id for wish in office.set_aside()] == ["one@discord"]
        assert len(office.reads(DESK)[DISCORD]) == 2

    def test_and_is_the_only_one_it_is_set_aside(self, office: Exchange) -> None:
        office.line.barred["dm:ana"] = Barred.GONE
        office.wants("one")
        office.delivers()
        assert [wish.id for wish in office.set_aside()] == ["one"]

    def test_moves_all_that_one_message_merges(self, office: Exchange) -> None:
        office.is_on(ANA, DISCORD)
        office.line.barred["dm:ana"] = Barred.SHUT
        office.wants("meet", urgency=Urgency.PROMPT)
        office.wants("check in", urgency=Urgency.PROMPT, ordinal=1)
        office.delivers()
        assert office.hears(ANA) == {DISCORD: ["meet + check in"]}

    def test_what_was_moved_is_rewritten_where_it_stands(self, office: Exchange) -> None:
        office.is_on(ANA, DISCORD)
        office.line.barred["dm:ana"] = Barred.GONE
        office.wants("draft")
        office.delivers()
        office.rewrites("draft", "final")
        office.delivers()
        assert office.hears(ANA) == {DISCORD: ["final"]}


class TestAPlatformThatIsNotRunAnyMore:
    def test_what_stands_there_stays_as_it_is(self, office: Exchange) -> None:
        office.leads(DESK, SLACK, DISCORD)
        office.wants("draft", None)
        office.delivers()
        office.runs(SLACK)
        office.rewrites("draft", "final")
        office.rewrites("draft@discord", "final")
        office.delivers()
        assert office.reads(DESK) == {SLACK: ["final"], DISCORD: ["draft"]}
        assert office.wish("edit-draft@discord").state is WishState.DROPPED

    def test_what_waits_for_it_goes_by_another(self, office: Exchange) -> None:
        office.is_on(ANA, DISCORD)
        office.wants("answer", urgency=Urgency.ANSWER, via=DISCORD)
        office.runs(SLACK)
        assert office.hears(ANA) == {SLACK: ["answer"]}

    def test_what_may_be_out_there_is_looked_for_when_it_is_run_again(self, office: Exchange) -> None:
        office.wants("to Ben", BEN)
        office.other.posts_anyway = True
        office.other.troubles.append(SendUnknown("500"))
        office.delivers()
        office.runs(SLACK)
        office.passes(hours=1)
        assert office.wish("to Ben").state is WishState.UNSURE
        office.runs(SLACK, DISCORD)
        office.passes(minutes=6)
        assert office.hears(BEN) == {DISCORD: ["to Ben"]}
        assert office.wish("to Ben").state is WishState.SENT

    def test_its_copy_is_not_said_elsewhere(self, office: Exchange) -> None:
        office.leads(DESK, SLACK, DISCORD)
        office.wants("for you", None)
        office.other.troubles.append(SendFailed("500"))
        office.delivers()
        office.runs(SLACK)
        office.passes(hours=1)
        assert office.reads(DESK) == {SLACK: ["for you"]}
        office.runs(SLACK, DISCORD)
        office.passes(minutes=6)
        assert office.reads(DESK) == {SLACK: ["for you"], DISCORD: ["for you"]}


@pytest.mark.parametrize("running", [(SLACK,), (SLACK, DISCORD)])
def test_where_there_is_one_platform_nothing_is_looked_up_for_it(running: tuple[str, ...]) -> None:
    counting = Counting(MemoryStore())
    office = Exchange(counting, running=running)
    office.leads(DESK, SLACK)
    office.wants("one")
    office.wants("for you", None)
    office.line.troubles.append(SendFailed("500"))
    counting.asked.clear()
    office.passes(seconds=30)
    looked = {"Account", "Address"} & set(counting.asked)
    assert looked == (set() if len(running) == 1 else {"Account", "Address"})
    assert office.hears(ANA) == {SLACK: ["one"]}
