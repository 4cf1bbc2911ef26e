"""How a simulated person fills in a form: from what the people file says of them, else believably by sort."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.people_row import PersonRow
from bot.rehearsal.chance import choice
from bot.rehearsal.sentences import sentence
from bot.rehearsal.temperament import Character, Temperament
from flows.calendar import today
from flows.messages import Field, Option, Phrase, Sort

TIMES = ("10:00", "11:30", "12:30", "14:00", "16:00", "17:30")
_SATURDAY = 5
_JUDGES = ("rating", "satisf", "score", "stars", "recommend", "useful", "happy")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One person before one page of a form."""

    seed: int
    person: Character
    form: str
    now: datetime
    nth: int | str
    again: int = 0
    """How often what they gave was turned down: they look closer, and choose anew."""

    def chance(self, field: str) -> Random:
        """What this person's answer to this field is drawn from."""
        return choice(self.seed, self.person.row.id, f"{self.form}.{field}", self._sitting)

    @property
    def _sitting(self) -> int | str:
        return f"{self.nth}, again {self.again}" if self.again else self.nth


SELDOM = {"not_with": 0.95}
"""Optional questions that most people leave empty, and how likely that is; the rest are at 0.4."""


OF_THE_FILE = frozenset(
    ("email", "career_stage", "topics", "goals", "seeks", "offers", "employer", "location", "languages")
)
"""What the people file has a column for."""
NOT_SAID = "not said"


def filled(sitting: Sitting, fields: Sequence[Field]) -> dict[str, tuple[str, ...]]:
    """An answer that will do for each field; `()` where an optional one is left empty."""
    return {field.key: answer(sitting, field) for field in fields}


def answer(sitting: Sitting, field: Field) -> tuple[str, ...]:
    """What the person gives for one field."""
    rng = sitting.chance(field.key)
    told = known(sitting.person.row).get(field.key, ())
    if not told and field.key in OF_THE_FILE and sitting.form.startswith("application"):
        # an empty cell says that they would say nothing
        if not field.required:
            return ()
        if field.sort in (Sort.SHORT, Sort.LONG):
            return (NOT_SAID,)
    if field.sort in (Sort.ONE_OF, Sort.ANY_OF):
        return _judged(sitting, field, rng) or _chosen(rng, field, told)
    if told:
        return _told(field, told)
    if not field.required and rng.random() < SELDOM.get(field.key, 0.4):
        return ()
    return _made_up(sitting, field, rng)


def known(row: PersonRow) -> Mapping[str, tuple[str, ...]]:
    """What the people file says, by the field keys that ask for it."""
    single = {
        "name": row.name,
        "email": row.email,
        "career_stage": row.career_stage,
        "employer": row.employer,
        "location": row.location,
        "timezone": row.timezone,
        "capacity": str(row.capacity),
        **row.extra,
    }
    return {
        **{key: (text,) for key, text in single.items() if text},
        "topics": row.topics,
        "goals": row.goals,
        "seeks": row.seeks or row.goals,
        "offers": row.offers or row.goals,
        "languages": row.languages,
    }


def _told(field: Field, told: tuple[str, ...]) -> tuple[str, ...]:
    if field.sort is Sort.NUMBER and told[0].isdigit():
        return (str(_within(field, int(told[0]))),)
    if field.sort in (Sort.SHORT, Sort.LONG):
        return ("; ".join(told)[: field.longest],)
    return told[:1]


def _within(field: Field, number: int) -> int:
    raised = number if field.least is None else max(field.least, number)
    return raised if field.most is None else min(raised, field.most)


def _chosen(rng: Random, field: Field, told: tuple[str, ...]) -> tuple[str, ...]:
    """The options that the person's own words mean, else any; as many as may be."""
    keys = [option.key for option in field.options]
    mine = [key for text in told if (key := _meant(field.options, text))]
    if field.sort is Sort.ONE_OF:
        return (mine[0] if mine else rng.choice(keys),) if keys else ()
    least, most = max(field.least or 0, 1 if field.required else 0), field.most or len(keys)
    wanted = list(dict.fromkeys(mine))[:most]
    others = [key for key in rng.sample(keys, len(keys)) if key not in wanted]
    short = least - len(wanted) if wanted else max(least, min(rng.randint(1, 2), most))
    taken = {*wanted, *others[: max(short, 0)]}
    return tuple(key for key in keys if key in taken)


def _judged(sitting: Sitting, field: Field, rng: Random) -> tuple[str, ...]:
    """A survey's choices go from good to bad: most are content, some are not."""
    keys = [option.key for option in field.options]
    if not sitting.form.startswith("survey") or field.sort is not Sort.ONE_OF or len(keys) < 3:
        return ()
    half = (len(keys) + 1) // 2
    unhappy = sitting.person.temperament is Temperament.UNHAPPY
    return (rng.choice(keys[-half:] if unhappy else keys[:half]),)


def _meant(options: Sequence[Option], text: str) -> str:
    """The option whose key or label, in any language, is `text`."""
    wanted = _plain(text)
    for option in options:
        labels = option.label.texts.values() if isinstance(option.label, Phrase) else [str(option.label)]
        if wanted in {_plain(option.key), *map(_plain, labels)}:
            return option.key
    return ""


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def _made_up(sitting: Sitting, field: Field, rng: Random) -> tuple[str, ...]:
    match field.sort:
        case Sort.SHORT | Sort.LONG:
            return (sentence(rng, field.key, sitting.form, field.longest),)
        case Sort.NUMBER:
            return (str(_number(sitting, field, rng)),)
        case Sort.DATE:
            return (_day(sitting, rng),)
        case Sort.TIME:
            return (rng.choice(TIMES),)
        case Sort.YES_NO:
            return ("yes" if rng.random() < 0.85 else "no",)
        case _:
            # nobody can be named by one who sees no list of people
            return ()


def _number(sitting: Sitting, field: Field, rng: Random) -> int:
    least = field.least if field.least is not None else min(1, field.most if field.most is not None else 1)
    most = field.most if field.most is not None else least + 3
    if sitting.form.startswith("survey") or any(word in field.key for word in _JUDGES):
        middle = (least + most) // 2
        unhappy = sitting.person.temperament is Temperament.UNHAPPY
        return rng.randint(least, middle) if unhappy else rng.randint(min(middle + 1, most), most)
    return rng.randint(least, min(most, least + 2))


def _day(sitting: Sitting, rng: Random) -> str:
    """A working day, some days to three weeks from now where the person is; a sooner one if that would not do."""
    ahead = rng.randint(1, 4) if sitting.again else rng.randint(3, 19)
    day = today(sitting.now, sitting.person.row.timezone) + timedelta(days=ahead)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day.isoformat()
