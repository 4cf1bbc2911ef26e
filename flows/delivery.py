"""What may go out now, what waits, what no longer matters; and which wishes of a place go as one message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flows.calendar import PROMPT_HOUR, is_daytime, moment, next_daytime, today
from flows.model.people import Person
from flows.model.talk import Question, QuestionState, Urgency, Wish, WishState


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


Verdict = Send | Drop | Defer


def judge(wish: Wish, now: datetime, zone: str, reader: Person | None, question: Question | None) -> Verdict:
    """Whether a wish that is due is still true, and welcome at this hour. `zone` is the reader's or the channel's."""
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
    if reader and reader.paused_until and today(now, zone) < reader.paused_until:
        return Defer(moment(reader.paused_until, PROMPT_HOUR, zone))
    return Send() if is_daytime(now, zone) else Defer(next_daytime(now, zone))


def is_retry(wish: Wish) -> bool:
    """Whether somebody had it in hand before, so that it may already have been sent."""
    return wish.state in (WishState.CLAIMED, WishState.UNSURE)


def batches(due: Sequence[Wish], busy: Iterable[str]) -> tuple[tuple[Wish, ...], ...]:
    """The messages to send now, each a tuple of the wishes that it merges; the rest waits for the next pass.

    In each place: answers to one's own act each by itself, at once; then, unless a message is on its way there
    (`busy`), what may have been sent before; then the first that waits, with the day's other prompts if it is one.
    """
    taken: list[tuple[Wish, ...]] = []
    blocked = set(busy)
    by_place = groupby(sorted(due, key=lambda wish: wish.place), key=lambda wish: wish.place)
    for place, group in by_place:
        wishes = list(group)
        answers = [wish for wish in wishes if wish.urgency is Urgency.ANSWER and not is_retry(wish)]
        taken += [(wish,) for wish in answers]
        others = [wish for wish in wishes if wish not in answers]
        retries = [wish for wish in others if is_retry(wish)]
        if retries:
            by_message = sorted(retries, key=lambda wish: wish.sent_with or wish.id)
            taken += [tuple(same) for _, same in groupby(by_message, key=lambda wish: wish.sent_with or wish.id)]
        elif others and place not in blocked:
            taken.append(_together(others))
    return tuple(taken)


def _together(waiting: Sequence[Wish]) -> tuple[Wish, ...]:
    if waiting[0].urgency is not Urgency.PROMPT or waiting[0].replaces:
        return (waiting[0],)
    return tuple(wish for wish in waiting if wish.urgency is Urgency.PROMPT and not wish.replaces)
