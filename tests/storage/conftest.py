"""The three stores, fresh for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from flows.ports import Store
from storage.opening import open_store
from storage.sql import SqlStore
from tests.storage.databases import database, emptied, fresh_copy, migrated_file, sqlite_url


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no rows."""
    return migrated_file(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_tables() -> Iterator[Engine]:
    """A PostgreSQL database with all tables, of this test process alone."""
    with database(f"shelfmate_{os.getpid()}") as url:
        SqlStore.open(url).close()
        engine = create_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def postgresql_url(postgresql_tables: Engine) -> str:
    """Where that database is found, empty."""
    emptied(postgresql_tables)
    return postgresql_tables.url.render_as_string(hide_password=False)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where each of the three stores is found, empty."""
    if request.param == "memory":
        return "memory:"
    if request.param == "sqlite":
        return sqlite_url(fresh_copy(request.getfixturevalue("sqlite_tables"), tmp_path))
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Each of the three stores, one after the other."""
    opened = open_store(url, durable=False)
    yield opened
    opened.close()
