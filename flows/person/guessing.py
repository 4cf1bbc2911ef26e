"""A zone guessed where a platform does not know it, from somebody's language and their program; and asked about, once."""

from dataclasses import replace

from babel.core import get_global, parse_locale
from babel.languages import get_territory_language_info

from flows.asking import About, asks
from flows.events import Event, Joined, Woke
from flows.flow import program_of
from flows.messages import OpenForm
from flows.model.people import Person
from flows.person.clocks import main_zones
from flows.person.person_case import FLOW
from flows.person.zones import canonical, city_of, clock_now
from flows.situation import Situation
from flows.turn import Turn, does
from flows.wording.formats import locale_of

KIND = "person.zone"
CHOICES = ("zone_right", "zone_wrong")


def guessed_zone(language: str, home: str) -> str:
    """The zone of whoever has set this language (`en-US`, `fr`): `home`, the program's own, where it is in their country
    or, of a language alone, in one that speaks it; else the main one of their country, or of the language's."""
    spoken, country = _parts(language)
    there = str(get_global("zone_territories").get(canonical(home), ""))
    if country in main_zones():
        return home if country == there else main_zones()[country]
    if not spoken or country or _speaks(there, spoken):
        return home  # also of a language of half a continent, as in `es-419`
    likely = str(get_global("likely_subtags").get(spoken, "")).rpartition("_")[2]
    return main_zones().get(likely, home)


def _parts(language: str) -> tuple[str, str]:
    """The language, and the country or region where one is named."""
    try:
        spoken, country, *_ = parse_locale(language.strip().replace("-", "_"))
    except ValueError:
        return "", ""
    return spoken, country or ""


def _speaks(country: str, language: str) -> bool:
    """Whether it is official there, in some part of it at least."""
    known = get_territory_language_info(country).get(language)
    return known is not None and known["official_status"] is not None


# --- asking, once ---------------------------------------------------------------------------------------------


def with_question(turn: Turn, event: Event, situation: Situation) -> Turn:
    """The turn of somebody's act, with the question after it where their zone is a guess that they never heard of.
    Not while a form opens before them; and never again, whatever they answer, or if they do not."""
    if isinstance(event, Joined | Woke) or isinstance(turn.answer, OpenForm) or situation.actor is None:
        return turn
    stands = (
        change for change in turn.changes if isinstance(change, Person) and change.id == situation.actor.id
    )
    person = next(stands, situation.actor)
    program = program_of(event, situation)
    if person.zone_asked is not False or person.removed_at or not program:
        return turn
    about = About(event=event, program=program, subject=person.id)
    language = locale_of(person.language)
    told = about.answer(
        person,
        KIND,
        city=city_of(person.zone, language),
        now=clock_now(event.now, person.zone, language),
    )
    return does(turn, replace(person, zone_asked=True), asks(told, FLOW, CHOICES))
