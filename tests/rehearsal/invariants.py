"""What must hold in every rehearsal, each as a check that names what breaks it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rehearsal.lines import Line
from flows.calendar import today
from flows.model.cohorts import Application, ApplicationState, Role
from flows.model.pairs import Pair, PairState
from flows.model.people import Person
from flows.model.talk import Question, QuestionState, Urgency, Wish, WishState
from flows.situation import Get
from tests.rehearsal.played import Played

IN_PAIR = (PairState.ANNOUNCED, PairState.ENDED, PairState.CLOSED)
OUTCOMES = tuple(ApplicationState)[4:]
ANSWERED_WITHIN = timedelta(minutes=10)
BOOKED = "meeting.reminder"
ASKED_ONCE = ("checkin", "survey", "extension", "listing")
"""Flows whose answer settles the matter: nothing more is asked about it of the same person."""
MOST_A_WEEK = 3


def pairs(played: Played) -> list[Pair]:
    """Every pair of every cohort that was ever introduced."""
    cohorts = [
        played.script.program.cohort_id(calendar.name, year)
        for calendar in played.script.program.cohorts
        for year in range(played.script.period.first.year - 1, played.script.period.last.year + 1)
    ]
    return [
        pair
        for cohort in cohorts
        for state in IN_PAIR
        for pair in played.records(Pair, cohort=cohort, state=state)
    ]


def people(played: Played) -> dict[str, Person]:
    """Everybody who ever appeared."""
    queries = {id: Get(Person, id) for id in played.rehearsal.people}
    found = played.rehearsal.world.look(lambda tx: tx.load(list(queries.values())))
    return {id: found[query] for id, query in queries.items() if found[query]}


def sent(played: Played) -> list[Wish]:
    """Every message that went out, rewritings left out, in order."""
    wishes = [wish for wish in played.records(Wish, state=WishState.SENT) if not wish.replaces]
    return sorted(wishes, key=lambda wish: (wish.sent_at, wish.id))


def with_oneself(played: Played) -> Iterator[str]:
    """Nobody is their own mentor."""
    yield from (pair.id for pair in pairs(played) if pair.mentee == pair.mentor)


def over_capacity(played: Played) -> Iterator[str]:
    """On no day has anybody more partners than they can take, over all cohorts that run."""
    program = played.script.program
    held: dict[tuple[str, Role], list[Pair]] = defaultdict(list)
    for pair in pairs(played):
        held[pair.mentor, Role.MENTOR].append(pair)
        held[pair.mentee, Role.MENTEE].append(pair)
    for (person, role), theirs in held.items():
        most = program.role(role).most_partners
        if role is Role.MENTOR:
            most = min(most, played.rehearsal.people[person].row.capacity)
        for pair in theirs:
            at_once = sum(other.starts <= pair.starts <= other.ends for other in theirs)
            if at_once > most:
                yield f"{person} has {at_once} partners on {pair.starts}, and can take {most}"


def written_after_leaving(played: Played) -> Iterator[str]:
    """Who asked to be left alone hears only answers to what they do."""
    everybody = people(played)
    for wish in sent(played):
        reader = everybody.get(wish.to or "")
        if not (reader and reader.removed_at and wish.sent_at) or wish.urgency is Urgency.ANSWER:
            continue
        if wish.sent_at > reader.removed_at:
            yield f"{wish.kind} to {wish.to} at {wish.sent_at}, who left at {reader.removed_at}"


def without_outcome(played: Played) -> Iterator[str]:
    """Every application of a match that is over ends in an outcome; a mentor's may also be on the list."""
    program = played.script.program
    for role in Role:
        for state in ApplicationState:
            for one in played.records(Application, program=program.id, role=role, state=state):
                if state in OUTCOMES or (role is Role.MENTOR and state is ApplicationState.ACCEPTED):
                    continue
                if not _still_open(played, one):
                    yield f"{one.id} is {state}"


def _still_open(played: Played, one: Application) -> bool:
    """Begun for a match to come, or in the last two months of the rehearsal."""
    last = played.script.period.last
    if not one.cohort:
        return one.submitted_on is None or one.submitted_on > last - timedelta(days=14)
    year, _, name = one.cohort.removeprefix(f"{one.program}-").partition("-")
    return played.script.program.calendar(name).day("publish_by", int(year)) >= last


def asked_again(played: Played) -> Iterator[str]:
    """What somebody has answered is not asked of them again."""
    wishes = played.records(Wish, state=WishState.SENT)
    questions = played.rehearsal.world.look(
        lambda tx: tx.load(
            list(dict.fromkeys(Get(Question, wish.question) for wish in wishes if wish.question))
        )
    )
    of = {wish.id: questions[Get(Question, wish.question)] for wish in wishes if wish.question}
    settled: dict[tuple[str, str, str], datetime] = {}
    for wish in wishes:
        question = of.get(wish.id)
        if question and wish.replaces and _answered(question) and wish.sent_at:
            key = (question.flow, question.subject, question.audience)
            settled[key] = min(wish.sent_at, settled.get(key, wish.sent_at))
    for wish in wishes:
        question = of.get(wish.id)
        if question is None or wish.replaces or question.flow not in ASKED_ONCE or not wish.sent_at:
            continue
        at = settled.get((question.flow, question.subject, question.audience))
        if at and wish.sent_at > at and wish.urgency is not Urgency.ANSWER:
            yield f"{wish.kind} to {wish.to} at {wish.sent_at}, answered at {at}"


def _answered(question: Question) -> bool:
    return question.state is QuestionState.CLOSED and question.answered_by == question.audience


def by_night(played: Played) -> Iterator[str]:
    """From 20:00 to 08:00 of the reader nothing arrives but answers; in a room it is day for both, or in the program."""
    last_act: dict[str, datetime] = {}
    zones = {id: ZoneInfo(person.zone) for id, person in people(played).items()}
    for line in played.lines:
        if line.direction == "in":
            last_act[line.person] = line.at
        elif not (line.edits or _by_day(line.at) or _by_day_together(line, zones)):
            own = last_act.get(line.person)
            if own is None or line.at - own > ANSWERED_WITHIN:
                yield f"{line.kind} to {line.person or line.place} at {line.at}"


def _by_day(at: datetime) -> bool:
    return time(8) <= at.time() < time(20)


def _by_day_together(line: Line, zones: Mapping[str, ZoneInfo]) -> bool:
    pair = line.place.split(":")[2:] if line.place.startswith("room:") else []
    return bool(pair) and all(_by_day(line.at.astimezone(zones[side])) for side in pair)


def weeks(played: Played) -> Counter[tuple[str, date]]:
    """Unprompted messages by person and Monday: what merges several counts once; what follows from one's own act and
    reminders of what one booked do not count, and weeks of a call, a matching or a closing do not either."""
    everybody = people(played)
    acts = {(line.person, line.at) for line in played.lines if line.direction == "in"}
    messages = {
        wish.sent_with or wish.id: wish
        for wish in sent(played)
        if wish.to and wish.urgency is Urgency.PROMPT and wish.kind != BOOKED
    }
    found: Counter[tuple[str, date]] = Counter()
    for wish in messages.values():
        reader = everybody[wish.to or ""]
        assert wish.sent_at
        day = today(wish.sent_at, reader.zone)
        monday = day - timedelta(days=day.weekday())
        if (reader.id, wish.created) not in acts and not _busy_week(played, monday):
            found[reader.id, monday] += 1
    return found


def pestered(played: Played) -> Iterator[str]:
    """At most three a week."""
    for (person, monday), count in sorted(weeks(played).items()):
        if count > MOST_A_WEEK:
            yield f"{person} got {count} in the week of {monday}"


def _busy_week(played: Played, monday: date) -> bool:
    sunday = monday + timedelta(days=6)
    for calendar in played.script.program.cohorts:
        for year in (monday.year - 1, monday.year):
            for begins, ends in (("opens", "closes"), ("match", "publish_by"), ("closing", "ends")):
                first, last = calendar.day(begins, year), calendar.day(ends, year)
                if first <= sunday and monday <= last + timedelta(days=7):
                    return True
    return False


INVARIANTS = (with_oneself, over_capacity, written_after_leaving, without_outcome, asked_again, by_night)

__all__ = ["INVARIANTS", "pestered", "weeks"]
