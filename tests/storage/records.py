"""Records of a small town library's program, for tests that need something to remember."""

from datetime import UTC, date, datetime, timedelta

from flows.ids import (
    AccountId,
    ApplicationId,
    CohortId,
    EventId,
    PairId,
    PersonId,
    ProgramId,
    WakeUpId,
    WishId,
)
from flows.messages import Ref
from flows.model.pairs import Pair, PairState, pair_id
from flows.model.people import Account, Person
from flows.model.talk import Seen, Urgency, WakeUp, WakeUpState, Wish, WishState

SPRING = CohortId("pinewood-2027-spring")
NOON = datetime(2027, 4, 1, 12, tzinfo=UTC)


def person(id: str, name: str = "Ada Quill") -> Person:
    return Person(id=PersonId(id), name=name)


def account(id: str, of: str) -> Account:
    return Account(id=AccountId(id), person=PersonId(of))


def pair(mentee: str, mentor: str, state: PairState = PairState.ANNOUNCED) -> Pair:
    return Pair(
        id=pair_id(SPRING, PersonId(mentee), PersonId(mentor)),
        cohort=SPRING,
        program=ProgramId("pinewood"),
        mentee=PersonId(mentee),
        mentor=PersonId(mentor),
        mentee_application=ApplicationId(f"pinewood:{mentee}"),
        mentor_application=ApplicationId(f"pinewood:{mentor}"),
        state=state,
        starts=date(2027, 4, 1),
        ends=date(2027, 9, 30),
    )


def wake_up(
    id: str, minutes: int = 0, state: WakeUpState = WakeUpState.WAITING, lease: int | None = None
) -> WakeUp:
    """Due so many minutes from noon; `lease` runs out so many minutes from noon."""
    return WakeUp(
        id=WakeUpId(id),
        flow="checkin",
        trigger="ask",
        subject=PairId("p"),
        due=NOON + timedelta(minutes=minutes),
        state=state,
        lease=None if lease is None else NOON + timedelta(minutes=lease),
    )


def wish(
    id: str,
    minutes: int = 0,
    *,
    created: int = 0,
    ordinal: int = 0,
    urgency: Urgency = Urgency.PROMPT,
    state: WishState = WishState.WAITING,
    lease: int | None = None,
) -> Wish:
    """To be sent so many minutes from noon, made `created` minutes from noon."""
    return Wish(
        id=WishId(id),
        kind="tips.sent",
        key="tips.sent.first",
        place="dm:ada",
        to=PersonId("ada"),
        program=SPRING,
        about="p",
        values={"partner": Ref("Person", "ben", "name")},
        urgency=urgency,
        not_before=NOON + timedelta(minutes=minutes),
        created=NOON + timedelta(minutes=created),
        ordinal=ordinal,
        state=state,
        lease=None if lease is None else NOON + timedelta(minutes=lease),
    )


def seen(id: str, minutes: int) -> Seen:
    return Seen(id=EventId(id), at=NOON + timedelta(minutes=minutes))
