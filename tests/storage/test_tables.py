"""Tables keep what records hold, migrations make those tables, and no look-up scans."""

import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, inspect

from flows.model.registry import RECORDS
from flows.model.talk import Seen
from storage.due import DUE, FORGOTTEN_BY
from storage.migrating import config_of
from storage.statements import Book, Statement
from storage.tables import tables
from tests.storage.databases import fresh_copy, sqlite_url

ALL = pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database as the migrations leave it."""
    if request.param == "postgresql":
        yield request.getfixturevalue("postgresql_tables")
        return
    engine = create_engine(sqlite_url(fresh_copy(request.getfixturevalue("sqlite_tables"), tmp_path)))
    yield engine
    engine.dispose()


@ALL
def test_a_table_has_a_column_for_each_field(record: type[Any]) -> None:
    assert [column.name for column in tables()[record].columns] == [field.name for field in fields(record)]


def test_the_database_has_an_index_for_each_look_up(migrated: Engine) -> None:
    for record, table in tables().items():
        found = {tuple(index["column_names"]) for index in inspect(migrated).get_indexes(table.name)}
        wanted = {(*look_up, "id") for look_up in record.INDEXES}
        if record in DUE:
            wanted.add(DUE[record].order)
            if first := DUE[record].first:
                wanted.add((first[0], *DUE[record].order))
        if record in FORGOTTEN_BY:
            wanted.add((FORGOTTEN_BY[record], "id"))
        assert found == wanted, record


def test_migrations_lead_to_the_tables_as_declared(migrated: Engine) -> None:
    with migrated.connect() as connection:
        command.check(
            config_of(connection)
        )  # it raises where a migration is missing: python -m storage.migrations


def test_migrations_can_be_taken_back(tmp_path: Path, sqlite_tables: Path) -> None:
    engine = create_engine(sqlite_url(fresh_copy(sqlite_tables, tmp_path)))
    with engine.begin() as connection:
        command.downgrade(config_of(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        command.upgrade(config_of(connection), "head")
        command.check(config_of(connection))
    engine.dispose()


@ALL
def test_no_look_up_scans_or_sorts(record: type[Any], sqlite_tables: Path) -> None:
    of = Book(create_engine("sqlite://").dialect).of(record)
    asked = [of.get(1), of.get(4), of.erase(2), *map(of.find, record.INDEXES), *map(of.count, record.INDEXES)]
    if record is Seen:
        asked.append(of.prune)
    for statement in asked:
        plan = planned(sqlite_tables, statement)
        assert "SCAN" not in plan, statement.text
        assert "TEMP B-TREE" not in plan, statement.text


@pytest.mark.parametrize("record", DUE, ids=lambda record: record.__name__)
def test_what_waits_is_read_in_order_from_its_own_index(record: type[Any], sqlite_tables: Path) -> None:
    *waiting, leased = Book(create_engine("sqlite://").dialect).of(record).due
    name = f"ix_{tables()[record].name}_{'_'.join(DUE[record].order)}"
    first, *_ = DUE[record].first or ("",)
    names = [name.replace("ix_wish", f"ix_wish_{first}"), name] if first else [name]
    for statement, index in zip(waiting, names, strict=True):
        plan = planned(sqlite_tables, statement)
        assert f"{index} (" in plan
        assert "TEMP B-TREE" not in plan
    assert "state_id (state=?)" in planned(sqlite_tables, leased)


def test_the_soonest_is_read_off_the_indexes(sqlite_tables: Path) -> None:
    plan = planned(sqlite_tables, Book(create_engine("sqlite://").dialect).next_due)
    for record, due in DUE.items():
        table = tables()[record].name
        assert f"ix_{table}_{'_'.join(due.order)}" in plan
        assert f"ix_{table}_state_id" in plan


def planned(database: Path, statement: Statement) -> str:
    """How SQLite would answer this."""
    connection = sqlite3.connect(database)
    try:
        nothing = [0] * len(statement.names)
        rows = connection.execute(f"EXPLAIN QUERY PLAN {statement.text}", nothing).fetchall()
    finally:
        connection.close()
    return "\n".join(row[-1] for row in rows)
