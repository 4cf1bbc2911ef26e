"""What could not be delivered is told to coordinators: whose it is, why and what to do, once for each cause."""

from datetime import timedelta

import pytest

from bot.launch import coordinating
from flows.ids import PersonId, ProgramId, WishId
from flows.model.people import Person
from flows.model.talk import Trouble, Urgency, Wish, WishState
from flows.places import announcements, dm
from flows.ports import Barred, SendFailed
from flows.situation import find
from flows.trouble import KIND
from tests.bot.counter import ANA, BEN, DESK, NOON, Office

CARLA, DINA = PersonId("carla"), PersonId("dina")
CALLS = announcements(ProgramId("small"))


@pytest.fixture
def office() -> Office:
    """Carla and Dina coordinate."""
    office = Office()
    office.keep(*(Person(id=id, name=id.title(), zone="America/New_York") for id in (CARLA, DINA)))
    office.keep(*coordinating(ProgramId("small"), [CARLA, DINA]))
    return office


def notices(office: Office) -> int:
    """How many lines about trouble there are, delivered or not."""
    states = [find(Wish, state=state, limit=10_000) for state in WishState]
    found = office.store.transact(lambda tx: tx.load(states))
    return sum(wish.kind == KIND for wishes in found.values() for wish in wishes)


class TestOfAPerson:
    def test_twenty_messages_in_a_year_to_somebody_who_has_left_are_one_line(self, office: Office) -> None:
        office.line.barred[dm(ANA)] = Barred.GONE
        for nth in range(20):
            office.wants(f"number {nth}", not_before=office.clock.at)
            office.passes(days=18)
        (told,) = office.stands(DESK)
        assert told.startswith("I can no longer write to Ana Duarte: their account is deactivated.")
        assert "reach them another way" in told
        assert len(office.set_aside()) == 20

    def test_each_person_is_one_line(self, office: Office) -> None:
        for person in (ANA, BEN):
            office.line.barred[dm(person)] = Barred.SHUT
            office.wants(f"one to {person}", person)
            office.wants(f"two to {person}", person, ordinal=1)
        office.delivers()
        told = office.stands(DESK)
        assert len(told) == 2
        assert [name in " ".join(told) for name in ("Ana Duarte", "Ben Okafor")] == [True, True]
        assert all("no direct messages from me" in line for line in told)

    def test_who_was_back_and_leaves_again_is_told_again(self, office: Office) -> None:
        office.wants("at first")
        for nth in range(2):
            office.line.barred[dm(ANA)] = Barred.GONE
            office.wants(f"gone {nth}", not_before=office.clock.at)
            office.passes(days=1)
            del office.line.barred[dm(ANA)]
            office.wants(f"back {nth}", not_before=office.clock.at)
            office.passes(days=1)
        assert len(office.stands(DESK)) == 2

    def test_another_reason_is_another_cause(self, office: Office) -> None:
        for why in (Barred.SHUT, Barred.GONE, Barred.OTHER):
            office.line.barred[dm(ANA)] = why
            office.wants(f"said when {why}", not_before=office.clock.at)
            office.passes(days=1)
        assert len(office.stands(DESK)) == 3


class TestOfAChannel:
    @pytest.mark.parametrize(
        ("why", "words"),
        [
            (Barred.MISSING, "there is no channel for them any more, or none was ever chosen"),
            (Barred.ARCHIVED, "their channel is archived. Please open it again"),
            (Barred.OUTSIDE, "I am not in their channel, or may not write there. Please invite me"),
            (Barred.OTHER, "their channel does not take them. Please look at it"),
        ],
    )
    def test_announcements_that_cannot_be_posted_are_one_line(
        self, office: Office, why: Barred, words: str
    ) -> None:
        office.line.barred[CALLS] = why
        for nth in range(5):
            office.wants(f"call {nth}", None, place=CALLS, not_before=office.clock.at)
            office.passes(days=7)
        (told,) = office.stands(DESK)
        assert words in told
        assert "/mentoring setup" in told

    def test_a_pairs_room_is_told_by_who_is_in_it(self, office: Office) -> None:
        place = "room:small-2027-spring:ana:ben"
        office.line.barred[place] = Barred.GONE
        for nth in range(3):
            office.wants(f"to both {nth}", None, place=place, ordinal=nth)
        office.delivers()
        (told,) = office.stands(DESK)
        assert "Ana Duarte and Ben Okafor" in told


class TestOfTheirOwnChannel:
    def test_each_coordinator_is_told_directly_and_gets_there_what_was_for_all(self, office: Office) -> None:
        office.line.barred[DESK] = Barred.ARCHIVED
        for nth in range(3):
            office.wants(f"for you {nth}", None, not_before=office.clock.at)
            office.passes(days=1)
        for person in (CARLA, DINA):
            told, *meant = office.sees(person)
            assert "I cannot write in your coordinators' channel: it is archived." in told
            assert meant == ["for you 0", "for you 1", "for you 2"]

    def test_a_question_stays_the_same_question(self, office: Office) -> None:
        office.line.barred[DESK] = Barred.MISSING
        office.asks("take it?", to=None, place=DESK)
        office.delivers()
        office.closes("take it?", "Carla takes it")
        for nth, person in enumerate((CARLA, DINA)):
            copy = next(wish for wish in _sent(office, person) if wish.kind != KIND)
            assert copy.question == "q-take it?"
            office.wants(f"edit {nth}", person, **_edit_of(copy))
        office.delivers()
        for person in (CARLA, DINA):
            assert office.sees(person)[1] == "take it? + Carla takes it"

    def test_trouble_elsewhere_is_told_there_too(self, office: Office) -> None:
        office.line.barred |= {DESK: Barred.OUTSIDE, dm(ANA): Barred.GONE}
        office.wants("one")
        office.wants("two", ordinal=1)
        office.delivers()
        for person in (CARLA, DINA):
            assert [line.partition(":")[0] for line in office.sees(person)] == [
                "I cannot write in your coordinators' channel",
                "I can no longer write to Ana Duarte",
            ]

    def test_who_has_left_coordinates_no_more(self, office: Office) -> None:
        office.line.barred[DESK] = Barred.MISSING
        office.change(Person, DINA, removed_at=NOON)
        office.wants("for you", None)
        office.delivers()
        assert (len(office.sees(CARLA)), office.sees(DINA)) == (2, [])


class TestNothingLoops:
    def test_where_nobody_can_be_told_there_is_an_end_to_it(self, office: Office) -> None:
        for place in (DESK, CALLS, dm(ANA), dm(CARLA), dm(DINA)):
            office.line.barred[place] = Barred.GONE if place.startswith("dm:") else Barred.MISSING
        so_far = []
        for nth in range(12):
            office.wants(f"to Ana {nth}", not_before=office.clock.at)
            office.wants(f"call {nth}", None, place=CALLS, not_before=office.clock.at)
            office.wants(f"for you {nth}", None, not_before=office.clock.at)
            office.passes(days=30)
            so_far.append(notices(office))
        assert so_far[0] == so_far[-1], "a year of it brings no more than the first day"
        assert not any(office.platform.screens.values())

    def test_without_coordinators_it_stands_in_the_log(self) -> None:
        office = Office()
        office.line.barred |= {DESK: Barred.MISSING, dm(ANA): Barred.GONE}
        office.wants("one")
        office.delivers()
        assert notices(office) == 1
        assert office.record(Trouble, "one").error == "it takes nothing"


class TestOfAnythingElse:
    def test_what_touches_many_is_one_line_a_day(self, office: Office) -> None:
        for day in range(2):
            office.clock.at = NOON + timedelta(days=day)
            for nth in range(10):
                person = PersonId(f"p{nth}")
                office.keep(Person(id=person, name=f"Person {nth}", zone="America/New_York"))
                office.wants(f"{day}.{nth}", person)
            office.line.troubles.extend([SendFailed("it is all too much")] * 50)
            office.delivers()
            for _ in range(6):
                office.passes(minutes=45)
            office.line.troubles.clear()
        office.passes(hours=1)
        assert len(office.set_aside()) == 20
        assert len(office.stands(DESK)) == 2


def _sent(office: Office, person: PersonId) -> tuple[Wish, ...]:
    query = find(Wish, place=dm(person), state=WishState.SENT)
    return office.store.transact(lambda tx: tx.load([query])[query])


def _edit_of(wish: Wish) -> dict[str, object]:
    return {
        "replaces": WishId(wish.id),
        "question": wish.question,
        "values": wish.values,
        "urgency": Urgency.ANSWER,
    }
