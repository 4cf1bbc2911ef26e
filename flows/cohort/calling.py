"""The call for applicants: a program's cohorts are planned, and each opens, nears its close and closes on its days."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

from flows.asking import ANYONE, About, asks, name_of, wakes
from flows.calendar import today, wake_on
from flows.cohort.year import look_again, stages, upcoming
from flows.events import Event, Woke
from flows.fan_out import cohort_of, onwards, page_of
from flows.flow import Flow
from flows.ids import CohortId, ProgramId
from flows.machine import NONE, Table, cell
from flows.messages import On, Phrase, Say, Several, Value
from flows.model.cohorts import Adopted, Application, ApplicationState, Cohort, CohortState, Interest, Role
from flows.model.people import Person
from flows.model.talk import Question, WakeUp, Wish
from flows.places import announcements, coordinators
from flows.programs.dates import CohortCalendar
from flows.programs.program import Program
from flows.situation import Count, Find, Get, Need, ProgramOf, Situation, count, find
from flows.turn import Erase, Turn, does

FLOW = "calling"
ROLES = tuple(Role)
NAMED = 40
"""So many of each role are named in a message; the rest is a number."""
UNFINISHED = (ApplicationState.DRAFT, ApplicationState.UNVERIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A cohort's stage (or a program's planning), with what it needs."""

    event: Woke
    situation: Situation
    program: Program

    @property
    def cohort(self) -> Cohort:
        """The cohort whose stage it is."""
        return self.situation.one(Cohort, _owner(self.event))

    @property
    def calendar(self) -> CohortCalendar:
        """Its calendar."""
        return self.program.calendar(self.cohort.name)

    @property
    def about(self) -> About:
        """For messages in its name."""
        return About(event=self.event, program=self.cohort.id, subject=self.cohort.id)

    @property
    def common(self) -> dict[str, Value]:
        """What every sentence of a call may say."""
        return {
            "program": Phrase(self.program.name),
            "cohort": Phrase(self.calendar.label),
            "contact": self.program.organiser.contact,
            "begins": self.day("begins"),
            "ends": self.day("ends"),
        }

    def day(self, stage: str) -> On:
        """The date of one of its stages."""
        return On(self.calendar.day(stage, self.cohort.year))

    def posts(self, key: str, *choices: str, **values: Value) -> tuple[Question, Wish]:
        """Post to the announcement channel, with buttons that anyone may press."""
        place = announcements(self.cohort.program)
        wish = self.about.post(place, self.program.zone, key, prompted=True, **self.common, **values)
        return asks(wish, "application", choices, subject=self.cohort.program, audience=ANYONE, sticky=True)

    def now(self, trigger: str, subject: str) -> WakeUp:
        """A fan-out that begins at once."""
        return wakes(FLOW, trigger, subject, self.event.now)


def plan(call: Call) -> Turn:
    """Create the cohorts that are to come, each with a wake-up for each stage, and look again when one has opened."""
    day = today(call.event.now, call.program.zone)
    program = ProgramId(call.program.id)
    digest = call.situation.one(Adopted, program).digest
    planned: list[Cohort | WakeUp] = []
    for calendar, year in upcoming(call.program, day):
        id = call.program.cohort_id(calendar.name, year)
        if call.situation.get(Cohort, id) is None:
            planned.append(Cohort(id=id, program=program, digest=digest, name=calendar.name, year=year))
            planned.extend(stages(call.program, calendar, year))
    return does(
        planned, wakes(FLOW, "plan", program, wake_on(look_again(call.program, day), call.program.zone))
    )


def opens(call: Call) -> Turn:
    """Applications open: everyone hears it, and those who asked to be told are told."""
    return does(
        replace(call.cohort, state=CohortState.ENROLLING),
        call.posts(
            "applications.opened", *ROLES, closes=call.day("closes"), about=Phrase(call.program.about)
        ),
        call.now("invite", call.cohort.id),
    )


def invite(call: Call) -> Turn:
    """A page of those who asked to be told; then their wish is forgotten."""
    interests = call.situation.find(_interests(call.event.subject, call.cohort.program))
    people = [call.situation.get(Person, interest.person) for interest in interests]
    return does(
        [_invited(call, person) for person in people if person],
        [Erase(Interest, interest.id) for interest in interests],
        onwards(FLOW, "invite", call.event.subject, interests, call.event.now),
    )


def _invited(call: Call, person: Person) -> tuple[Question, Wish]:
    wish = call.about.prompt(person, "applications.opened.personal", **call.common, closes=call.day("closes"))
    return asks(wish, "application", ROLES, subject=call.cohort.program, sticky=True)


def closing_soon(call: Call) -> Turn:
    """A last word in the channel, and to those who have begun."""
    return does(
        call.posts("applications.closing", *ROLES, closes=call.day("closes")),
        [call.now("remind_drafts", part) for part in _drafts(call)],
        wakes(FLOW, "last_day", call.cohort.id, wake_on(call.day("closes").day, call.program.zone)),
    )


def last_day(call: Call) -> Turn:
    """The coordinators hear what waits for them while it can still be part of the match."""
    return does(_still_undecided(call))


def closes(call: Call) -> Turn:
    """The window has closed: say when the next one opens, and let drafts go."""
    _, _, reopens = call.program.next_opening(today(call.event.now, call.program.zone))
    any_day = tuple(role for role in ROLES if call.program.role(role).enrols == "rolling")
    return does(
        replace(call.cohort, state=CohortState.ENROLLED),
        call.posts("applications.closed", *any_day, "remind_me", reopens=On(reopens)),
        [call.now("lapse_drafts", part) for part in _drafts(call)],
    )


def _still_undecided(call: Call) -> Wish | None:
    waiting = [one for query in _undecided(call.cohort.program) for one in call.situation.find(query)]
    if not waiting:
        return None
    counts = _undecided_counts(call.cohort.program)
    more = sum(call.situation.count(query) for query in counts) - len(waiting)
    return call.about.post(
        coordinators(call.cohort.program),
        call.program.zone,
        "applications.closing.undecided",
        prompted=True,
        people=Several(tuple(name_of(one.person) for one in waiting), points=True),
        more=Say("match.proposed.more", {"count": more}) if more else "",
        match=call.day("match"),
        **call.common,
    )


def _drafts(call: Call) -> list[str]:
    """The fan-outs over unfinished applications of this window: `COHORT:ROLE:STATE`."""
    windowed = [role for role in ROLES if call.program.role(role).enrols == "window"]
    return [f"{call.cohort.id}:{role}:{state}" for role in windowed for state in UNFINISHED]


def _tells_applications(trigger: str, tells: str) -> Callable[[Call], Turn]:
    """A fan-out that wakes `application` about each of a page of unfinished applications."""

    def fan(call: Call) -> Turn:
        found = call.situation.find(_page(call.event.subject))
        return does(
            [wakes("application", tells, one.id, call.event.now) for one in found],
            onwards(FLOW, trigger, call.event.subject, found, call.event.now),
        )

    return fan


# --- what it needs ------------------------------------------------------------------------------------


def _owner(event: Woke) -> CohortId:
    """The cohort (for `plan` the program) that a wake-up is about."""
    return CohortId(cohort_of(event.subject).partition(":")[0])


def _page(subject: str) -> Find[Application]:
    cohort, role, state = cohort_of(subject).split(":")
    return page_of(Application, subject, cohort=cohort, role=role, state=state)


def _interests(subject: str, program: ProgramId) -> Find[Interest]:
    return page_of(Interest, subject, program=program)


def _undecided(program: ProgramId) -> tuple[Find[Application], ...]:
    state = ApplicationState.SUBMITTED
    return tuple(find(Application, limit=NAMED, program=program, role=role, state=state) for role in ROLES)


def _undecided_counts(program: ProgramId) -> tuple[Count[Application], ...]:
    state = ApplicationState.SUBMITTED
    return tuple(count(Application, program=program, role=role, state=state) for role in ROLES)


def _planning(program: Program | None, event: Woke) -> Need:
    if program is None:
        return (Get(Adopted, event.subject),)
    coming = upcoming(program, today(event.now, program.zone))
    return tuple(Get(Cohort, program.cohort_id(calendar.name, year)) for calendar, year in coming)


def _fanning(event: Woke, known: Situation, program: Program | None) -> Need:
    match event.trigger:
        case "remind_drafts" | "lapse_drafts":
            return (_page(event.subject),)
        case "last_day" if program:
            return (*_undecided(ProgramId(program.id)), *_undecided_counts(ProgramId(program.id)))
        case "invite" if program:
            page = _interests(event.subject, ProgramId(program.id))
            found = known.find(page) if known.knows(page) else ()
            return (page, *(Get(Person, interest.person) for interest in found))
        case _:
            return ()


def needs(event: Event, known: Situation) -> Need:
    """The cohort and its program; then what the stage looks through."""
    woke = cast(Woke, event)
    owner = _owner(woke)
    program = known.program(owner) if known.knows(ProgramOf(owner)) else None
    if woke.trigger == "plan":
        return (ProgramOf(owner), *_planning(program, woke))
    return (ProgramOf(owner), Get(Cohort, owner), *_fanning(woke, known, program))


_P, _G, _D, *_ = CohortState
_LATER = tuple(state for state in CohortState if state not in (_P, _G))
TABLE: Table[Call] = Table(
    FLOW,
    Cohort,
    CohortState,
    {
        (NONE, "plan"): cell(plan, _P),
        (_P, "opens"): cell(opens, _G),
        (_G, "invite"): cell(invite),
        (_G, "closing_soon"): cell(closing_soon),
        (_G, "remind_drafts"): cell(_tells_applications("remind_drafts", "unfinished")),
        (_G, "last_day"): cell(last_day),
        (_G, "closes"): cell(closes, _D),
        # matching begins on the same morning, so the cohort may be further on when the drafts' turn comes
        **{(state, "lapse_drafts"): cell(_tells_applications("lapse_drafts", "lapse")) for state in _LATER},
    },
)


def decide(event: Event, situation: Situation) -> Turn:
    """By the table."""
    woke = cast(Woke, event)
    call = Call(event=woke, situation=situation, program=situation.program(_owner(woke)))
    state = NONE if woke.trigger == "plan" else call.cohort.state
    return TABLE.decide(state, woke.trigger, call)


CALLING = Flow(FLOW, needs, decide)
