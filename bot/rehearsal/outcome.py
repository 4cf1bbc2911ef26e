"""What a rehearsal came to: read from what Shelfmate remembers at its end."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.rehearsal.world import World
from bot.situations import answered, gathered
from flows.calendar import local
from flows.ids import PersonId, ProgramId
from flows.messages import Say
from flows.model.cohorts import (
    Application,
    ApplicationState,
    Availability,
    AvailabilityState,
    Cohort,
    CohortState,
    Role,
)
from flows.model.pairs import (
    Concern,
    ConcernState,
    Contact,
    ContactState,
    Extension,
    ExtensionState,
    Pair,
    PairState,
    Survey,
    SurveyState,
)
from flows.model.people import Person
from flows.model.record import R
from flows.model.talk import Urgency, Wish, WishState
from flows.ports import Transaction
from flows.programs.program import Program
from flows.situation import WHOLE, Get, ProgramOf, Query, Situation, find
from flows.wording import rendering

NOTICED = ("contact.escalated", "pair.quiet")
"""Messages to the coordinators that a pair is silent."""
BOOKED = ("meeting.reminder", "session.reminder")
"""Reminders of what one booked: not unprompted."""
LISTED = (ApplicationState.ACCEPTED, ApplicationState.MATCHED)
UNHEARD = (AvailabilityState.ASKED, AvailabilityState.REMINDED, AvailabilityState.SILENT)
IN_PAIR = (PairState.ANNOUNCED, PairState.ENDED, PairState.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """A pair of which the coordinators were told that it is silent."""

    pair: Pair
    kind: str
    day: date
    over: bool = False
    """Whether they were in touch again by the end."""
    over_on: date | None = None
    """The day on which that was told, where it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The mentors of one cohort."""

    listed: int = 0
    declined: int = 0
    away: int = 0
    """Said not this time."""
    unheard: int = 0
    """Never answered whether they are available."""
    unfinished: int = 0
    """Never finished applying."""
    room: int = 0
    """How many mentees those who are available could take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortOutcome:
    """One cohort as it stands at the end."""

    cohort: Cohort
    mentees: tuple[Application, ...]
    pairs: tuple[Pair, ...]
    """Those that were introduced, in order of id."""
    why: Mapping[PersonId, str]
    """In words, why somebody was not matched."""
    extended: tuple[Pair, ...]
    noticed: tuple[Noticed, ...]
    surveys: Counter[SurveyState]
    bench: Bench

    @property
    def finished(self) -> bool:
        """Whether the rehearsal saw its end."""
        return self.cohort.state is CohortState.CLOSED

    @property
    def unmatched(self) -> tuple[Application, ...]:
        """The mentees who applied and are in no pair of this cohort."""
        paired = {pair.mentee for pair in self.pairs}
        return tuple(one for one in self.mentees if one.person not in paired)

    def ended(self, state: PairState) -> int:
        """How many of its pairs are in `state`."""
        return sum(pair.state is state for pair in self.pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All cohorts that took applications, and what concerns the program as a whole."""

    cohorts: tuple[CohortOutcome, ...]
    mentors: Counter[ApplicationState]
    concerns: Counter[ConcernState]
    prompts: tuple[str, date, int] | None
    """Who got most messages unprompted in one week, its Monday, and how many."""
    set_aside: int = 0
    """Messages that could not be sent."""


def outcome_of(world: World, program: ProgramId) -> Outcome:
    """Look through everything once."""

    def read(tx: Transaction) -> Outcome:
        wishes = _all(tx, Wish, {"state": WishState.SENT})
        cohorts = [
            cohort
            for state in CohortState
            for cohort in _all(tx, Cohort, {"program": program, "state": state})
        ]
        told = [
            _cohort(world, tx, cohort, wishes)
            for cohort in sorted(cohorts, key=lambda one: _begins(world, tx, one))
        ]
        mentors = {
            state: len(_all(tx, Application, {"program": program, "role": Role.MENTOR, "state": state}))
            for state in ApplicationState
        }
        concerns = {
            state: len(_all(tx, Concern, {"program": program, "state": state})) for state in ConcernState
        }
        return Outcome(
            cohorts=tuple(one for one in told if one.mentees or one.cohort.state is not CohortState.PLANNED),
            set_aside=len(_all(tx, Wish, {"state": WishState.SET_ASIDE})),
            mentors=Counter(mentors),
            concerns=Counter(concerns),
            prompts=_fullest_week(tx, wishes),
        )

    result: Outcome = world.look(read)
    return result


def _all(tx: Transaction, record: type[R], where: Mapping[str, str]) -> tuple[R, ...]:
    query: Any = find(record, limit=WHOLE, **where)
    found: tuple[R, ...] = tx.load([query])[query]
    return found


def _cohort(world: World, tx: Transaction, cohort: Cohort, wishes: Iterable[Wish]) -> CohortOutcome:
    mentees = [
        one
        for state in ApplicationState
        for one in _all(tx, Application, {"cohort": cohort.id, "role": Role.MENTEE, "state": state})
    ]
    pairs = [pair for state in IN_PAIR for pair in _all(tx, Pair, {"cohort": cohort.id, "state": state})]
    extensions = tx.load([Get(Extension, pair.id) for pair in pairs])
    agreed = {it.id for it in extensions.values() if it and it.state is ExtensionState.AGREED}
    surveys = {state: len(_all(tx, Survey, {"cohort": cohort.id, "state": state})) for state in SurveyState}
    zone = _program(world, tx, cohort.id).zone
    return CohortOutcome(
        cohort=cohort,
        mentees=tuple(sorted(mentees, key=lambda one: one.id)),
        pairs=tuple(sorted(pairs, key=lambda pair: pair.id)),
        why={one.person: _in_words(world, tx, cohort.id, one.unmatched) for one in mentees if one.unmatched},
        extended=tuple(pair for pair in pairs if pair.id in agreed),
        noticed=_noticed(tx, {pair.id: pair for pair in pairs}, wishes, zone),
        surveys=Counter(surveys),
        bench=_bench(tx, cohort),
    )


def _bench(tx: Transaction, cohort: Cohort) -> Bench:
    where = {"program": cohort.program, "role": Role.MENTOR}
    applied = [
        one
        for state in ApplicationState
        for one in _all(tx, Application, {**where, "state": state})
        if one.cohort in ("", cohort.id)
    ]
    words = {
        state: _all(tx, Availability, {"cohort": cohort.id, "state": state}) for state in AvailabilityState
    }
    listed = {one.person: one for one in applied if one.state in LISTED}
    away = {word.person for word in words[AvailabilityState.AWAY]} & set(listed)
    unheard = {word.person for state in UNHEARD for word in words[state]} & set(listed)
    there = [one for person, one in listed.items() if person not in away | unheard]
    return Bench(
        listed=len(listed),
        declined=sum(one.state is ApplicationState.DECLINED for one in applied),
        away=len(away),
        unheard=len(unheard),
        unfinished=sum(
            one.state in (ApplicationState.DRAFT, ApplicationState.LAPSED) and one.submitted_on is None
            for one in applied
        ),
        room=sum(_capacity(one) for one in there),
    )


def _capacity(application: Application) -> int:
    (said, *_) = application.answers.get("capacity") or ("1",)
    return int(said) if said.isdecimal() else 1


def _begins(world: World, tx: Transaction, cohort: Cohort) -> tuple[date, str]:
    calendar = _program(world, tx, cohort.id).calendar(cohort.name)
    return calendar.day("begins", cohort.year), cohort.id


def _noticed(
    tx: Transaction, pairs: Mapping[str, Pair], wishes: Iterable[Wish], zone: str
) -> tuple[Noticed, ...]:
    contacts = tx.load([Get(Contact, pair.id) for pair in pairs.values()])
    made = {it.id for it in contacts.values() if it and it.state is ContactState.MADE}
    resolved = {
        ":".join(wish.about.split(":")[:3]): local(wish.created, zone).date()
        for wish in wishes
        if wish.key == "contact.resolved" or wish.kind == "contact.resolved"
    }
    told = [
        Noticed(
            pair=pair,
            kind=wish.kind,
            day=local(wish.sent_at, zone).date(),
            over=pair.id in made if wish.kind == "contact.escalated" else pair.quiet_since is None,
            over_on=resolved.get(pair.id) if wish.kind == "contact.escalated" else None,
        )
        for wish in wishes
        if wish.kind in NOTICED
        and not wish.replaces
        and wish.sent_at
        and (pair := pairs.get(":".join(wish.about.split(":")[:3])))
    ]
    return tuple(sorted(told, key=lambda one: (one.day, one.pair.id, one.kind)))


def _fullest_week(tx: Transaction, wishes: Iterable[Wish]) -> tuple[str, date, int] | None:
    """Messages, not parts of them: what went out together counts once."""
    messages = {
        wish.sent_with or wish.id: wish
        for wish in wishes
        if wish.to
        and wish.sent_at
        and not wish.replaces
        and wish.urgency is Urgency.PROMPT
        and wish.kind not in BOOKED
    }
    people = tx.load(list(dict.fromkeys(Get(Person, wish.to) for wish in messages.values() if wish.to)))
    weeks: Counter[tuple[str, date]] = Counter()
    for wish in messages.values():
        person = people[Get(Person, wish.to or "")]
        if person and wish.sent_at:
            weeks[person.id, monday_of(wish.sent_at, person.zone)] += 1
    if not weeks:
        return None
    (who, monday), count = min(weeks.items(), key=lambda item: (-item[1], item[0][1], item[0][0]))
    return who, monday, count


def monday_of(at: datetime, zone: str) -> date:
    """The Monday of the week in which `at` falls in `zone`."""
    day = local(at, zone).date()
    return day - timedelta(days=day.weekday())


def _in_words(world: World, tx: Transaction, program: str, said: Say) -> str:
    start = Situation(now=world.clock.now(), loaded={})
    known = gathered(tx, world.programs, start, lambda _: rendering.needs_of(program, said))
    return rendering.reader_of(None, program, known, world.catalogue).text(said)


def _program(world: World, tx: Transaction, id: str) -> Program:
    query: Query = ProgramOf(id)
    found: Program = answered(tx, world.programs, (query,))[query]
    return found
