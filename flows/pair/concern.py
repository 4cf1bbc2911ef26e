"""A concern: said in private from any message about the pair; a coordinator takes it, answers, or ends the match."""

from dataclasses import replace

from flows.asking import COORDINATORS, asks, closes, name_of, to_coordinators, wakes
from flows.events import Event
from flows.flow import Flow, subject_of, trigger_of
from flows.ids import ConcernId, QuestionId, derived
from flows.machine import NONE, Table, cell
from flows.messages import Facts, Outcome, Ref, Say, Value, Word
from flows.model.pairs import Concern, ConcernState, Pair
from flows.model.people import Coordinator, Person
from flows.model.talk import Draft, Question, Urgency, Wish
from flows.pair.concern_page import RAISING, REPLYING, opened, page, page_needs
from flows.pair.pair_case import PairCase, asked_about, pair_case, pair_needs, pair_of
from flows.places import coordinators
from flows.situation import Find, Get, Need, Situation, find
from flows.turn import NOTHING, Erase, Turn, does

FLOW = "concern"
NUDGE_AFTER = 2
"""Days after which a concern that nobody took is pointed out again; then weekly."""
NUDGE_AGAIN = 7

# --- the one who raises it ----------------------------------------------------------------------------


def open_form(case: PairCase) -> Turn:
    """Give the person a private page to write on; what they had begun to write is still there."""
    question = Question(
        id=QuestionId(derived("concern", case.event.id)),
        flow=FLOW,
        kind="concern.form",
        subject=ConcernId(f"{case.pair.id}:{derived(case.event.id)}"),
        audience=case.actor.id,
        program=case.pair.cohort,
        choices=(),
    )
    return does(question, opened(case, RAISING, question.id))


def raised(case: PairCase) -> Turn:
    """Keep it, thank the person, tell the coordinators and nobody else."""
    draft, unfinished = page(case, RAISING)
    if unfinished:
        return does(draft, unfinished)
    concern = Concern(
        id=ConcernId(case.subject),
        pair=case.pair.id,
        program=case.pair.program,
        person=case.actor.id,
        text=draft.values["text"][0],
        wants=draft.values["wants"][0],
        raised_on=case.today,
    )
    question = case.situation.question
    return does(
        Erase(Draft, draft.id),
        concern,
        case.tells(case.actor, "concern.received", urgency=Urgency.ANSWER),
        _desk(case, "concern.raised", concern, ("take", "reply", *_ending(case))),
        closes(question, Say("concern.received.outcome"), case.actor.id) if question else None,
        wakes(FLOW, "nudge", concern.id, case.in_days(NUDGE_AFTER)),
    )


# --- the coordinators ---------------------------------------------------------------------------------


def _ending(case: PairCase) -> tuple[str, ...]:
    return ("end_pair",) if case.running else ()


def _desk(
    case: PairCase, key: str, concern: Concern, choices: tuple[str, ...]
) -> list[tuple[Question, Wish]]:
    """Before the coordinators; where the partner is one of them, before each of the others alone."""
    person: Value = name_of(concern.person)
    facts = Facts(
        (
            (Say("concern.fact.from"), person),
            (Say("concern.fact.partner"), name_of(case.pair.partner(concern.person))),
            (Say("concern.fact.text"), Ref("Concern", concern.id, "text")),
            (Say("concern.fact.wants"), Say(f"concern.form.wants_{concern.wants}")),
        )
    )
    audience, program = to_coordinators(case.pair.program), case.pair.program
    appointed = case.situation.find(_coordinators(program))
    partner = case.pair.partner(concern.person)
    if all(one.person != partner for one in appointed):
        post = case.about.post(coordinators(program), case.program.zone, key, person=person, facts=facts)
        return [asks(post, FLOW, choices, audience=audience)]
    others = [case.situation.get(Person, one.person) for one in appointed if one.person != partner]
    return [
        asks(case.about.notice(other, key, person=person, facts=facts), FLOW, choices, audience=audience)
        for other in others
        if other
    ]


def _coordinators(program: str) -> Find[Coordinator]:
    return find(Coordinator, program=program)


def nudge(case: PairCase) -> Turn:
    """Nobody took it yet."""
    concern = _record(case)
    return does(
        concern,
        _desk(case, "concern.raised.again", concern, ("take", "reply", *_ending(case))),
        wakes(FLOW, "nudge", concern.id, case.in_days(NUDGE_AGAIN)),
    )


def take(case: PairCase) -> Turn:
    """One coordinator looks after it; the others see who, and so does the one who waits."""
    concern = replace(_record(case), state=ConcernState.TAKEN, taken_by=case.actor.id)
    who = name_of(case.actor.id)
    theirs = [question for question in _copies(case) if not _is_desk(question)]
    return does(
        concern,
        _desk(case, "concern.raised.taken", concern, ("reply", *_ending(case))),
        [closes(question, Say("concern.received.outcome_taken", {"who": who})) for question in theirs],
        _closed(case, Say("concern.raised.outcome_taken", {"who": who})),
    )


def write_reply(case: PairCase) -> Turn:
    """Give the coordinator a page to answer on, with what they had begun to write."""
    question = case.situation.question
    return does(opened(case, REPLYING, question.id)) if question else NOTHING


def replied(case: PairCase) -> Turn:
    """The answer goes to the one who raised it, through Shelfmate."""
    draft, unfinished = page(case, REPLYING)
    if unfinished:
        return does(draft, unfinished)
    concern = replace(
        _record(case),
        state=ConcernState.ANSWERED,
        reply=draft.values["reply"][0],
        taken_by=case.actor.id,
    )
    person = case.mentee if concern.person == case.mentee.id else case.mentor
    return does(
        Erase(Draft, draft.id),
        concern,
        case.tells(
            person,
            "concern.answered",
            urgency=Urgency.NOTICE,
            who=name_of(case.actor.id),
            reply=Ref("Concern", concern.id, "reply"),
        ),
        _desk(case, "concern.answered.desk", concern, ("reply", *_ending(case))),
        _closed(case, Say("concern.answered.outcome", {"who": name_of(case.actor.id)})),
    )


def end_pair(case: PairCase) -> Turn:
    """The match ends kindly, for both; the closing conversation takes it from here."""
    if not case.running:
        return does(Word(said=Say("concern.raised.already_over")))
    concern = replace(_record(case), state=ConcernState.ENDED, taken_by=case.actor.id)
    return does(
        concern,
        wakes("closing", "end_early", case.pair.id, case.now),
        _closed(case, Say("concern.raised.outcome_ended", {"who": name_of(case.actor.id)})),
    )


def _record(case: PairCase) -> Concern:
    return case.situation.one(Concern, case.subject)


def _copies(case: PairCase) -> tuple[Question, ...]:
    return case.situation.find(asked_about(case.subject))


def _is_desk(question: Question) -> bool:
    return question.audience.startswith(COORDINATORS)


def _closed(case: PairCase, said: Say) -> Turn:
    """The pressed question and every other copy of it at the coordinators' desk."""
    question = case.situation.question
    if question is None:
        return NOTHING
    copies = [copy for copy in _copies(case) if _is_desk(copy)]
    return does(
        [closes(copy, said, case.actor.id) for copy in copies],
        Outcome(question=question.id, said=said),
    )


_R, _T, _A, _E = ConcernState
TABLE: Table[PairCase] = Table(
    FLOW,
    Concern,
    ConcernState,
    {
        (NONE, "concern"): cell(open_form),
        (NONE, "submit"): cell(raised, _R),
        (_R, "nudge"): cell(nudge, _R),
        (_R, "take"): cell(take, _T),
        **{(state, "reply"): cell(write_reply) for state in (_R, _T, _A)},
        **{(state, "submit"): cell(replied, _A) for state in (_R, _T, _A)},
        **{(state, "end_pair"): cell(end_pair, _E) for state in (_R, _T, _A)},
        # the message of a concern carries the way to raise another one
        **{(state, "concern"): cell(open_form) for state in ConcernState},
    },
)


def needs(event: Event, known: Situation) -> Need:
    """The pair, the concern, the page that is being written; then who coordinates."""
    subject = subject_of(event, known)
    first = (*pair_needs(subject, Concern), asked_about(subject), *page_needs(known.actor, subject))
    pair = known.peek(Pair, pair_of(subject))
    if pair is None:
        return first
    appointed = _coordinators(pair.program)
    people = known.find(appointed) if known.knows(appointed) else ()
    return (*first, appointed, *(Get(Person, one.person) for one in people))


def decide(event: Event, situation: Situation) -> Turn:
    """By the table; also for a pair that has ended, whose people may still be heard."""
    case = pair_case(event, situation)
    concern = situation.get(Concern, case.subject)
    return TABLE.decide(concern.state if concern else NONE, trigger_of(event), case)


CONCERN_FLOW = Flow(FLOW, needs, decide)
