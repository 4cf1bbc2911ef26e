"""The tables of program texts, cohorts, applications and what mentors said of their availability."""

from datetime import date, datetime

from flows.model import cohorts
from storage.tables.columns import Id, Json, MaybeJson, MaybeWords, Row, Whole, Words, options


class ProgramTextRow(Row, table=True):
    __tablename__ = "program_text"
    __table_args__ = options(cohorts.ProgramText)

    id: Id
    program: Words
    text: Words


class AdoptedRow(Row, table=True):
    __tablename__ = "adopted"
    __table_args__ = options(cohorts.Adopted)

    id: Id
    digest: Words


class CohortRow(Row, table=True):
    __tablename__ = "cohort"
    __table_args__ = options(cohorts.Cohort)

    id: Id
    program: Words
    digest: Words
    name: Words
    year: Whole
    state: Words
    proposal: Whole
    decided_by: MaybeWords
    decided_at: datetime | None


class ApplicationRow(Row, table=True):
    __tablename__ = "application"
    __table_args__ = options(cohorts.Application)

    id: Id
    program: Words
    cohort: Words
    person: Words
    role: Words
    state: Words
    answers: Json
    submitted_on: date | None
    waited: Whole
    unmatched: MaybeJson
    decided_by: MaybeWords


class AvailabilityRow(Row, table=True):
    __tablename__ = "availability"
    __table_args__ = options(cohorts.Availability)

    id: Id
    cohort: Words
    program: Words
    person: Words
    application: Words
    state: Words


class RulingRow(Row, table=True):
    __tablename__ = "ruling"
    __table_args__ = options(cohorts.Ruling)

    id: Id
    cohort: Words
    program: Words
    mentee: Words
    mentor: Words
    fate: Words
    decided_by: MaybeWords
    decided_at: datetime


class InterestRow(Row, table=True):
    __tablename__ = "interest"
    __table_args__ = options(cohorts.Interest)

    id: Id
    program: Words
    person: Words
