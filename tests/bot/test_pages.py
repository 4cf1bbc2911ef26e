"""A page of a form once more: the same questions, with what was filled in; for the one whose form it is, while it counts."""

from collections.abc import Iterator

import pytest

from bot.front_desk import FrontDesk
from flows.events import Event, Pressed, Said, Submitted
from flows.ids import AccountId, EventId
from flows.messages import PageShown, Shown
from flows.model.talk import Question
from flows.situation import find
from tests.bot.test_front_desk_pages import CT, account, desk_of
from tests.talk import Play

ANA, BEN = account("ana"), account("ben")


@pytest.fixture
def play() -> Play:
    return Play.of("connecticut", "2027-02-10")


@pytest.fixture
def desk(play: Play) -> Iterator[FrontDesk]:
    play.joins("ana", "Ana Duarte")
    play.joins("ben", "Ben Okafor")
    with desk_of(play) as desk:
        yield desk


def says(desk: FrontDesk, play: Play, id: str, text: str, by: AccountId = ANA) -> Shown | None:
    return desk.receive(Said(id=EventId(id), now=play.now, account=by, program=CT, text=text))


def sends(desk: FrontDesk, play: Play, id: str, page: PageShown, **values: str) -> Shown | None:
    given = {field.key: tuple(filter(None, [values.get(field.key, "")])) for field in page.fields}
    event: Event = Submitted(
        id=EventId(id), now=play.now, account=ANA, program=CT, question=page.question, values=given
    )
    return desk.receive(event)


def page(shown: Shown | None) -> PageShown:
    assert isinstance(shown, PageShown)
    return shown


def keys(shown: PageShown | None) -> list[str]:
    return [field.key for field in page(shown).fields]


def test_the_first_page_is_had_once_more(play: Play, desk: FrontDesk) -> None:
    first = says(desk, play, "e1", "i would like to mentor")

    assert desk.page(EventId("e1"), ANA) == first


def test_a_next_page_is_had_once_more_also_from_another_process(play: Play, desk: FrontDesk) -> None:
    first = page(says(desk, play, "e1", "i would like to mentor"))
    second = page(sends(desk, play, "e2", first, career_stage="mid"))

    assert desk.page(EventId("e2"), ANA) == second
    with desk_of(play) as another:
        assert another.page(EventId("e2"), ANA) == second


def test_a_page_that_was_filled_in_meanwhile_holds_what_was_given(play: Play, desk: FrontDesk) -> None:
    first = page(says(desk, play, "e1", "i would like to mentor"))
    sends(desk, play, "e2", first, career_stage="mid")

    again = page(desk.page(EventId("e1"), ANA))

    assert keys(again) == keys(first)
    given = {field.key: field.given for field in again.fields}
    assert given["career_stage"] == ("mid",)
    assert again.left == first.left


def test_what_is_wrong_is_told_beside_what_was_typed(play: Play, desk: FrontDesk) -> None:
    says(desk, play, "e1", "pause")
    question = next(one.id for one in play.records(find(Question, audience="ana", state="open")))
    opened = page(
        desk.receive(
            Pressed(
                id=EventId("e2"), now=play.now, account=ANA, program=CT, question=question, choice="other_day"
            )
        )
    )
    wrong = page(sends(desk, play, "e3", opened, until="the first of May"))

    again = page(desk.page(EventId("e3"), ANA))

    assert again == wrong
    assert again.fields[0].given == ("the first of May",)
    with desk_of(play) as another:  # it was in no draft, so that nobody else has it
        (field,) = page(another.page(EventId("e3"), ANA)).fields
    assert (field.given, bool(field.error)) == ((), True)


def test_nobody_else_gets_it(play: Play, desk: FrontDesk) -> None:
    says(desk, play, "e1", "i would like to mentor")

    assert desk.page(EventId("e1"), BEN) is None
    assert desk.page(EventId("e1"), account("nobody")) is None


def test_what_was_answered_with_no_page_has_none(play: Play, desk: FrontDesk) -> None:
    says(desk, play, "e1", "help")

    assert desk.page(EventId("e1"), ANA) is None
    assert desk.page(EventId("never"), ANA) is None
