"""The tables of sessions and of the seats in them."""

from datetime import datetime

from flows.model import sessions
from storage.tables.columns import Id, Row, Whole, Words, options


class SessionRow(Row, table=True):
    __tablename__ = "session"
    __table_args__ = options(sessions.Session)

    id: Id
    program: Words
    state: Words
    title: Words
    at: datetime
    minutes: Whole
    where: Words
    details: Words
    mentors: bool
    post: Words
    version: Whole


class SeatRow(Row, table=True):
    __tablename__ = "seat"
    __table_args__ = options(sessions.Seat)

    id: Id
    session: Words
    person: Words
    state: Words
    said: Words
