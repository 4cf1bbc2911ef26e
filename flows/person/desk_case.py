"""What waits for a program's coordinators, one matter after the other: what they were asked, who is quiet, what was lost."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import groupby

from flows.asking import CONCERN, to_coordinators
from flows.events import Event
from flows.flow import program_of
from flows.ids import PersonId, ProgramId, derived
from flows.model.cohorts import Application, Cohort, CohortState
from flows.model.pairs import Concern, ConcernState, Pair, PairState
from flows.model.people import Coordinator
from flows.model.talk import Question, QuestionState, Trouble, Wish
from flows.person.page_case import desk_queries, raised_in
from flows.person.page_desk import is_own, lost
from flows.person.person_case import PersonCase, pairs_of, seat_of
from flows.ports import Barred
from flows.situation import WHOLE, Find, Get, Need, ProgramOf, Situation, find

FLOW = "desk"
PAGE = 5
"""So many are shown at a time: each is a message of its own, with its own buttons."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PAIRED = (CohortState.PUBLISHED, CohortState.RUNNING, CohortState.CLOSING, CohortState.CLOSED)
"""The states of a cohort that may have pairs: some go on after it has closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Messages that did not arrive in one place, for one reason."""

    wishes: tuple[Wish, ...]
    barred: Barred | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing that waits."""

    since: datetime
    id: str
    of: Question | Pair | Lost

    @property
    def mark(self) -> str:
        """Where it stands among all of them, the oldest first."""
        return f"{self.since.astimezone(UTC).isoformat()} {derived(self.id)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCase(PersonCase):
    """Somebody who asks what waits for the coordinators."""

    @property
    def after(self) -> str:
        """The last matter that they have been shown; empty where they begin."""
        question = self.situation.question
        return question.subject if question and question.flow == FLOW else ""

    @property
    def matters(self) -> tuple[Matter, ...]:
        """What they have not been shown yet, in order; nothing that is not theirs to decide or know."""
        found = (*_asked(self), *_quiet(self), *_lost(self))
        return _in_order(one for one in found if one.mark > self.after)

    def asked_in(self, question: Question) -> tuple[Wish, ...]:
        """The messages that asked it."""
        return self.situation.find(_posts(question))

    def is_among(self, cohort: str) -> bool:
        """Whether they are in one of the pairs that are proposed for a cohort."""
        return any(pair.cohort == cohort for pair in self.pairs(PairState.PROPOSED))


def desk_case(event: Event, situation: Situation) -> DeskCase:
    """Gather the situation of a look at the desk."""
    assert situation.actor is not None
    program = situation.program(program_of(event, situation))
    return DeskCase(event=event, situation=situation, person=situation.actor, program=program)


def needs(event: Event, known: Situation) -> Need:
    """Whether they coordinate; then what waits; then what was posted about it."""
    program = ProgramId(program_of(event, known))
    person = known.actor.id if known.actor else PersonId("")
    seat = seat_of(program, person)
    first: Need = (ProgramOf(program), seat)
    if known.peek(Coordinator, seat.id) is None:
        return first
    second: Need = (
        *first,
        find(Application, person=person),
        *desk_queries(program),
        *pairs_of(person, PairState.PROPOSED),
        _open(program),
        _taken(program),
        *_cohorts(program),
    )
    if not all(map(known.knows, second)):
        return second
    case = desk_case(event, known)
    asked = _in_order(one for one in _asked(case) if one.mark > case.after)
    return (
        *second,
        *(_posts(one.of) for one in asked[:PAGE] if isinstance(one.of, Question)),
        *(Get(Trouble, wish.id) for wish in lost(case)),
        *(_running(cohort) for query in _cohorts(program) for cohort in known.find(query)),
    )


def _open(program: str) -> Find[Question]:
    return find(Question, limit=WHOLE, audience=to_coordinators(program), state=QuestionState.OPEN)


def _taken(program: str) -> Find[Concern]:
    return find(Concern, program=program, state=ConcernState.TAKEN)


def _cohorts(program: str) -> tuple[Find[Cohort], ...]:
    return tuple(find(Cohort, program=program, state=state) for state in PAIRED)


def _running(cohort: Cohort) -> Find[Pair]:
    return find(Pair, limit=WHOLE, cohort=cohort.id, state=PairState.ANNOUNCED)


def _posts(question: Question) -> Find[Wish]:
    return find(Wish, question=question.id)


def _in_order(matters: Iterable[Matter]) -> tuple[Matter, ...]:
    return tuple(sorted(matters, key=lambda matter: matter.mark))


# --- what waits ---------------------------------------------------------------------------------------


def _asked(case: DeskCase) -> Iterator[Matter]:
    """What any of the coordinators may answer; a reminder asks the same again."""
    asked: dict[tuple[object, ...], Matter] = {}
    over = {
        one.id for one in case.situation.find(find(Cohort, program=case.program.id, state=CohortState.CLOSED))
    }
    concerns = set(_concerns(case))
    for question in case.situation.find(_open(case.program.id)):
        waits = question.subject in concerns if question.flow == CONCERN else question.subject not in over
        if waits and not is_own(case.person.id, question.subject):
            matter = Matter(since=question.asked_at or LONG_AGO, id=question.id, of=question)
            same = (question.flow, question.subject, question.choices)
            asked[same] = min(asked.get(same, matter), matter, key=lambda one: one.mark)
    yield from asked.values()


def _concerns(case: DeskCase) -> Iterator[str]:
    """Those that nobody has taken, and those that they have taken themselves and have yet to answer."""
    yield from (one.id for one in case.situation.find(raised_in(ProgramId(case.program.id))))
    for one in case.situation.find(_taken(case.program.id)):
        if one.taken_by == case.person.id and one.wants != "know":
            yield one.id


def _quiet(case: DeskCase) -> Iterator[Matter]:
    """Pairs that answer no more."""
    cohorts = [one for query in _cohorts(case.program.id) for one in case.situation.find(query)]
    for pair in (one for cohort in cohorts for one in case.situation.find(_running(cohort))):
        if pair.quiet_since and not is_own(case.person.id, pair.id):
            since = datetime.combine(pair.quiet_since, time(), UTC)
            yield Matter(since=since, id=pair.id, of=pair)


def _lost(case: DeskCase) -> Iterator[Matter]:
    """What did not arrive: once for each place and reason."""

    def cause(wish: Wish) -> tuple[str, str]:
        trouble = case.situation.get(Trouble, wish.id)
        return wish.place, trouble.barred if trouble else ""

    for (place, barred), group in groupby(sorted(lost(case), key=cause), key=cause):
        wishes = tuple(sorted(group, key=lambda wish: (wish.not_before, wish.id)))
        of = Lost(wishes=wishes, barred=Barred(barred) if barred else None)
        yield Matter(since=wishes[0].not_before, id=f"{place} {barred}", of=of)
