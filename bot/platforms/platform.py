"""A platform, as whoever runs Shelfmate sees it: connected, kept trying, and let go of."""

from typing import Protocol

from starlette.routing import Route

from flows.core import Core
from flows.ports import Adapter


class NotReached(Exception):
    """The platform cannot be reached now: trying again may help."""


class Platform(Protocol):
    """One platform, as whoever runs Shelfmate sees it."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def via(self) -> str:
        """What accounts, workspaces and wishes call it: `slack`, `discord`."""
        ...

    @property
    def fields(self) -> int:
        """How many fields of a form it shows on a page."""
        ...

    @property
    def adapter(self) -> Adapter:
        """How it sends."""
        ...

    @property
    def connected(self) -> bool:
        """Whether we can speak there, and hear."""
        ...

    @property
    def why(self) -> str:
        """Why not."""
        ...

    def meets(self, core: Core) -> None:
        """From now on what people do there can be told to the core."""
        ...

    def routes(self) -> list[Route]:
        """What the web server has to serve for it."""
        ...

    async def connect(self) -> None:
        """Speak and hear. Raises NotReached, or BadInput where an administrator has to act."""
        ...

    async def close(self) -> None:
        """Hear no more; what is on its way out may still go."""
        ...

    async def release(self) -> None:
        """Speak no more."""
        ...
