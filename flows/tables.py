"""Every conversation's table, and which states a record comes to by another conversation's decision."""

from collections.abc import Mapping
from typing import Any

from flows.applying import application, listing
from flows.cohort import calling, waiting
from flows.cohort.round import TABLE as ROUND
from flows.machine import Table
from flows.model.cohorts import Application, ApplicationState, Cohort, CohortState
from flows.model.pairs import Pair, PairState
from flows.pair import checkin, closing, concern, contact, extension, introduction, meeting, plan, survey
from flows.session import seat, session

TABLES: tuple[Table[Any], ...] = (
    calling.TABLE,
    application.TABLE,
    listing.TABLE,
    ROUND,
    waiting.TABLE,
    introduction.TABLE,
    contact.TABLE,
    plan.TABLE,
    meeting.TABLE,
    checkin.TABLE,
    concern.TABLE,
    survey.TABLE,
    extension.TABLE,
    closing.TABLE,
    session.TABLE,
    seat.TABLE,
)

ELSEWHERE: Mapping[type[Any], Mapping[str, str]] = {
    Application: {ApplicationState.MATCHED: "introduction", ApplicationState.WAITLISTED: "closing"},
    Pair: {PairState.PROPOSED: "proposal", PairState.PUBLISHED: "round"},
    Cohort: {CohortState.CLOSING: "closing", CohortState.CLOSED: "closing"},
}
"""States that a flow sets for a record that is not its own table's: who sets them."""
