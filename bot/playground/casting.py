"""Who one can be in a playground: a small made-up cast, its coordinators, and those who added themselves."""

from collections.abc import Iterator, Sequence
from datetime import date

from adapters.web.host import Somebody, Standing
from bot.people_row import PersonRow, Takes
from bot.playground.kept import Guest, Kept
from bot.rehearsal.cast import make_cast
from bot.rehearsal.period import Period
from bot.rehearsal.staging import Script, coordinators_for
from bot.rehearsal.temperament import Character, characters
from flows.ids import PersonId
from flows.programs.program import Program

MENTORS = 6
MENTEES = 7
STANDINGS = {Takes.MENTEE: Standing.MENTEE, Takes.MENTOR: Standing.MENTOR, Takes.BOTH: Standing.MENTOR}


def script_of(program: Program, text: str, period: Period, seed: int) -> Script:
    """The cast for the cohort that is followed."""
    return Script(
        program=program,
        text=text,
        period=period,
        seed=seed,
        language=program.languages[0],
        people=make_cast(program, MENTORS, MENTEES, seed, window=period.window),
    )


def cast_of(script: Script) -> tuple[Sequence[Character], Sequence[Character]]:
    """Those who take part, and the coordinators."""
    return characters(script.seed, script.people), coordinators_for(script)


def everybody(
    script: Script, cast: Sequence[Character], coordinators: Sequence[Character], kept: Kept
) -> Iterator[Somebody]:
    """Everybody whom one can be."""
    for person in cast:
        standing = STANDINGS[person.row.role]
        yield _shown(person.row, standing, _about(script.program, person), kept, script.language)
    for person in coordinators:
        about = f"Coordinates the program; {person.row.employer}"
        yield _shown(person.row, Standing.COORDINATOR, about, kept, script.language)
    for guest in kept.guests:
        yield Somebody(
            id=PersonId(guest.id),
            name=guest.name,
            standing=Standing.GUEST,
            about=_about_guest(guest),
            zone=guest.zone,
            language=script.language,
            by_hand=True,
        )


def _shown(row: PersonRow, standing: Standing, about: str, kept: Kept, language: str) -> Somebody:
    return Somebody(
        id=PersonId(row.id),
        name=row.name,
        standing=standing,
        about=about,
        zone=row.timezone,
        language=language,
        by_hand=row.id in kept.by_hand,
    )


def _about(program: Program, person: Character) -> str:
    row = person.row
    stage = _label(program, "career_stage", row.career_stage)
    words = ", ".join(filter(None, (stage, row.employer)))
    return words if person.member_from == date.min else f"{words}; not yet a member"


def _about_guest(guest: Guest) -> str:
    return "On the member roster" if guest.member else "Not on the member roster"


def _label(program: Program, question: str, key: str) -> str:
    """What an option of the program is called, in its first language."""
    for asked in program.questions:
        for option in asked.options if asked.key == question else ():
            if option.key == key:
                return next(iter(option.label.values()))
    return key
