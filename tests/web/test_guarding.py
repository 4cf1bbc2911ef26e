"""Who may come in: pages of our own under names of our own; and what every response carries, whatever it says."""

from collections.abc import Iterator
from pathlib import Path
from socket import create_connection

import pytest
from websockets import Origin
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from adapters.web.guarding import HEADERS
from adapters.web.host import Standing
from adapters.web.listen import LONGEST_FORM
from tests.web.wire import Response, Wire, served

STRANGE = [
    "http://evil.example",
    "null",
    "",
    "http://127.0.0.1:1",
    "http://localhost:99999x",
    "file://",
    "[::1",
]


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    with served(tmp_path_factory.mktemp("guarded")) as wire:
        yield wire


def carries_the_headers(response: Response) -> bool:
    return all(response.headers.get(name.lower()) == value for name, value in HEADERS.items())


class TestEveryResponse:
    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("/", 200),
            ("/static/ground.css", 200),
            ("/static/live.js", 200),
            ("/static/none.js", 404),
            ("/nowhere", 404),
            ("/as/nobody", 404),
            ("/as/%00%ff", 404),
            ("/as/nobody/file/x/0/0", 404),
            ("/as/nobody/file/x/0/99999999999999999999999", 404),
            ("/people", 405),
        ],
    )
    def test_carries_the_policy_errors_too(self, wire: Wire, path: str, status: int) -> None:
        response = wire.asks(path)
        assert response.status == status
        assert carries_the_headers(response)
        assert "Traceback" not in response.text

    def test_a_persons_window_and_a_place_that_they_do_not_see(self, wire: Wire) -> None:
        mentee = wire.somebody(Standing.MENTEE)
        mine = wire.asks(f"/as/{mentee}")
        desk = wire.asks(f"/as/{mentee}?in=channel:connecticut:coordinators")
        other = wire.asks(f"/as/{mentee}?in=dm:{wire.somebody(Standing.MENTEE, 1)}")
        assert [mine.status, desk.status, other.status] == [200, 404, 404]
        assert all(map(carries_the_headers, (mine, desk, other)))

    def test_a_mistake_of_ours_too(self, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails() -> None:
            raise RuntimeError("<b>the pipes burst</b>")

        monkeypatch.setattr(wire.playground, "people", fails)
        response = wire.asks("/")
        assert response.status == 500
        assert carries_the_headers(response)
        assert "pipes" not in response.text, "what went wrong is for the log"
        assert "try again" in response.text

    def test_the_policy_lets_nothing_inline_run_and_nothing_come_from_elsewhere(self, wire: Wire) -> None:
        policy = wire.asks("/").headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http" not in policy

    @pytest.mark.parametrize("path", ["/", "/static/ground.css", "/as/nobody"])
    def test_head_is_get_without_the_body(self, wire: Wire, path: str) -> None:
        got, head = wire.asks(path), wire.asks(path, "HEAD")
        assert (head.status, head.body) == (got.status, b"")
        assert head.headers["content-length"] == got.headers["content-length"]
        assert carries_the_headers(head)

    @pytest.mark.parametrize("path", ["/", "/as/nobody", "/people", "/live"])
    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
    def test_other_methods_do_nothing(self, wire: Wire, method: str, path: str) -> None:
        response = wire.asks(path, method)
        assert response.status in {403, 404, 405}
        assert carries_the_headers(response)


class TestPosts:
    @pytest.mark.parametrize("origin", STRANGE)
    @pytest.mark.parametrize("path", ["/people", "/start-over"])
    def test_from_other_sites_are_refused(self, wire: Wire, path: str, origin: str) -> None:
        people = wire.playground.people()
        headers = {"Content-Type": "application/x-www-form-urlencoded"} | (
            {"Origin": origin} if origin else {}
        )
        response = wire.asks(path, "POST", headers, b"name=Eve&zone=UTC")
        assert response.status == 403
        assert response.text == "Only pages of the playground itself may do this.\n"
        assert carries_the_headers(response)
        assert wire.playground.people() == people

    def test_a_long_one_is_refused_by_its_beginning(self, wire: Wire) -> None:
        sent = 0

        def endless() -> Iterator[bytes]:
            nonlocal sent
            while sent < 64 * 1024 * 1024:
                sent += 8192
                yield b"name=" + b"x" * 8187

        headers = {"Origin": wire.origin, "Transfer-Encoding": "chunked"}
        try:
            response = wire.asks("/people", "POST", headers, endless())
            assert response.status == 413
            assert carries_the_headers(response)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it did not wait for the end
        assert sent < 64 * 1024 * 1024

    def test_one_that_says_how_long_it_is(self, wire: Wire) -> None:
        response = wire.asks("/people", "POST", {"Origin": wire.origin}, b"x" * (LONGEST_FORM + 1))
        assert response.status == 413
        assert "more than the form can hold" in response.text


class TestReads:
    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    @pytest.mark.parametrize("thing", ["image", "iframe", "script", "empty"])
    def test_nobody_is_played_because_another_site_shows_their_page_as_its_picture(
        self, wire: Wire, site: str, thing: str
    ) -> None:
        mentor = wire.somebody(Standing.MENTOR)
        response = wire.asks(f"/as/{mentor}", headers={"Sec-Fetch-Site": site, "Sec-Fetch-Dest": thing})
        assert response.status == 403
        assert carries_the_headers(response)
        assert not next(person.by_hand for person in wire.playground.people() if person.id == mentor)

    def test_a_link_from_anywhere_and_our_own_pictures_will_do(self, wire: Wire) -> None:
        link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
        style = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "style"}
        assert wire.asks("/", headers=link).status == 200
        assert wire.asks("/static/ground.css", headers=style).status == 200


class TestNames:
    @pytest.mark.parametrize(
        "host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "[::1", "", "@"]
    )
    def test_a_name_that_somebody_else_pointed_here_is_refused(self, wire: Wire, host: str) -> None:
        """DNS rebinding: the page of another site has its own name looked up again, and finds our address."""
        response = wire.asks("/", headers={"Host": host})
        assert response.status in {400, 403}
        assert "<" not in response.text
        page = wire.asks("/people", "POST", {"Host": host, "Origin": f"http://{host}"}, b"name=Eve&zone=UTC")
        assert page.status in {400, 403}

    @pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])
    def test_every_name_of_this_machine_itself_will_do(self, wire: Wire, host: str) -> None:
        assert wire.asks("/", headers={"Host": f"{host}:{wire.port}"}).status == 200

    def test_a_name_that_it_was_given_will_do_however_it_is_written(self, tmp_path: Path) -> None:
        with served(tmp_path, names=("Shelf.Example",)) as wire:
            assert wire.asks("/", headers={"Host": "shelf.example"}).status == 200
            assert wire.asks("/", headers={"Host": "127.0.0.1"}).status == 403


class TestSockets:
    @pytest.mark.parametrize("origin", [origin or None for origin in STRANGE])
    def test_from_other_sites_and_from_nowhere_are_refused(self, wire: Wire, origin: str | None) -> None:
        with pytest.raises(InvalidStatus) as refused:
            wire.socket(wire.somebody(Standing.MENTEE), origin=origin)
        assert refused.value.response.status_code == 403

    def test_under_a_foreign_name_are_refused(self, wire: Wire) -> None:
        name = f"evil.example:{wire.port}"
        with (
            create_connection(("127.0.0.1", wire.port)) as line,
            pytest.raises(InvalidStatus) as refused,
        ):
            connect(f"ws://{name}/live", sock=line, origin=Origin(f"http://{name}"))
        assert refused.value.response.status_code == 403


class TestStatic:
    @pytest.mark.parametrize(
        "path",
        [
            "/static/../listen.py",
            "/static/..%2flisten.py",
            "/static/%2e%2e/listen.py",
            "/static/....//listen.py",
            "/static/..\\listen.py",
            "/static//etc/passwd",
            "/static/%00",
            "/static/",
            "/static",
            "/static/" + "a" * 5_000,
        ],
    )
    def test_nothing_outside_of_its_folder_is_shown(self, wire: Wire, path: str) -> None:
        response = wire.asks(path)
        assert response.status in {307, 400, 404, 405}
        assert "import" not in response.text
        assert "root:" not in response.text
        assert carries_the_headers(response)
