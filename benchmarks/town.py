"""A library association with as many announced pairs as wanted, each with what half a year leaves behind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any

from bot import library
from bot.turn import rings
from flows.asking import About, asks, closes, name_of, wakes
from flows.ids import AccountId, ApplicationId, CohortId, EventId, PersonId, ProgramId
from flows.messages import Phrase, Say, Value
from flows.model.cohorts import (
    Adopted,
    Application,
    ApplicationState,
    Cohort,
    ProgramText,
    Role,
    application_id,
)
from flows.model.pairs import CheckIn, CheckInState, Contact, Pair, PairState, Plan, PlanState, pair_id
from flows.model.people import Account, Person
from flows.model.talk import Seen, Wish, WishState
from flows.ports import Store

PROGRAM = ProgramId("connecticut")
SPRING = CohortId("connecticut-2027-spring")
TODAY = datetime(2027, 6, 1, 14, tzinfo=UTC)
AT_ONCE = 5000
WELL = Say("checkin.asked.outcome_all_well")
ABOUT_ME = (
    "I have worked with maps and local history for some years, and would like to learn how others began."
)


def build(store: Store, pairs: int) -> None:
    """Remember the program and so many pairs."""
    program, _ = library.text_of(PROGRAM)
    digest = sha256(program.encode()).hexdigest()
    common = (
        ProgramText(id=digest, program=PROGRAM, text=program),
        Adopted(id=PROGRAM, digest=digest),
        Cohort(id=SPRING, program=PROGRAM, digest=digest, name="spring", year=2027),
    )
    store.transact(lambda tx: tx.save(common))
    records = (record for number in range(pairs) for record in life_of(pair(number)))
    while some := list(islice(records, AT_ONCE)):
        store.transact(lambda tx, some=some: tx.save(some))  # type: ignore[misc]


def pair(number: int) -> Pair:
    """The pair of that number."""
    mentee, mentor = PersonId(f"e-{number:06}"), PersonId(f"m-{number:06}")
    return Pair(
        id=pair_id(SPRING, mentee, mentor),
        cohort=SPRING,
        program=PROGRAM,
        mentee=mentee,
        mentor=mentor,
        mentee_application=application_id(PROGRAM, mentee, Role.MENTEE, SPRING),
        mentor_application=application_id(PROGRAM, mentor, Role.MENTOR),
        state=PairState.ANNOUNCED,
        score=720,
        reasons=(Say("reason.topics"),),
        starts=date(2027, 4, 1),
        ends=date(2027, 9, 30),
    )


def account_of(person: PersonId) -> AccountId:
    """The account that a person presses from."""
    return AccountId(f"bench:{person}")


def life_of(pair: Pair) -> Iterator[Any]:
    """What is remembered of a pair: its people, what they answered, messages sent, and the timers ahead."""
    people = [
        Person(id=id, name=f"Person {id}", email=f"{id}@library.example", zone="America/New_York")
        for id in (pair.mentee, pair.mentor)
    ]
    yield pair
    yield from people
    yield from (Account(id=account_of(person.id), person=person.id) for person in people)
    yield _application(pair.mentee_application, pair.mentee, Role.MENTEE, SPRING)
    yield _application(pair.mentor_application, pair.mentor, Role.MENTOR, "")
    yield Contact(id=pair.id)
    yield Plan(id=pair.id, state=PlanState.AGREED, per_month=2, methods=("video",), version=1)
    before = f"{pair.id}:0"
    yield CheckIn(
        id=before,
        pair=pair.id,
        number=0,
        state=CheckInState.ANSWERED,
        mentee_says="all_well",
        mentor_says="all_well",
    )
    for nth in range(2):
        yield from (
            record for person in people for record in _asked_and_answered(pair, person, f"{before}:{nth}")
        )
    yield wakes("contact", "ask_first", pair.id, TODAY)
    yield wakes("checkin", "ask", f"{pair.id}:1", TODAY)
    yield wakes("closing", "end", pair.id, TODAY + timedelta(days=120))


def _application(id: ApplicationId, person: PersonId, role: Role, cohort: str) -> Application:
    return Application(
        id=id,
        program=PROGRAM,
        cohort=cohort,
        person=person,
        role=role,
        state=ApplicationState.MATCHED if role is Role.MENTEE else ApplicationState.ACCEPTED,
        answers={"topics": ("archives",), "goals": ("skills",), "about": (ABOUT_ME,)},
        submitted_on=date(2027, 2, 10),
    )


def _asked_and_answered(pair: Pair, to: Person, subject: str) -> Iterator[Any]:
    """A question of last month, sent and answered."""
    asked_at = TODAY - timedelta(days=30)
    id = EventId(f"{subject}:{to.id}")
    woke = replace(rings(wakes("checkin", "ask", subject, asked_at), asked_at), id=id)
    about = About(event=woke, program=SPRING, subject=subject)
    values: dict[str, Value] = {
        "partner": name_of(pair.partner(to.id)),
        "program": Phrase({"en": "Mentoring"}),
    }
    question, wish = asks(
        about.prompt(to, "checkin.asked", **values), "checkin", ("all_well", "not_met", "concern")
    )
    yield closes(question, WELL, to.id)
    yield sent(wish, asked_at)
    yield Seen(id=id, at=asked_at)


def sent(wish: Wish, at: datetime) -> Wish:
    """The same, delivered."""
    ref = f"C0{wish.id[:8]}:{at.timestamp():.6f}"
    return replace(
        wish, state=WishState.SENT, sent_at=at, sent_with=wish.id, ref=ref, holder="bench", attempts=1
    )
