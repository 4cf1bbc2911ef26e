"""What happens next: it is said who does or hears what and when, and then just that happens; nothing comes before."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.web.host import Coming, Leap, Time
from adapters.web.read import account_of
from bot import library
from bot.playground.foretelling import SUBJECTS
from bot.playground.playground import Playground
from flows.events import Said
from flows.ids import EventId
from flows.model.screens import Post
from flows.places import dm
from tests.bot.playground.lived import at, screens

ONE_COHORT = datetime(2027, 10, 20, tzinfo=UTC)


@pytest.fixture
def playground(tmp_path: Path) -> Iterator[Playground]:
    with at(tmp_path) as playground:
        playground.begin()
        yield playground


def test_over_a_whole_year_what_was_said_comes_next_comes_next(playground: Playground) -> None:
    posted: list[tuple[datetime, Post]] = []
    playground.watch(
        lambda post, before: None if before else posted.append((playground.now(), post)), lambda: None
    )
    steps = 0
    while (ahead := playground.time().coming) and ahead.at < ONE_COHORT:
        posted.clear()
        playground.go(Leap.NEXT)
        steps += 1
        assert playground.now() == ahead.at
        assert all(when == ahead.at for when, _ in posted), "nobody heard anything before"
        if " hear" in ahead.what:
            assert _reader(playground, posted[0][1]) in ahead.what
        elif "post" in ahead.what:
            assert posted[0][1].place.startswith("channel:")
    assert steps > 300
    assert ahead


def _reader(playground: Playground, post: Post) -> str:
    return next(one.name for one in playground.people() if dm(one.id) == post.place)


def test_to_look_ahead_changes_nothing(playground: Playground) -> None:
    playground.go(Leap.STAGE)
    before, now = screens(playground), playground.now()
    first = [_looked(playground) for _ in range(3)]
    assert first[0] == first[1] == first[2]
    assert (screens(playground), playground.now()) == (before, now)


def _looked(playground: Playground) -> Coming | None:
    playground._tell_changed()  # what was found before is no longer good
    return playground.time().coming


def test_what_somebody_does_changes_what_comes_next(playground: Playground) -> None:
    """Those who are played by hand do nothing by themselves, and so what they would have done does not come."""
    ahead = playground.time().coming
    assert ahead
    for person in playground.people():
        playground.plays(person.id, by_hand=True)
    other = playground.time().coming
    assert other
    assert other.at > ahead.at
    assert not any(act.does != "enrols" for act in playground._scene.players.acts)


def test_it_is_told_what_is_spoken_of(playground: Playground) -> None:
    for person in playground.people():
        playground.plays(person.id, by_hand=True)
    said: list[str] = []
    while (ahead := playground.time().coming) and len(said) < 6:
        said.append(ahead.what)
        playground.go(Leap.NEXT)
    assert "Applications close soon: a post in the announcements" in said


def test_what_is_told_to_come_is_something_that_shelfmate_says() -> None:
    kinds = {".".join(key.split(".")[:2]) for key in library.wording().languages["en"].entries}
    assert SUBJECTS.keys() <= kinds


def test_while_time_moves_nobody_looks_ahead(playground: Playground) -> None:
    seen: list[Time] = []
    playground.watch(lambda *_: None, lambda: seen.append(playground.time()))
    playground.go(Leap.DAY)
    *on_the_way, arrived = seen
    assert on_the_way
    assert not any(time.coming for time in on_the_way)
    assert arrived.coming
    assert not arrived.moving, "at the end it stands still, and says so"


def test_nothing_is_lost_when_somebody_acts_on_the_way(playground: Playground) -> None:
    person = playground.people()[0].id
    playground.enters(person)
    said = Said(
        id=EventId(f"web:{person}:here-i-am-1"),
        now=playground.now(),
        account=account_of(person),
        program=playground.program,
        text="sign up",
    )
    playground.receive(said)
    ahead = playground.time().coming
    assert ahead
    playground.go(Leap.NEXT)
    assert playground.now() == ahead.at
    assert [post for post in playground.posts(dm(person)) if post.author]
