"""What a person is shown about themselves: where they stand, and everything that is held about them."""

from collections.abc import Iterator

from flows.applying.standing import role_of, standing
from flows.asking import name_of
from flows.messages import At, Facts, On, Phrase, Ref, Say, Several, Value
from flows.model.cohorts import Application
from flows.model.pairs import Concern, Farewell, Pair, PairState, Plan, PlanState, Survey
from flows.model.people import Account
from flows.model.talk import Draft
from flows.person.person_case import SEEN, PersonCase, meetings_of
from flows.situation import find

Row = tuple[Value, Value]

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
    if plan and plan.state is PlanState.AGREED:
        yield Say("person.row.plan"), _plan(case, plan)
    coming = sorted(
        meeting.at for meeting in case.situation.find(meetings_of(pair)) if meeting.at >= case.event.now
    )
    if coming:
        yield Say("person.row.meeting"), At(coming[0])


def _plan(case: PersonCase, plan: Plan) -> Say:
    labels = {method.key: Phrase(method.label) for method in case.program.plan.methods}
    methods = Several(tuple(labels.get(key, key) for key in plan.methods))
    return Say("person.row.plan_details", {"per_month": plan.per_month, "methods": methods})


def data_facts(case: PersonCase) -> Facts:
    """Everything: the person, their accounts, what they wrote and answered, their pairs."""
    person = case.person
    accounts = case.situation.find(find(Account, person=person.id))
    rows: list[Row] = [
        (Say("person.row.name"), name_of(person.id)),
        (Say("person.row.email"), Ref("Person", person.id, "email")),
        (Say("person.row.zone"), person.zone),
        (Say("person.row.language"), person.language),
        (Say("person.row.accounts"), Several(tuple(account.id.partition(":")[0] for account in accounts))),
    ]
    for application in case.applications:
        rows.extend(_application_rows(case, application))
    drafts = case.situation.find(find(Draft, person=person.id))
    rows.extend(
        (Say("person.row.draft"), Say("person.row.answers", {"count": len(one.values)})) for one in drafts
    )
    for pair in case.pairs(*SEEN):
        rows.extend(_told_rows(case, pair))
    return Facts(tuple(rows))


def _application_row(case: PersonCase, application: Application) -> Row:
    role = Say("person.row.application", {"role": role_of(application.role)})
    return role, standing(application, case.program)


def _application_rows(case: PersonCase, application: Application) -> Iterator[Row]:
    yield _application_row(case, application)
    for asked in case.program.asked(application.role):
        if any(application.answers.get(asked.key, ())):
            yield Phrase(asked.heading), Ref("Application", application.id, f"answers.{asked.key}")


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
