"""The ticks: APScheduler wakes us for what is due next, once a minute for what others left, and for housekeeping."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Lock
from typing import Any

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
    """Keeps one replica going. What is due lives in rows; a tick only looks, so a missed one loses nothing.

    Without an `outbox` there is nobody to talk to: timers ring, and messages wait.
    """

    def __init__(
        self,
        store: Store,
        wake_ups: WakeUps,
        outbox: Outbox | None,
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
        self._asked, self._stopping, self._planning = Event(), Event(), Lock()
        # one thread: the ticks of a replica never run beside each other
        self._scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})

    def start(self) -> None:
        """Take up what was left in hand, then begin to tick."""
        now = self._clock.now()
        self._wake_ups.recover(now)
        if self._outbox:
            self._outbox.recover(now)
        often: dict[str, Any] = {"coalesce": True, "misfire_grace_time": None, "next_run_time": now}
        self._scheduler.add_job(self._tick, "interval", seconds=self._sweep_seconds, id="sweep", **often)
        self._scheduler.add_job(self._housekeeping, "interval", hours=1, id="housekeeping", **often)
        self._scheduler.start()

    def stop(self) -> None:
        """Let what is in hand finish; the rest is done on return."""
        with self._planning:  # the scheduler waits for a tick under the lock that planning takes
            self._stopping.set()
        if self._scheduler.running:  # who stops before it began has nothing in hand
            # first: its thread may be about to take out a job that ran, which fails once it is shut down
            self._scheduler.remove_all_jobs()
            self._scheduler.shutdown(wait=True)
        if self._outbox:
            self._outbox.close()

    def soon(self) -> None:
        """Something may have come due: look now rather than at the next sweep. May be called from any thread."""
        if not self._asked.is_set():
            self._asked.set()
            self._look_at(self._clock.now(), "soon", self._asked_for)

    def _asked_for(self) -> None:
        # by no other tick: so one of these runs at most, and one waits that will see what is due by then
        self._asked.clear()
        self._tick()

    def _look_at(self, when: datetime, id: str, tick: Callable[[], None]) -> None:
        with self._planning:
            if self._stopping.is_set():
                return
            # two: while one runs, another may wait for its turn, and will see all that is due by then
            options = {"replace_existing": True, "misfire_grace_time": None, "max_instances": 2}
            self._scheduler.add_job(tick, "date", run_date=when, id=id, **options)

    def _tick(self) -> None:
        try:
            now = self._clock.now()
            while not self._stopping.is_set() and self._anything(now):
                now = self._clock.now()
            due = self._store.transact(lambda tx: tx.next_due(now))
            if due is not None:
                self._look_at(due, "soonest", self._tick)
        except Exception:  # around a tick: the next one looks again
            log.exception("tick failed")

    def _anything(self, now: datetime) -> int:
        """One step on: no step takes long, so that what somebody did meanwhile is answered before the next."""
        self._answer_late()
        rung = self._wake_ups.ring_due(now)
        if self._outbox is None:
            return rung
        # timers go first: what they wish goes in one message. Answers to what people do wait for nothing
        return rung + self._outbox.deliver_due(now, answers_only=rung > 0)

    def _housekeeping(self) -> None:
        before = self._clock.now() - REMEMBERED
        while self._store.transact(lambda tx: tx.prune_seen(before, PRUNED_AT_ONCE)) == PRUNED_AT_ONCE:
            pass
