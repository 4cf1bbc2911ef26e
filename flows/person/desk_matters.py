"""What waits for a program's coordinators, one matter after the other: what they were asked, who is quiet, what was lost."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import groupby

from flows.asking import CONCERN, to_coordinators
from flows.ids import PersonId, ProgramId, derived
from flows.model.cohorts import Cohort, CohortState
from flows.model.pairs import Concern, ConcernState, Pair, PairState
from flows.model.talk import Question, QuestionState, Trouble, Wish, WishState
from flows.person.person_case import PersonCase
from flows.ports import Barred
from flows.situation import WHOLE, Find, Get, Need, Situation, find

RECENT = timedelta(days=7)
"""For how long a message that could not be delivered is worth a word."""
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


def matters(case: PersonCase) -> tuple[Matter, ...]:
    """All of them, in order; nothing that is not for this coordinator to decide or know."""
    return in_order((*asked(case), *_quiet(case), *_lost(case)))


def in_order(found: Iterable[Matter]) -> tuple[Matter, ...]:
    """The oldest first."""
    return tuple(sorted(found, key=lambda matter: matter.mark))


def is_own(person: PersonId, about: str) -> bool:
    """Whether somebody is in the pair, or made the application, that it is about: then others decide, and they hear
    nothing of it."""
    return person in re.split(r"[:|]", about)


# --- needs --------------------------------------------------------------------------------------------


def first_needs(program: ProgramId) -> Need:
    """What waits."""
    return (_open(program), raised_in(program), _taken(program), set_aside(), *_cohorts(program))


def then_needs(program: ProgramId, known: Situation) -> Need:
    """What more there is to know of it, once that is known."""
    if not all(map(known.knows, first_needs(program))):
        return ()
    return (
        *(Get(Trouble, wish.id) for wish in known.find(set_aside()) if _is_ours(program, known, wish)),
        *(_running(cohort) for query in _cohorts(program) for cohort in known.find(query)),
    )


def raised_in(program: str) -> Find[Concern]:
    """Concerns that nobody has taken up."""
    return find(Concern, program=program, state=ConcernState.RAISED)


def set_aside() -> Find[Wish]:
    """Messages that could not be delivered, whosever."""
    return find(Wish, limit=WHOLE, state=WishState.SET_ASIDE)


def _open(program: str) -> Find[Question]:
    return find(Question, limit=WHOLE, audience=to_coordinators(program), state=QuestionState.OPEN)


def _taken(program: str) -> Find[Concern]:
    return find(Concern, program=program, state=ConcernState.TAKEN)


def _cohorts(program: str) -> tuple[Find[Cohort], ...]:
    return tuple(find(Cohort, program=program, state=state) for state in PAIRED)


def _running(cohort: Cohort) -> Find[Pair]:
    return find(Pair, limit=WHOLE, cohort=cohort.id, state=PairState.ANNOUNCED)


# --- what waits ---------------------------------------------------------------------------------------


def asked(case: PersonCase) -> Iterator[Matter]:
    """What any of the coordinators may answer; a reminder asks the same again."""
    found: dict[tuple[object, ...], Matter] = {}
    over = {
        one.id for one in case.situation.find(find(Cohort, program=case.program.id, state=CohortState.CLOSED))
    }
    concerns = set(_concerns(case))
    for question in case.situation.find(_open(case.program.id)):
        waits = question.subject in concerns if question.flow == CONCERN else question.subject not in over
        # what is sticky can be pressed at any time, and waits for nobody
        if waits and not question.sticky and not is_own(case.person.id, question.subject):
            matter = Matter(since=question.asked_at or LONG_AGO, id=question.id, of=question)
            same = (question.flow, question.subject, question.choices)
            found[same] = min(found.get(same, matter), matter, key=lambda one: one.mark)
    yield from found.values()


def _concerns(case: PersonCase) -> Iterator[str]:
    """Those that nobody has taken, and those that they have taken themselves and have yet to answer."""
    yield from (one.id for one in case.situation.find(raised_in(ProgramId(case.program.id))))
    for one in case.situation.find(_taken(case.program.id)):
        if one.taken_by == case.person.id and one.wants != "know":
            yield one.id


def _quiet(case: PersonCase) -> Iterator[Matter]:
    """Pairs that answer no more."""
    cohorts = [one for query in _cohorts(case.program.id) for one in case.situation.find(query)]
    for pair in (one for cohort in cohorts for one in case.situation.find(_running(cohort))):
        if pair.quiet_since and not is_own(case.person.id, pair.id):
            since = datetime.combine(pair.quiet_since, time(), UTC)
            yield Matter(since=since, id=pair.id, of=pair)


def _lost(case: PersonCase) -> Iterator[Matter]:
    """What did not arrive: once for each place and reason."""

    def cause(wish: Wish) -> tuple[str, str]:
        trouble = case.situation.get(Trouble, wish.id)
        return wish.place, trouble.barred if trouble else ""

    for (place, barred), group in groupby(sorted(_set_aside_of(case), key=cause), key=cause):
        wishes = tuple(sorted(group, key=lambda wish: (wish.not_before, wish.id)))
        of = Lost(wishes=wishes, barred=Barred(barred) if barred else None)
        yield Matter(since=wishes[0].not_before, id=f"{place} {barred}", of=of)


def _set_aside_of(case: PersonCase) -> Iterator[Wish]:
    """The program's messages of late; nothing of a pair of theirs but what was for themselves."""
    me = case.person.id
    for wish in case.situation.find(set_aside()):
        theirs = wish.to == me or not is_own(me, wish.about)
        if theirs and _is_ours(case.program.id, case.situation, wish):
            yield wish


def _is_ours(program: str, known: Situation, wish: Wish) -> bool:
    cohort = wish.program.removeprefix(f"{program}-")
    ours = wish.program == program or (cohort != wish.program and cohort[:1].isdigit())
    return ours and wish.not_before >= known.now - RECENT
