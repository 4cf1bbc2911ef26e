"""A pair on the page of one of its sides: the partner and how to reach them, the plan, the next meeting, what can be done."""

from collections.abc import Iterator
from datetime import timedelta

from flows.applying.standing import role_of
from flows.asking import CONCERN, name_of
from flows.messages import At, Facts, On, Ref, Say, Value
from flows.model.cohorts import Role
from flows.model.pairs import Contact, ContactState, Meeting, MeetingState, Pair, Plan, PlanState, said_in
from flows.model.people import Account
from flows.model.talk import Question
from flows.person.own_data import Row, plan_in_words
from flows.person.page_case import KIND, Offer, PageCase, Section
from flows.person.reach import ASK, SHARE, SHARING, email_of, reach_of, reached
from flows.platforms import share_one
from flows.situation import find

OFFERED = {
    "meeting.agreed": "reschedule",
    "meeting.reminder": "reschedule",
    "plan.agreed": "change",
    "pair.closing": "thank",
}
"""What can be done about a pair at any time, by the kind of the question that offers it."""


def paired(case: PageCase, pair: Pair) -> Section:
    """All that counts about it, a line each."""
    partner = case.partner(pair)
    name = name_of(partner.id)
    said: list[Value] = [
        Say("person.page.pair", {"role": role_of(pair.role(partner.id)), "partner": name}),
        Facts(tuple(_rows(case, pair))),
    ]
    theirs, mine = (case.situation.find(find(Account, person=each)) for each in (partner.id, case.person.id))
    if not (partner.email and share_one(theirs, mine)):
        said.append(reached(partner, theirs, mine))
    if away := partner.away_until(case.today):
        said.append(Say("match.announced.away", {"partner": name, "until": On(away)}))
    said.extend(_first_step(case, pair))
    said.extend(_with_partner(case, pair))
    return Section(kind=KIND, said=tuple(said), offers=tuple(_offers(case, pair)))


def _rows(case: PageCase, pair: Pair) -> Iterator[Row]:
    partner = case.partner(pair)
    if partner.email:
        yield Say("person.row.email"), email_of(partner)
    if partner.reach:
        yield Say("person.page.reach"), reach_of(partner)
    between = {"starts": On(pair.starts), "ends": On(pair.ends)}
    yield Say("person.row.together"), Say("person.row.from_to", between)
    plan = case.situation.get(Plan, pair.id)
    if plan and plan.agreed:
        yield Say("person.row.plan"), plan_in_words(case, plan.per_month, plan.methods)
    if meeting := _next_meeting(case, pair):
        yield Say("person.row.meeting"), At(meeting.at)
        if how := said_in(meeting.hows, meeting.version):
            yield Say("meeting.form.how"), Ref("Meeting", meeting.id, f"hows.{how}")


def _next_meeting(case: PageCase, pair: Pair) -> Meeting | None:
    agreed = (one for one in case.meetings(pair) if one.state is MeetingState.AGREED)
    return min((one for one in agreed if one.at >= case.event.now), key=lambda one: one.at, default=None)


def _first_step(case: PageCase, pair: Pair) -> Iterator[Value]:
    """Who makes the first contact, until somebody was asked whether they have."""
    contact, first = case.situation.get(Contact, pair.id), case.situation.program(pair.cohort).first_contact
    by = pair.starts + timedelta(days=first.ask_after)
    if by < case.today or (contact and contact.state is not ContactState.WAITING):
        return
    mine = pair.role(case.person.id) is Role(first.by)
    key = "match.announced.writes_first" if mine else "match.announced.is_written_to"
    yield Say(key, {"partner": name_of(pair.partner(case.person.id)), "by": On(by)})


def _with_partner(case: PageCase, pair: Pair) -> Iterator[Value]:
    """What the partner has yet to answer."""
    me, name = case.person.id, name_of(pair.partner(case.person.id))
    for meeting in case.meetings(pair):
        if meeting.state is not MeetingState.AGREED and meeting.proposed_by == me:
            yield Say("meeting.proposed.outcome_sent", {"partner": name, "at": At(meeting.at)})
    plan = case.situation.get(Plan, pair.id)
    if plan and plan.state is PlanState.PROPOSED and plan.proposed_by == me:
        yield Say("person.page.plan_sent", {"partner": name})


def _offers(case: PageCase, pair: Pair) -> Iterator[Offer]:
    """Another time, another plan, a word of thanks; and the private way to the coordinators."""
    meeting = _next_meeting(case, pair)
    subjects = [meeting.id, pair.id] if meeting else [pair.id]
    about: list[Question] = [question for subject in subjects for question in case.asked(subject)]
    by_choice = {OFFERED[one.kind]: one for one in about if OFFERED.get(one.kind) in one.choices}
    for choice, question in by_choice.items():
        yield Offer(key=question.kind, choice=choice, question=question.id)
    sharing = next((one for one in case.asked(pair.id) if one.flow == SHARING), None)
    for choice in (SHARE, ASK):
        if sharing and choice in sharing.choices:
            yield Offer(key=KIND, choice=choice, question=sharing.id)
    private = next((one for one in about if CONCERN in one.choices), None)
    if private:
        yield Offer(key=KIND, choice=CONCERN, question=private.id)
    else:
        yield Offer(key=KIND, choice="not_right")
