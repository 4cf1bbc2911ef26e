"""What may go out now, what waits, what no longer matters; and which wishes of a place go as one message."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from flows.calendar import PROMPT_HOUR, moment, next_daytime, next_prompt_hour, shared_daytime, today
from flows.kinds import kind
from flows.model.people import Person
from flows.model.talk import Pace, Question, QuestionState, Urgency, Wish, WishState


@dataclass(frozen=True, slots=True)
class Send:
    """Let it go."""


@dataclass(frozen=True, slots=True)
class Drop:
    """It no longer matters, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Defer:
    """Not before then."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """Not while the message that it rewrites is on its way."""


Verdict = Send | Drop | Defer | Hold


def judge(
    wish: Wish,
    now: datetime,
    zone: str,
    reader: Person | None,
    question: Question | None,
    *,
    together: Sequence[str] = (),
) -> Verdict:
    """Whether a wish that is due is still true, and welcome at this hour. `zone` is the reader's or the channel's;
    `together` are the zones of those who read in a pair's room."""
    own_act = wish.urgency is Urgency.ANSWER
    if reader and reader.removed_at and not own_act:
        return Drop("removed")
    if wish.replaces:
        return Send()
    if question and question.state is QuestionState.CLOSED:
        return Drop("answered")
    if wish.expires and now > wish.expires:
        return Drop("stale")
    if own_act:
        return Send()
    if reader and (back := held_until(reader)) and today(now, zone) < today(back, zone):
        return Defer(back)
    by_day = shared_daytime(now, together or (zone,), zone)
    return Send() if by_day == now else Defer(by_day)


def held_until(reader: Person) -> datetime | None:
    """When what waits for the end of a pause arrives, or None where there is no pause."""
    return moment(reader.paused_until, PROMPT_HOUR, reader.zone) if reader.paused_until else None


def welcome_at(wish: Wish, now: datetime, zone: str) -> datetime:
    """When a message that was held may go, by its urgency alone."""
    return next_prompt_hour(now, zone) if wish.urgency is Urgency.PROMPT else next_daytime(now, zone)


MOST_A_WEEK = 3
WEEK = timedelta(days=7)


def is_paced(wish: Wish) -> bool:
    """Whether it counts towards what a person may be sent unasked in a week."""
    return wish.urgency is Urgency.PROMPT and kind(wish.kind).paced and not wish.replaces


def judge_pace(wish: Wish, now: datetime, zone: str, pace: Pace | None) -> Verdict:
    """Whether its reader has had enough for now: then it waits until the first of the last few is a week old."""
    if pace is None or not is_paced(wish) or len(pace.sent) < MOST_A_WEEK:
        return Send()
    # by the calendar: what came some seconds late last week must not put this week's off by a day
    next_week = today(pace.sent[0], zone) + WEEK
    return Send() if today(now, zone) >= next_week else Defer(moment(next_week, PROMPT_HOUR, zone))


def paced(pace: Pace, sent_at: datetime) -> Pace:
    """One more was sent."""
    return replace(pace, sent=(*pace.sent, sent_at)[-MOST_A_WEEK:])


def judge_edit(original: Wish | None) -> Verdict:
    """Whether there is something to rewrite. What is not out yet will be shown as things then stand."""
    if original and original.state is WishState.SENT:
        return Send()
    if original and original.state in (WishState.CLAIMED, WishState.UNSURE):
        return Hold()
    return Drop("not shown")


def batches(due: Sequence[Wish], in_hand: Iterable[Wish] = ()) -> tuple[tuple[Wish, ...], ...]:
    """The messages to send now, each a tuple of the wishes that it merges; the rest waits for the next pass.

    One new message a place and platform, so that order holds there: answers to one's own act first, past whatever else is on its
    way there (`in_hand`); other messages only when nothing is. Of the edits, one for each message. Over all places
    answers go before what others hear of the same act.
    """
    by_screen = _grouped(due)
    on_way = _grouped(in_hand)
    taken: list[tuple[Wish, ...]] = []
    for screen, wishes in by_screen.items():
        busy = on_way.get(screen, [])
        new = _next_new(
            [wish for wish in wishes if not wish.replaces], [one for one in busy if not one.replaces]
        )
        taken += [new] if new else []
        taken += _edits(wishes, busy)
    return tuple(sorted(taken, key=lambda batch: batch[0].urgency is not Urgency.ANSWER))


def goes_with(wish: Wish, other: Wish) -> bool:
    """Whether both stand on the same screen: in one place, by one platform."""
    return (wish.place, wish.via) == (other.place, other.via)


def _grouped(wishes: Iterable[Wish]) -> dict[tuple[str, str], list[Wish]]:
    screen = attrgetter("place", "via")
    return {key: list(group) for key, group in groupby(sorted(wishes, key=screen), key=screen)}


def _next_new(waiting: Sequence[Wish], on_way: Sequence[Wish]) -> tuple[Wish, ...]:
    answers = [wish for wish in waiting if wish.urgency is Urgency.ANSWER]
    if any(wish.urgency is Urgency.ANSWER for wish in on_way):
        return ()
    if answers:
        return _unsure_first(answers) or (answers[0],)
    if on_way or not waiting:
        return ()
    return _unsure_first(waiting) or _together(waiting)


def _unsure_first(waiting: Sequence[Wish]) -> tuple[Wish, ...]:
    """The message that may be out already, with all that it merges."""
    unsure = [wish for wish in waiting if is_unsure(wish)]
    return tuple(wish for wish in unsure if wish.sent_with == unsure[0].sent_with)


def _together(waiting: Sequence[Wish]) -> tuple[Wish, ...]:
    """A prompt goes with the day's others."""
    if waiting[0].urgency is not Urgency.PROMPT:
        return (waiting[0],)
    return tuple(wish for wish in waiting if wish.urgency is Urgency.PROMPT)


def _edits(wishes: Sequence[Wish], busy: Sequence[Wish]) -> Iterator[tuple[Wish, ...]]:
    being_rewritten = {wish.replaces for wish in busy if wish.replaces}
    for wish in wishes:
        if wish.replaces and wish.replaces not in being_rewritten:
            being_rewritten.add(wish.replaces)
            yield (wish,)


def is_unsure(wish: Wish) -> bool:
    """Whether it may already have been sent."""
    return wish.state is WishState.UNSURE


def says(wish: Wish) -> dict[str, Any]:
    """What a wish says, apart from where, when and how far it is."""
    return {name: getattr(wish, name) for name in ("kind", "key", "values", "question", "choices")}
