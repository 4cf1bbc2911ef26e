"""Places: who reads in them and what conversation they are here, as the store remembers it. Blocking calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.ids import PersonId, WishId
from flows.model.addresses import Address, address_id
from flows.model.pairs import Pair
from flows.model.people import Account
from flows.model.talk import Wish
from flows.places import Place, pair_in
from flows.ports import Store, Transaction
from flows.situation import Get, Query, find


@dataclass(frozen=True, slots=True, kw_only=True)
class Whither:
    """Where a message goes."""

    place: Place
    channel: str = ""
    """Slack's id of the conversation, where it is known already."""
    people: tuple[tuple[str, ...], ...] = ()
    """For each of those who read there: their users in this workspace. Nobody for a channel."""
    since: datetime | None = None
    """The first moment at which it could have been sent, where that is known."""

    @property
    def alone(self) -> tuple[str, ...]:
        """The users of the one who is here, where the place is a pair's room and the other is on another platform."""
        here = [users for users in self.people if users]
        return here[0] if len(self.people) > 1 and len(here) == 1 else ()

    @property
    def is_direct(self) -> bool:
        """Whether it goes into somebody's direct conversation."""
        return self.place.startswith("dm:") or bool(self.alone)


class Places:
    """The places of one workspace (`T1`)."""

    def __init__(self, store: Store, team: str) -> None:
        self._store = store
        self._workspace = f"slack:{team}"

    def whither(self, place: Place, key: WishId) -> Whither:
        """Where this place is, and since when a message could stand there under this key."""
        return self._store.transact(lambda tx: self._whither(tx, place, key))

    def keep(self, place: Place, channel: str) -> None:
        """Remember the conversation of a place."""
        id = address_id(place, self._workspace)
        found = Address(id=id, place=place, workspace=self._workspace, channel=channel)
        self._store.transact(lambda tx: tx.save([found]))

    def _whither(self, tx: Transaction, place: Place, key: WishId) -> Whither:
        address_at: Query = Get(Address, address_id(place, self._workspace))
        wish_at: Query = Get(Wish, key)
        known = tx.load([address_at, wish_at])
        address: Address | None = known[address_at]
        wish: Wish | None = known[wish_at]
        return Whither(
            place=place,
            channel=address.channel if address else "",
            people=self._users(tx, _readers(tx, place)),
            since=wish.not_before if wish else None,
        )

    def _users(self, tx: Transaction, readers: Sequence[PersonId]) -> tuple[tuple[str, ...], ...]:
        """Their users here: somebody may have several accounts, and some of them elsewhere."""
        asked: list[Query] = [find(Account, person=reader) for reader in readers]
        here = f"{self._workspace}:"
        found = tx.load(asked)
        return tuple(
            tuple(each.id.removeprefix(here) for each in found[query] if each.id.startswith(here))
            for query in asked
        )


def _readers(tx: Transaction, place: Place) -> tuple[PersonId, ...]:
    if place.startswith("dm:"):
        return (PersonId(place.removeprefix("dm:")),)
    room = pair_in(place)
    if room is None:
        return ()
    at: Query = Get(Pair, room)
    pair: Pair | None = tx.load([at])[at]
    return (pair.mentee, pair.mentor) if pair else ()
