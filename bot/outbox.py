"""Delivery: claims the wishes that are due, judges them anew, and has each message sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.hands import Hands, ManyHands, OneHand, Room
from bot.judging import judged
from bot.lines import Lines
from bot.routing import Routing
from bot.sending import LEASE, Batch, Probe, Sending
from bot.situations import Programs
from flows.delivery import batches, goes_with, is_unsure
from flows.model.talk import Urgency, Wish, WishState
from flows.ports import Adapter, Store, Transaction
from flows.situation import WHOLE, find
from flows.wording.catalogue import Catalogue
from storage.due import DUE


class Outbox:
    """One replica's share of the delivery. `holder` names the replica and stays the same after a restart; `adapters`
    are the platforms by name, or a single one under "" by which everything goes.

    At one message `at_once` they go on the thread of whoever delivers; at more, on threads of their own, and `after` is
    called whenever one of them is free again.
    """

    def __init__(
        self,
        store: Store,
        programs: Programs,
        catalogue: Catalogue,
        adapters: Mapping[str, Adapter],
        clock: Clock,
        holder: str,
        *,
        probe: Probe = lambda _: None,
        strict: bool = False,
        sending: type[Sending] = Sending,
        at_once: int = 1,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._programs = programs
        self._holder = holder
        self._probe = probe
        self._lines = Lines(adapters)
        self._routing = Routing(self._lines)
        self._sending = sending(
            store, programs, catalogue, self._lines, clock, probe, routing=self._routing, strict=strict
        )
        self._hands: Hands = ManyHands(at_once, after) if at_once > 1 else OneHand()

    def recover(self, now: datetime) -> None:
        """After a restart: what this replica had in hand is looked at again at once."""

        def release(tx: Transaction) -> None:
            for state in (WishState.CLAIMED, WishState.UNSURE):
                held = find(Wish, state=state, limit=WHOLE)
                mine = [wish for wish in tx.load([held])[held] if wish.holder == self._holder]
                tx.save([replace(wish, lease=now, holder="") for wish in mine])

        self._store.transact(release)

    def deliver_due(self, now: datetime, *, answers_only: bool = False) -> int:
        """Send what is due at `now`, one new message a place, as far as hands are free; how much was begun. At 0 the
        rest has to wait. `answers_only`: but for answers to somebody's own act, which never wait, not yet."""
        room = self._room(now, answers_only=answers_only)
        if not room.answers:
            return 0
        claimed, settled = self._store.transact(lambda tx: self._claim(tx, now, room))
        tried: set[str] = set()
        for batch in claimed:
            via = batch[0].via
            if via in tried and self._lines.is_out(via):
                self._sending.put_back(batch)
            else:
                tried.add(via)
                self._hands.take(batch, self._deliver)
        return len(claimed) + settled

    def is_back(self, platform: str) -> None:
        """The platform was reached: what waits for it need not wait until it is asked again."""
        self._lines.is_back(platform)

    def close(self) -> None:
        """Let what is in hand finish."""
        self._hands.close()

    def _room(self, now: datetime, *, answers_only: bool) -> Room:
        room = self._hands.room()
        if self._lines.all_hold(now):
            return replace(room, answers=0)
        return replace(room, others=0) if answers_only else room

    def _deliver(self, batch: Batch) -> None:
        self._probe("wish.claimed")
        if is_unsure(batch[0]):
            self._sending.settle(batch)
        else:
            self._sending.send(batch)

    # --- claim ----------------------------------------------------------------------------------------

    def _claim(self, tx: Transaction, now: datetime, room: Room) -> tuple[list[Batch], int]:
        """What is now in our hand, and how many were settled without. Looks past those that have to wait."""
        many = room.look
        while True:
            come = tx.due_wishes(now, many)
            due = [wish for wish in come if self._is_up(wish, room, now)]
            good, settled = self._judged(tx, due, now)
            chosen = self._fitting(batches(good, self._in_hand(tx, good, {wish.id for wish in due})), room)
            if chosen and len(come) == many:
                chosen = self._completed(tx, chosen, now)
            if chosen or settled or len(come) < many or _is_other(come[-1], room):
                return [self._taken(tx, batch, now) for batch in chosen], settled
            many *= 4

    def _judged(self, tx: Transaction, due: Sequence[Wish], now: datetime) -> tuple[list[Wish], int]:
        """Those that may go now, each by its platform; and how many were settled, dropped or put off."""
        tx.save(self._routing.edits_of_copies(tx, due))
        good, settled = judged(tx, self._programs, due, now)
        going, changed = self._routing.decided(tx, good, now)
        tx.save([*settled, *changed])
        return going, len(settled) + len(changed)

    def _completed(self, tx: Transaction, chosen: Sequence[Batch], now: datetime) -> list[Batch]:
        """With the day's other prompts to the same people, however far behind in what is due."""
        asked = {
            batch[0].id: find(Wish, place=batch[0].place, state=WishState.WAITING, limit=WHOLE)
            for batch in chosen
            if batch[0].urgency is Urgency.PROMPT and not is_unsure(batch[0])
        }
        found = tx.load(list(asked.values()))
        known = {wish.id for batch in chosen for wish in batch}
        more = [
            wish
            for waiting in found.values()
            for wish in sorted(waiting, key=DUE[Wish].key)
            if wish.urgency is Urgency.PROMPT and wish.not_before <= now and wish.id not in known
        ]
        good, _ = self._judged(tx, more, now)
        return [
            (*batch, *(wish for wish in good if batch[0].id in asked and goes_with(wish, batch[0])))
            for batch in chosen
        ]

    def _is_up(self, wish: Wish, room: Room, now: datetime) -> bool:
        return not (_is_other(wish, room) or self._hands.holds(wish.id) or self._routing.waits(wish, now))

    def _taken(self, tx: Transaction, batch: Batch, now: datetime) -> Batch:
        """Ours, for as long as the lease runs. What may be out stays so, until it was read back."""
        if is_unsure(batch[0]):
            whole = find(Wish, sent_with=batch[0].sent_with or batch[0].id)
            together = [wish for wish in tx.load([whole])[whole] if is_unsure(wish)]
            taken = [replace(wish, lease=now + LEASE, holder=self._holder) for wish in together]
        else:
            taken = [
                replace(
                    wish,
                    state=WishState.CLAIMED,
                    lease=now + LEASE,
                    holder=self._holder,
                    sent_with=batch[0].id,
                )
                for wish in batch
            ]
        tx.save(taken)
        return tuple(taken)

    def _fitting(self, chosen: Sequence[Batch], room: Room) -> list[Batch]:
        """As many as there are hands for. Answers come first; one goes alone to see whether its platform is back."""
        taken: list[Batch] = []
        asked: set[str] = set()
        for batch in chosen:
            via = batch[0].via
            hands = room.answers if batch[0].urgency is Urgency.ANSWER else room.others
            if len(taken) < hands and not (via in asked and self._lines.is_out(via)):
                taken.append(batch)
                asked.add(via)
        return taken

    def _in_hand(self, tx: Transaction, good: Sequence[Wish], due: set[str]) -> list[Wish]:
        """What is on its way to the same places: in somebody's hand, or waiting to be tried again."""
        places = sorted({wish.place for wish in good})
        states = (WishState.CLAIMED, WishState.UNSURE)
        on_way = tx.load([find(Wish, place=place, state=state) for place in places for state in states])
        return [wish for found in on_way.values() for wish in found if wish.id not in due]


def _is_other(wish: Wish, room: Room) -> bool:
    """Whether there is no hand for it: answers come first in what is due, so there is none for what follows either."""
    return not room.others and wish.urgency is not Urgency.ANSWER
