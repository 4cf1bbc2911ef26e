"""`shelfmate programs`: what programs there are, what one of them asks and when, and whether a file is valid."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated

import typer
from babel.dates import format_date

from bot import library
from bot.clock import SystemClock
from bot.stages import STAGE_NAMES
from flows.calendar import today
from flows.model.cohorts import Role
from flows.programs.dates import CohortCalendar
from flows.programs.program import Program
from flows.programs.questions import Asked

AHEAD = 2
"""How many coming cohorts are shown."""

Which = Annotated[
    str, typer.Argument(metavar="PROGRAM", help="A program's name, or the path of a .toml file.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="Look from this day instead of today."),
]

ROLES = (Role.MENTEE, Role.MENTOR)


def command() -> typer.Typer:
    """The commands of `programs`."""
    app = typer.Typer(
        help="What programs there are, and whether a program file is valid.", no_args_is_help=True
    )
    app.command("list")(list_programs)
    app.command("show")(show)
    app.command("check")(check)
    return app


def list_programs(on: AsOf = None) -> None:
    """Name, title and next opening of every program."""
    rows = []
    for name in library.programs():
        program = library.program(name)
        rows.append((name, _said(program, program.name), _next_opening(program, _day(program, on))))
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, title, opening in rows:
        typer.echo(f"{name:<{widths[0]}}  {title:<{widths[1]}}  {opening}")


def show(which: Which, on: AsOf = None) -> None:
    """A program's coming cohorts with their dates, who may join, and what it asks."""
    program = library.program(which)
    for line in _shown(program, _day(program, on)):
        typer.echo(line)


def check(which: Which) -> None:
    """Say that a program is valid, or everything that is not."""
    program = library.program(which)
    typer.echo(f"{which}: valid ({_said(program, program.name)})")


def _day(program: Program, on: datetime | None) -> date:
    return on.date() if on else today(SystemClock().now(), program.zone)


def _said(program: Program, texts: dict[str, str]) -> str:
    return " ".join(texts.get(program.languages[0], "").split())


def _dated(program: Program, day: date) -> str:
    return format_date(day, "long", locale=program.languages[0])


def _next_opening(program: Program, day: date) -> str:
    calendar, _, opens = program.next_opening(day)
    upcoming = f"next opens {_dated(program, opens)} ({_said(program, calendar.label)})"
    if now := program.open_on(day):
        return f"open until {_dated(program, now[2])} ({_said(program, now[0].label)}), {upcoming}"
    return upcoming


def _shown(program: Program, day: date) -> Iterator[str]:
    yield _said(program, program.name)
    yield _said(program, program.about)
    yield ""
    yield f"Run by     {program.organiser.name}"
    yield f"Contact    {program.organiser.contact}"
    yield f"Zone       {program.zone}"
    yield f"Languages  {', '.join(program.languages)}"
    yield ""
    yield from _who_may_join(program)
    for calendar, year in _cohorts(program, day):
        yield ""
        yield f"{program.cohort_id(calendar.name, year)} ({_said(program, calendar.label)})"
        for stage, at in calendar.days(year).items():
            yield f"  {_dated(program, at):<18}  {STAGE_NAMES[stage]}"
    for role in ROLES:
        yield ""
        yield f"A {role} is asked"
        yield from (_asked(program, question) for question in program.asked(role))


def _who_may_join(program: Program) -> Iterator[str]:
    for role in ROLES:
        rules = program.role(role)
        when = "on any day" if rules.enrols == "rolling" else "while applications are open"
        whom = "members on the roster" if role in program.membership.required_of else "anyone"
        again = ", asked before each match whether they are available" if rules.reconfirms else ""
        most = f"{rules.most_partners} partner{'s' if rules.most_partners > 1 else ''} at most"
        yield f"A {role} applies {when}: {whom}, {most}{again}."
    if program.membership.join_url:
        note = _said(program, program.membership.join_note)
        yield " ".join(
            filter(None, (f"To become a member: {program.membership.join_url}", note and f"({note})"))
        )


def _cohorts(program: Program, day: date) -> Iterator[tuple[CohortCalendar, int]]:
    """The one that is open, then the next."""
    for calendar, year, _ in filter(None, (program.open_on(day), *program.next_openings(day, AHEAD))):
        yield calendar, year


def _asked(program: Program, question: Asked) -> str:
    marks = [] if question.required else ["may be left empty"]
    if question.options:
        marks.append(f"{len(question.options)} choices")
    if question.public:
        marks.append("shown to the partner")
    return f"  {_said(program, question.label)}" + (f" ({', '.join(marks)})" if marks else "")
