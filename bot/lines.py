"""The lines to the platforms that messages go by: how each sends, and whether it takes anything at present."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.outage import Outage
from flows.ports import Adapter


@dataclass(frozen=True, slots=True)
class Line:
    """One platform. What becomes of it holds up no other."""

    adapter: Adapter
    outage: Outage


class Lines:
    """By the names that wishes and accounts call them (`slack`, `discord`). Where there is a single one without a name,
    everything goes by it, and nothing has to be decided."""

    def __init__(self, adapters: Mapping[str, Adapter]) -> None:
        self._lines = {name: Line(adapter, Outage(name)) for name, adapter in adapters.items()}
        self._all = self._lines.get("")
        self.names = tuple(name for name in self._lines if name)

    @property
    def only(self) -> str | None:
        """The platform, where there is but one."""
        return self.names[0] if len(self.names) == 1 else None

    def of(self, via: str) -> Line:
        """The line of a wish that was claimed. Raises KeyError where that platform is not run here."""
        return self._all or self._lines[via]

    def runs(self, via: str) -> bool:
        """Whether anything can go by it."""
        return self._all is not None or via in self._lines

    def holds(self, via: str, now: datetime) -> bool:
        """Whether that platform is to be left alone now."""
        return self.of(via).outage.holds(now)

    def until(self, via: str) -> datetime | None:
        """When that platform may be asked again, where it took nothing when it was last asked."""
        return self.of(via).outage.until

    def is_out(self, via: str) -> bool:
        """Whether it took nothing when it was last asked: then the next message goes alone."""
        return self.of(via).outage.on

    def all_hold(self, now: datetime) -> bool:
        """Whether every platform is to be left alone now."""
        return all(line.outage.holds(now) for line in self._lines.values())

    def is_back(self, via: str) -> None:
        """The platform was reached."""
        if self.runs(via):
            self.of(via).outage.over()
