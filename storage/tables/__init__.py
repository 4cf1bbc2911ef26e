"""Every table, by the record that it keeps."""

from types import ModuleType
from typing import Any

from sqlalchemy import MetaData, Table

from flows.model.registry import RECORDS
from storage.tables import addresses, cohorts, pairs, people, screens, sessions, talk
from storage.tables.columns import Row

ROOMS: tuple[ModuleType, ...] = (people, cohorts, pairs, sessions, screens, addresses, talk)


def metadata() -> MetaData:
    """All tables together, as migrations compare them to a database."""
    return Row.metadata


def tables() -> dict[type[Any], Table]:
    """Each record's table: `PersonRow` keeps `Person`."""
    rows = {name: row for room in ROOMS for name, row in vars(room).items()}
    return {record: rows[f"{name}Row"].__table__ for name, record in RECORDS.items()}
