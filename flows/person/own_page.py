"""A person's own page: where they stand, what waits for them, their pairs, and what they can do now."""

from collections.abc import Iterator

from flows.applying.standing import next_word, standing_line
from flows.cohort.year import stage_of
from flows.messages import Facts, On, Phrase, Say
from flows.model.cohorts import Application, ApplicationState, Role
from flows.person.own_data import Row, word_row
from flows.person.page_case import BEGUN, KIND, Offer, PageCase, Section
from flows.person.page_desk import desk
from flows.person.page_pair import paired
from flows.person.page_waiting import waiting
from flows.person.page_welcome import dates, welcome, window
from flows.person.people import possible

LISTED = {Role.MENTOR: "person.page.mentor", Role.MENTEE: "person.page.mentee"}
"""Where one applies on any day, and is not of one cohort."""


def own_page(case: PageCase) -> tuple[Section, ...]:
    """The whole of it, in order."""
    if case.person.is_erased:
        return (Section(kind=KIND, said=(Say("refused.erased"),)),)
    return tuple(_sections(case))


def _sections(case: PageCase) -> Iterator[Section]:
    until = case.person.away_until(case.today)
    if until:
        yield Section(
            kind=KIND, said=(Say("person.paused", {"until": On(until)}),), offers=_commands("resume")
        )
    if case.coordinates:
        yield desk(case)
    asked = waiting(case)
    for nth, section in enumerate(asked):
        heading = (Say("person.page.waits"),) if nth == 0 else ()
        yield Section(kind=section.kind, said=(*heading, *section.said), offers=section.offers)
    for pair in case.running:
        yield paired(case, pair)
    applied = tuple(_applied(case))
    yield from applied
    stands = bool(asked or applied or case.running)
    if not (stands or case.coordinates):
        yield welcome(case)
    yield _what_can_be_done(case, stands=stands)


def _applied(case: PageCase) -> Iterator[Section]:
    """What they applied for and can do nothing about but wait; what they can, is among what waits for them."""
    for application in case.live:
        if application.state not in BEGUN:
            rows = tuple(_rows(case, application))
            facts = (Facts(rows),) if rows else ()
            yield Section(kind=KIND, said=(_standing(case, application), *facts))


def _standing(case: PageCase, application: Application) -> Say:
    """A mentor who was accepted is on a list, and stays there."""
    if application.state is ApplicationState.ACCEPTED and not application.cohort:
        return Say(LISTED[application.role], {"program": Phrase(case.program.name)})
    return standing_line(application, case.program)


def _rows(case: PageCase, application: Application) -> Iterator[Row]:
    """When they hear more, and a mentor's word on the next match."""
    if application.state is ApplicationState.WAITLISTED:
        calendar, year, _ = case.program.next_opening(case.today)
        yield window(case.program, case.program.cohort_id(calendar.name, year))
        return
    word = next_word(case.situation, case.person.id, case.program.id) if not application.cohort else None
    if word:
        yield word_row(case, word)
    cohort = word.cohort if word else application.cohort
    if cohort:
        program = case.situation.program(cohort)
        if stage_of(program, cohort, "publish_by") >= case.today:
            yield from dates(program, cohort)


# --- what can be done ---------------------------------------------------------------------------------


def _what_can_be_done(case: PageCase, *, stands: bool) -> Section:
    """Whatever has no button beside what it is about; and who waits for nothing has nothing to pause."""
    beside = {"desk", "me", "not_right", "resume"}
    if stands or not case.coordinates:
        beside.add("signup")
    if not stands:
        beside.add("pause")
    choices = [choice for choice in possible(case) if choice not in beside]
    note = Say("form.note", {"contact": case.program.organiser.contact})
    return Section(kind=KIND, said=(note,), offers=_commands(*choices))


def _commands(*choices: str) -> tuple[Offer, ...]:
    return tuple(Offer(key=KIND, choice=choice) for choice in choices)
