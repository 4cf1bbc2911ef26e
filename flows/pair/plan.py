"""The communication plan: one side writes it, the other agrees or amends, until both agree on how they keep in touch."""

from collections.abc import Mapping
from dataclasses import replace

from flows.asking import asked_about, name_of, wakes
from flows.events import Event, Submitted
from flows.flow import Flow, subject_of, trigger_of
from flows.forms import draft_for, draft_id, opened, step
from flows.ids import derived, pair_of
from flows.machine import NONE, Table, cell
from flows.messages import Facts, Field, Form, OpenForm, Option, Phrase, Ref, Say, Several, Sort, Value, Word
from flows.model.pairs import Plan, PlanState, said_in
from flows.model.people import Person
from flows.model.talk import Draft, Urgency
from flows.pair.pair_case import PairCase, over, pair_case, pair_needs
from flows.programs.program import Program
from flows.situation import Get, Need, ProgramOf, Situation
from flows.turn import NOTHING, Erase, Turn, does

FLOW = "plan"
REMIND_AFTER = 7
MEET_AFTER = 3
"""Days for finding a first date by themselves, before they are prompted to."""


def plan_form(program: Program) -> Form:
    """What a plan says, within the program's bounds."""
    rules = program.plan
    methods = tuple(Option(choice.key, Phrase(choice.label)) for choice in rules.methods)
    return Form(
        key=FLOW,
        version=derived(str(rules.least_per_month), str(rules.most_per_month), *(o.key for o in methods))[
            :12
        ],
        title=Say("plan.form.title"),
        fields=(
            Field(
                key="per_month",
                sort=Sort.NUMBER,
                label=Say("plan.form.per_month"),
                least=rules.least_per_month,
                most=rules.most_per_month,
            ),
            Field(key="methods", sort=Sort.ANY_OF, label=Say("plan.form.methods"), options=methods, least=1),
            Field(
                key="note",
                sort=Sort.LONG,
                label=Say("plan.form.note"),
                help=Say("plan.form.note_help"),
                required=False,
                longest=500,
            ),
        ),
    )


def _plan(case: PairCase) -> Plan:
    return case.situation.one(Plan, case.pair.id)


def ask(case: PairCase) -> Turn:
    """Time to agree how to keep in touch: the side that wrote first writes the plan."""
    return does(Plan(id=case.pair.id), _asks(case, "plan.asked"), _reminds_later(case))


def remind(case: PairCase) -> Turn:
    """Once, whoever it waits for."""
    plan = _plan(case)
    if plan.state is PlanState.ASKED:
        return does(_asks(case, "plan.reminder"))
    waits_for = case.mentor if plan.proposed_by == case.mentee.id else case.mentee
    return does(_confirms(case, plan, waits_for, "plan.confirm.reminder", Urgency.PROMPT))


def _asks(case: PairCase, key: str) -> Turn:
    return does(case.tells(case.first, key, flow=FLOW, choices=("write", "later")))


def _reminds_later(case: PairCase) -> Turn:
    return does(wakes(FLOW, "remind", case.pair.id, case.in_days(REMIND_AFTER)))


def later(_: PairCase) -> Turn:
    """The question stays where it is."""
    return does(Word(said=Say("plan.asked.later")))


def write(case: PairCase) -> Turn:
    """Open the form, with what was last proposed or already typed."""
    question = case.situation.question
    return does(opened(plan_form(case.program), question.id, _draft(case))) if question else NOTHING


def _draft(case: PairCase) -> Draft:
    form = plan_form(case.program)
    known = case.situation.get(Draft, draft_id(form, case.actor.id, case.pair.id))
    fresh = draft_for(form, case.actor.id, case.pair.id)
    return known or replace(fresh, values=_values(_plan(case)))


def _values(plan: Plan) -> Mapping[str, tuple[str, ...]]:
    if not plan.version:
        return {}
    return {
        "per_month": (str(plan.proposed_per_month),),
        "methods": plan.proposed_methods,
        "note": plan.notes.get(said_in(plan.notes, plan.version), ()),
    }


def submit(case: PairCase) -> Turn:
    """The plan as one side would have it goes to the other."""
    event, question = case.event, case.situation.question
    assert isinstance(event, Submitted)
    assert question is not None
    draft, again = step(plan_form(case.program), question.id, _draft(case), event.values)
    if isinstance(again, OpenForm):
        return does(draft, again)
    plan = _proposed(case, draft)
    names: dict[str, Value] = {"partner": name_of(case.partner.id), "who": name_of(case.actor.id)}
    sent, seen = Say("plan.asked.outcome_sent", names), Say("plan.asked.outcome_came", names)
    return does(
        plan,
        Erase(Draft, draft.id),
        case.answers(FLOW, sent, others=seen),
        _confirms(case, plan, case.partner, "plan.confirm", Urgency.NOTICE),
        _reminds_later(case),
    )


def _proposed(case: PairCase, draft: Draft) -> Plan:
    before = _plan(case)
    version, note = before.version + 1, "".join(draft.values["note"])
    return replace(
        before,
        state=PlanState.PROPOSED,
        proposed_by=case.actor.id,
        proposed_per_month=int(draft.values["per_month"][0]),
        proposed_methods=draft.values["methods"],
        version=version,
        notes={**before.notes, f"{version}:{case.actor.id}": (note,)} if note else before.notes,
    )


def _confirms(case: PairCase, plan: Plan, to: Person, key: str, urgency: Urgency) -> Turn:
    choices = ("agree", "amend")
    details = details_of(plan, case.program)
    return does(case.tells(to, key, urgency=urgency, flow=FLOW, choices=choices, plan=details))


def details_of(plan: Plan, program: Program) -> Facts:
    """The plan as last proposed, a line each."""
    labels = {choice.key: Phrase(choice.label) for choice in program.plan.methods}
    ways = Several(tuple(labels.get(key, key) for key in plan.proposed_methods))
    rows: list[tuple[Value, Value]] = [
        (Say("plan.fact.per_month"), plan.proposed_per_month),
        (Say("plan.fact.methods"), ways),
    ]
    if note := said_in(plan.notes, plan.version):
        rows.append((Say("plan.fact.note"), Ref("Plan", plan.id, f"notes.{note}")))
    return Facts(tuple(rows))


def agree(case: PairCase) -> Turn:
    """Both agree: both have it before them, the first meeting is next, and they are in touch, whoever said so or not."""
    plan = _plan(case)
    details = details_of(plan, case.program)
    return does(
        _agreed(plan),
        case.answers(FLOW, Say("plan.confirm.outcome_agreed")),
        [
            case.tells(side, "plan.agreed", urgency=urgency, flow=FLOW, choices=("change",), plan=details)
            for side, urgency in ((case.actor, Urgency.ANSWER), (case.partner, Urgency.NOTICE))
        ],
        case.in_room("plan.agreed.room", plan=details),
        wakes("meeting", "prompt", case.pair.id, case.in_days(MEET_AFTER)),
        wakes("contact", "met", case.pair.id, case.now),
    )


def _agreed(plan: Plan) -> Plan:
    return replace(
        plan,
        state=PlanState.AGREED,
        per_month=plan.proposed_per_month,
        methods=plan.proposed_methods,
        agreed=plan.version,
    )


_A, _P, _G = PlanState
TABLE: Table[PairCase] = Table(
    "plan",
    Plan,
    PlanState,
    {
        (NONE, "ask"): cell(ask, _A),
        (_A, "remind"): cell(remind, _A),
        (_A, "later"): cell(later, _A),
        (_A, "write"): cell(write, _A),
        (_A, "submit"): cell(submit, _P),
        (_P, "remind"): cell(remind, _P),
        (_P, "agree"): cell(agree, _G),
        (_P, "amend"): cell(write, _P),
        (_P, "submit"): cell(submit, _P),
        (_G, "change"): cell(write, _G),
        (_G, "submit"): cell(submit, _P),
    },
)


def needs(event: Event, known: Situation) -> Need:
    """The pair and its plan; then, for somebody's act, what they had begun to write."""
    subject = subject_of(event, known)
    first = (*pair_needs(subject, Plan), asked_about(subject))
    program = ProgramOf(pair_of(subject).split(":")[0])
    if known.actor is None or not known.knows(program):
        return first
    form = plan_form(known.program(program.id))
    return (*first, Get(Draft, draft_id(form, known.actor.id, pair_of(subject))))


def decide(event: Event, situation: Situation) -> Turn:
    """By the table, while the pair is one."""
    case = pair_case(event, situation)
    if not case.running:
        return over(event)
    plan = situation.get(Plan, case.pair.id)
    return TABLE.decide(plan.state if plan else NONE, trigger_of(event), case)


PLAN = Flow(FLOW, needs, decide)
