"""How a database stands, found out without changing it: is it there, does it answer, are its tables up to date."""

from enum import StrEnum
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection
from sqlalchemy.exc import SQLAlchemyError

from storage.engines import engine_of, url_of
from storage.failures import told
from storage.migrating import config_of


class Stands(StrEnum):
    """How far a database is."""

    ABSENT = "absent"
    """An SQLite file that the first start makes."""
    EMPTY = "empty"
    BEHIND = "behind"
    """The next start brings its tables up to date."""
    CURRENT = "current"
    NEWER = "newer"
    """A newer Shelfmate wrote it: this one must leave it alone."""


def standing(url: str) -> Stands:
    """How the database at this URL stands. Raises StoreError where it does not answer, or may not be written to."""
    place = url_of(url)
    if _absent(place):
        return Stands.ABSENT
    engine = engine_of(place, durable=True)
    try:
        with engine.connect() as connection:  # on SQLite this is a transaction that writes
            return _of(connection)
    except (SQLAlchemyError, OSError) as error:
        raise told(error, place) from error
    finally:
        engine.dispose()


def _absent(place: URL) -> bool:
    file = str(place.database)
    return place.get_backend_name() == "sqlite" and not file.startswith("file:") and not Path(file).is_file()


def _of(connection: Connection) -> Stands:
    scripts = ScriptDirectory.from_config(config_of(connection))
    at = MigrationContext.configure(connection).get_current_revision()
    if at is None:
        return Stands.EMPTY
    if at == scripts.get_current_head():
        return Stands.CURRENT
    return Stands.BEHIND if at in {each.revision for each in scripts.walk_revisions()} else Stands.NEWER
