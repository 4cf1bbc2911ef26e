"""What a simulated person does about what they are shown: press, fill in, say something, or let it be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from bot.rehearsal import matchmaking
from bot.rehearsal.chance import choice, weighted
from bot.rehearsal.filling import Sitting, filled
from bot.rehearsal.hours import SLEEPS, at_work, awake, some_working_day
from bot.rehearsal.preferences import LEAVES_IT, weights
from bot.rehearsal.temperament import Character, Temperament
from flows.calendar import moment, today
from flows.ids import QuestionId
from flows.messages import Field, OpenForm, Part

BEFORE_A_PAIR = ("applications", "application", "mentor", "orientation", "session")
"""Kinds of these first parts are answered also by those who later fall silent."""
AS_A_MEMBER = ("check_again", "joined", "try_again")
"""Choices that only make sense once one has joined the association."""
GIVES_UP = 6
"""After so many pages, a form that still takes nothing is let be."""
REMINDERS = frozenset({"contact.overdue", "checkin.missed", "applications.closing", "application.unfinished"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """The person presses a button."""

    at: datetime
    question: QuestionId
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """The person sends a page of a form; `()` for a field left empty."""

    at: datetime
    question: QuestionId
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """The person says something to Shelfmate unasked."""

    at: datetime
    text: str


def decide(
    seed: int,
    person: Character,
    seen: Part | OpenForm,
    *,
    now: datetime,
    nth: int = 0,
    asked: str = "",
    shown: Sequence[Field] | None = None,
    proposal: Part | None = None,
) -> Press | Fill | None:
    """What the person does about one part of a message, or about the page of a form that was opened for them.

    `nth` counts how often they have been shown this before: questions of this kind, or pages of this form
    under its question. `asked` is a stable name of the question (its id, say) where kind and `nth` might
    come in another order. `shown` is the page; all of the form unless told.
    `proposal` is the last proposal of pairs that a coordinator was shown.
    """
    if isinstance(seen, Part):
        return _about_message(seed, person, seen, now, asked or str(nth))
    fields = seen.form.fields if shown is None else shown
    sitting = Sitting(seed, person, seen.form.key, now, asked or nth, again=nth if seen.errors else 0)
    if seen.form.key == matchmaking.FORM:
        return _about_change(sitting, seen, fields, nth, proposal)
    return _about_form(sitting, seen, fields, nth)


def visits(seed: int, person: Character, *, begins: date) -> tuple[Tell, ...]:
    """What the person comes to say unasked, in order of time: to sign up, and for some, after a cohort
    `begins`, to be left alone for a while or for good."""
    if person.coordinates:
        return ()
    rng = choice(seed, person.row.id, "visits")
    tells = [Tell(at=_by_day(rng, person, person.row.applied_on), text="signup")]
    later = begins + timedelta(days=rng.randint(30, 110))
    if person.temperament is Temperament.DROPS_OUT and rng.random() < 0.7:
        tells.append(Tell(at=_by_day(rng, person, later), text="remove me"))
    if person.temperament is Temperament.BUSY and rng.random() < 0.25:
        back = later + timedelta(days=rng.randint(14, 35))
        tells.append(Tell(at=_by_day(rng, person, later), text=f"pause until {back.isoformat()}"))
    return tuple(sorted(tells, key=lambda tell: tell.at))


def coordinator_for(seed: int, question: str, coordinators: Sequence[Character]) -> Character:
    """Which of the coordinators looks after what was posted to their room."""
    return choice(seed, "coordinators", "turn", question).choice(coordinators)


def _by_day(rng: Random, person: Character, day: date) -> datetime:
    return moment(day, time(8), person.row.timezone) + timedelta(minutes=rng.randint(0, 13 * 60))


def _about_message(seed: int, person: Character, seen: Part, now: datetime, nth: str) -> Press | None:
    if not seen.buttons:
        return None
    rng = choice(seed, person.row.id, seen.kind, nth)
    if not person.coordinates and rng.random() >= _readiness(person, seen.kind):
        return None
    draws = weights(person.temperament, person.row.role, seen.kind, seen.buttons)
    if not person.declines:
        draws.pop("decline", None)
    if step := matchmaking.wanted(seed, person, seen):
        draws = {step: 1.0}
    if not any(draws.values()) or (chosen := weighted(rng, draws)) == LEAVES_IT:
        return None
    soon = person.coordinates and matchmaking.is_later(seen)
    at = _soon(rng, person, now) if soon else _moment_to_act(rng, person, seen.kind, now)
    if chosen in AS_A_MEMBER:
        joined = _once_a_member(rng, person, at)
        if joined is None:
            return None
        at = joined
    question = next(button.question for button in seen.buttons if button.choice == chosen)
    return Press(at=at, question=question, choice=chosen)


def _readiness(person: Character, kind: str) -> float:
    if _precedes_pair(kind):
        return person.manner.joins
    reminds = kind.endswith(".reminder") or kind in REMINDERS
    return person.manner.answers_reminder if reminds else person.manner.answers


def _precedes_pair(kind: str) -> bool:
    return kind.partition(".")[0] in BEFORE_A_PAIR


def _moment_to_act(rng: Random, person: Character, kind: str, now: datetime) -> datetime:
    zone, manner = person.row.timezone, person.manner
    if person.coordinates and kind == "match.proposed":
        return some_working_day(now, zone, rng, soonest=1, latest=4)
    if person.coordinates:
        return at_work(_later(rng, now, 0.5, 20), zone, rng)
    at = _later(rng, now, manner.soonest, manner.latest)
    return awake(at, zone, rng)


def _soon(rng: Random, person: Character, now: datetime) -> datetime:
    return at_work(now + timedelta(minutes=rng.randint(2, 30)), person.row.timezone, rng)


def _once_a_member(rng: Random, person: Character, at: datetime) -> datetime | None:
    """`at`, or where they are not yet a member by then, the day on which they are; None for who never will be."""
    zone = person.row.timezone
    if person.member_from <= today(at, zone):
        return at
    if person.member_from == date.max:
        return None
    return moment(person.member_from, time(10), zone) + timedelta(minutes=rng.randint(0, 600))


def _later(rng: Random, now: datetime, soonest: float, latest: float) -> datetime:
    """Most answer nearer the soonest than the latest; whole minutes, as a diary has them."""
    hours = rng.triangular(soonest, latest, soonest + (latest - soonest) * 0.2)
    return (now + timedelta(hours=hours)).astimezone(UTC).replace(second=0, microsecond=0) + timedelta(
        minutes=1
    )


def _about_form(sitting: Sitting, seen: OpenForm, fields: Sequence[Field], nth: int) -> Fill | None:
    rng = sitting.chance(f"page {nth}")
    person, zone = sitting.person, sitting.person.row.timezone
    if _leaves(rng, person, seen, nth) or (seen.errors and nth >= GIVES_UP):
        return None
    values = filled(sitting, fields)
    if nth == 0 and not seen.errors and not person.coordinates and rng.random() < person.manner.blunders:
        values.update(dict.fromkeys(_overlooked(fields), ()))
    at = sitting.now + timedelta(minutes=rng.randint(1, 3 + len(fields)))
    at = at_work(at, zone, rng) if person.coordinates else awake(at, zone, rng, SLEEPS)
    return Fill(at=at, question=seen.question, values=values)


def _about_change(
    sitting: Sitting, seen: OpenForm, fields: Sequence[Field], nth: int, proposal: Part | None
) -> Fill | None:
    """A coordinator who would change a proposal has made up their mind; what is not taken is let be."""
    values = matchmaking.written(proposal)
    if not values or seen.errors:
        return None
    at = _soon(sitting.chance(f"page {nth}"), sitting.person, sitting.now)
    return Fill(
        at=at, question=seen.question, values={field.key: values.get(field.key, ()) for field in fields}
    )


def _leaves(rng: Random, person: Character, seen: OpenForm, nth: int) -> bool:
    """Some put an application aside after its first page, and need to be reminded of it."""
    begun = nth == 1 and bool(seen.filled) and not seen.errors
    return begun and seen.form.key.startswith("application") and rng.random() < person.manner.leaves_form


def _overlooked(fields: Sequence[Field]) -> tuple[str, ...]:
    """The first required question, which is then left empty."""
    return tuple(field.key for field in fields if field.required)[:1]
