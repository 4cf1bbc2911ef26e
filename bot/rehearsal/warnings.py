"""What in a rehearsal's outcome a coordinator should look at before a launch."""

from collections.abc import Iterator, Mapping

from bot.rehearsal.outcome import CohortOutcome, Outcome
from flows.model.cohorts import ApplicationState
from flows.programs.program import Program

MOST_UNPROMPTED = 3
"""In one week, to one person."""
LEFT_OVER = (ApplicationState.ACCEPTED, ApplicationState.WAITLISTED, ApplicationState.LAPSED)


def warnings(program: Program, outcome: Outcome, names: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each thing that stands out."""
    for cohort in outcome.cohorts:
        label = " ".join(next(iter(program.calendar(cohort.cohort.name).label.values())).split())
        yield from (f"{label} {cohort.cohort.year}: {line}" for line in _of_cohort(cohort, names))
    if outcome.set_aside:
        yield f"messages that could not be sent and were set aside: {outcome.set_aside}."
    if outcome.prompts and outcome.prompts[2] > MOST_UNPROMPTED:
        who, monday, count = outcome.prompts
        yield f"{names.get(who, who)} got {count} messages unprompted in the week of {monday}."


def _of_cohort(cohort: CohortOutcome, names: Mapping[str, str]) -> Iterator[str]:
    alone = [one.person for one in cohort.unmatched if one.state in LEFT_OVER and one.submitted_on]
    if alone:
        yield f"without a mentor: {', '.join(names.get(one, one) for one in alone)}."
    applied = sum(one.submitted_on is not None for one in cohort.mentees)
    if applied > cohort.bench.room:
        yield f"mentors have room for {cohort.bench.room}, and {applied} mentee{'' if applied == 1 else 's'} applied."
    lost = [one for one in cohort.noticed if not one.over]
    if lost:
        pairs = (f"{names.get(one.pair.mentee)} and {names.get(one.pair.mentor)}" for one in lost)
        yield f"silent to the end: {'; '.join(dict.fromkeys(pairs))}."
