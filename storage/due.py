"""What comes due, and in which order: the one place that both the memory store and the SQL stores read."""

from dataclasses import dataclass
from typing import Any

from flows.model.talk import Seen, Urgency, WakeUp, WakeUpState, Wish, WishState


@dataclass(frozen=True, slots=True)
class Due:
    """A record that waits for its moment, or is held under a lease that may run out."""

    moment: str
    """The field that says when a waiting one comes due."""
    waiting: str
    leased: tuple[str, ...]
    order: tuple[str, ...]
    """Ends with the id, so that the order is total."""
    first: tuple[str, str] | None = None
    """The field, and its value, of those that go before all others, each half in `order`."""

    def key(self, record: Any) -> tuple[Any, ...]:
        """Where a record that is due stands among the others."""
        field, value = self.first or ("id", None)
        in_order = (getattr(record, name) for name in self.order)
        return (getattr(record, field) != value, *in_order)


DUE: dict[type[Any], Due] = {
    WakeUp: Due("due", WakeUpState.WAITING, (WakeUpState.CLAIMED,), ("due", "id")),
    Wish: Due(
        "not_before",
        WishState.WAITING,
        (WishState.CLAIMED, WishState.UNSURE),
        ("not_before", "created", "ordinal", "id"),
        first=("urgency", Urgency.ANSWER),
    ),
}

FORGOTTEN_BY: dict[type[Any], str] = {Seen: "at"}
"""The field by whose age old ones are pruned."""
