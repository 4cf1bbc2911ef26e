"""The message that claimed wishes make, as things stand now: new, or the one on the screen as it should read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.situations import Programs, gathered
from flows.delivery import says
from flows.messages import Message
from flows.model.talk import Wish, WishState
from flows.ports import Transaction
from flows.situation import Get, Query, Situation, find
from flows.wording import rendering
from flows.wording.catalogue import Catalogue


def message_of(
    tx: Transaction, programs: Programs, catalogue: Catalogue, batch: Sequence[Wish], now: datetime
) -> Message | None:
    """What to show; None where it rewrites a message that is not on the screen."""
    wishes: Sequence[Wish] = batch
    edits: str | None = None
    if batch[0].replaces:
        shown = _shown_with(tx, batch[0].replaces)
        if not shown:
            return None
        edits, wishes = shown[0].ref, [_as_it_now_reads(tx, wish, batch[0]) for wish in shown]
    wishes = sorted(wishes, key=_as_shown)
    start = Situation(now=now, loaded={})
    known = gathered(tx, programs, start, lambda sofar: rendering.needs(wishes, sofar))
    message = rendering.render(wishes, known, catalogue)
    return replace(message, key=batch[0].sent_with or batch[0].id, edits=edits)


def _shown_with(tx: Transaction, id: str) -> list[Wish]:
    """All that was sent in the message that carries this wish, in the order in which it is shown."""
    at: Query = Get(Wish, id)
    sent: Wish | None = tx.load([at])[at]
    if sent is None or sent.state is not WishState.SENT:
        return []
    whole = find(Wish, sent_with=sent.sent_with or sent.id)
    parts: tuple[Wish, ...] = tx.load([whole])[whole]
    return [wish for wish in parts if wish.state is WishState.SENT and not wish.replaces]


def _as_it_now_reads(tx: Transaction, wish: Wish, edit: Wish) -> Wish:
    """The rewritten part says what the edit says, from now on; the other parts stay as they are."""
    if wish.id != edit.replaces or says(wish) == says(edit):
        return wish
    now = replace(wish, **says(edit))
    tx.save([now])
    return now


def _as_shown(wish: Wish) -> tuple[str, datetime, int, str]:
    """The order within a message: the same however it came about, and what one may decide before what one is asked."""
    return wish.kind, wish.created, wish.ordinal, wish.id
