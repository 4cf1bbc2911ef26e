"""Who reads a concern: the coordinators' channel, or, where the partner is one of them, each of the others alone."""

from flows.asking import CONCERN, asks, name_of, to_coordinators
from flows.messages import Facts, Ref, Say, Value
from flows.model.pairs import Concern
from flows.model.people import Coordinator, Person
from flows.model.talk import Question, Wish
from flows.pair.pair_case import PairCase
from flows.places import coordinators
from flows.situation import Find, Get, Need, Situation, find

FLOW = CONCERN


def desk_needs(program: str, known: Situation) -> Need:
    """Those who coordinate, then who they are."""
    appointed = _appointed(program)
    people = known.find(appointed) if known.knows(appointed) else ()
    return (appointed, *(Get(Person, one.person) for one in people))


def _appointed(program: str) -> Find[Coordinator]:
    return find(Coordinator, program=program)


def reaches_somebody(case: PairCase, concern: Concern) -> bool:
    """Whether anybody would read it but the partner."""
    return not _in_private(case, concern) or bool(_others(case, concern))


def to_desk(
    case: PairCase, key: str, concern: Concern, choices: tuple[str, ...], **values: Value
) -> list[tuple[Question, Wish]]:
    """Before the coordinators, in their channel or one by one."""
    choices = (*choices, "end_pair") if case.running else choices
    given: dict[str, Value] = {"person": name_of(concern.person), "facts": facts_of(case, concern), **values}
    audience, program = to_coordinators(case.pair.program), case.pair.program
    if not _in_private(case, concern):
        post = case.about.post(coordinators(program), case.program.zone, key, prompted=False, **given)
        return [asks(post, FLOW, choices, audience=audience)]
    return [
        asks(case.about.notice(other, key, **given), FLOW, choices, audience=audience)
        for other in _others(case, concern)
    ]


def _in_private(case: PairCase, concern: Concern) -> bool:
    """The channel is no place for it where the partner reads along."""
    partner = case.pair.partner(concern.person)
    return any(one.person == partner for one in case.situation.find(_appointed(case.pair.program)))


def _others(case: PairCase, concern: Concern) -> list[Person]:
    sides = (concern.person, case.pair.partner(concern.person))
    appointed = [one.person for one in case.situation.find(_appointed(case.pair.program))]
    people = [case.situation.get(Person, id) for id in appointed if id not in sides]
    return [person for person in people if person and not person.removed_at]


def facts_of(case: PairCase, concern: Concern) -> Facts:
    """What was said, what would help, and what has been answered."""
    answers = [answer_of(concern, number) for number in range(len(concern.replies))]
    return Facts(
        (
            (Say("concern.fact.from"), name_of(concern.person)),
            (Say("concern.fact.partner"), name_of(case.pair.partner(concern.person))),
            (Say("concern.fact.text"), Ref("Concern", concern.id, "text")),
            (Say("concern.fact.wants"), Say(f"concern.form.wants_{concern.wants}")),
            *((Say("concern.fact.reply"), answer) for answer in answers),
        )
    )


def answer_of(concern: Concern, number: int) -> Ref:
    """One of the answers: a later one never takes its place, also where it has not gone out yet."""
    return Ref("Concern", concern.id, f"replies.{number}")
