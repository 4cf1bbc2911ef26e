"""The introduction: each hears who the other is, what they share, who writes first and how; before the first day."""

from dataclasses import replace
from datetime import date, timedelta

from flows.asking import CONCERN, asks, name_of, to_coordinators, wakes
from flows.calendar import months_later
from flows.events import Event
from flows.flow import Flow, subject_of, trigger_of
from flows.machine import Table, cell
from flows.matching.telling.forms import told_to
from flows.messages import On, Phrase, Profile, Ref, Say, Several, Value
from flows.model.cohorts import Application, ApplicationState, Role
from flows.model.pairs import Pair, PairState
from flows.model.people import Account, Person
from flows.model.talk import Question, Urgency, Wish
from flows.pair.pair_case import PairCase, pair_case, pair_needs
from flows.person.reach import ASK, SHARE, SHARING, reached, reached_besides
from flows.platforms import share_one
from flows.situation import Get, Need, Situation, find
from flows.turn import Turn, does

FLOW = "introduction"
PLAN_AFTER = 14
"""Days after the start: a plan is asked for even where nobody said that they are in touch."""
PROMPT_AFTER = 21
TAKES_PART = (ApplicationState.ACCEPTED, ApplicationState.WAITLISTED)


def announce(case: PairCase) -> Turn:
    """Tell both, and set what follows; or nothing of it, where one of them has left since."""
    mentee, mentor = (case.situation.one(Application, id) for id in _applications(case.pair))
    stays = mentee.state in TAKES_PART and case.mentee.removed_at is None
    if not stays or mentor.state is not ApplicationState.ACCEPTED or case.mentor.removed_at:
        return _gone(case, mentee_stays=stays)
    # a pair that is found late has its own first day
    pair = replace(case.pair, state=PairState.ANNOUNCED, starts=max(case.pair.starts, case.today))
    case = replace(case, pair=pair)
    return does(
        pair,
        replace(mentee, state=ApplicationState.MATCHED, unmatched=None),
        [_introduces(case, side) for side in case.sides],
        case.in_room("match.announced.room", **_both(case)),
        _timers(case),
    )


def _applications(pair: Pair) -> tuple[str, str]:
    return pair.mentee_application, pair.mentor_application


def _introduces(case: PairCase, to: Person) -> tuple[Question, Wish]:
    role = case.pair.role(to.id)
    mine, theirs = _applications(case.pair) if role is Role.MENTEE else _applications(case.pair)[::-1]
    writes = "writes_first" if to is case.first else "is_written_to"
    day = case.pair.starts + timedelta(days=case.program.first_contact.ask_after)
    partner = case.mentor if role is Role.MENTEE else case.mentee
    name = name_of(partner.id)
    return case.tells(
        to,
        f"match.announced.{role}",
        urgency=Urgency.NOTICE,
        flow=SHARING if _choices(case, partner) else CONCERN,
        choices=_choices(case, partner),
        starts=On(case.pair.starts),
        ends=On(case.pair.ends),
        common=Several(tuple(told_to(role, reason) for reason in case.pair.reasons), points=True),
        theirs=Profile(theirs),
        mine=Profile(mine),
        first_contact=Say(f"match.announced.{writes}", {"partner": name, "by": On(day)}),
        reach=reached(partner, _accounts(case, partner), _accounts(case, to)),
        besides=reached_besides(partner),
        away=_away(case, partner),
        gains=Phrase(case.program.role(role).gains) if case.program.role(role).gains else "",
    )


def _accounts(case: PairCase, of: Person) -> tuple[Account, ...]:
    return case.situation.find(find(Account, person=of.id))


def _choices(case: PairCase, partner: Person) -> tuple[str, ...]:
    """Two who share no platform tell each other how to be reached, or ask."""
    if share_one(*(_accounts(case, side) for side in case.sides)):
        return ()
    return (SHARE,) if partner.email or partner.reach else (SHARE, ASK)


def _away(case: PairCase, partner: Person) -> Value:
    until = partner.away_until(case.today)
    return Say("match.announced.away", {"partner": name_of(partner.id), "until": On(until)}) if until else ""


def _both(case: PairCase) -> dict[str, Ref]:
    return {
        "mentee": Ref("Person", case.mentee.id, "name"),
        "mentor": Ref("Person", case.mentor.id, "name"),
        "first": Ref("Person", case.first.id, "name"),
    }


def _timers(case: PairCase) -> Turn:
    pair, starts = case.pair, case.pair.starts
    return does(
        wakes("contact", "begin", pair.id, case.now),
        wakes("checkin", "ask", f"{pair.id}:1", case.on(_first_check_in(case))),
        wakes("plan", "ask", pair.id, case.on(starts + timedelta(days=PLAN_AFTER))),
        wakes("meeting", "prompt", pair.id, case.on(starts + timedelta(days=PROMPT_AFTER))),
        wakes("closing", "end", pair.id, case.on(pair.ends + timedelta(days=1))),
    )


def _first_check_in(case: PairCase) -> date:
    rhythm = case.program.check_ins
    if rhythm.first_month_days:
        return case.pair.starts + timedelta(days=rhythm.first_month_days[0])
    return months_later(case.pair.starts, rhythm.every_months)


def _gone(case: PairCase, *, mentee_stays: bool) -> Turn:
    """One of the two left after the pairs were published: no introduction, and the coordinators know."""
    return does(
        replace(case.pair, state=PairState.ENDED),
        wakes("waiting", "left", case.pair.mentee_application, case.now) if mentee_stays else None,
        asks(
            case.to_desk("match.fell_through", prompted=False),
            "round",
            ("match_rest",),
            subject=case.pair.cohort,
            audience=to_coordinators(case.pair.program),
        ),
    )


TABLE: Table[PairCase] = Table(
    "introduction",
    Pair,
    PairState,
    {(PairState.PUBLISHED, "announce"): cell(announce, PairState.ANNOUNCED, PairState.ENDED)},
)


def needs(event: Event, known: Situation) -> Need:
    """The pair and its people; then what the two of them said on applying."""
    first = pair_needs(subject_of(event, known))
    pair = known.peek(Pair, subject_of(event, known))
    if pair is None:
        return first
    accounts = (find(Account, person=side) for side in (pair.mentee, pair.mentor))
    return (*first, *(Get(Application, id) for id in _applications(pair)), *accounts)


def decide(event: Event, situation: Situation) -> Turn:
    """By the table."""
    case = pair_case(event, situation)
    return TABLE.decide(case.pair.state, trigger_of(event), case)


INTRODUCTION = Flow(FLOW, needs, decide)
