"""What is due: claims wake-ups with a lease, and gives each its turn."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.sending import Probe
from bot.turn import Turns, rings
from flows.model.talk import WakeUp, WakeUpState
from flows.ports import Store, Transaction
from flows.situation import WHOLE, find

LEASE = timedelta(minutes=2)
AT_ONCE = 100


class WakeUps:
    """One replica's share of the due wake-ups. `holder` names the replica and stays the same after a restart."""

    def __init__(self, store: Store, turns: Turns, holder: str, probe: Probe = lambda _: None) -> None:
        self._store = store
        self._turns = turns
        self._holder = holder
        self._probe = probe

    def recover(self, now: datetime) -> None:
        """After a restart: what this replica had claimed is due again at once."""

        def release(tx: Transaction) -> None:
            claimed = find(WakeUp, state=WakeUpState.CLAIMED, limit=WHOLE)
            mine = [wake for wake in tx.load([claimed])[claimed] if wake.holder == self._holder]
            tx.save([replace(wake, state=WakeUpState.WAITING, lease=None) for wake in mine])

        self._store.transact(release)

    def ring_due(self, now: datetime) -> int:
        """Give every wake-up due at `now` its turn, in order; how many rang. Those they set for now wait."""
        claimed = self._store.transact(lambda tx: self._claim(tx, now))
        for wake_up in claimed:
            self._probe("wake_up.claimed")
            self._turns.take(rings(wake_up, now))
        return len(claimed)

    def _claim(self, tx: Transaction, now: datetime) -> list[WakeUp]:
        due = tx.due_wake_ups(now, AT_ONCE)
        claimed = [
            replace(
                wake,
                state=WakeUpState.CLAIMED,
                lease=now + LEASE,
                holder=self._holder,
                attempts=wake.attempts + 1,
            )
            for wake in due
        ]
        tx.save(claimed)
        return claimed
