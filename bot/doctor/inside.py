"""The inside looked over: are the programs valid, and does the database answer."""

from collections.abc import Iterator

from bot import library
from bot.bad_input import BadInput
from bot.doctor.lines import Line, note, well, wrong
from bot.settings import Settings
from flows.ports import StoreError
from flows.programs.findings import ProgramError
from storage.looking import Stands, standing

TABLES = {
    Stands.ABSENT: "is not there yet; the first start makes it",
    Stands.EMPTY: "answers, and is empty; the first start makes its tables",
    Stands.BEHIND: "answers; the next start brings its tables up to date",
    Stands.CURRENT: "answers, and its tables are up to date",
}


def programs(settings: Settings) -> Iterator[Line]:
    """Each program that is to run: valid, or everything that is wrong with it."""
    for name in settings.programs:
        try:
            program = library.program(name)
        except (BadInput, ProgramError) as error:
            yield from (wrong("program", line) for line in str(error).splitlines())
        else:
            yield well("program", f"{name} is valid ({program.name[program.languages[0]]})")


def database(settings: Settings) -> tuple[Line, Stands | None]:
    """How it stands."""
    try:
        stands = standing(settings.database_url)
    except StoreError as error:
        return wrong("database", str(error).removeprefix("database ")), None
    if stands is Stands.NEWER:
        return wrong(
            "database", f"{settings.database}: written by a newer Shelfmate", "install that one"
        ), stands
    say = well if stands is Stands.CURRENT else note
    return say("database", f"{settings.database} {TABLES[stands]}"), stands
