"""What somebody is in a program, in the three words by which a server's roles tell it: mentor, mentee, alumni. Pure."""

from flows.ids import PersonId, ProgramId
from flows.model.cohorts import Application, ApplicationState
from flows.model.pairs import HELD, PairState
from flows.person.person_case import pairs_of
from flows.situation import Need, Situation, find

ALUMNI = "alumni"
BEGUN = (ApplicationState.DRAFT, ApplicationState.UNVERIFIED)
"""The states of an application that nobody has handed in yet."""
TELLING = (*HELD, PairState.CLOSED)
"""The states of a pair that say what its people are."""


def role_needs(person: PersonId) -> Need:
    """All that it depends on."""
    return (find(Application, person=person), *pairs_of(person, *TELLING))


def roles_of(person: PersonId, program: ProgramId, known: Situation) -> frozenset[str] | None:
    """A mentor or mentee while accepted or in a pair; of the alumni once a pair of theirs was closed on its day. None for
    somebody who never applied: what they are called there is no business of ours."""
    applied = known.find(find(Application, person=person))
    handed_in = [one for one in applied if one.program == program and one.state not in BEGUN]
    pairs = (pair for query in pairs_of(person, *TELLING) for pair in known.find(query))
    mine = [pair for pair in pairs if pair.program == program]
    if not handed_in and not mine:
        return None
    accepted = {one.role for one in handed_in if one.state is ApplicationState.ACCEPTED}
    paired = {pair.role(person) for pair in mine if pair.state in HELD}
    over = {ALUMNI for pair in mine if pair.state is PairState.CLOSED}
    return frozenset({str(role) for role in accepted | paired} | over)
