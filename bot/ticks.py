"""The ticks: APScheduler wakes us for what is due next, once a minute for what others left, and for housekeeping."""

from collections.abc import Callable
from datetime import UTC, timedelta

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import Clock
from bot.outbox import Outbox
from bot.wake_ups import WakeUps
from flows.ports import Store

log = structlog.get_logger()

SWEEP_SECONDS = 60
REMEMBERED = timedelta(days=30)
"""How long an event is refused a second time; platforms redeliver within hours."""
PRUNED_AT_ONCE = 1000


class Ticks:
    """Keeps one replica going. What is due lives in rows; a tick only looks, so a missed one loses nothing."""

    def __init__(
        self,
        store: Store,
        wake_ups: WakeUps,
        outbox: Outbox,
        clock: Clock,
        answer_late: Callable[[], None] = lambda: None,
        sweep_seconds: float = SWEEP_SECONDS,
    ) -> None:
        self._store = store
        self._wake_ups = wake_ups
        self._outbox = outbox
        self._clock = clock
        self._answer_late = answer_late
        self._sweep_seconds = sweep_seconds
        # one thread: the ticks of a replica never run beside each other
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})

    def start(self) -> None:
        """Take up what was left in hand, then begin to tick."""
        now = self._clock.now()
        self._wake_ups.recover(now)
        self._outbox.recover(now)
        once = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler.add_job(
            self._tick, "interval", seconds=self._sweep_seconds, id="sweep", next_run_time=now, **once
        )
        self._scheduler.add_job(self._housekeeping, "interval", hours=1, id="housekeeping", **once)
        self._scheduler.start()

    def stop(self) -> None:
        """Let the tick that runs finish; what is left is done on return."""
        self._scheduler.shutdown(wait=True)

    def soon(self) -> None:
        """Something may have come due: look now rather than at the next sweep."""
        self._look_at(self._clock.now())

    def _look_at(self, when: object) -> None:
        self._scheduler.add_job(
            self._tick, "date", run_date=when, id="soonest", replace_existing=True, misfire_grace_time=None
        )

    def _tick(self) -> None:
        try:
            self._answer_late()
            now = self._clock.now()
            while self._wake_ups.ring_due(now) or self._outbox.deliver_due(now):
                now = self._clock.now()
            due = self._store.transact(lambda tx: tx.next_due())
            if due is not None and due > now:
                self._look_at(due)
        except Exception:  # around a tick: the next one looks again
            log.exception("tick failed")

    def _housekeeping(self) -> None:
        before = self._clock.now() - REMEMBERED
        while self._store.transact(lambda tx: tx.prune_seen(before, PRUNED_AT_ONCE)) == PRUNED_AT_ONCE:
            pass
