"""The databases that replicas share, fresh for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.ports import Store
from storage.opening import open_store
from tests.storage.databases import database, sqlite_url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that several processes can share."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "shared.db")
        return
    with database(f"shelfmate_replicas_{os.getpid()}") as place:
        yield place


@pytest.fixture
def stores(url: str) -> Iterator[tuple[Store, Store]]:
    """The same database, opened by each of two replicas."""
    first, second = open_store(url, durable=False), open_store(url, durable=False)
    yield first, second
    first.close()
    second.close()
