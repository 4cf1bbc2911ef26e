"""Two mistakes that anybody could make: the simulation must find each of them soon."""

from dataclasses import replace

from bot.files.making import made
from bot.sending import TOLD, Batch, Sending
from bot.turn import Turns
from flows.events import Event, Woke
from flows.messages import Answer
from flows.model.talk import WishState
from flows.ports import Transaction


class MarksBeforeItSends(Sending):
    """Whoever dies in between has marked a message that nobody sees."""

    def send(self, claimed: Batch) -> None:
        batch, message = self._store.transact(lambda tx: self._taken_up(tx, claimed))
        if message is None:
            return
        sent_at = self._clock.now()
        self._mark(batch, WishState.SENT, sent_at=sent_at)
        self._probe("wish.before_send")
        try:
            ref = self._lines.of(batch[0].via).adapter.send(made(message))
        except TOLD as error:
            marked = tuple(replace(wish, state=WishState.SENT, lease=None, holder="") for wish in batch)
            self._failed(marked, error)
            return
        sent = [replace(wish, state=WishState.SENT, lease=None, sent_at=sent_at, ref=ref) for wish in batch]
        self._store.transact(lambda tx: tx.save(sent))


class TakesWhatComesTwice(Turns):
    """An event delivered again is decided again."""

    def _one(self, tx: Transaction, event: Event) -> Answer | None:
        if isinstance(event, Woke):
            return super()._one(tx, event)
        return self._decide(tx, event)
