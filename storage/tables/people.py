"""The tables of who there is: persons, accounts, rosters, coordinators."""

from datetime import date, datetime

from flows.model import people
from storage.tables.columns import Id, Json, Row, Words, options


class PersonRow(Row, table=True):
    __tablename__ = "person"
    __table_args__ = options(people.Person)

    id: Id
    name: Words
    email: Words
    zone: Words
    zone_chosen: bool
    zone_asked: bool | None
    language: Words
    paused_until: date | None
    removed_at: datetime | None
    program: Words
    reached_by: Words
    reach: Words


class AccountRow(Row, table=True):
    __tablename__ = "account"
    __table_args__ = options(people.Account)

    id: Id
    person: Words


class LinkRow(Row, table=True):
    __tablename__ = "link"
    __table_args__ = options(people.Link)

    id: Id
    person: Words
    account: Words
    expires: datetime


class RosterEntryRow(Row, table=True):
    __tablename__ = "roster_entry"
    __table_args__ = options(people.RosterEntry)

    id: Id
    program: Words
    roles: Json


class CoordinatorRow(Row, table=True):
    __tablename__ = "coordinator"
    __table_args__ = options(people.Coordinator)

    id: Id
    program: Words
    person: Words
