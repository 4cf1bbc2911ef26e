"""The kinds of column that a record's fields are kept in, and the indexes that its look-ups need."""

from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, Index, MetaData, Text, and_, column
from sqlmodel import Field, SQLModel

from storage.due import DUE, FORGOTTEN_BY

# PostgreSQL's "C" orders by code point, as SQLite and Python do: every store pages in the same order
BY_CODE_POINT = Text().with_variant(Text(collation="C"), "postgresql")
# JSON and not JSONB, which would lose the order of keys
ORDERED_JSON = JSON(none_as_null=True)

Id = Annotated[str, Field(primary_key=True, sa_type=BY_CODE_POINT)]
Words = Annotated[str, Field(sa_type=BY_CODE_POINT)]
MaybeWords = Annotated[str | None, Field(sa_type=BY_CODE_POINT)]
Whole = Annotated[int, Field(sa_type=BigInteger)]
MaybeWhole = Annotated[int | None, Field(sa_type=BigInteger)]
Json = Annotated[Any, Field(sa_type=ORDERED_JSON, nullable=False)]
MaybeJson = Annotated[Any, Field(sa_type=ORDERED_JSON, nullable=True)]


class Row(SQLModel):
    """What every table has in common: names of keys and indexes that a migration can rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def options(record: type[Any]) -> tuple[Any, ...]:
    """The table's indexes: one for each look-up of the record, in order of id, and those of what comes due."""
    indexes = [Index(None, *fields, "id") for fields in record.INDEXES]
    if record in DUE:
        due = DUE[record]
        # only of those that wait: it stays small however many have passed. The leased are few: found by state
        waits = column("state", Text) == due.waiting
        indexes.append(Index(None, *due.order, sqlite_where=waits, postgresql_where=waits))
        if due.first:
            field, value = due.first
            first = and_(waits, column(field, Text) == value)
            indexes.append(Index(None, field, *due.order, sqlite_where=first, postgresql_where=first))
    if record in FORGOTTEN_BY:
        indexes.append(Index(None, FORGOTTEN_BY[record], "id"))
    # the id is the key of every look-up: without SQLite's hidden row number a row is written once, not twice
    return (*indexes, {"sqlite_with_rowid": False})


__all__ = ["Id", "Json", "MaybeJson", "MaybeWhole", "MaybeWords", "Row", "Whole", "Words", "options"]
