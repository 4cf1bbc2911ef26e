"""The tables of the talk itself: questions, drafts, wishes, wake-ups, seen events, trouble."""

from datetime import datetime

from flows.model import talk
from storage.tables.columns import Id, Json, MaybeJson, MaybeWords, Row, Whole, Words, options


class QuestionRow(Row, table=True):
    __tablename__ = "question"
    __table_args__ = options(talk.Question)

    id: Id
    flow: Words
    kind: Words
    subject: Words
    audience: Words
    program: Words
    choices: Json
    sticky: bool
    state: Words
    outcome: MaybeJson
    answered_by: MaybeWords
    asked_at: datetime | None


class DraftRow(Row, table=True):
    __tablename__ = "draft"
    __table_args__ = options(talk.Draft)

    id: Id
    person: Words
    form: Words
    version: Words
    values: Json


class WishRow(Row, table=True):
    __tablename__ = "wish"
    __table_args__ = options(talk.Wish)

    id: Id
    kind: Words
    key: Words
    place: Words
    to: MaybeWords
    program: Words
    about: Words
    values: Json
    question: MaybeWords
    choices: Json
    urgency: Words
    not_before: datetime
    expires: datetime | None
    replaces: MaybeWords
    created: datetime
    ordinal: Whole
    state: Words
    lease: datetime | None
    holder: Words
    attempts: Whole
    sent_at: datetime | None
    sent_with: MaybeWords
    ref: Words
    via: Words
    why: Words


class PaceRow(Row, table=True):
    __tablename__ = "pace"
    __table_args__ = options(talk.Pace)

    id: Id
    sent: Json


class WakeUpRow(Row, table=True):
    __tablename__ = "wake_up"
    __table_args__ = options(talk.WakeUp)

    id: Id
    flow: Words
    trigger: Words
    subject: Words
    due: datetime
    state: Words
    lease: datetime | None
    holder: Words
    attempts: Whole


class SeenRow(Row, table=True):
    __tablename__ = "seen"
    __table_args__ = options(talk.Seen)

    id: Id
    at: datetime
    answer: MaybeJson


class InboxRow(Row, table=True):
    __tablename__ = "inbox"
    __table_args__ = options(talk.Inbox)

    id: Id
    event: Words
    state: Words


class TroubleRow(Row, table=True):
    __tablename__ = "trouble"
    __table_args__ = options(talk.Trouble)

    id: Id
    sort: Words
    about: Words
    attempts: Whole
    error: Words
    at: datetime
    state: Words
    barred: Words
