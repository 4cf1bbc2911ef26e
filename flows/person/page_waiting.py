"""What waits for somebody's answer, as their own page says it: each question in a sentence, with its buttons."""

from collections.abc import Iterator, Sequence

from flows.applying.standing import role_of
from flows.asking import CONCERN, name_of
from flows.cohort.year import stage_of
from flows.messages import At, On, Phrase, Ref, Say, Value
from flows.model.cohorts import Application, ApplicationState, Availability
from flows.model.pairs import Meeting, Pair, Plan, PlanState, said_in
from flows.model.talk import Question
from flows.person.own_data import plan_in_words
from flows.person.page_case import UNSAID, Offer, PageCase, Section
from flows.situation import find

MOST = 8
"""Questions on a page: the rest stands in the messages."""
OF_PAIR: dict[str, str] = {
    "contact.due": "contact.due",
    "contact.overdue": "contact.overdue",
    "plan.asked": "plan.asked",
    "plan.reminder": "plan.asked",
    "plan.confirm": "person.page.plan",
    "meeting.prompt": "meeting.prompt.plain",
    "meeting.proposed": "meeting.proposed",
    "meeting.unconfirmed": "meeting.proposed",
    "meeting.rescheduled": "meeting.rescheduled",
    "checkin.asked": "checkin.asked",
    "checkin.missed": "checkin.asked",
    "extension.offered": "extension.offered",
    "survey.asked": "survey.reminder",
    "survey.reminder": "survey.reminder",
}
"""By the kind of a question, the sentence that asks it here. What is offered beside all else, such as another time for a
meeting, waits for nobody."""
LABELS = {"plan.confirm": "plan.confirm", "survey.asked": "survey.asked", "survey.reminder": "survey.asked"}


def waiting(case: PageCase) -> tuple[Section, ...]:
    """Every question to them that is open, the most pressing first."""
    return tuple(_all(case))[:MOST]


def _all(case: PageCase) -> Iterator[Section]:
    for pair in case.running:
        for meeting in case.meetings(pair):
            yield from _asked(case, pair, meeting.id, meeting)
        yield from _asked(case, pair, pair.id)
        if check_in := case.check_in(pair):
            yield from _asked(case, pair, check_in.id)
    for pair in (*case.running, *case.ended):
        yield from _asked(case, pair, f"{pair.id}:{case.person.id}")
    for word in case.situation.find(find(Availability, person=case.person.id)):
        if word.state in UNSAID:
            yield from _reconfirms(case, word)
    for application in case.live:
        yield from _of_application(case, application)


def _asked(case: PageCase, pair: Pair, subject: str, meeting: Meeting | None = None) -> Iterator[Section]:
    """What a flow asks about one subject, once: a reminder asks the same again."""
    last = {one.flow: one for one in case.asked(subject) if one.kind in OF_PAIR}
    for question in last.values():
        values = {**_of_pair(case, pair), **(_of_meeting(meeting) if meeting else {})}
        kind = question.kind
        yield _section(
            question, Say(OF_PAIR[kind], values), LABELS.get(kind, OF_PAIR[kind]), question.choices
        )


def _of_pair(case: PageCase, pair: Pair) -> dict[str, Value]:
    plan = case.situation.peek(Plan, pair.id)
    proposed = plan if plan and plan.state is PlanState.PROPOSED else None
    details = plan_in_words(case, proposed.proposed_per_month, proposed.proposed_methods) if proposed else ""
    values: dict[str, Value] = {
        "partner": name_of(pair.partner(case.person.id)),
        "day": On(pair.ends),
        "plan": details,
    }
    return {**values, "way": "", "besides": ""}  # how to reach them stands with the pair itself


def _of_meeting(meeting: Meeting) -> dict[str, Value]:
    how = said_in(meeting.hows, meeting.version)
    return {"at": At(meeting.at), "how": Ref("Meeting", meeting.id, f"hows.{how}") if how else ""}


def _section(question: Question, said: Say, labels: str, choices: Sequence[str], *more: Value) -> Section:
    offers = tuple(Offer(key=labels, choice=one, question=question.id) for one in choices if one != CONCERN)
    return Section(kind=question.kind, said=(said, *more), offers=offers)


def _reconfirms(case: PageCase, word: Availability) -> Iterator[Section]:
    program = case.situation.program(word.cohort)
    _, _, name = word.cohort.removeprefix(f"{word.program}-").partition("-")
    days: dict[str, Value] = {
        stage: On(stage_of(program, word.cohort, stage)) for stage in ("match", "begins", "ends")
    }
    said = Say(
        "mentor.reconfirm",
        {"cohort": Phrase(program.calendar(name).label), "contact": program.organiser.contact, **days},
    )
    for question in case.asked(word.id)[:1]:
        yield _section(question, said, "mentor.reconfirm", question.choices)


def _of_application(case: PageCase, application: Application) -> Iterator[Section]:
    values: dict[str, Value] = {
        "role": role_of(application.role),
        "contact": case.program.organiser.contact,
        "program": Phrase(case.program.name),
    }
    closes = _closes(case, application)
    for question in case.asked(application.id):
        match question.kind, application.state:
            case "application.unfinished", ApplicationState.DRAFT:
                said = Say("application.unfinished", values)
                yield _section(question, said, "application.unfinished", question.choices[:1], *closes)
            case "application.unfinished", ApplicationState.UNVERIFIED:
                said = Say("application.unfinished.unverified", values)
                yield _section(question, said, "application.unverified", question.choices[1:], *closes)
            case "match.none", _:
                yield _section(
                    question, Say("person.page.none", values), "match.none.mentee", question.choices
                )


def _closes(case: PageCase, application: Application) -> tuple[Value, ...]:
    """The last day for it, where there is one."""
    if not application.cohort:
        return ()
    closes = stage_of(case.situation.program(application.cohort), application.cohort, "closes")
    return (Say("application.start.open", {"closes": On(closes)}),)
