"""By which platforms a message goes: where somebody is reached, where a pair can share a room, and a copy for each more."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from flows.ids import WishId, derived
from flows.model.addresses import Address
from flows.model.people import Account, Person
from flows.model.talk import Wish, unsent

Platforms = tuple[str, ...]

APART = {
    "match.announced.room": "match.announced.apart",
    "pair.closed.room": "pair.closed.apart",
}
"""What a pair reads who share no room, each in their own conversation: where the words speak of the room."""


def platform_of(id: str) -> str:
    """The platform that an account, or a workspace, is on."""
    return id.partition(":")[0]


def on(accounts: Collection[Account], running: Platforms) -> Platforms:
    """The platforms, of those that are run here, on which somebody has an account."""
    theirs = {platform_of(account.id) for account in accounts}
    return tuple(name for name in running if name in theirs)


def reached_on(person: Person | None, theirs: Platforms) -> str:
    """Where they are written to: where they asked for it, else where they are; "" where they are nowhere."""
    if person and person.reached_by in theirs:
        return person.reached_by
    return theirs[0] if theirs else ""


def shared_by(sides: Sequence[tuple[Person | None, Platforms]]) -> Platforms:
    """Where the room of these two is. Where they share no platform: each in their own conversation."""
    reached = [reached_on(person, theirs) for person, theirs in sides]
    both = [name for name in sides[0][1] if all(name in theirs for _, theirs in sides)]
    if both:
        return (next((name for name in both if set(reached) == {name}), both[0]),)
    return tuple(dict.fromkeys(filter(None, reached)))


def posted_on(addresses: Collection[Address], running: Platforms) -> Platforms:
    """The platforms on which a channel has been chosen for a place."""
    there = {address.workspace.partition(":")[0] for address in addresses}
    return tuple(name for name in running if name in there)


# --- copies ---------------------------------------------------------------------------------------------------


def copy_id(id: WishId, via: str) -> WishId:
    """The id of a wish's copy on a further platform."""
    return WishId(f"{id}@{via}")


def is_copy(id: WishId) -> bool:
    """Whether it is one."""
    return "@" in id


def following(cause: str, what: str, id: WishId) -> WishId:
    """The id of what follows for a wish; for its copy, that of the copy of what follows."""
    original, mark, via = id.partition("@")
    return WishId(derived(cause, what, original) + mark + via)


def copied(wish: Wish, via: str) -> Wish:
    """The same on another platform, with a way of its own before it."""
    return replace(unsent(wish, copy_id(wish.id, via)), via=via)


def undecided(wish: Wish) -> Wish:
    """Nobody knows yet by which platform it goes; of a copy that is known."""
    return wish if is_copy(wish.id) else replace(wish, via="")


def apart(wish: Wish) -> Wish:
    """As it is said to two who share no room."""
    return replace(wish, key=APART[wish.key]) if wish.key in APART else wish
