"""The playground: who plays and who acts by themselves, how time moves, and what is still there the next time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from adapters.web.host import Era, Leap, Newcomer, Over, Sort, Standing
from adapters.web.read import account_of
from bot.bad_input import BadInput
from bot.clock import VirtualClock
from bot.playground.kept import Kept, keep, kept_in
from bot.playground.opening import DATABASE, TEXT, opened
from bot.playground.playground import LONGEST_WAIT, Playground
from flows.events import Pressed, Said, Submitted
from flows.ids import EventId, PersonId, QuestionId
from flows.messages import PageShown, Shown, WordShown
from flows.places import announcements, coordinators, dm
from flows.ports import StoreError
from tests.bot.playground.lived import TODAY, at, screens

PATIENCE = 60
DAY = timedelta(days=1)


@pytest.fixture
def playground(tmp_path: Path) -> Iterator[Playground]:
    with at(tmp_path) as playground:
        playground.begin()
        yield playground


class Hand:
    """Somebody at a window: says, presses and fills in."""

    def __init__(self, playground: Playground, person: PersonId, name: str = "hand") -> None:
        self.playground, self.person, self.name, self.acts = playground, person, name, 0
        playground.enters(person)

    def _envelope(self) -> dict[str, Any]:
        self.acts += 1
        account = account_of(self.person)
        id = EventId(f"{account}:{self.name}-{self.acts:08}")
        return {
            "id": id,
            "now": self.playground.now(),
            "account": account,
            "program": self.playground.program,
        }

    def says(self, text: str) -> Shown | None:
        return self.playground.receive(Said(text=text, **self._envelope()))

    def presses(self, choice: str) -> Shown | None:
        """The newest button of that choice."""
        return self.playground.receive(
            Pressed(question=self.question(choice), choice=choice, **self._envelope())
        )

    def sends(self, page: PageShown, **values: tuple[str, ...]) -> Shown | None:
        """A page of a form, what is not given left empty."""
        given = {field.key: values.get(field.key, field.given) for field in page.fields}
        return self.playground.receive(Submitted(question=page.question, values=given, **self._envelope()))

    def question(self, choice: str) -> QuestionId:
        return next(
            button.question
            for post in reversed(self.playground.posts(dm(self.person)))
            for part in post.parts
            for button in part.buttons
            if button.choice == choice
        )

    @property
    def heard(self) -> list[str]:
        """The kinds of all that they were written, oldest first."""
        return [
            part.kind
            for post in self.playground.posts(dm(self.person))
            if not post.author
            for part in post.parts
        ]


def one(playground: Playground, standing: Standing, nth: int = 0) -> PersonId:
    return [person.id for person in playground.people() if person.standing is standing][nth]


@contextmanager
def moving(playground: Playground, leap: Leap) -> Iterator[None]:
    """Time is on its way while this lasts; at its end it has arrived, or was stopped."""
    under_way = Event()
    playground.watch(lambda *_: None, under_way.set)
    thread = Thread(target=playground.go, args=(leap,))
    thread.start()
    assert under_way.wait(PATIENCE)
    yield
    thread.join(PATIENCE)
    assert not thread.is_alive()


class TestTime:
    def test_it_begins_on_the_morning_on_which_applications_open(self, playground: Playground) -> None:
        assert playground.now() == datetime(2027, 2, 1, 15, tzinfo=UTC)
        assert not playground.time().moving
        assert playground.posts(announcements(playground.program))
        assert playground.time().stages[0].era is Era.TODAY or playground.time().stages[0].era is Era.PAST

    def test_a_day_a_week_and_the_next_stage(self, playground: Playground) -> None:
        begins = playground.now()
        playground.go(Leap.DAY)
        assert playground.now() == begins + DAY
        playground.go(Leap.WEEK)
        assert playground.now() == begins + 8 * DAY
        stage = playground.time().next_stage
        assert stage
        playground.go(Leap.STAGE)
        assert playground.now().date() == stage.day
        assert stage.day in {each.day for each in playground.time().stages if each.era is Era.TODAY}

    def test_it_is_stopped_on_the_way_and_goes_on_from_there(self, playground: Playground) -> None:
        playground.go(Leap.STAGE)
        begins, stage = playground.now(), playground.time().next_stage
        assert stage
        with moving(playground, Leap.STAGE):
            playground.go(Leap.STOP)
        assert begins <= playground.now()
        assert not playground.time().moving
        while playground.now().date() < stage.day:
            playground.go(Leap.STAGE)
        assert playground.now().date() == stage.day

    def test_while_it_moves_nobody_else_moves_it_and_people_are_heard(self, playground: Playground) -> None:
        hand = Hand(playground, one(playground, Standing.COORDINATOR))
        with moving(playground, Leap.STAGE):
            playground.go(Leap.WEEK)
            hand.says("help")
        assert hand.heard[-1:] != []
        stage = [each for each in playground.time().stages if each.era is Era.TODAY]
        assert stage, "it arrived where the first leap went, not a week further"

    def test_until_somebody_hears_something(self, playground: Playground) -> None:
        hand = Hand(playground, one(playground, Standing.MENTOR))
        heard, begins = len(playground.posts(dm(hand.person))), playground.now()
        playground.go(Leap.MINE, hand.person)
        assert len(playground.posts(dm(hand.person))) > heard or playground.now() >= begins + LONGEST_WAIT


class TestPeople:
    def test_by_themselves_they_act_and_by_hand_they_do_not(self, playground: Playground) -> None:
        left, played = one(playground, Standing.MENTEE, 0), one(playground, Standing.MENTEE, 1)
        playground.enters(played)
        for _ in range(4):
            playground.go(Leap.WEEK)
        assert [post for post in playground.posts(dm(left)) if post.author]
        assert not [post for post in playground.posts(dm(played)) if post.author]

    def test_the_desk_waits_for_a_coordinator_who_is_played_by_hand(self, playground: Playground) -> None:
        for standing in (0, 1):
            playground.plays(one(playground, Standing.COORDINATOR, standing), by_hand=standing == 0)
        for _ in range(4):
            playground.go(Leap.WEEK)
        waiting = [
            post
            for post in playground.posts(coordinators(playground.program))
            if any(part.buttons for part in post.parts)
        ]
        assert waiting, "applications wait to be decided"
        playground.plays(one(playground, Standing.COORDINATOR, 0), by_hand=False)
        playground.go(Leap.WEEK)
        still = {
            post.id for post in playground.posts(coordinators(playground.program)) if post.parts[0].buttons
        }
        assert not still >= {post.id for post in waiting}, "and are decided once they act by themselves again"

    def test_left_and_taken_up_again_without_a_step_nothing_is_different(self, tmp_path: Path) -> None:
        ends = []
        for name, restless in (("calm", False), ("restless", True)):
            with at(tmp_path / name) as playground:
                playground.begin()
                for _ in range(2):
                    for person in playground.people() if restless else ():
                        playground.plays(person.id, by_hand=True)
                        playground.plays(person.id, by_hand=False)
                    playground.go(Leap.WEEK)
                ends.append(screens(playground))
        assert ends[0] == ends[1]

    def test_they_act_as_in_the_rehearsal(self, playground: Playground) -> None:
        """The same people of the same seed: who signs up first there signs up first here."""
        acts = sorted((act.at, act.person) for act in playground._scene.players.acts if act.key == "tell-0")
        assert acts == sorted(acts)
        first, who = acts[0]
        while playground.now() < first:
            playground.go(Leap.NEXT)
        assert [post.at for post in playground.posts(dm(PersonId(who))) if post.author] == [first]

    def test_somebody_whose_form_is_half_filled_is_taken_over_where_they_were(
        self, playground: Playground
    ) -> None:
        mentee = one(playground, Standing.MENTEE)
        while not (half := _half_filled(playground)):
            playground.go(Leap.NEXT)
        person, choice = half
        hand = Hand(playground, person)
        page = hand.presses(choice)
        assert isinstance(page, PageShown)
        assert page.left < 20
        playground.go(Leap.DAY)
        acted = [
            act for act in playground._scene.players.acts if act.person == person and act.does != "enrols"
        ]
        assert acted == [], "and they do nothing by themselves any more"
        assert mentee

    def test_a_member_to_be_becomes_one_also_when_played_by_hand(self, playground: Playground) -> None:
        to_be = [act for act in playground._scene.players.acts if act.does == "enrols"]
        for act in to_be:
            playground.enters(PersonId(act.person))
        still = [act for act in playground._scene.players.acts if act.does == "enrols"]
        assert still == to_be


def _half_filled(playground: Playground) -> tuple[PersonId, str] | None:
    """Somebody who sent a page of a form and is to send another, and the choice that opens it."""
    for person in playground.people():
        pages = playground._scene.players._pages
        asked = [key for key, count in pages.items() if key.endswith(f":{person.id}") and count == 2]
        for post in playground.posts(dm(person.id)):
            for part in post.parts:
                for button in part.buttons:
                    if any(key.startswith(f"{button.question}:") for key in asked):
                        return person.id, button.choice
    return None


class TestGuests:
    def test_somebody_adds_themselves_and_signs_up(self, playground: Playground) -> None:
        person = playground.adds(Newcomer(name="Gast Gastdottir", zone="Europe/Berlin"))
        hand = Hand(playground, person)
        hand.says("sign up")
        assert isinstance(hand.presses("mentee"), PageShown)
        assert playground.people()[-1].name == "Gast Gastdottir"
        assert [room.sort for room in playground.rooms(person)] == [Sort.DM, Sort.CHANNEL]

    def test_two_of_the_same_name_and_address_are_two(self, playground: Playground) -> None:
        twice = [playground.adds(Newcomer(name="Ana", email="ana@example.org")) for _ in range(2)]
        assert len(set(twice)) == 2
        for person in twice:
            assert Hand(playground, person).says("menu") is None

    def test_the_address_of_one_of_the_cast_does_not_make_them_one(self, playground: Playground) -> None:
        cast = next(
            one.row for one in playground._scene.cast if not playground.posts(dm(PersonId(one.row.id)))
        )
        person = playground.adds(Newcomer(name="Somebody Else", email=cast.email))
        hand = Hand(playground, person)
        hand.says("sign up")
        assert playground.posts(dm(person))
        assert not playground.posts(dm(PersonId(cast.id)))
        Hand(playground, PersonId(cast.id)).says("sign up")
        assert playground.posts(dm(PersonId(cast.id)))


class TestForgotten:
    def test_who_had_themselves_forgotten_begins_anew_with_their_next_word(
        self, playground: Playground
    ) -> None:
        hand = Hand(playground, one(playground, Standing.MENTEE))
        hand.says("erase me")
        hand.presses("erase")
        assert playground.posts(dm(hand.person)) == (), "nothing is left on their screen"
        playground.go(Leap.WEEK)
        hand.says("hello")
        hand.says("sign up")
        assert isinstance(hand.presses("mentee"), PageShown)


class TestItIsKept:
    def test_between_starts(self, tmp_path: Path) -> None:
        with at(tmp_path) as playground:
            playground.begin()
            guest = playground.adds(Newcomer(name="Gast"))
            Hand(playground, guest).says("sign up")
            playground.enters(one(playground, Standing.MENTOR))
            playground.go(Leap.WEEK)
            before = playground.now(), playground.people(), screens(playground), playground.time().coming
        with at(tmp_path) as playground:
            playground.begin()
            after = playground.now(), playground.people(), screens(playground), playground.time().coming
        assert after == before

    def test_until_somebody_starts_over(self, playground: Playground) -> None:
        fresh = screens(playground)
        Hand(playground, one(playground, Standing.MENTEE)).says("sign up")
        playground.adds(Newcomer(name="Gast"))
        playground.go(Leap.WEEK)
        playground.start_over()
        assert screens(playground) == fresh
        assert not [person for person in playground.people() if person.by_hand]

    def test_each_beginning_has_a_mark_of_its_own(self, tmp_path: Path) -> None:
        marks = []
        for lost in ((), (), (DATABASE,)):
            for each in lost:
                (tmp_path / each).unlink()
            with at(tmp_path) as playground:
                marks.append(playground.world)
                playground.go(Leap.DAY)
                assert playground.world == marks[-1]
        assert marks[0] == marks[1], "as it was left, it is the same"
        assert marks[1] != marks[2]
        with at(tmp_path) as playground:
            playground.start_over()
            assert playground.world not in marks
        with opened(tmp_path / "anew", playground.text, "x.toml", VirtualClock(TODAY + DAY)) as anew:
            assert anew.world not in marks, "a folder that was thrown away counts from one again"

    def test_what_waited_while_somebody_started_over_is_refused(self, playground: Playground) -> None:
        mentee, past = one(playground, Standing.MENTEE), playground.world
        playground.start_over()
        said = Said(
            id=EventId("web:x:12345678"),
            now=playground.now(),
            account=account_of(mentee),
            program=playground.program,
            text="sign up",
        )
        with pytest.raises(Over):
            playground.receive(said, past)
        with pytest.raises(Over):
            playground.plays(mentee, by_hand=True, world=past)
        assert not playground.posts(dm(mentee))
        assert not [person for person in playground.people() if person.by_hand]

    def test_opened_twice_is_told_in_a_line(self, tmp_path: Path) -> None:
        with at(tmp_path), pytest.raises(BadInput, match="a playground runs on it already"), at(tmp_path):
            pass

    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"seed": 1}', "\0"])
    def test_what_cannot_be_read_is_told_with_a_remedy(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "playground.json").write_text(text, encoding="utf-8")
        with pytest.raises(BadInput) as refused:
            kept_in(tmp_path)
        [line] = str(refused.value).splitlines()
        assert f"delete the folder {tmp_path} to start over" in line

    def test_a_damaged_database_too(self, tmp_path: Path) -> None:
        with at(tmp_path):
            pass
        for old in tmp_path.glob(f"{DATABASE}-*"):
            old.unlink()
        (tmp_path / DATABASE).write_bytes(b"no database " * 1000)
        with pytest.raises(StoreError, match="delete the folder") as refused, at(tmp_path):
            pass
        assert len(str(refused.value).splitlines()) == 1

    @pytest.mark.parametrize("lost", [DATABASE, TEXT, "playground.json"])
    def test_where_a_part_was_thrown_away_it_begins_anew(self, tmp_path: Path, lost: str) -> None:
        with at(tmp_path) as playground:
            playground.begin()
            playground.go(Leap.WEEK)
        (tmp_path / lost).unlink()
        with at(tmp_path) as playground:
            assert playground.now() == playground._scene.period.starts

    def test_what_is_kept_beside_the_database_is_written_whole(self, tmp_path: Path) -> None:
        kept = Kept(seed=1, first=TODAY.date(), at=TODAY, by_hand=frozenset({"e-001"}))
        keep(tmp_path, kept)
        assert kept_in(tmp_path) == kept
        assert [file.name for file in tmp_path.iterdir()] == ["playground.json"]

    def test_a_changed_program_counts_from_the_next_beginning(self, tmp_path: Path) -> None:
        with at(tmp_path) as playground:
            text = playground.text
            title = playground.title
        changed = text.replace(title, "Another title", 1)
        assert changed != text
        with opened(tmp_path, changed, "connecticut.toml", VirtualClock(TODAY)) as playground:
            assert playground.title == title
            playground.start_over()
            assert playground.title == "Another title"


def test_what_is_listed_for_somebody_is_what_they_may_look_into(playground: Playground) -> None:
    while not any(room.sort is Sort.ROOM for one in playground.people() for room in playground.rooms(one.id)):
        playground.go(Leap.STAGE)
    spoken_in = {place for place, posts in screens(playground).items() if posts}
    for somebody in playground.people():
        always = {dm(somebody.id), announcements(playground.program)}
        if somebody.standing is Standing.COORDINATOR:
            always.add(coordinators(playground.program))
        listed = {room.place for room in playground.rooms(somebody.id)}
        assert listed == always | {place for place in spoken_in if somebody.sees(place, playground.program)}


def test_what_is_sent_again_is_answered_the_same(playground: Playground) -> None:
    hand = Hand(playground, one(playground, Standing.MENTEE))
    hand.says("sign up")
    page = hand.presses("mentee")
    assert isinstance(page, PageShown)
    hand.acts -= 1
    assert hand.presses("mentee") == page, "with what was filled in already, which is in no database"


def test_a_word_is_for_the_one_who_acted(playground: Playground) -> None:
    answer = playground.receive(
        Pressed(
            id=EventId("web:e-001:no-such-question"),
            now=playground.now(),
            account=account_of(one(playground, Standing.MENTEE)),
            program=playground.program,
            question=QuestionId("none"),
            choice="yes",
        )
    )
    assert isinstance(answer, WordShown)
