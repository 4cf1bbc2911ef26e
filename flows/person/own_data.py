"""What a person is shown about themselves: where they stand, and everything that is held about them."""

from collections.abc import Iterator

from flows.applying.standing import role_of, standing
from flows.asking import name_of
from flows.ids import ProgramId
from flows.messages import At, Facts, On, Phrase, Ref, Say, Several, Value
from flows.model.cohorts import Application, Availability, Interest, Role
from flows.model.pairs import CheckIn, Concern, Extension, Farewell, Pair, PairState, Plan, Survey, Words
from flows.model.people import Account, Coordinator, Link, coordinator_id, is_code
from flows.model.sessions import Seat, SeatState, Session
from flows.model.talk import Draft
from flows.person.person_case import SEEN, PersonCase, all_meetings_of, meetings_of
from flows.person.reach import reach_of
from flows.person.settings import language_name
from flows.person.zones import label_of
from flows.platforms import called, platforms_of
from flows.situation import find

Row = tuple[Value, Value]

CHECK_INS: dict[str, Say] = {
    "all_well": Say("person.row.all_well"),
    "not_met": Say("person.row.not_met"),
}
"""What was pressed at a check-in."""

ENDED: dict[PairState, str] = {
    PairState.ANNOUNCED: "person.row.pair_running",
    PairState.ENDED: "person.row.pair_ended",
    PairState.CLOSED: "person.row.pair_closed",
}


def standing_facts(case: PersonCase) -> Facts:
    """Applications, pairs, plans and next meetings."""
    rows: list[Row] = [_application_row(case, one) for one in case.applications]
    for pair in case.running:
        rows.extend(_pair_rows(case, pair))
    if case.person.paused_until and case.person.paused_until > case.today:
        rows.append((Say("person.row.paused"), On(case.person.paused_until)))
    return Facts(tuple(rows))


def _pair_rows(case: PersonCase, pair: Pair) -> Iterator[Row]:
    partner = pair.partner(case.person.id)
    yield Say("person.row.partner", {"role": role_of(pair.role(partner))}), name_of(partner)
    yield (
        Say("person.row.together"),
        Say("person.row.from_to", {"starts": On(pair.starts), "ends": On(pair.ends)}),
    )
    plan = case.situation.get(Plan, pair.id)
    if plan and plan.agreed:
        yield Say("person.row.plan"), plan_in_words(case, plan.per_month, plan.methods)
    coming = sorted(
        meeting.at for meeting in case.situation.find(meetings_of(pair)) if meeting.at >= case.event.now
    )
    if coming:
        yield Say("person.row.meeting"), At(coming[0])


def plan_in_words(case: PersonCase, per_month: int, methods: tuple[str, ...]) -> Say:
    """`2 a month, by phone and e-mail`."""
    labels = {method.key: Phrase(method.label) for method in case.program.plan.methods}
    ways = Several(tuple(labels.get(key, key) for key in methods))
    return Say("person.row.plan_details", {"per_month": per_month, "methods": ways})


def data_facts(case: PersonCase) -> Facts:
    """Everything: the person, their accounts, what they wrote and answered, their pairs."""
    person = case.person
    accounts = case.situation.find(find(Account, person=person.id))
    rows: list[Row] = [
        (Say("person.row.name"), name_of(person.id)),
        (Say("person.row.email"), Ref("Person", person.id, "email")),
        (Say("person.row.zone"), label_of(person.zone, person.language)),
        (Say("person.row.language"), language_name(person.language)),
        (Say("person.row.accounts"), Several(tuple(map(called, platforms_of(accounts))))),
        *_reach_rows(case),
    ]
    for application in case.applications:
        rows.extend(_application_rows(case, application))
    drafts = case.situation.find(find(Draft, person=person.id))
    rows.extend(
        (Say("person.row.draft"), Say("person.row.answers", {"count": len(one.values)})) for one in drafts
    )
    rows.extend(_list_rows(case))
    for pair in case.pairs(*SEEN):
        rows.extend(_told_rows(case, pair))
        rows.extend(_kept_rows(case, pair))
    return Facts(tuple(rows))


def _reach_rows(case: PersonCase) -> Iterator[Row]:
    """Where they are written to, what a partner may see, and a code that is still good."""
    person = case.person
    if person.reached_by:
        yield Say("person.row.reached_by"), called(person.reached_by)
    if person.reach:
        yield Say("person.row.reach"), reach_of(person)
    for one in case.situation.find(find(Link, person=person.id)):
        if is_code(one) and one.expires > case.event.now:
            yield Say("person.row.link"), Say("person.row.link_until", {"until": At(one.expires)})


def _list_rows(case: PersonCase) -> Iterator[Row]:
    """What they stand for beside their applications: a mentor's word on each cohort, a wish to be told, coordinating."""
    program = ProgramId(case.program.id)
    for word in case.situation.find(find(Availability, person=case.person.id)):
        yield word_row(case, word)
    if case.situation.get(Interest, f"{program}:{case.person.id}"):
        yield Say("person.row.interest"), Say("person.row.interest_noted")
    for seat in case.situation.find(find(Seat, person=case.person.id)):
        if session := case.situation.get(Session, seat.session):
            yield from _session_rows(seat, session)
    if case.situation.get(Coordinator, coordinator_id(program, case.person.id)):
        yield Say("person.row.coordinator"), Phrase(case.program.name)


def _session_rows(seat: Seat, session: Session) -> Iterator[Row]:
    """What they signed up for, or took back, and how they said it was."""
    told: dict[str, Value] = {"title": Ref("Session", session.id, "title"), "at": At(session.at)}
    comes = seat.state is SeatState.COMING
    yield (
        Say("person.row.session"),
        Say("person.row.session_on" if comes else "person.row.session_left", told),
    )
    if seat.said:
        yield Say("person.row.session_how"), Say(f"session.feedback.buttons.{seat.said}")


def word_row(case: PersonCase, word: Availability) -> Row:
    """What a mentor said to a cohort."""
    year, _, name = word.cohort.removeprefix(f"{word.program}-").partition("-")
    mine = word.program == case.program.id
    cohort = Phrase(case.program.calendar(name).label) if mine else word.cohort
    values: dict[str, Value] = {"cohort": cohort, "year": year}
    return Say("person.row.availability"), Say(f"person.row.availability_{word.state}", values)


def _application_row(case: PersonCase, application: Application) -> Row:
    role = Say("person.row.application", {"role": role_of(application.role)})
    return role, standing(application, case.program)


def _application_rows(case: PersonCase, application: Application) -> Iterator[Row]:
    yield _application_row(case, application)
    for asked in case.program.asked(application.role):
        if any(application.answers.get(asked.key, ())):
            yield Phrase(asked.heading), Ref("Application", application.id, f"answers.{asked.key}")


def _kept_rows(case: PersonCase, pair: Pair) -> Iterator[Row]:
    """What the person agreed, suggested and answered in a pair."""
    mentee = pair.role(case.person.id) is Role.MENTEE
    plan, extension = case.situation.get(Plan, pair.id), case.situation.get(Extension, pair.id)
    if plan and plan.agreed:
        yield Say("person.row.plan"), plan_in_words(case, plan.per_month, plan.methods)
    for note in _own(plan.notes if plan else {}, case):
        yield Say("person.row.plan_note"), Ref("Plan", pair.id, f"notes.{note}")
    for query in all_meetings_of(pair):
        for meeting in case.situation.find(query):
            yield Say("person.row.meeting_on"), At(meeting.at)
            for how in _own(meeting.hows, case):
                yield Say("person.row.meeting_how"), Ref("Meeting", meeting.id, f"hows.{how}")
    for check_in in case.situation.find(find(CheckIn, pair=pair.id)):
        if says := check_in.mentee_says if mentee else check_in.mentor_says:
            yield Say("person.row.check_in", {"number": check_in.number}), CHECK_INS.get(says, says)
    more = None if extension is None else extension.mentee_says if mentee else extension.mentor_says
    if more is not None:
        yield Say("person.row.extension"), _months(more)


def _months(more: int) -> Say:
    return Say("person.row.months", {"count": more}) if more else Say("person.row.no_months")


def _own(words: Words, case: PersonCase) -> list[str]:
    """The keys of what the person typed."""
    return [key for key in words if key.partition(":")[2] == case.person.id]


def _told_rows(case: PersonCase, pair: Pair) -> Iterator[Row]:
    """A pair, and what the person said of it: never what the partner did."""
    partner = pair.partner(case.person.id)
    own = f"{pair.id}:{case.person.id}"
    yield Say("person.row.partner", {"role": role_of(pair.role(partner))}), name_of(partner)
    yield (
        Say("person.row.together"),
        Say(ENDED[pair.state], {"starts": On(pair.starts), "ends": On(pair.ends)}),
    )
    survey = case.situation.get(Survey, own)
    for asked in case.program.survey.questions:
        if survey and any(survey.answers.get(asked.key, ())):
            yield Phrase(asked.heading), Ref("Survey", own, f"answers.{asked.key}")
    farewell = case.situation.get(Farewell, own)
    if farewell and farewell.text:
        yield Say("person.row.farewell"), Ref("Farewell", own, "text")
    for concern in case.situation.find(find(Concern, pair=pair.id)):
        if concern.person == case.person.id and concern.text:
            yield Say("person.row.concern"), Ref("Concern", concern.id, "text")
