"""What comes due, and in which order: the one place that both the memory store and the SQL stores read."""

from dataclasses import dataclass
from typing import Any

from flows.model.talk import Seen, WakeUp, WakeUpState, Wish, WishState


@dataclass(frozen=True, slots=True)
class Due:
    """A record that waits for its moment, or is held under a lease that may run out."""

    moment: str
    """The field that says when a waiting one comes due."""
    waiting: str
    leased: tuple[str, ...]
    order: tuple[str, ...]
    """Ends with the id, so that the order is total."""


DUE: dict[type[Any], Due] = {
    WakeUp: Due("due", WakeUpState.WAITING, (WakeUpState.CLAIMED,), ("due", "id")),
    Wish: Due(
        "not_before",
        WishState.WAITING,
        (WishState.CLAIMED, WishState.UNSURE),
        ("not_before", "created", "ordinal", "id"),
    ),
}

FORGOTTEN_BY: dict[type[Any], str] = {Seen: "at"}
"""The field by whose age old ones are pruned."""
