"""What a coordinator wants to know at a rehearsal's end, in words and one table."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO

from babel.dates import format_date
from rich import box
from rich.console import Console
from rich.table import Table

from bot.rehearsal.diary import WIDTH
from bot.rehearsal.outcome import CohortOutcome, Noticed, Outcome
from bot.rehearsal.tally import Tally
from bot.rehearsal.warnings import warnings
from flows.ids import PersonId
from flows.model.cohorts import Application, ApplicationState
from flows.model.pairs import PairState, SurveyState
from flows.programs.program import Program

WHY = {
    ApplicationState.DRAFT: "the application is not finished",
    ApplicationState.UNVERIFIED: "not found on the member roster",
    ApplicationState.SUBMITTED: "the application waits for a coordinator",
    ApplicationState.ACCEPTED: "accepted, and waits for the match",
    ApplicationState.DECLINED: "declined by a coordinator",
    ApplicationState.WAITLISTED: "on the waiting list",
    ApplicationState.WITHDRAWN: "withdrew",
    ApplicationState.LAPSED: "did not finish the application in time",
}
NOTICED = {
    "contact.escalated": "no first contact",
    "pair.quiet": "no check-in answered for long",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A finished rehearsal."""

    program: Program
    tally: Tally
    outcome: Outcome
    names: Mapping[str, str]
    first: date
    last: date
    seed: int

    def text(self) -> str:
        """All of it. The same rehearsal gives the same bytes, whatever the terminal."""
        paper = StringIO()
        console = Console(
            file=paper,
            width=WIDTH,
            color_system=None,
            force_terminal=False,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )
        console.print(_heading("Summary"))
        for line in self._opening():
            console.print(line)
        console.print(self._table())
        for line in (*self._peaks(), *self._cohorts(), *self._concerns(), *self._worth_a_look()):
            console.print(_wrapped(line))
        return "\n".join(line.rstrip() for line in paper.getvalue().splitlines()) + "\n"

    def _opening(self) -> Iterator[str]:
        yield f"{_said(self.program.name)}, from {_day(self.first)} to {_day(self.last)}, seed {self.seed}."
        listed = self.outcome.mentors[ApplicationState.ACCEPTED]
        left = self.outcome.mentors[ApplicationState.WITHDRAWN]
        gone = f", and {left} asked to be removed" if left else ""
        yield f"At the end {_many(listed, 'mentor')} on the list{gone}."
        yield "What people do here is simulated: read it for what Shelfmate says and when, not for how many will answer."
        yield f"{_many(self.tally.messages, 'message')}, {_many(self.tally.acts, 'act')} of people."
        yield ""

    def _table(self) -> Table:
        columns = self.tally.columns
        table = Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False)
        months = sorted(self.tally.by_month)
        table.add_column("Messages to", "Total")
        for column in columns:
            total = sum(self.tally.by_month[month][column] for month in months)
            table.add_column(HEADINGS.get(column, column), str(total), justify="right")
        table.add_column("All", str(self.tally.messages), justify="right")
        for year, month in months:
            counts = self.tally.by_month[year, month]
            cells = [str(counts[column] or "-") for column in columns]
            name = format_date(date(year, month, 1), "MMMM y", locale="en")
            table.add_row(name, *cells, str(counts.total()))
        return table

    def _peaks(self) -> Iterator[str]:
        if busiest := self.tally.busiest_day:
            yield f"Busiest day: {_day(busiest[0])}, with {_many(busiest[1], 'message')}."
        if fullest := self.tally.fullest_week:
            person, monday, count = fullest
            yield f"Most to one person in a week: {count}, to {self._name(person)}, from {_day(monday)} on."
        if prompts := self.outcome.prompts:
            person, monday, count = prompts
            yield f"Most unprompted to one person in a week: {count}, to {self._name(person)}, from {_day(monday)} on."

    def _cohorts(self) -> Iterator[str]:
        for cohort in self.outcome.cohorts:
            label = _said(self.program.calendar(cohort.cohort.name).label)
            yield "\n" + _heading(f"{label[:1].upper()}{label[1:]} {cohort.cohort.year}")
            if not cohort.finished:
                yield f"Not finished when the rehearsal ends on {_day(self.last)}: what follows is how it stands then."
            yield self._mentors(cohort)
            if not cohort.mentees:
                yield "Nobody applied."
                continue
            yield from self._course(cohort)
            yield from self._unmatched(cohort)
            yield from self._silent(cohort)

    def _mentors(self, cohort: CohortOutcome) -> str:
        bench = cohort.bench
        parts = (
            (bench.declined, "declined"),
            (bench.away, "said not this time"),
            (bench.unheard, "never answered whether they are available"),
            (bench.unfinished, "never finished applying"),
        )
        told = [f"{count} {words}" for count, words in parts if count]
        return "; ".join([f"Mentors: {bench.listed} on the list", *told]) + "."

    def _course(self, cohort: CohortOutcome) -> Iterator[str]:
        applied, pairs = len(cohort.mentees), len(cohort.pairs)
        yield f"{_many(applied, 'mentee')} began to apply, {_many(pairs, 'pair')} introduced."
        if not pairs:
            return
        early = cohort.ended(PairState.ENDED)
        yield f"Ended early: {early}. Extended: {len(cohort.extended)}."
        asked = cohort.surveys.total()
        if asked:
            back = cohort.surveys[SurveyState.ANSWERED]
            yield f"Surveys returned: {back} of {asked} ({round(100 * back / asked)} %)."

    def _unmatched(self, cohort: CohortOutcome) -> Iterator[str]:
        if not cohort.unmatched:
            yield "Everybody who applied was matched."
            return
        yield "Not matched:"
        for one in cohort.unmatched:
            yield f"  {self._name(one.person)}: {_why(one, cohort.why)}"

    def _silent(self, cohort: CohortOutcome) -> Iterator[str]:
        if not cohort.pairs:
            return
        if not cohort.noticed:
            yield "No pair went silent."
            return
        yield "Pairs that went silent, as the coordinators were told:"
        for one in cohort.noticed:
            both = f"{self._name(one.pair.mentee)} and {self._name(one.pair.mentor)}"
            yield f"  {both}: {NOTICED[one.kind]} by {_short(one.day)}; {_since(one)}"

    def _concerns(self) -> Iterator[str]:
        told = self.outcome.concerns
        settled = ", ".join(f"{count} {state}" for state, count in told.items() if count)
        yield ""
        yield f"Concerns told in private: {told.total()}{f' ({settled})' if settled else ''}."

    def _worth_a_look(self) -> Iterator[str]:
        yield "\n" + _heading("Worth a look")
        found = list(warnings(self.program, self.outcome, self.names))
        yield from (f"- {line}" for line in found)
        if not found:
            yield "Nothing stands out."

    def _name(self, person: str) -> str:
        return self.names.get(person, person)


HEADINGS = {
    "mentee": "mentees",
    "mentor": "mentors",
    "both": "both roles",
    "coordinator": "coordinators",
}


def _why(application: Application, why: Mapping[PersonId, str]) -> str:
    reason = why.get(application.person, "")
    stands = WHY.get(application.state, str(application.state))
    if application.state is ApplicationState.LAPSED and application.submitted_on:
        stands = "did not answer about the waiting list"
    if not reason:
        return stands
    return reason if application.state is ApplicationState.ACCEPTED else f"{reason} ({stands})"


def _since(one: Noticed) -> str:
    if one.kind == "contact.escalated":
        if not one.over:
            return "none by the end"
        return f"first contact only on {_short(one.over_on)}" if one.over_on else "first contact only later"
    return "answered again later" if one.over else "none answered by the end"


def _wrapped(line: str) -> str:
    """A long line goes on further in, so that the next name stands out."""
    if len(line) <= WIDTH or "\n" in line:
        return line
    further = " " * (len(line) - len(line.lstrip(" -")) + 2)
    return textwrap.fill(line, WIDTH, subsequent_indent=further, break_on_hyphens=False)


def _heading(text: str) -> str:
    return f"{text}\n{'=' * len(text)}"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _day(day: date) -> str:
    return format_date(day, "MMMM d, y", locale="en")


def _short(day: date) -> str:
    return format_date(day, "MMMM d", locale="en")


def _said(texts: Mapping[str, str]) -> str:
    return " ".join((texts.get("en") or next(iter(texts.values()))).split())
