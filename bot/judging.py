"""What is due, looked at again as things stand now: what may go, what no longer matters, what has to wait."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog

from bot.situations import Programs, answered
from flows.delivery import (
    Defer,
    Drop,
    Hold,
    Send,
    Verdict,
    is_paced,
    is_unsure,
    judge,
    judge_edit,
    judge_pace,
)
from flows.model.people import Person
from flows.model.talk import Pace, Question, Wish, WishState
from flows.places import pair_in
from flows.ports import Transaction
from flows.situation import Get, ProgramOf, Query

log = structlog.get_logger()


def judged(
    tx: Transaction, programs: Programs, due: Sequence[Wish], now: datetime
) -> tuple[list[Wish], list[Wish]]:
    """Those that may go now, and those that were settled: dropped, or put off. What is in neither waits."""
    if not due:
        return [], []
    need: list[Query] = [Get(Person, wish.to) for wish in due if wish.to]
    need += [Get(Question, wish.question) for wish in due if wish.question]
    need += [ProgramOf(wish.program) for wish in due if not wish.to]
    need += [side for wish in due for side in _in_room(wish)]
    need += [Get(Wish, wish.replaces) for wish in due if wish.replaces]
    need += [Get(Pace, wish.to) for wish in due if wish.to and is_paced(wish)]
    known = answered(tx, programs, tuple(dict.fromkeys(need)))
    good, settled = [], []
    for wish in due:
        match _verdict(wish, now, known):
            case Send():
                good.append(_by_what_it_rewrites(wish, known))
            case Drop(why):
                log.info("message dropped", wish=wish.id, kind=wish.kind, why=why)
                settled.append(_let_go(wish, WishState.DROPPED, why=why))
            case Defer(until):
                settled.append(_let_go(wish, WishState.WAITING, not_before=until))
            case Hold():
                pass
    return good, settled


def _by_what_it_rewrites(wish: Wish, known: Mapping[Query, Any]) -> Wish:
    """An edit goes by the platform on which its message stands."""
    if not wish.replaces or is_unsure(wish):
        return wish
    via = known[Get(Wish, wish.replaces)].via
    return wish if via == wish.via else replace(wish, via=via)


def _verdict(wish: Wish, now: datetime, known: Mapping[Query, Any]) -> Verdict:
    if is_unsure(wish):  # settle that before judging it again
        return Send()
    reader: Person | None = known[Get(Person, wish.to)] if wish.to else None
    if wish.to and reader is None:
        return Drop("erased")
    zone = reader.zone if reader else known[ProgramOf(wish.program)].zone
    question = known[Get(Question, wish.question)] if wish.question else None
    together = [side.zone for query in _in_room(wish) if (side := known[query])]
    verdict = judge(wish, now, zone, reader, question, together=together)
    if wish.replaces and isinstance(verdict, Send):
        return judge_edit(known[Get(Wish, wish.replaces)])
    if wish.to and is_paced(wish) and isinstance(verdict, Send):
        return judge_pace(wish, now, zone, known[Get(Pace, wish.to)])
    return verdict


def _in_room(wish: Wish) -> list[Get[Person]]:
    """The people who read it in their pair's room."""
    pair = pair_in(wish.place)
    return [Get(Person, side) for side in pair.split(":")[1:]] if pair else []


def _let_go(wish: Wish, state: WishState, *, why: str = "", not_before: datetime | None = None) -> Wish:
    return replace(
        wish,
        state=state,
        why=why,
        not_before=not_before or wish.not_before,
        lease=None,
        holder="",
        sent_with=None,
    )
