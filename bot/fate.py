"""Whether an event counts: settled once, between the one who saves it and the one who tells its person."""

from threading import Lock


class GivenUp(RuntimeError):
    """The person was told that nothing was recorded, so nothing may be."""


class Fate:
    """Open, until it is sealed (somebody commits the event) or given up (nobody may)."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sealed = False
        self._given_up = False

    def seal(self) -> None:
        """The last step before a commit. Raises GivenUp where it is too late for one."""
        with self._lock:
            if self._given_up:
                raise GivenUp
            self._sealed = True

    def give_up(self) -> bool:
        """Whether from now on nothing can be committed: not where somebody is already about to."""
        with self._lock:
            self._given_up = not self._sealed
            return self._given_up
