"""A concern: said in private from any message about the pair; a coordinator takes it, answers, or ends the match."""

from dataclasses import replace

from flows import forms
from flows.asking import asks, closes, name_of, to_coordinators, wakes
from flows.events import Event, Submitted
from flows.flow import Flow, subject_of, trigger_of
from flows.ids import ConcernId, QuestionId, derived
from flows.machine import NONE, Table, cell
from flows.messages import Facts, Field, Form, OpenForm, Option, Outcome, Ref, Say, Sort, Value, Word
from flows.model.pairs import Concern, ConcernState
from flows.model.people import Person
from flows.model.talk import Draft, Question, Urgency, Wish
from flows.pair_case import PairCase, asked_about, pair_case, pair_needs
from flows.places import coordinators
from flows.situation import Get, Need, Situation
from flows.turn import NOTHING, Turn, does

FLOW = "concern"
NUDGE_AFTER = 2
"""Days after which a concern that nobody took is pointed out again."""

WISHES = ("know", "talk", "end")
RAISING = Form(
    key="concern",
    version="1",
    title=Say("concern.form.title"),
    fields=(
        Field(key="text", sort=Sort.LONG, label=Say("concern.form.text"), help=Say("concern.form.help")),
        Field(
            key="wants",
            sort=Sort.ONE_OF,
            label=Say("concern.form.wants"),
            options=tuple(Option(wish, Say(f"concern.form.wants_{wish}")) for wish in WISHES),
        ),
    ),
)
REPLYING = Form(
    key="concern-reply",
    version="1",
    title=Say("concern.reply.title"),
    fields=(
        Field(key="reply", sort=Sort.LONG, label=Say("concern.reply.label"), help=Say("concern.reply.help")),
    ),
)


def open_form(case: PairCase) -> Turn:
    """Give the person a private page to write on."""
    question = Question(
        id=QuestionId(derived("concern", case.event.id)),
        flow=FLOW,
        kind="concern.form",
        subject=ConcernId(f"{case.pair.id}:{derived(case.event.id)}"),
        audience=case.actor.id,
        program=case.pair.cohort,
        choices=(),
    )
    return does(question, OpenForm(question=question.id, form=RAISING))


def raised(case: PairCase) -> Turn:
    """Keep it, thank the person, tell the coordinators and nobody else."""
    draft, opened = _page(case, RAISING)
    if opened:
        return does(draft, opened)
    concern = Concern(
        id=ConcernId(case.subject),
        pair=case.pair.id,
        program=case.pair.program,
        person=case.actor.id,
        text=draft.values["text"][0],
        wants=draft.values["wants"][0],
        raised_on=case.today,
    )
    contact = case.program.organiser.contact
    return does(
        draft,
        concern,
        case.about.answer(case.actor, "concern.received", contact=contact),
        _desk(case, "concern.raised", concern, ("take", "reply", "end_pair")),
        _closed(case, Say("concern.received.outcome")),
        wakes(FLOW, "nudge", concern.id, case.in_days(NUDGE_AFTER)),
    )


def _desk(case: PairCase, key: str, concern: Concern, choices: tuple[str, ...]) -> tuple[Question, Wish]:
    person: Value = name_of(concern.person)
    facts = Facts(
        (
            (Say("concern.fact.from"), person),
            (Say("concern.fact.partner"), name_of(case.pair.partner(concern.person))),
            (Say("concern.fact.text"), Ref("Concern", concern.id, "text")),
            (Say("concern.fact.wants"), Say(f"concern.form.wants_{concern.wants}")),
        )
    )
    post = case.about.post(
        coordinators(case.pair.program), case.program.zone, key, person=person, facts=facts
    )
    return asks(post, FLOW, choices, audience=to_coordinators(case.pair.program))


def nudge(case: PairCase) -> Turn:
    """Nobody took it yet."""
    concern = case.situation.one(Concern, case.subject)
    return does(concern, _desk(case, "concern.raised.again", concern, ("take", "reply", "end_pair")))


def take(case: PairCase) -> Turn:
    """One coordinator looks after it; the others see who."""
    concern = replace(
        case.situation.one(Concern, case.subject), state=ConcernState.TAKEN, taken_by=case.actor.id
    )
    return does(
        concern,
        _desk(case, "concern.raised.taken", concern, ("reply", "end_pair")),
        _closed(case, Say("concern.raised.outcome_taken", {"who": name_of(case.actor.id)})),
    )


def write_reply(case: PairCase) -> Turn:
    """Give the coordinator a page to answer on."""
    question = case.situation.question
    return does(OpenForm(question=question.id, form=REPLYING)) if question else NOTHING


def replied(case: PairCase) -> Turn:
    """The answer goes to the one who raised it, through Shelfmate."""
    draft, opened = _page(case, REPLYING)
    if opened:
        return does(draft, opened)
    concern = replace(
        case.situation.one(Concern, case.subject),
        state=ConcernState.ANSWERED,
        reply=draft.values["reply"][0],
        taken_by=case.actor.id,
    )
    person = case.mentee if concern.person == case.mentee.id else case.mentor
    return does(
        replace(draft, values={}),
        concern,
        case.tells(
            person,
            "concern.answered",
            urgency=Urgency.NOTICE,
            who=name_of(case.actor.id),
            reply=Ref("Concern", concern.id, "reply"),
        ),
        _desk(case, "concern.answered.desk", concern, ("reply", "end_pair")),
        _closed(case, Say("concern.answered.outcome", {"who": name_of(case.actor.id)})),
    )


def end_pair(case: PairCase) -> Turn:
    """The match ends kindly, for both; the closing conversation takes it from here."""
    concern = replace(
        case.situation.one(Concern, case.subject), state=ConcernState.ENDED, taken_by=case.actor.id
    )
    return does(
        concern,
        wakes("closing", "end_early", case.pair.id, case.now),
        _closed(case, Say("concern.raised.outcome_ended", {"who": name_of(case.actor.id)})),
    )


def _closed(case: PairCase, said: Say) -> Turn:
    """The pressed question and every other copy of it at the coordinators' desk."""
    question = case.situation.question
    if question is None:
        return NOTHING
    copies = {copy.id: copy for copy in (*case.situation.find(asked_about(case.subject)), question)}
    return does(
        [closes(copy, said, case.actor.id) for copy in copies.values()],
        Outcome(question=question.id, said=said),
    )


def _page(case: PairCase, form: Form) -> tuple[Draft, OpenForm | None]:
    assert isinstance(case.event, Submitted)
    kept = case.situation.get(Draft, _draft_id(form, case.actor, case.subject))
    draft = forms.draft_for(form, case.actor.id, case.subject, older=[kept] if kept else [])
    return forms.step(form, case.event.question, draft, case.event.values)


def _draft_id(form: Form, actor: Person, subject: str) -> str:
    return forms.draft_id(form, actor.id, subject)


def refused(case: PairCase) -> Turn:
    """It was settled before."""
    return does(Word(said=Say("refused.closed"))) if case.situation.question else NOTHING


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
    refused,
)


def needs(event: Event, known: Situation) -> Need:
    """The pair, the concern, and the page that is being written."""
    subject = subject_of(event, known)
    actor = known.actor
    drafts = [Get(Draft, _draft_id(form, actor, subject)) for form in (RAISING, REPLYING)] if actor else []
    return (*pair_needs(subject, Concern), asked_about(subject), *drafts)


def decide(event: Event, situation: Situation) -> Turn:
    """By the table; also for a pair that has ended, whose people may still be heard."""
    case = pair_case(event, situation)
    concern = situation.get(Concern, case.subject)
    return TABLE.decide(concern.state if concern else NONE, trigger_of(event), case)


CONCERN_FLOW = Flow(FLOW, needs, decide)
