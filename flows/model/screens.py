"""What stands on screens, where Shelfmate keeps them itself: in the browser there is no platform that would."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flows.ids import PersonId
from flows.messages import Part
from flows.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message as it now stands in its place. `id` is the message's key, or the event's by which somebody said it:
    come twice, it stands there once."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("place",),)

    id: str
    place: Place
    nth: int
    """Its number within the place, from 1."""
    at: datetime
    parts: tuple[Part, ...]
    edited: bool = False
    author: PersonId | None = None
    """Who said it; None for Shelfmate."""
