"""Unsaved: what somebody filled in while setting up that would not do. It is there when they come back."""

from collections import OrderedDict

from adapters.discord.setup.fields import Given
from flows.ids import AccountId

MOST = 20
"""Of the latest so many alone: some hold a whole list of members, and nobody may ever come back for it."""
Key = tuple[str, AccountId, str]
"""A server, somebody, and one of the two modals."""


class Unsaved:
    """Kept in mind, and nowhere else."""

    def __init__(self) -> None:
        self._given: OrderedDict[Key, Given] = OrderedDict()

    def of(self, key: Key) -> Given | None:
        """What they filled in last, if anything."""
        return self._given.get(key)

    def keeps(self, key: Key, given: Given) -> None:
        """It is the latest now."""
        self._given[key] = given
        self._given.move_to_end(key)
        while len(self._given) > MOST:
            self._given.popitem(last=False)

    def forgets(self, key: Key) -> None:
        """It was saved."""
        self._given.pop(key, None)
