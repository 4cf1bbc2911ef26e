"""What cannot be opened is told in one line that says what would help, and never shows a password."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from flows.model.people import Person
from flows.ports import StoreError
from flows.situation import Get
from storage import engines
from storage.failures import told
from storage.memory import MemoryStore
from storage.opening import open_store
from tests.storage.databases import database, fresh_copy, sqlite_url
from tests.storage.records import person


def refusal(url: str) -> str:
    with pytest.raises(StoreError) as raised:
        open_store(url)
    words = str(raised.value)
    assert "\n" not in words
    assert "secret" not in words
    return words


def test_memory_is_a_store() -> None:
    assert isinstance(open_store("memory:"), MemoryStore)


def test_a_folder_is_made_and_what_was_kept_is_there_again(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "new" / "folder" / "shelfmate.db")
    first = open_store(url)
    first.transact(lambda t: t.save([person("ada")]))
    first.close()
    second = open_store(url)
    assert second.transact(lambda t: t.load([Get(Person, "ada")])) == {Get(Person, "ada"): person("ada")}
    second.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("shelfmate.db", "is no database URL; say for example sqlite:///"),
        ("mysql://ada:secret@host/name", "mysql: not supported; use sqlite or postgresql"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("postgresql://ada:secret@127.0.0.1:1/name", "no server answers there"),
        ("postgres://ada:secret@nowhere.invalid/name", "name of its host is not known"),
    ],
)
def test_a_wrong_url_is_explained(url: str, words: str) -> None:
    assert words in refusal(url)


def test_other_drivers_of_the_same_databases_are_understood() -> None:
    assert engines.url_of("postgresql+asyncpg://host/name").drivername == "postgresql+psycopg"
    assert engines.url_of("postgres://host/name").drivername == "postgresql+psycopg"
    assert engines.url_of("sqlite+aiosqlite:///a.db").drivername == "sqlite"


def test_a_path_through_a_file_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    assert "cannot be opened" in refusal(sqlite_url(tmp_path / "file" / "shelfmate.db"))


def test_a_folder_in_place_of_the_file_is_explained(tmp_path: Path) -> None:
    assert "cannot be opened; is its folder there" in refusal(sqlite_url(tmp_path))


def test_another_kind_of_file_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ben, " * 200)
    assert "no SQLite database" in refusal(sqlite_url(letter))
    assert letter.read_text() == "Dear Ben, " * 200


def test_a_file_that_may_only_be_read_is_explained(tmp_path: Path, sqlite_tables: Path) -> None:
    path = fresh_copy(sqlite_tables, tmp_path)
    assert "not writable" in refusal(f"sqlite:///file:{path}?mode=ro&uri=true")


def test_a_database_held_by_another_program_is_explained(
    tmp_path: Path, sqlite_tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fresh_copy(sqlite_tables, tmp_path)
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert "another program holds it" in refusal(sqlite_url(path))
    other.close()


def test_a_full_disk_is_explained(tmp_path: Path) -> None:
    small = sqlite3.connect(tmp_path / "small.db")
    small.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as raised:
        small.execute("CREATE TABLE a AS SELECT zeroblob(100000)")
    small.close()
    assert "the disk is full" in str(told(raised.value, make_url("sqlite:///a.db")))


def test_a_missing_postgresql_database_is_explained(postgresql_url: str) -> None:
    there = make_url(postgresql_url)
    assert "no database of that name" in refusal(
        there.set(database="nothing_here").render_as_string(hide_password=False)
    )


def test_a_newer_schema_is_left_alone(tmp_path: Path, sqlite_tables: Path) -> None:
    path = fresh_copy(sqlite_tables, tmp_path)
    newer = sqlite3.connect(path)
    newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.commit()
    newer.close()
    assert "written by a newer Shelfmate (its tables are at 9999" in refusal(sqlite_url(path))


def test_a_nul_is_refused_where_it_cannot_be_kept(postgresql_url: str) -> None:
    store = open_store(postgresql_url)
    with pytest.raises(StoreError, match="NUL"):
        store.transact(lambda t: t.save([person("ada", "\0")]))
    store.close()


def test_a_lost_connection_is_replaced(postgresql_url: str, postgresql_tables: Engine) -> None:
    store = open_store(postgresql_url)
    store.transact(lambda t: t.save([person("ada")]))
    with postgresql_tables.connect() as connection:
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        connection.execute(
            text(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}")
        )
    assert store.transact(lambda t: t.load([Get(Person, "ada")]))[Get(Person, "ada")] == person("ada")
    store.close()


def test_replicas_that_start_together_migrate_once() -> None:

    with database(f"shelfmate_replicas_{os.getpid()}") as url, ThreadPoolExecutor(3) as threads:
        for store in [each.result() for each in [threads.submit(open_store, url) for _ in range(3)]]:
            store.close()
