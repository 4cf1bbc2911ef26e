"""The tables of pairs and of each of their conversations."""

from datetime import date, datetime

from flows.model import pairs
from storage.tables.columns import Id, Json, MaybeWhole, MaybeWords, Row, Whole, Words, options


class PairRow(Row, table=True):
    __tablename__ = "pair"
    __table_args__ = options(pairs.Pair)

    id: Id
    cohort: Words
    program: Words
    mentee: Words
    mentor: Words
    mentee_application: Words
    mentor_application: Words
    state: Words
    score: Whole
    reasons: Json
    starts: date
    ends: date
    quiet_since: date | None


class ContactRow(Row, table=True):
    __tablename__ = "contact"
    __table_args__ = options(pairs.Contact)

    id: Id
    state: Words


class PlanRow(Row, table=True):
    __tablename__ = "plan"
    __table_args__ = options(pairs.Plan)

    id: Id
    state: Words
    per_month: Whole
    methods: Json
    agreed: Whole
    proposed_by: MaybeWords
    proposed_per_month: Whole
    proposed_methods: Json
    version: Whole
    notes: Json
    used_ideas: Json


class MeetingRow(Row, table=True):
    __tablename__ = "meeting"
    __table_args__ = options(pairs.Meeting)

    id: Id
    pair: Words
    state: Words
    proposed_by: Words
    at: datetime
    hows: Json
    version: Whole


class CheckInRow(Row, table=True):
    __tablename__ = "check_in"
    __table_args__ = options(pairs.CheckIn)

    id: Id
    pair: Words
    number: Whole
    state: Words
    mentee_says: Words
    mentor_says: Words
    missed_in_row: Whole


class ConcernRow(Row, table=True):
    __tablename__ = "concern"
    __table_args__ = options(pairs.Concern)

    id: Id
    pair: Words
    program: Words
    person: Words
    state: Words
    text: Words
    wants: Words
    replies: Json
    taken_by: MaybeWords
    raised_on: date | None


class SurveyRow(Row, table=True):
    __tablename__ = "survey"
    __table_args__ = options(pairs.Survey)

    id: Id
    pair: Words
    cohort: Words
    person: Words
    role: Words
    state: Words
    answers: Json


class ExtensionRow(Row, table=True):
    __tablename__ = "extension"
    __table_args__ = options(pairs.Extension)

    id: Id
    state: Words
    mentee_says: MaybeWhole
    mentor_says: MaybeWhole


class FarewellRow(Row, table=True):
    __tablename__ = "farewell"
    __table_args__ = options(pairs.Farewell)

    id: Id
    pair: Words
    person: Words
    state: Words
    text: Words
