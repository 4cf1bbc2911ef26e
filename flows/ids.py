"""Ids are types of their own, and new ones derive from what happened, never from chance."""

from hashlib import sha256
from typing import NewType

AccountId = NewType("AccountId", str)
"""A person's account on one platform: `slack:T1:U2`, `discord:42`, `rehearsal:e-003`."""
PersonId = NewType("PersonId", str)
ProgramId = NewType("ProgramId", str)
CohortId = NewType("CohortId", str)
"""`connecticut-2027-spring`: the program, the year in which it begins, the cohort's name."""
ApplicationId = NewType("ApplicationId", str)
PairId = NewType("PairId", str)
MeetingId = NewType("MeetingId", str)
ConcernId = NewType("ConcernId", str)
SessionId = NewType("SessionId", str)
QuestionId = NewType("QuestionId", str)
"""Opaque to platforms, at most 40 characters, so that `question:choice` fits the 100 of a button."""
WishId = NewType("WishId", str)
"""Also the key under which a sent message can be found again on its platform."""
WakeUpId = NewType("WakeUpId", str)
EventId = NewType("EventId", str)


def pair_of(subject: str) -> PairId:
    """The pair that a subject belongs to: `COHORT:MENTEE:MENTOR`, perhaps with more parts behind."""
    return PairId(":".join(subject.split(":")[:3]))


def derived(*parts: str) -> str:
    """24 hexadecimal characters that follow from `parts` alone, so a re-run of a turn mints the same ids."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:24]
