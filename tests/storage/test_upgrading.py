"""A database of before, with a program under way in it: brought up to date, nothing of it is lost or read otherwise."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import create_engine, inspect, select

from flows.model.addresses import Workspace
from flows.model.people import Person
from flows.model.registry import RECORDS
from flows.model.talk import Question, Trouble, Wish, WishState
from flows.ports import Transaction
from flows.situation import Get, Query
from storage.engines import url_of
from storage.migrating import config_of
from storage.opening import open_store
from storage.tables import tables
from tests.applying import applies
from tests.cast import keeps, mentor
from tests.storage.databases import database, fresh_copy, sqlite_url
from tests.talk import Play

SINCE: dict[type[Any], dict[str, tuple[str, Any]]] = {
    Person: {
        "zone_chosen": ("0006", False),
        "zone_asked": ("0008", None),
        "reached_by": ("0008", ""),
        "reach": ("0008", ""),
    },
    Question: {"asked_at": ("0007", None)},
    Trouble: {"barred": ("0007", "")},
    Wish: {"via": ("0008", "")},
    Workspace: {"roles": ("0008", False)},
}
"""What each migration added, and what it says of records that were there before."""
ONCE_SLACK = (WishState.SENT, WishState.UNSURE)
"""Until 0008 there was one platform: what is out, or may be, went by it."""


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all tables, of this test alone."""
    if request.param == "sqlite":
        yield sqlite_url(fresh_copy(request.getfixturevalue("sqlite_tables"), tmp_path))
        return
    with database(f"shelfmate_upgrading_{os.getpid()}") as url:
        yield url


@pytest.mark.parametrize("before", ["0001", "0004", "0005", "0006", "0007", "0008"])
def test_a_program_goes_on_after_an_upgrade(place: str, before: str) -> None:
    kept = played(place)

    back_to(before, place)

    found = records(place)
    for record, rows in kept.items():
        if record not in of_later(before):
            assert found[record] == [as_of(before, row) for row in rows], record.__name__
    assert found[Wish], "it is no empty database that was tried"


def played(url: str) -> dict[type[Any], list[Any]]:
    """Somebody applies, by a roster and a workspace; messages are out, one waits, one may be out."""
    store = open_store(url, durable=False)
    play = Play.of("connecticut", "2027-02-10", store=store)
    play.coordinator()
    mentor(play, "ben", "Ben Okafor")
    ana = play.joins("ana", "Ana Duarte")
    applies(play, ana, "mentee")
    keeps(play, Workspace(id="slack:T1", program=play.program.id, set_up_by=ana))  # type: ignore[arg-type]
    sent = play.sent("application.received")[0]
    states = {"lost": WishState.UNSURE, "due": WishState.WAITING}
    keeps(play, *(replace(sent, id=id, state=state, ref="") for id, state in states.items()))  # type: ignore[arg-type]
    store.close()
    return records(url)


def back_to(revision: str, url: str) -> None:
    """The tables as they were at a migration, with whatever of the rows they could hold."""
    engine = create_engine(url_of(url))
    with engine.begin() as connection:
        command.downgrade(config_of(connection), revision)
        missing = {tables()[record].name for record in of_later(revision)}
        assert missing.isdisjoint(inspect(connection).get_table_names())
    engine.dispose()


def of_later(revision: str) -> set[type[Any]]:
    """Records that had no table then."""
    begun = {"Post": "0002", "Ruling": "0003", "Address": "0004", "Workspace": "0004", "Link": "0008"}
    begun |= {"Session": "0009", "Seat": "0009"}
    return {RECORDS[name] for name, since in begun.items() if since > revision}


def as_of(revision: str, row: Any) -> Any:
    """A record as somebody reads it who kept it then."""
    news = SINCE.get(type(row), {})
    assert set(news) <= {field.name for field in fields(row)}
    lost = {name: value for name, (since, value) in news.items() if since > revision}
    if isinstance(row, Wish) and "via" in lost and row.state in ONCE_SLACK:
        lost["via"] = "slack"
    return replace(row, **lost)


def records(url: str) -> dict[type[Any], list[Any]]:
    """All that is kept there, as Shelfmate finds it when it starts."""
    store = open_store(url, durable=False)
    engine = create_engine(url_of(url))
    with engine.connect() as connection:
        ids = {
            record: sorted(connection.execute(select(table.c.id)).scalars())
            for record, table in tables().items()
        }
    engine.dispose()
    asked: dict[type[Any], list[Query]] = {
        record: [Get(record, id) for id in found] for record, found in ids.items()
    }
    kept = {
        record: list(store.transact(partial(_loaded, queries)).values()) for record, queries in asked.items()
    }
    store.close()
    return kept


def _loaded(queries: list[Query], tx: Transaction) -> Mapping[Query, Any]:
    return tx.load(queries)
