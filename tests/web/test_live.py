"""A window's socket over the real wire: what people do is answered, at once and once; what nobody could do is told."""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Thread

import pytest
from websockets.exceptions import ConnectionClosed, ConnectionClosedError

from adapters.web.host import Leap, Room, Standing
from adapters.web.live import OVER, UNKNOWN
from adapters.web.read import LONGEST_FRAME
from adapters.web.windows import MOST_WAITING
from adapters.web.windows import Window as ServedWindow
from bot.playground.kept import FILE
from bot.playground.opening import DATABASE, TEXT
from flows.ids import PersonId, WishId
from flows.messages import Attachment, Message, Paragraph, Part, Span
from flows.model.screens import Post
from flows.places import Place, announcements, dm
from tests.bot.playground.lived import GUEST, at
from tests.web.wire import PATIENCE, Window, Wire, served


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    with served(tmp_path) as wire:
        yield wire


@pytest.fixture
def ana(wire: Wire) -> Iterator[Window]:
    """A mentee's window."""
    with wire.window(wire.somebody(Standing.MENTEE)) as window:
        yield window


def question(frame: object) -> str:
    """The newest question that a frame's words ask."""
    return str(frame).rpartition('data-question="')[2].partition('"')[0]


def signs_up(window: Window) -> str:
    """They say so; the question that they are asked."""
    window.answer(do="say", text="sign up")
    return question(window.posts()[-1]["html"])


class TestActs:
    def test_what_they_say_stands_on_their_screen_and_is_answered_beneath(self, ana: Window) -> None:
        answer = ana.answer(do="say", text="<b>menu</b> <script>alert(1)</script>")
        said, heard = ana.posts()[:2]
        assert "&lt;b&gt;menu&lt;/b&gt; &lt;script&gt;" in said["html"]
        assert "<script" not in said["html"]
        assert heard["nth"] == said["nth"] + 1
        assert answer["sort"] in {"none", "word"}

    def test_a_form_opens_and_comes_back_with_what_is_wrong_marked(self, ana: Window) -> None:
        asked = signs_up(ana)
        page = ana.answer(do="press", question=asked, choice="mentee")
        assert page["sort"] == "form", page
        assert 'data-wrong="0"' in page["html"]
        given: dict[str, list[str]] = {key: [] for key in re.findall('data-field="([^"]+)"', page["html"])}
        wrong = ana.answer(do="submit", question=question(page["html"]), values=given | {"about": ["Zines"]})
        assert wrong["sort"] == "form"
        missing = len(given) - page["html"].count("(optional)") - 1
        assert f'data-wrong="{missing}"' in wrong["html"]

    def test_the_same_frame_twice_counts_once_and_is_answered_the_same(self, wire: Wire, ana: Window) -> None:
        first = ana.answer(do="say", id="just-this-once", text="sign up")
        told = len(ana.posts())
        again = ana.answer(do="say", id="just-this-once", text="sign up")
        assert again == first
        assert len(ana.posts()) == told
        asked = question(ana.posts()[-1]["html"])
        opened = ana.answer(do="press", id="press-once", question=asked, choice="mentee")
        assert ana.answer(do="press", id="press-once", question=asked, choice="mentee") == opened

    def test_an_act_that_was_not_answered_is_sent_again_by_another_socket(self, wire: Wire) -> None:
        me = wire.somebody(Standing.MENTEE)
        with wire.socket(me) as lost:
            lost.send(json.dumps({"do": "say", "id": "sent-and-gone", "text": "sign up"}))
            lost.close()
        with wire.window(me) as window:
            window.answer(do="say", id="sent-and-gone", text="sign up")
        said = [post for post in wire.playground.posts(dm(me)) if post.author]
        assert len(said) == 1

    def test_two_windows_press_the_same_button_at_once(self, wire: Wire) -> None:
        coordinator = wire.somebody(Standing.COORDINATOR)
        wire.playground.enters(coordinator)
        me = wire.somebody(Standing.MENTEE)
        with wire.window(me) as one, wire.window(me) as two:
            asked = signs_up(one)
            two.hears("post")
            together, answers = Barrier(2), []

            def presses(window: Window) -> None:
                together.wait()
                answers.append(window.answer(do="press", question=asked, choice="mentee"))

            threads = [Thread(target=presses, args=(window,)) for window in (one, two)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE)
        assert len(answers) == 2
        assert {answer["sort"] for answer in answers} <= {"form", "outcome", "word"}, (
            "neither is lost or in error"
        )

    def test_what_one_does_another_sees_live(self, wire: Wire) -> None:
        """The same person in two windows, of which the second looks at another place."""
        me = wire.somebody(Standing.MENTEE)
        with (
            wire.window(me) as one,
            wire.window(me, announcements(wire.playground.program)) as two,
            wire.window(wire.somebody(Standing.MENTEE, 1)) as other,
        ):
            one.answer(do="say", text="help")
            assert two.hears("post", place=dm(me))
            other.answer(do="say", text="help")
            places = {frame["place"] for frame in other.posts()}
            assert dm(me) not in places, "nobody hears what is another's"


class TestComplaints:
    def test_an_unknown_button_a_stale_form_and_a_question_of_somebody_else(
        self, wire: Wire, ana: Window
    ) -> None:
        for frame in (
            {"do": "press", "question": "no-such-question", "choice": "yes"},
            {"do": "submit", "question": "no-such-question", "values": {"a": ["b"]}},
            {"do": "press", "question": signs_up(ana), "choice": "no such choice"},
        ):
            answer = ana.answer(**frame)
            assert answer["sort"] in {"word", "outcome"}
            assert "<p" in answer["html"]
        asked = signs_up(ana)
        with wire.window(wire.somebody(Standing.MENTEE, 1)) as other:
            assert other.answer(do="press", question=asked, choice="mentee")["sort"] == "word"

    def test_a_frame_that_cannot_be_read(self, ana: Window) -> None:
        for frame in (
            "{",
            "[]",
            "null",
            "7",
            '{"do":"dance"}',
            "x" * 10_000,
            "[" * 50_000,
            b"\xff\x00",
            b"{}",
            "",
        ):
            ana.socket.send(frame)
            assert "reload" in ana.hears("complaint")["html"]
        assert ana.answer(do="say", text="menu"), "and it goes on"

    def test_a_message_of_5_000_characters_is_told_to_be_too_long(self, wire: Wire, ana: Window) -> None:
        answer = ana.answer(do="say", text="word " * 1_000)
        assert answer["sort"] == "refused"
        assert "4,000 is the most" in answer["html"]
        assert not ana.posts()

    def test_a_frame_that_is_too_large_ends_the_socket_and_nothing_else(self, wire: Wire) -> None:
        me = wire.somebody(Standing.MENTEE)
        with wire.window(me) as window:
            asked = signs_up(window)
            window.sends(do="submit", question=asked, values={"about": ["x" * LONGEST_FRAME]})
            with pytest.raises(ConnectionClosedError) as closed:
                window.hears("answer", id="none")
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009
        with wire.window(me) as back:
            screen = next(frame for frame in back.heard if frame["is"] == "screen")
            assert asked in screen["html"]
            assert back.answer(do="press", question=asked, choice="mentee")["sort"] == "form"

    def test_who_is_nobody_may_move_time_and_nothing_else(self, wire: Wire) -> None:
        with wire.window() as window:
            window.sends(do="say", text="sign up")
            assert "Choose first" in window.hears("complaint")["html"]
            window.sends(do="go", to="day")
            window.hears("time")

    def test_somebody_unknown_is_closed_with_a_code_of_its_own(self, wire: Wire) -> None:
        with wire.socket("nobody-at-all") as socket, pytest.raises(ConnectionClosed) as closed:
            socket.recv(PATIENCE)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == UNKNOWN

    @pytest.mark.parametrize(
        "place", ["dm:e-002", "channel:connecticut:coordinators", "room:x", "", "\ud83d"]
    )
    def test_a_place_that_they_do_not_see_is_their_own_instead(self, wire: Wire, place: str) -> None:
        me = wire.somebody(Standing.MENTEE)
        with wire.window(me, place.encode("utf-8", "replace").decode()) as window:
            told = [frame for frame in window.heard if frame["is"] == "screen"]
            [screen] = told or [window.hears("screen")]  # what others do meanwhile may be told of before it
            assert screen["place"] == dm(me)


class TestWindows:
    def test_one_that_never_reads_does_not_keep_the_others_waiting(self, wire: Wire) -> None:
        me, other = wire.somebody(Standing.MENTEE), wire.somebody(Standing.MENTEE, 1)
        with wire.socket(me, max_queue=1, compression=None) as deaf, wire.window(other) as window:
            for nth in range(300):
                deaf.send(
                    json.dumps({"do": "say", "id": f"deaf-{nth:08}", "text": f"{nth} " + "blah " * 700})
                )
            assert window.answer(do="say", text="help")["is"] == "answer"
            assert wire.asks("/").status == 200

    def test_what_comes_while_a_place_is_looked_at_stands_there_too(
        self, wire: Wire, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        playground, me = wire.playground, wire.somebody(Standing.MENTEE)
        posts, rooms = playground.posts, playground.rooms

        def comes(key: str) -> None:
            part = Part(kind="k", blocks=(Paragraph((Span("hello"),)),))
            message = Message(key=WishId(key), place=dm(me), parts=(part,))
            playground._do(lambda: playground._scene.screens.send(message))

        def before_it_comes(place: Place) -> Sequence[Post]:
            found = posts(place)
            comes("with-the-posts")
            return found

        def before_more_comes(person: PersonId) -> Sequence[Room]:
            found = rooms(person)
            comes("with-the-rooms")
            return found

        monkeypatch.setattr(playground, "posts", before_it_comes)
        monkeypatch.setattr(playground, "rooms", before_more_comes)
        with wire.socket(me) as socket:
            window = Window(socket)
            window.hears("places")
        [screen] = [frame for frame in window.heard if frame["is"] == "screen"]
        assert "with-the-posts" in screen["html"]
        [later] = window.posts()[1:]
        assert later["id"] == "with-the-rooms"
        assert window.heard.index(later) > window.heard.index(screen)

    def test_time_moves_on_live_and_stops_on_the_way(self, wire: Wire, ana: Window) -> None:
        before = wire.playground.now()
        ana.sends(do="go", to="stage")
        assert 'data-moving="yes"' in ana.hears("time")["html"]
        ana.sends(do="go", to="stop")
        while 'data-moving="no"' not in ana.hears("time")["html"]:
            pass
        stopped = wire.playground.now()
        assert before <= stopped
        assert wire.asks("/").status == 200
        wire.playground.go(Leap.DAY)
        assert wire.playground.now() > stopped

    def test_who_is_played_by_hand_is_said_from_any_window(self, wire: Wire, ana: Window) -> None:
        mentor = wire.somebody(Standing.MENTOR)
        ana.sends(do="play", who=mentor, by_hand=True)
        ana.answer(do="say", text="menu")
        by_hand = {each.id for each in wire.playground.people() if each.by_hand}
        assert mentor in by_hand

    def test_starting_over_while_windows_are_open_tells_them_all(self, wire: Wire) -> None:
        me = wire.somebody(Standing.MENTEE)
        with wire.window(me) as window, wire.window() as front:
            window.answer(do="say", text="sign up")
            assert wire.posts("/start-over").status == 303
            window.hears("over")
            front.hears("over")
            answer = window.answer(do="say", text="menu")
            assert answer["sort"] == "refused", "an old window harms nothing"
            window.sends(do="play", who=me, by_hand=True)
            window.hears("over")
            window.sends(do="go", to="day")
            window.hears("over")
        assert not wire.playground.posts(dm(me))
        assert not [each for each in wire.playground.people() if each.by_hand]
        assert not [post for post in wire.playground.posts(dm(me)) if "sign up" in str(post.parts)]

    @pytest.mark.parametrize("person", [GUEST, ""])
    def test_a_window_that_was_away_over_a_start_over_is_of_the_past(self, wire: Wire, person: str) -> None:
        """What it kept unsent meanwhile is nobody's in the new world, where somebody else has its person's id."""
        assert wire.posts("/people", name="Ana Duarte", zone="UTC").status == 303
        past = wire.playground.world
        assert f'data-world="{past}"' in wire.asks(f"/as/{GUEST}").text
        assert wire.posts("/start-over").status == 303
        assert wire.posts("/people", name="Bo Lindqvist", zone="UTC").status == 303
        before, now = wire.playground.posts(dm(GUEST)), wire.playground.now()
        for world in (past, ""):
            with wire.socket(person, world=world) as socket:
                window = Window(socket)
                with suppress(ConnectionClosed):  # it may be told sooner than it has sent all
                    window.sends(do="say", text="from the past")
                    window.sends(do="go", to="day")
                assert window.hears("over") == window.heard[0], "nothing of the new world is shown first"
                with pytest.raises(ConnectionClosed) as closed:
                    socket.recv(PATIENCE)
                assert closed.value.rcvd is not None
                assert closed.value.rcvd.code == OVER
        assert (wire.playground.posts(dm(GUEST)), wire.playground.now()) == (before, now)

    def test_starting_over_while_time_moves(self, wire: Wire) -> None:
        first = wire.playground.now()
        with wire.window(wire.somebody(Standing.MENTEE)) as window:
            for _ in range(3):
                window.sends(do="go", to="stage")
                assert wire.posts("/start-over").status == 303
                window.hears("over")
            assert wire.playground.now() >= first
            assert wire.asks("/").status == 200


class TestTrouble:
    def test_what_cannot_be_recorded_is_refused_and_told_as_such(self, wire: Wire, ana: Window) -> None:
        ana.answer(do="say", text="menu")
        database = sqlite3.connect(wire.folder / DATABASE, timeout=PATIENCE)
        database.execute("ALTER TABLE seen RENAME TO mislaid")
        database.commit()
        answer = ana.answer(do="say", id="not-yet-recorded", text="sign up")
        assert answer["sort"] == "refused"
        assert "Nothing was recorded" in answer["html"]
        ana.sends(do="play", who=wire.somebody(Standing.MENTOR), by_hand=True)
        assert "cannot be had now" in ana.hears("complaint")["html"]
        ana.sends(do="go", to="stage")
        database.execute("ALTER TABLE mislaid RENAME TO seen")
        database.commit()
        database.close()
        assert ana.answer(do="say", id="not-yet-recorded", text="sign up")["sort"] == "none", (
            "sent again, it counts"
        )

    def test_what_keeps_it_from_its_first_morning_is_told_at_every_window_until_time_moves(
        self, tmp_path: Path
    ) -> None:
        with at(tmp_path):
            pass
        in_the_way = tmp_path / ".playground.json.part"
        in_the_way.mkdir()
        with served(tmp_path, late=True) as wire:
            with wire.window() as front, wire.window() as other:
                for window in (front, other):
                    told = [frame for frame in window.heard if frame["is"] == "complaint"] or [
                        window.hears("complaint")
                    ]
                    assert "playground.json cannot be written (Is a directory)" in told[0]["html"]
                    assert "move time on" in told[0]["html"]
                in_the_way.rmdir()
                before = wire.playground.now()
                front.sends(do="go", to="day")
                while wire.playground.now() == before or wire.playground.time().moving:
                    front.hears("time")
            with wire.window() as later:
                later.sends(do="say", text="menu")
                assert "Choose first" in later.hears("complaint")["html"], "the first that it hears of"

    @pytest.mark.parametrize("file", [f".{TEXT}.part", f".{FILE}.part"])
    def test_starting_over_where_nothing_can_be_written_is_told_and_all_is_as_it_was(
        self, wire: Wire, file: str
    ) -> None:
        me, in_the_way = wire.somebody(Standing.MENTEE), wire.folder / file
        with wire.window(me) as window:
            window.answer(do="say", text="sign up")
            before, now = wire.playground.posts(dm(me)), wire.playground.now()
            in_the_way.mkdir()
            response = wire.posts("/start-over")
            assert response.status == 500
            assert "cannot start over" in response.text
            assert "(Is a directory)" in response.text
            assert (wire.playground.posts(dm(me)), wire.playground.now()) == (before, now)
            heard = len(window.posts())
            assert window.answer(do="say", text="help")["sort"] != "refused"
            assert len(window.posts()) > heard, "it is told of what comes, as before"
            in_the_way.rmdir()
            assert wire.posts("/start-over").status == 303
            window.hears("over")

    def test_starting_over_that_fails_half_way_is_told_until_it_can_be_done(self, wire: Wire) -> None:
        me, program = wire.somebody(Standing.MENTEE), wire.folder / TEXT
        with wire.window(me) as window:
            window.answer(do="say", text="sign up")
            program.unlink()
            program.mkdir()
            for response in (wire.posts("/start-over"), wire.asks("/"), wire.posts("/start-over")):
                assert response.status == 500
                assert "cannot start over" in response.text
                assert "(Is a directory)" in response.text
            assert "cannot start over" in window.answer(do="say", text="menu")["html"]
            program.rmdir()
            assert wire.asks("/").status == 200
        with wire.window(me) as back:
            assert back.answer(do="say", text="menu")["sort"] != "refused"
            assert "sign up" not in str(back.heard)

    def test_a_window_that_is_sent_more_than_it_reads_is_to_begin_anew(self) -> None:
        window = ServedWindow(me=None, place="")
        for nth in range(3 * MOST_WAITING):
            window.tell(nth=nth)
        assert window.behind
        assert window.frames.qsize() == 1, "nothing piles up"
        assert window.frames.get_nowait() is None


class TestFiles:
    def test_a_picture_is_shown_a_file_is_kept_and_nobody_else_has_either(self, wire: Wire) -> None:
        me, other = wire.somebody(Standing.MENTEE), wire.somebody(Standing.MENTEE, 1)
        chart, date = (
            Attachment("chart.png", b"\x89PNG", "Matches"),
            Attachment('a "b"\n.ics', b"BEGIN", "A date"),
        )
        part = Part(kind="k", blocks=(Paragraph((Span("see"),)), chart, date))
        playground = wire.playground
        playground._do(
            lambda: playground._scene.screens.send(Message(key=WishId("w:1?"), place=dm(me), parts=(part,)))
        )
        at = f"/as/{me}/file/w%3A1%3F/0"
        picture, file = wire.asks(f"{at}/1"), wire.asks(f"{at}/2")
        assert (picture.status, picture.body, picture.headers["content-type"]) == (
            200,
            b"\x89PNG",
            "image/png",
        )
        assert picture.headers["content-disposition"].startswith("inline")
        assert file.headers["content-type"].startswith("text/calendar")
        assert file.headers["content-disposition"].startswith("attachment")
        assert "\n" not in file.headers["content-disposition"]
        assert picture.headers["x-content-type-options"] == "nosniff"
        refused = [
            f"{at}/0",
            f"{at}/3",
            f"{at}/-1",
            at.replace(me, other) + "/1",
            at.replace("/0", "/7") + "/1",
        ]
        assert {wire.asks(path).status for path in refused} == {404}


class TestNewcomers:
    def test_somebody_adds_themselves_and_is_at_once_at_their_window(self, wire: Wire) -> None:
        came = wire.posts(
            "/people", name="  <img src=x onerror=alert(1)>  ", zone="Europe/Berlin", member="yes"
        )
        assert came.status == 303
        page = wire.asks(came.headers["location"])
        assert "&lt;img src=x onerror=alert(1)&gt;" in page.text
        assert "<img src=x" not in page.text

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({"name": " ", "zone": "UTC"}, "what you are called"),
            ({"name": "x" * 101, "zone": "UTC"}, "too long"),
            ({"name": "Ana", "zone": "Mars/Olympus"}, "time zone"),
            ({"name": "Ana", "zone": "../../etc/passwd"}, "time zone"),
            ({"name": "Ana", "zone": "UTC", "email": "no address"}, "e-mail"),
            ({"name": "\0", "zone": "UTC"}, "what you are called"),
        ],
    )
    def test_what_is_wrong_is_told_and_what_was_typed_stays(
        self, wire: Wire, form: dict[str, str], words: str
    ) -> None:
        people = wire.playground.people()
        response = wire.posts("/people", **form)
        assert response.status == 422
        assert words in response.text
        assert wire.playground.people() == people

    @pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"name=%ED%A0%80%00&zone=UTC", b"&&&===;", b"name"])
    def test_a_body_that_no_form_of_ours_sends(self, wire: Wire, body: bytes) -> None:
        response = wire.asks("/people", "POST", {"Origin": wire.origin}, body)
        assert response.status in {303, 422}
