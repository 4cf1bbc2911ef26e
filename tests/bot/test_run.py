"""`shelfmate run`: it starts, says what it can and cannot do, stops when asked, and tells nobody its secrets."""

import json
import logging
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import structlog

from bot import logs
from bot.app import assemble, read_programs
from bot.bad_input import BadInput
from bot.clock import SystemClock
from bot.settings import Settings, read_settings
from flows.events import Joined, Said
from flows.ids import AccountId, EventId, ProgramId
from flows.model.cohorts import Cohort
from flows.situation import Get
from storage.opening import open_store
from tests.bot.replicas import PATIENCE, Bell, Log, keeps, message, now, small_town
from tests.flows.small_program import SMALL
from tests.storage.databases import sqlite_url

SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-hush-one",
    "SLACK_APP_TOKEN": "xapp-hush-two",
    "SLACK_SIGNING_SECRET": "hush-three",
    "DISCORD_TOKEN": "hush.four",
    "SHELFMATE_SECRET": "hush five",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where an installation runs."""
    (tmp_path / "small.toml").write_text(SMALL, encoding="utf-8")
    return tmp_path


def started(folder: Path, **settings: str) -> "subprocess.Popen[str]":
    known = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "SYSTEMROOT"}}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env={
            **known,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "SHELFMATE_PROGRAMS": "small.toml",
            "WEB_PORT": str(free_port()),
            **settings,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running(
    folder: Path, until: str = "talks to nobody", **settings: str
) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    """An installation that has said what it says at its start, up to a line with `until`."""
    process = started(folder, **settings)
    said: list[str] = []
    assert process.stderr
    for line in process.stderr:
        said.append(line)
        if until in line:
            break
    assert said
    assert until in said[-1], said
    try:
        yield process, said
    finally:
        process.kill()
        process.communicate()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def refused(folder: Path, **settings: str) -> list[str]:
    """The lines with which it refuses to start."""
    process = started(folder, **settings)
    out, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert out == ""
    assert "Traceback" not in told
    return told.splitlines()


def well(port: str) -> tuple[int, dict[str, Any]]:
    """What `/healthz` answers: status and body."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


class TestItRuns:
    @pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
    def test_it_keeps_time_says_how_to_rehearse_and_stops_when_asked(
        self, folder: Path, asked: signal.Signals
    ) -> None:
        with running(folder) as (process, said):
            assert "shelfmate rehearse connecticut" in said[-1]
            assert str(folder / "data" / "shelfmate.db") in "".join(said)
            process.send_signal(asked)
            out, rest = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert out == ""
        assert "stopped" in rest.splitlines()[-1]
        assert "Traceback" not in rest

    def test_its_program_is_launched_and_its_cohorts_are_planned(self, folder: Path) -> None:
        """Timers go before messages: once the message is out, the one that was due at the launch has rung."""
        store = open_store(sqlite_url(folder / "app.db"))
        sent = Log()
        programs = read_programs([str(folder / "small.toml")])
        app = assemble(store, programs, SystemClock(), adapters={"": Bell(sent)})
        [pair] = small_town(store)
        keeps(store, message("hello", pair.mentee, now()))
        app.start()
        sent.wait_for("hello")
        this_year = now().year
        years = [Get(Cohort, f"small-{year}-spring") for year in (this_year, this_year + 1)]
        assert any(store.transact(lambda tx: tx.load(years)).values())
        app.stop()

    def test_what_is_received_is_answered_and_what_follows_goes_out_at_once(self, folder: Path) -> None:
        store = open_store(sqlite_url(folder / "app.db"))
        sent = Log()
        app = assemble(store, [], SystemClock(), adapters={"": Bell(sent)}, sweep_seconds=3600)
        small_town(store)
        app.start()
        joined = Joined(
            id=EventId("joins"),
            now=now(),
            account=AccountId("test:ana"),
            program=ProgramId("small"),
            name="Ana",
        )
        app.receive(joined)
        said = Said(
            id=EventId("says"),
            now=now(),
            account=AccountId("test:ana"),
            program=ProgramId("small"),
            text="my data",
        )
        app.receive(said)
        sent.wait_for_many(1)
        app.stop()

    def test_it_starts_again_on_what_it_left(self, folder: Path) -> None:
        for _ in range(2):
            with running(folder) as (process, _said):
                process.terminate()
                process.communicate(timeout=PATIENCE)
                assert process.returncode == 0

    def test_it_goes_on_while_its_platforms_are_down_says_so_and_shows_no_secret(self, folder: Path) -> None:
        port, nowhere = str(free_port()), f"http://127.0.0.1:{free_port()}/api"
        down = {**SECRETS, "SLACK_API_URL": nowhere, "DISCORD_API_URL": nowhere, "WEB_PORT": port}
        with running(folder, "seconds=2", LOG_LEVEL="DEBUG", **down) as (process, said):
            status, told = well(port)
            process.terminate()
            out, rest = process.communicate(timeout=PATIENCE)
        everything = "".join([*said, rest, out])
        assert process.returncode == 0
        assert (status, told["missing"]) == (503, ["Slack", "Discord"])
        assert "not reached; everything else goes on, and it is tried again" in everything
        assert {"platform=Slack", "platform=Discord"} <= set(everything.split())
        assert not re.search("hush|Traceback", everything)

    def test_it_tells_that_it_is_well_and_what_it_did(self, folder: Path) -> None:
        port = str(free_port())
        with running(folder, WEB_PORT=port):
            assert well(port) == (200, {"status": "ready", "missing": [], "parts": {"database": "ready"}})
            with urlopen(f"http://127.0.0.1:{port}/metrics") as figures:
                told = figures.read().decode()
        assert "shelfmate_messages_waiting" in told
        assert "small" not in told

    def test_a_database_that_does_not_answer_is_told_and_a_second_signal_ends_it_at_once(
        self, folder: Path
    ) -> None:
        port, file = str(free_port()), folder / "data" / "shelfmate.db"
        with (
            running(folder, WEB_PORT=port) as (process, _),
            closing(sqlite3.connect(file, isolation_level=None)) as other,
        ):
            other.execute("BEGIN IMMEDIATE")
            told = {"database": "does not answer within 3 s"}
            assert well(port) == (503, {"status": "not ready", "missing": ["database"], "parts": told})
            process.send_signal(signal.SIGINT)
            assert process.stderr
            assert any("stopping" in line for line in process.stderr)
            process.send_signal(signal.SIGTERM)  # it would wait for the database
            process.communicate(timeout=PATIENCE)
        assert process.returncode == -signal.SIGTERM

    def test_json_lines_are_json(self, folder: Path) -> None:
        with running(folder, LOG_FORMAT="json") as (_, said):
            assert all(line.startswith("{") and line.endswith("}\n") for line in said)


class TestItRefuses:
    def test_each_bad_setting_is_one_line(self, folder: Path) -> None:
        assert refused(folder, LOG_LEVEL="loud", WEB_PORT="80800", LOG_FORMAT="xml") == [
            "settings: LOG_LEVEL: 'loud' is unknown; use one of DEBUG, INFO, WARNING, ERROR",
            "settings: LOG_FORMAT: 'xml' is unknown; use one of text, json",
            "settings: WEB_PORT: '80800' is no port; use a number from 1 to 65535",
        ]

    def test_an_unknown_program_leaves_nothing_behind(self, folder: Path) -> None:
        [line] = refused(folder, SHELFMATE_PROGRAMS="small.toml,conecticut")
        assert "did you mean connecticut?" in line
        assert not (folder / "data").exists()

    def test_a_port_that_is_taken(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            [line] = refused(folder, WEB_PORT=str(port))
        assert line == (
            f"127.0.0.1 port {port}: cannot be listened to (Address already in use); another Shelfmate or a "
            f"playground may run there: stop it, or choose another port with WEB_PORT={port + 1}"
        )
        assert not (folder / "data").exists()

    def test_a_database_that_is_not_there(self, folder: Path) -> None:
        [line] = refused(folder, DATABASE_URL="postgresql://ada:hush@127.0.0.1:1/name")
        assert "no server answers there" in line
        assert "hush" not in line

    def test_a_file_that_is_not_text(self, folder: Path) -> None:
        (folder / ".env").write_bytes(b"LOG_LEVEL=\xff\xfe\n")
        assert refused(folder) == [".env: is not UTF-8; save it as UTF-8"]

    def test_a_line_that_cannot_be_read_and_a_name_that_is_nearly_one(self, folder: Path) -> None:
        (folder / ".env").write_text(
            "# ours\n\nDATABSE_URL=sqlite:///hush.db\nLOG_LEVEL info hush\nPOSTGRES_PASSWORD=hush\n",
            encoding="utf-8",
        )
        assert refused(folder) == [
            ".env line 3: there is no DATABSE_URL; did you mean DATABASE_URL?",
            ".env line 4: cannot be read; write NAME=value, or # before a remark",
        ]

    def test_a_folder_that_is_not_there_is_not_made(self, folder: Path) -> None:
        nowhere = folder / "nowhere"
        assert refused(folder, DATABASE_URL=f"sqlite:///{nowhere}/x.db") == [
            f"settings: DATABASE_URL: there is no folder {nowhere}; make it, or give another"
        ]
        assert not nowhere.exists()


class TestSettings:
    def test_the_environment_goes_before_the_file_and_empty_is_not_said(self, tmp_path: Path) -> None:
        file = tmp_path / ".env"
        file.write_text(
            "LOG_LEVEL=debug\nWEB_PORT=99\nWEB_HOST=\nDISCORD_TOKEN='a$${b}c'\n", encoding="utf-8"
        )
        settings = read_settings({"WEB_PORT": "100", "LOG_LEVEL": ""}, file)
        assert (settings.log_level, settings.web_port, settings.web_host) == ("debug", "100", "127.0.0.1")
        assert settings.discord_token == "a$${b}c"

    def test_a_mark_of_the_encoding_does_no_harm(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfLOG_LEVEL=debug\r\nWEB_PORT=99\r\n")
        assert read_settings({}, tmp_path / ".env") == Settings(log_level="debug", web_port="99")

    def test_nothing_is_needed(self, tmp_path: Path) -> None:
        assert read_settings({}, tmp_path / ".env") == Settings()
        assert Settings().programs == ("connecticut",)
        assert Settings(slack_bot_token="a", discord_token="b").secret == "ab"
        assert Settings(slack_bot_token="a", shelfmate_secret="s").secret == "s", (
            "its own counts before the tokens"
        )

    def test_no_program_at_all_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(BadInput, match="names no program"):
            read_settings({"SHELFMATE_PROGRAMS": " , "}, tmp_path / ".env")

    def test_every_setting_is_explained(self) -> None:
        explained = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8")
        names = {name.upper() for name in Settings.__dataclass_fields__}
        assert names == set(re.findall(r"^#?([A-Z_]+)=", explained, re.MULTILINE))

    def test_where_the_data_is_can_be_shown(self, tmp_path: Path) -> None:
        url = "postgresql://ada:hush@host:5432/name?password=hush"
        assert Settings(database_url=url).database == "postgresql://host/name"
        assert Settings(database_url=f"sqlite:///{tmp_path}/x.db").database == f"{tmp_path}/x.db"

    def test_secrets_do_not_print(self) -> None:
        settings = Settings(**{name.lower(): value for name, value in SECRETS.items()})
        assert "hush" not in f"{settings} {settings!r}"


class TestLogs:
    @pytest.fixture(autouse=True)
    def _as_before(self) -> Iterator[None]:
        root = logging.getLogger()
        handlers, level, ours = root.handlers, root.level, structlog.get_config()
        yield
        root.handlers, root.level = handlers, level
        structlog.configure(**ours)

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_no_secret_is_ever_shown_wherever_it_hides(
        self, form: str, capfd: pytest.CaptureFixture[str]
    ) -> None:
        url = "postgresql://ada:h%20ush@host/name"
        settings = Settings(**{name.lower(): value for name, value in SECRETS.items()}, database_url=url)
        logs.configure("DEBUG", form, settings.secrets)
        log = structlog.get_logger()
        for secret in (*SECRETS.values(), "h ush", "h%20ush"):
            log.info("ours", token=secret, nested={"deep": [secret]})
            logging.getLogger("a.library").warning("theirs %s", secret)
            try:
                int(secret)
            except ValueError:
                log.exception("failed")
        shown = capfd.readouterr().err
        assert shown.count("[secret]") >= 5 * len(SECRETS)
        assert not re.search("hush|h ush|h%20ush", shown)
        assert "Traceback" in shown, "what went wrong is still told"
