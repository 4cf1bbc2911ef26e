"""Check-ins: how does it go? Both sides are asked, reminded once; a pair that stays silent is pointed out."""

from dataclasses import replace
from datetime import date, timedelta

from flows.asking import asked_about, closes, shown, wakes
from flows.calendar import months_later, wake_on
from flows.events import Event
from flows.flow import Flow, subject_of, trigger_of
from flows.ids import pair_of
from flows.machine import NONE, Table, cell
from flows.messages import Say
from flows.model.cohorts import Role
from flows.model.pairs import CheckIn, CheckInState, Contact, ContactState, Plan
from flows.model.people import Person
from flows.model.talk import WakeUp
from flows.pair.pair_case import PairCase, over, pair_case, pair_needs
from flows.situation import Get, Need, Situation
from flows.turn import NOTHING, Turn, does

FLOW = "checkin"
CHOICES = ("all_well", "not_met")
LAST_BEFORE_END = timedelta(days=14)
"""From so long before a pair ends, the closing questions take the place of check-ins."""


def check_in_id(pair: str, number: int) -> str:
    """Where a check-in is found."""
    return f"{pair}:{number}"


def _before(subject: str) -> str:
    """The check-in before this one."""
    pair, _, number = subject.rpartition(":")
    return check_in_id(pair, int(number) - 1)


def _number(case: PairCase) -> int:
    return int(case.subject.rpartition(":")[2])


def _record(case: PairCase) -> CheckIn:
    return case.situation.one(CheckIn, case.subject)


def _says(check_in: CheckIn, role: Role) -> str:
    return check_in.mentee_says if role is Role.MENTEE else check_in.mentor_says


def _silent(case: PairCase) -> list[Person]:
    check_in = _record(case)
    return [side for side in case.sides if not _says(check_in, case.pair.role(side.id))]


def _reachable(case: PairCase) -> list[Person]:
    """Those who have not asked to be left in peace."""
    return [side for side in case.sides if not case.away(side)]


def months_between(case: PairCase) -> int:
    """The program's rhythm, or, for a pair that plans to meet less often, time for two of its meetings."""
    plan = case.situation.get(Plan, case.pair.id)
    if plan and plan.per_month:
        return max(case.program.check_ins.every_months, 2 // plan.per_month)
    return case.program.check_ins.every_months


def _next_day(case: PairCase) -> date:
    """When the check-in after this one falls."""
    number, early = _number(case), case.program.check_ins.first_month_days
    if number < len(early) and (day := case.pair.starts + timedelta(days=early[number])) > case.today:
        return day
    return months_later(case.today, months_between(case))


def _too_late(case: PairCase, day: date) -> bool:
    return day > case.pair.ends - LAST_BEFORE_END


def _next(case: PairCase) -> WakeUp | None:
    day = _next_day(case)
    if _too_late(case, day):
        return None
    return wakes(FLOW, "ask", check_in_id(case.pair.id, _number(case) + 1), wake_on(day, case.program.zone))


def ask(case: PairCase) -> Turn:
    """Ask both, unless their first contact is still being asked about, or both are away. It replaces the last one."""
    if _too_late(case, case.today):
        return NOTHING
    contact = case.situation.get(Contact, case.pair.id)
    in_touch = contact is not None and contact.state in (ContactState.MADE, ContactState.ESCALATED)
    asked = _reachable(case)
    if not in_touch or not asked:
        return does(_next(case))
    passed = Say("checkin.asked.outcome_passed")
    key = "checkin.asked" if case.situation.get(CheckIn, _before(case.subject)) else "checkin.asked.first"
    return does(
        CheckIn(id=case.subject, pair=case.pair.id, number=_number(case)),
        [closes(question, passed) for question in case.situation.find(asked_about(_before(case.subject)))],
        [case.tells(side, key, flow=FLOW, choices=CHOICES) for side in asked],
        wakes(FLOW, "remind", case.subject, case.in_days(case.program.check_ins.remind_after)),
        _next(case),
    )


def remind(case: PairCase) -> Turn:
    """Ask those once more who have not answered."""
    return does(
        replace(_record(case), state=CheckInState.REMINDED),
        [
            case.tells(side, "checkin.missed", flow=FLOW, choices=CHOICES)
            for side in _silent(case)
            if not case.away(side)
        ],
        wakes(FLOW, "miss", case.subject, case.in_days(case.program.check_ins.missed_after)),
    )


def miss(case: PairCase) -> Turn:
    """One answer is enough to know that the pair is there; none, too often, is for the coordinators.

    While one of them is away, silence counts for nothing.
    """
    check_in = _record(case)
    if len(_silent(case)) < len(case.sides):
        return does(replace(check_in, state=CheckInState.ANSWERED))
    before = case.situation.get(CheckIn, _before(case.subject))
    counts = len(_reachable(case)) == len(case.sides)
    missed = (before.missed_in_row if before else 0) + counts
    quiet = missed >= case.program.check_ins.quiet_after and case.pair.quiet_since is None
    return does(
        replace(check_in, state=CheckInState.MISSED, missed_in_row=missed),
        _went_quiet(case) if quiet else None,
    )


def _went_quiet(case: PairCase) -> Turn:
    return does(replace(case.pair, quiet_since=case.today), case.to_desk("pair.quiet", prompted=True))


def _answers_again(case: PairCase) -> Turn:
    """The coordinators need not look into it any more."""
    if case.pair.quiet_since is None:
        return NOTHING
    return does(replace(case.pair, quiet_since=None), case.to_desk("pair.quiet.over", prompted=False))


def all_well(case: PairCase) -> Turn:
    """One press, and that is all. Where they are well, they are in touch."""
    contact = case.situation.get(Contact, case.pair.id)
    met = contact is not None and contact.state is not ContactState.MADE
    return does(
        _answered(case, "all_well", Say("checkin.asked.outcome_all_well")),
        wakes("contact", "met", case.pair.id, case.now) if met else None,
    )


def not_met(case: PairCase) -> Turn:
    """A hand with finding a time; one is enough where both say so."""
    helped = "not_met" in (_record(case).mentee_says, _record(case).mentor_says)
    return does(
        _answered(case, "not_met", Say("checkin.asked.outcome_not_met")),
        None if helped else wakes("meeting", "prompt", case.pair.id, case.now),
    )


def _answered(case: PairCase, says: str, outcome: Say) -> Turn:
    check_in = _record(case)
    if case.pair.role(case.actor.id) is Role.MENTEE:
        check_in = replace(check_in, mentee_says=says)
    else:
        check_in = replace(check_in, mentor_says=says)
    if check_in.mentee_says and check_in.mentor_says:
        check_in = replace(check_in, state=CheckInState.ANSWERED)
    mine = [
        question
        for question in case.situation.find(asked_about(case.subject))
        if question.audience == case.actor.id
    ]
    return does(
        check_in,
        _answers_again(case),
        [closes(question, outcome, case.actor.id) for question in mine],
        shown(case.situation.question, outcome),
    )


def _late(case: PairCase) -> Turn:
    """A word after all: the pair is there."""
    turn = all_well(case) if trigger_of(case.event) == "all_well" else not_met(case)
    check_in = next(change for change in turn.changes if isinstance(change, CheckIn))
    return does(turn, replace(check_in, state=CheckInState.ANSWERED, missed_in_row=0))


_A, _R, _D, _M = CheckInState
TABLE: Table[PairCase] = Table(
    FLOW,
    CheckIn,
    CheckInState,
    {
        (NONE, "ask"): cell(ask, _A),
        (_A, "remind"): cell(remind, _R),
        (_R, "miss"): cell(miss, _D, _M),
        (_A, "all_well"): cell(all_well, _A, _D),
        (_A, "not_met"): cell(not_met, _A, _D),
        (_R, "all_well"): cell(all_well, _R, _D),
        (_R, "not_met"): cell(not_met, _R, _D),
        (_D, "all_well"): cell(all_well, _D),
        (_D, "not_met"): cell(not_met, _D),
        (_M, "all_well"): cell(_late, _D),
        (_M, "not_met"): cell(_late, _D),
    },
)


def needs(event: Event, known: Situation) -> Need:
    """The pair, this check-in and the one before, the plan whose rhythm it follows, and what is still open."""
    subject = subject_of(event, known)
    return (
        *pair_needs(subject, CheckIn),
        Get(CheckIn, _before(subject)),
        Get(Plan, pair_of(subject)),
        Get(Contact, pair_of(subject)),
        asked_about(_before(subject)),
        asked_about(subject),
    )


def decide(event: Event, situation: Situation) -> Turn:
    """By the table, while the pair is one."""
    case = pair_case(event, situation)
    if not case.running:
        return over(event)
    check_in = situation.get(CheckIn, case.subject)
    return TABLE.decide(check_in.state if check_in else NONE, trigger_of(event), case)


CHECKIN = Flow(FLOW, needs, decide)
