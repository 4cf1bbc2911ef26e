"""Whether this process can do its work now: the database answers, and every configured platform is connected."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import structlog

from flows.model.addresses import Workspace
from flows.ports import Store, StoreError
from flows.situation import Get, Query

log = structlog.get_logger()

PATIENCE = 3.0
"""Seconds that the database has to answer."""
READY = "ready"
NOBODY: Query = Get(Workspace, "")


class Connected(Protocol):
    """What may be connected or not, and says why."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def via(self) -> str:
        """What it is called among figures."""
        ...

    @property
    def connected(self) -> bool:
        """Whether it is."""
        ...

    @property
    def why(self) -> str:
        """Why not."""
        ...


class Health:
    """Asked by whoever watches over this process, as often as they like: at most one question waits for the database."""

    def __init__(self, store: Store, platforms: Sequence[Connected]) -> None:
        self._store = store
        self._platforms = platforms
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="health")
        self._asked: Future[None] | None = None

    async def found(self) -> dict[str, str]:
        """Each part, and `ready` or why it is not."""
        platforms = {
            each.name: READY if each.connected else each.why or "not connected" for each in self._platforms
        }
        return {"database": await self._database(), **platforms}

    async def _database(self) -> str:
        if self._asked is None or self._asked.done():
            self._asked = self._asking.submit(self._look)
        try:
            await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(self._asked)), PATIENCE)
        except TimeoutError:
            return f"does not answer within {PATIENCE:.0f} s"
        except StoreError as error:
            # where it is concerns nobody outside
            log.warning("the database does not answer", error=str(error))
            return "does not answer"
        return READY

    def _look(self) -> None:
        self._store.transact(lambda tx: tx.load([NOBODY]))

    def close(self) -> None:
        """Ask no more."""
        self._asking.shutdown(wait=False)
