"""What a look at the coordinators' desk needs: whether somebody coordinates, what waits, and what was posted about it."""

from dataclasses import dataclass

from flows.events import Event
from flows.flow import program_of
from flows.ids import PersonId, ProgramId
from flows.model.pairs import PairState
from flows.model.people import Coordinator
from flows.model.talk import Question, Wish
from flows.person.desk_matters import Matter, asked, first_needs, in_order, matters, then_needs
from flows.person.person_case import PersonCase, coordinator_of, pairs_of
from flows.situation import Find, Need, ProgramOf, Situation, find

FLOW = "desk"
PAGE = 5
"""So many are shown at a time: each is a message of its own, with its own buttons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCase(PersonCase):
    """Somebody who asks what waits for the coordinators."""

    @property
    def after(self) -> str:
        """The last matter that they have been shown; empty where they begin."""
        question = self.situation.question
        return question.subject if question and question.flow == FLOW else ""

    @property
    def left(self) -> tuple[Matter, ...]:
        """What they have not been shown yet."""
        return tuple(one for one in matters(self) if one.mark > self.after)

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
    """In three rounds; whoever does not coordinate is told so after the first."""
    program = ProgramId(program_of(event, known))
    person = known.actor.id if known.actor else PersonId("")
    seat = coordinator_of(program, person)
    first: Need = (ProgramOf(program), seat)
    if known.peek(Coordinator, seat.id) is None:
        return first
    second = (*first, *first_needs(program), *pairs_of(person, PairState.PROPOSED))
    if not all(map(known.knows, second)):
        return second
    case = desk_case(event, known)
    questions = in_order(one for one in asked(case) if one.mark > case.after)[:PAGE]
    return (
        *second,
        *then_needs(program, known),
        *(_posts(one.of) for one in questions if isinstance(one.of, Question)),
    )


def _posts(question: Question) -> Find[Wish]:
    return find(Wish, question=question.id)
