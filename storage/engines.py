"""How we talk to SQLite and to PostgreSQL: drivers, connections, locking and durability."""

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from flows.ports import StoreError

DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
BUSY_SECONDS = 10
STATEMENTS_KEPT = 512


def url_of(text: str) -> URL:
    """The URL of a database that we can use, with the driver that we use."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise StoreError(
            f"{text!r} is no database URL; say for example sqlite:///data/shelfmate.db "
            "or postgresql://user:password@host/name"
        ) from None
    driver = DRIVERS.get(url.get_backend_name())
    if driver is None:
        raise StoreError(f"database {url.get_backend_name()}: not supported; use sqlite or postgresql")
    if driver == "sqlite" and url.database in {None, "", ":memory:"}:
        raise StoreError("an SQLite database needs a file: sqlite:///data/shelfmate.db")
    return url.set(drivername=driver)


def engine_of(url: URL, *, durable: bool) -> Engine:
    """An engine for this database; nothing is connected yet."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, durable=durable)
    return _postgresql(url)


def _sqlite(url: URL, *, durable: bool) -> Engine:
    if not str(url.database).startswith("file:"):
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "cached_statements": STATEMENTS_KEPT, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL) -> Engine:
    # imported here: who runs on SQLite need not have the libraries of PostgreSQL load
    from psycopg.types.string import TextLoader  # noqa: PLC0415

    engine = create_engine(url, isolation_level="SERIALIZABLE", paramstyle="format", pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        # JSON stays text: the codec reads it by the field's type
        connection.adapters.register_loader("json", TextLoader)

    return engine
