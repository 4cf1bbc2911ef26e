"""`shelfmate demo`, as somebody at a terminal meets it: it starts, keeps to itself, ends when asked, and says what is wrong."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from websockets import Origin
from websockets.sync.client import connect

from tests.flows.small_program import SMALL

PATIENCE = 60
ELSEWHERE = {
    "DATABASE_URL": "postgresql://ada:hush@127.0.0.1:1/none",
    "SLACK_BOT_TOKEN": "xoxb-hush",
    "DISCORD_TOKEN": "hush",
    "SHELFMATE_PROGRAMS": "no-such-program",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where somebody cloned it."""
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    return tmp_path


def begun(folder: Path, *options: str, **settings: str) -> "subprocess.Popen[str]":
    known = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "SYSTEMROOT"}}
    place = {"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--program", "small.toml", "--port", "0", *options],
        cwd=folder,
        env={**known, **place, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running(folder: Path, *options: str, **settings: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A playground that has said where it is: `host:port`."""
    process = begun(folder, *options, **settings)
    assert process.stdout
    told = process.stdout.readline()
    assert told.startswith("The playground is at http://"), told or process.communicate()
    try:
        yield process, told.split("//")[1].strip()
    finally:
        process.kill()
        process.communicate()


def page(host: str, path: str = "/", name: str = "") -> tuple[int, str]:
    connection = HTTPConnection(host, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": name or host})
        came = connection.getresponse()
        return came.status, came.read().decode()
    finally:
        connection.close()


def ended(process: "subprocess.Popen[str]", by: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    """Its exit code, and what it complained of."""
    process.send_signal(by)
    _, complaints = process.communicate(timeout=PATIENCE)
    return process.returncode, complaints


def refused(folder: Path, *options: str, **settings: str) -> list[str]:
    """The lines with which it refuses to start."""
    process = begun(folder, *options, **settings)
    out, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1, (out, told)
    assert "Traceback" not in told
    return told.splitlines()


class TestItRuns:
    def test_on_a_database_of_its_own_whatever_the_settings_say(self, folder: Path) -> None:
        with running(folder, **ELSEWHERE) as (process, host):
            status, html = page(host)
            assert (status, "A small program" in html) == (200, True)
            assert ended(process) == (0, "")
        kept = {file.name for file in (folder / "data" / "playground" / "small").iterdir()}
        assert {"playground.db", "playground.json"} <= kept
        assert not (folder / "data" / "shelfmate.db").exists()

    @pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
    def test_it_ends_quickly_with_windows_open(self, folder: Path, by: signal.Signals) -> None:
        with running(folder) as (process, host):
            _, html = page(host, "/as/e-001")
            world = html.partition('data-world="')[2].partition('"')[0]
            with connect(
                f"ws://{host}/live?as=e-001&world={world}", origin=Origin(f"http://{host}")
            ) as socket:
                socket.recv(PATIENCE)
                socket.send('{"do": "go", "to": "stage"}')
                assert ended(process, by) == (0, "")

    def test_it_ends_well_also_before_it_serves(self, folder: Path) -> None:
        with running(folder) as (process, _):
            assert ended(process) == (0, "")

    def test_what_was_there_is_there_the_next_time(self, folder: Path) -> None:
        with running(folder) as (process, host):
            page(host, "/as/e-002")
            assert ended(process) == (0, "")
        with running(folder) as (process, host):
            assert "played by hand" in page(host)[1]
            assert ended(process) == (0, "")

    def test_it_is_there_for_this_machine_alone_unless_told_otherwise(self, folder: Path) -> None:
        with running(folder) as (_, host):
            assert host.startswith("127.0.0.1:")
            assert page(host, name="shelf.example")[0] == 403
        with running(folder, WEB_HOST="0.0.0.0", WEB_URL="http://shelf.example:8080") as (_, host):
            assert host == "shelf.example:8080"

    @pytest.mark.parametrize("url", ["", "http://shelf.example:8080"])
    def test_it_says_in_a_line_what_it_is_to_be_there_for_the_whole_network(
        self, folder: Path, url: str
    ) -> None:
        with running(folder, WEB_HOST="0.0.0.0", WEB_URL=url) as (process, _):
            assert process.stdout
            told = process.stdout.readline()
        assert "anyone on this network can be anybody in it" in told
        assert ("set WEB_URL" in told) == (not url)


class TestItRefuses:
    def test_a_port_that_is_taken_and_a_playground_that_runs_already(self, folder: Path) -> None:
        with running(folder) as (_, host):
            port = host.rpartition(":")[2]
            [line] = refused(folder, "--port", port)
            assert line == (
                f"127.0.0.1 port {port}: cannot be listened to (Address already in use); "
                f"perhaps a playground runs there already; or give another, such as --port {int(port) + 1}"
            )
            [line] = refused(folder)
            assert "a playground runs on it already; use the one that runs, or stop it first" in line

    def test_a_host_that_is_not_this_machine(self, folder: Path) -> None:
        [line] = refused(folder, WEB_HOST="192.0.2.1")
        assert "WEB_HOST has to be a name or an address of this machine" in line

    def test_what_it_kept_and_cannot_read_with_a_remedy(self, folder: Path) -> None:
        with running(folder) as (process, _):
            assert ended(process) == (0, "")
        data = folder / "data" / "playground" / "small"
        (data / "playground.db").write_bytes(b"this is no database at all. " * 200)
        [line] = refused(folder)
        assert "is no SQLite database" in line
        assert line.endswith("or delete the folder data/playground/small to start over")
        (data / "playground.json").write_text(
            '{"seed": 1, "first": "2027-01-31", "at": "2027-02-01T15:00:00"}'
        )
        [line] = refused(folder)
        assert "playground.json: cannot be read (Input should have timezone info)" in line
        assert "delete the folder data/playground/small to start over" in line

    def test_an_unknown_program(self, folder: Path) -> None:
        [line] = refused(folder, "--program", "conecticut")
        assert "did you mean connecticut?" in line
        assert not (folder / "data").exists()
