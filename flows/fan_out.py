"""One decision about a whole cohort, carried out a chunk at a time: each wake-up does a page and sets the next."""

from datetime import datetime
from typing import Any

from flows.asking import wakes
from flows.ids import CohortId
from flows.model.record import R
from flows.model.talk import WakeUp
from flows.situation import Find, find

CHUNK = 100


def cohort_of(subject: str) -> CohortId:
    """The cohort of a fan-out's subject, which is `COHORT` at first and then `COHORT|LAST ID DONE`."""
    return CohortId(subject.partition("|")[0])


def page_of(record: type[R], subject: str, /, **where: str) -> Find[R]:
    """The records of this chunk."""
    return find(record, after=subject.partition("|")[2], limit=CHUNK, **where)


def onwards(flow: str, trigger: str, subject: str, done: tuple[Any, ...], now: datetime) -> WakeUp | None:
    """The wake-up for the next chunk, or None after the last."""
    if len(done) < CHUNK:
        return None
    return wakes(flow, trigger, f"{cohort_of(subject)}|{done[-1].id}", now)
