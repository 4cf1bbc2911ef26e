"""Going on past the end: each side is asked in private, and only two yeses are ever told to anybody."""

from dataclasses import replace
from datetime import date, timedelta

from flows.asking import asked_about, wakes
from flows.calendar import months_later, whole_months_on
from flows.events import Event
from flows.flow import Flow, subject_of, trigger_of
from flows.ids import pair_of
from flows.machine import NONE, Table, cell
from flows.messages import On, Say
from flows.model.cohorts import Application, Role
from flows.model.pairs import HELD, CheckIn, Extension, ExtensionState, Pair
from flows.model.talk import Question, Urgency, Wish
from flows.pair.pair_case import PairCase, over, pair_case, pair_needs
from flows.situation import WHOLE, Find, Get, Need, Situation, find
from flows.turn import NOTHING, Turn, does

FLOW = "extension"
NO = "no"
MOST_MONTHS = 24
"""What a program file may offer at most."""


def _record(case: PairCase) -> Extension:
    return case.situation.one(Extension, case.pair.id)


def offer(case: PairCase) -> Turn:
    """Ask each side, if the program extends at all, and neither has given the time after the end to somebody else."""
    months = case.program.extending.months
    if not months or not _room_after(case):
        return NOTHING
    choices = (*(str(month) for month in months), NO)
    return does(
        Extension(id=case.pair.id),
        [
            case.tells(side, "extension.offered", flow=FLOW, choices=choices, day=On(case.pair.ends))
            for side in case.sides
        ],
        wakes(FLOW, "lapse", case.pair.id, case.on(case.pair.ends + timedelta(days=1))),
    )


def said(case: PairCase) -> Turn:
    """Keep what one side says; the other learns of it only if both say yes."""
    months = 0 if trigger_of(case.event) == NO else int(trigger_of(case.event))
    extension = _record(case)
    if case.pair.role(case.actor.id) is Role.MENTEE:
        extension = replace(extension, mentee_says=months)
    else:
        extension = replace(extension, mentor_says=months)
    day = On(case.pair.ends)
    shown = (
        Say("extension.offered.outcome_yes", {"day": day}) if months else Say("extension.offered.outcome_no")
    )
    turn = does(extension, case.noted(shown))
    if not _both_would(extension):
        return turn
    if not _room_after(case):  # why, is not for these two to hear, and it may yet change
        return does(turn, wakes(FLOW, "settle", case.pair.id, case.on(case.pair.ends)))
    return does(turn, _agreed(case, extension))


def settle(case: PairCase) -> Turn:
    """On the last day at the latest two who would both go on hear whether they can."""
    extension = _record(case)
    if not _both_would(extension):
        return NOTHING
    if _room_after(case):
        return _agreed(case, extension)
    return does(extension, _tells(case, "extension.no_room", case.pair.ends))


def _both_would(extension: Extension) -> bool:
    return bool(extension.mentee_says and extension.mentor_says)


def _room_after(case: PairCase) -> bool:
    """Whether both could have this partner beyond the pair's end, beside those they have or are told of.

    A pair that is only proposed does not count: it is the coordinators' own matter, and gives way to this one.
    """
    for role in Role:
        id = case.pair.mentor_application if role is Role.MENTOR else case.pair.mentee_application
        application = case.situation.get(Application, id)
        wished = int(application.answers.get("capacity", ("1",))[0]) if application else 1
        beyond = [
            pair
            for query in _partners(case.subject, role)
            for pair in case.situation.find(query)
            if pair.id != case.pair.id and pair.ends > case.pair.ends
        ]
        if len(beyond) >= min(wished, case.program.role(role).most_partners):
            return False
    return True


def _partners(subject: str, role: Role) -> tuple[Find[Pair], ...]:
    _, mentee, mentor = pair_of(subject).split(":")
    whom = {"mentor": mentor} if role is Role.MENTOR else {"mentee": mentee}
    return tuple(find(Pair, **whom, state=state, limit=WHOLE) for state in HELD)


def _tells(case: PairCase, key: str, ends: date) -> list[tuple[Question, Wish]]:
    """Both sides: one who just answered at once, the other by day."""
    actor = case.situation.actor
    return [
        case.tells(side, key, urgency=Urgency.ANSWER if side == actor else Urgency.NOTICE, day=On(ends))
        for side in case.sides
    ]


def _agreed(case: PairCase, extension: Extension) -> Turn:
    ends = whole_months_on(case.pair.ends, min(extension.mentee_says or 0, extension.mentor_says or 0))
    last = max((check_in.number for check_in in case.situation.find(_check_ins(case.subject))), default=0)
    number = max(last, len(case.program.check_ins.first_month_days)) + 1
    resumes = months_later(case.today, case.program.check_ins.every_months)
    return does(
        replace(extension, state=ExtensionState.AGREED),
        replace(case.pair, ends=ends),
        _tells(case, "extension.agreed", ends),
        case.settles("closing", Say("extension.agreed.outcome", {"day": On(ends)})),
        wakes("closing", "farewell", case.pair.id, case.now),
        wakes("closing", "end", case.pair.id, case.on(ends + timedelta(days=1))),
        wakes("checkin", "ask", f"{case.pair.id}:{number}", case.on(resumes)),
    )


def lapse(case: PairCase) -> Turn:
    """The last day has passed without two yeses."""
    return does(
        replace(_record(case), state=ExtensionState.LAPSED),
        case.settles(FLOW, Say("extension.offered.outcome_lapsed")),
    )


def _check_ins(subject: str) -> Find[CheckIn]:
    return find(CheckIn, pair=pair_of(subject), limit=WHOLE)


_A, _G, _L = ExtensionState
_YES = tuple(str(months) for months in range(1, MOST_MONTHS + 1))
TABLE: Table[PairCase] = Table(
    FLOW,
    Extension,
    ExtensionState,
    {
        (NONE, "offer"): cell(offer, _A),
        **{(_A, months): cell(said, _A, _G) for months in _YES},
        (_A, NO): cell(said, _A),
        (_A, "settle"): cell(settle, _A, _G),
        (_A, "lapse"): cell(lapse, _L),
    },
)


def needs(event: Event, known: Situation) -> Need:
    """The pair, what each side said, what is open, the check-ins that may have to go on, and other partners."""
    subject = subject_of(event, known)
    pair = known.peek(Pair, pair_of(subject))
    applications = (pair.mentee_application, pair.mentor_application) if pair else ()
    return (
        *pair_needs(subject, Extension),
        asked_about(subject),
        _check_ins(subject),
        *(query for role in Role for query in _partners(subject, role)),
        *(Get(Application, id) for id in applications),
    )


def decide(event: Event, situation: Situation) -> Turn:
    """By the table, while the pair is one."""
    case = pair_case(event, situation)
    trigger = trigger_of(event)
    if not case.running and trigger != "lapse":
        return over(event)
    extension = situation.get(Extension, case.pair.id)
    return TABLE.decide(extension.state if extension else NONE, trigger, case)


EXTENSION = Flow(FLOW, needs, decide)
