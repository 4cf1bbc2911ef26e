"""A concern: said in private from any message about the pair; a coordinator takes it, answers, or ends the match."""

from dataclasses import replace

from flows.asking import CONCERN, COORDINATORS, asked_about, closes, name_of, shown, wakes
from flows.events import Event
from flows.flow import Flow, subject_of, trigger_of
from flows.ids import ConcernId, QuestionId, derived, pair_of
from flows.machine import NONE, Table, cell
from flows.messages import Say, Word
from flows.model.pairs import Concern, ConcernState, Pair
from flows.model.talk import Draft, Question, Urgency
from flows.pair.concern_desk import FLOW, answer_of, desk_needs, reaches_somebody, to_desk
from flows.pair.concern_page import RAISING, REPLYING, opened, page, page_needs
from flows.pair.pair_case import PairCase, pair_case, pair_needs
from flows.situation import Need, Situation
from flows.turn import NOTHING, Erase, Turn, does

NUDGE_AFTER = 2
"""Days after which a concern that nobody took is pointed out again; then weekly."""
NUDGE_TAKEN = 4
"""Days after which one that was taken and not answered is."""
NUDGE_AGAIN = 7
NO_ANSWER = "know"
"""What somebody wants who asks for no answer."""

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
    return does(
        Erase(Draft, draft.id),
        concern,
        _received(case, concern),
        to_desk(case, "concern.raised", concern, ("take", "reply")),
        wakes(FLOW, "nudge", concern.id, case.in_days(NUDGE_AFTER)),
    )


def _received(case: PairCase, concern: Concern) -> Turn:
    """What the person may count on, and no more than that."""
    question, key, outcome = case.situation.question, "concern.received", "concern.received.outcome"
    if not reaches_somebody(case, concern):
        key, outcome = "concern.received.by_nobody", "concern.received.outcome_kept"
    elif concern.wants == NO_ANSWER:
        key = "concern.received.to_know"
    return does(
        case.tells(case.actor, key, urgency=Urgency.ANSWER),
        closes(question, Say(outcome), case.actor.id) if question else None,
    )


# --- the coordinators ---------------------------------------------------------------------------------


def nudge(case: PairCase) -> Turn:
    """Nobody took it yet; or somebody did, and the answer that was asked for is still to come."""
    concern = _record(case)
    if concern.taken_by and concern.wants == NO_ANSWER:
        return NOTHING
    before = [copy for copy in _copies(case) if _is_desk(copy)]
    return does(
        concern,
        [closes(copy, Say("concern.raised.outcome_again")) for copy in before],
        to_desk(case, "concern.raised.waiting", concern, ("reply",), who=name_of(concern.taken_by))
        if concern.taken_by
        else to_desk(case, "concern.raised.again", concern, ("take", "reply")),
        wakes(FLOW, "nudge", concern.id, case.in_days(NUDGE_AGAIN)),
    )


def take(case: PairCase) -> Turn:
    """One coordinator looks after it; the others see who, and so does the one who waits."""
    concern = replace(_record(case), state=ConcernState.TAKEN, taken_by=case.actor.id)
    who = name_of(case.actor.id)
    theirs = [question for question in _copies(case) if not _is_desk(question)]
    known = (
        "concern.received.outcome_seen" if concern.wants == NO_ANSWER else "concern.received.outcome_taken"
    )
    return does(
        concern,
        to_desk(case, "concern.raised.taken", concern, ("reply",)),
        [closes(question, Say(known, {"who": who})) for question in theirs],
        wakes(FLOW, "nudge", concern.id, case.in_days(NUDGE_TAKEN)),
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
    before = _record(case)
    concern = replace(
        before,
        state=ConcernState.ANSWERED,
        replies=(*before.replies, draft.values["reply"][0]),
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
            reply=answer_of(concern, len(before.replies)),
        ),
        to_desk(case, "concern.answered.desk", concern, ("reply",)),
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
    copies = [copy for copy in _copies(case) if _is_desk(copy)]
    return does(
        [closes(copy, said, case.actor.id) for copy in copies],
        shown(case.situation.question, said),
    )


_R, _T, _A, _E = ConcernState
TABLE: Table[PairCase] = Table(
    FLOW,
    Concern,
    ConcernState,
    {
        (NONE, CONCERN): cell(open_form),
        (NONE, "submit"): cell(raised, _R),
        (_R, "nudge"): cell(nudge, _R),
        (_T, "nudge"): cell(nudge, _T),
        (_R, "take"): cell(take, _T),
        **{(state, "reply"): cell(write_reply) for state in (_R, _T, _A)},
        **{(state, "submit"): cell(replied, _A) for state in (_R, _T, _A)},
        **{(state, "end_pair"): cell(end_pair, _E) for state in (_R, _T, _A)},
        # the message of a concern carries the way to raise another one
        **{(state, CONCERN): cell(open_form) for state in ConcernState},
    },
)


def needs(event: Event, known: Situation) -> Need:
    """The pair, the concern, the page that is being written; then who coordinates."""
    subject = subject_of(event, known)
    first = (*pair_needs(subject, Concern), asked_about(subject), *page_needs(known.actor, subject))
    pair = known.peek(Pair, pair_of(subject))
    if pair is None:
        return first
    return (*first, *desk_needs(pair.program, known))


def decide(event: Event, situation: Situation) -> Turn:
    """By the table; also for a pair that has ended, whose people may still be heard."""
    case = pair_case(event, situation)
    concern = situation.get(Concern, case.subject)
    return TABLE.decide(concern.state if concern else NONE, trigger_of(event), case)


CONCERN_FLOW = Flow(FLOW, needs, decide)
