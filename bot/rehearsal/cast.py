"""Makes a believable, plainly fictional cast of library people for one cohort, from a seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.people_row import PersonRow, Takes
from bot.rehearsal import names
from bot.rehearsal.chance import choice
from bot.rehearsal.temperament import Character, Temperament, temperament_of
from flows.messages import Sort
from flows.programs.program import Program

DOMAINS = ("example.org", "example.net")
LATE_MENTEE = 1
"""The position of a mentee who signs up when applications are closed, so that every cast shows one."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a cohort takes applications, both included."""

    opens: date
    closes: date

    def day(self, rng: Random) -> date:
        """A day in it; most come in its first half or at the very end."""
        days = (self.closes - self.opens).days
        return self.opens + timedelta(days=min(round(days * rng.betavariate(0.8, 0.9)), days))

    def day_outside(self, rng: Random) -> date:
        """A day soon after it, rarely just before."""
        if rng.random() < 0.8:
            return self.closes + timedelta(days=rng.randint(1, 20))
        return self.opens - timedelta(days=rng.randint(1, 10))


def make_cast(
    program: Program, mentors: int, mentees: int, seed: int, *, window: Window
) -> tuple[PersonRow, ...]:
    """Mentors `m-001` on, then mentees `e-001` on. Each depends on the seed and their own number alone."""
    return (
        *(_mentor(program, seed, number, window) for number in range(mentors)),
        *(_mentee(program, seed, number, window) for number in range(mentees)),
    )


def make_coordinators(seed: int, number: int = 2, zone: str = names.HOME_ZONE) -> tuple[Character, ...]:
    """Those who run the program: `c-001` on, in its zone."""
    people = []
    for position in range(number):
        id = f"c-{position + 1:03}"
        name = _name(seed, "coordinator", position)
        row = PersonRow(
            id=id,
            name=name,
            email=_email(name, id),
            role=Takes.BOTH,
            employer=choice(seed, id, "employer").choice(names.WORKPLACES),
            timezone=zone,
            languages=("en",),
            applied_on=date.min,
        )
        people.append(Character(row=row, temperament=Temperament.KEEN, coordinates=True))
    return tuple(people)


def _mentor(program: Program, seed: int, number: int, window: Window) -> PersonRow:
    id = f"m-{number + 1:03}"
    rng = choice(seed, id, "applied_on")
    if program.mentor.enrols == "rolling" and rng.random() < 0.7:
        applied = window.opens - timedelta(days=rng.randint(30, 900))
    else:
        applied = window.day(rng)
    return _person(program, seed, id, Takes.MENTOR, number, applied)


def _mentee(program: Program, seed: int, number: int, window: Window) -> PersonRow:
    id = f"e-{number + 1:03}"
    rng = choice(seed, id, "applied_on")
    steady = temperament_of(seed, id, Takes.MENTEE, number) in (Temperament.KEEN, Temperament.SLOW)
    chosen = number == LATE_MENTEE or (number >= 8 and rng.random() < 0.08)
    outside = program.mentee.enrols == "window" and steady and chosen
    applied = window.day_outside(rng) if outside else window.day(rng)
    return _person(program, seed, id, Takes.MENTEE, number, applied)


def _person(program: Program, seed: int, id: str, role: Takes, number: int, applied: date) -> PersonRow:
    name = _name(seed, role, number)
    town, zone = _home(choice(seed, id, "home"))
    stage = _stage(program, choice(seed, id, "career_stage"), role)
    most = program.role(role).most_partners if role is Takes.MENTOR else 1
    return PersonRow(
        id=id,
        name=name,
        email=_email(name, id),
        role=role,
        career_stage=stage,
        topics=_some(choice(seed, id, "topics"), _options(program, "topics", role) or names.TOPICS, 2, 4),
        goals=_some(choice(seed, id, "goals"), _options(program, "goals", role) or names.GOALS, 1, 3),
        employer=_employer(choice(seed, id, "employer"), stage),
        location=town,
        timezone=zone,
        languages=_languages(program, choice(seed, id, "languages")),
        capacity=choice(seed, id, "capacity").choice((1, 1, min(2, most))),
        applied_on=applied,
    )


def _name(seed: int, role: str, number: int) -> str:
    """A walk over all pairs of names in steps that share no factor with their number: nobody is met twice before
    everybody was. Mentors, mentees and coordinators take every third step each."""
    first, last = len(names.FIRST), len(names.LAST)
    lap = {"mentor": 0, "mentee": 1, "coordinator": 2}[role]
    start = choice(seed, "everybody", "names").randrange(first * last)
    place = (start + (number * 3 + lap) * 7919) % (first * last)
    return f"{names.FIRST[place % first]} {names.LAST[place // first]}"


def _email(name: str, id: str) -> str:
    """The number keeps it apart from a namesake's."""
    local = "".join(sign for sign in name.casefold().replace(" ", ".") if sign.isalnum() or sign in ".-")
    return f"{local}.{id}@{DOMAINS[len(name) % len(DOMAINS)]}"


def _home(rng: Random) -> tuple[str, str]:
    if rng.random() < 0.12:
        return rng.choice(names.FAR_PLACES)
    return rng.choice(names.TOWNS), names.HOME_ZONE


def _stage(program: Program, rng: Random, role: Takes) -> str:
    """Most mentees stand at the beginning of something, most mentors have come a long way."""
    stages = _options(program, "career_stage", role) or names.STAGES
    fresh = [stage for stage in stages if any(word in stage for word in names.FRESH)] or stages[:1]
    seasoned = [stage for stage in stages if stage not in fresh] or stages[-1:]
    usual = seasoned if role is Takes.MENTOR else fresh
    return rng.choice(usual if rng.random() < 0.85 or role is Takes.MENTOR else stages)


def _employer(rng: Random, stage: str) -> str:
    return rng.choice(names.SCHOOLS if "student" in stage else names.WORKPLACES)


def _languages(program: Program, rng: Random) -> tuple[str, ...]:
    codes = _options(program, "languages", Takes.BOTH) or program.languages or ("en",)
    first = codes[0]
    others = [code for code in codes if code != first]
    return (first, rng.choice(others)) if others and rng.random() < 0.2 else (first,)


def _options(program: Program, key: str, role: Takes) -> tuple[str, ...]:
    """The keys of the options that the program's own question offers to this role."""
    return tuple(_option_keys(program, key, role))


def _option_keys(program: Program, key: str, role: Takes) -> Iterator[str]:
    for asked in program.questions:
        fits = role is Takes.BOTH or role.value in asked.roles
        if asked.key == key and fits and asked.sort in (Sort.ONE_OF, Sort.ANY_OF):
            yield from (option.key for option in asked.options)
            return


def _some(rng: Random, options: Sequence[str], least: int, most: int) -> tuple[str, ...]:
    """A few of the options, in their own order."""
    number = min(rng.randint(least, most), len(options))
    chosen = set(rng.sample(range(len(options)), number))
    return tuple(option for place, option in enumerate(options) if place in chosen)
