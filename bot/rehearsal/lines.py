"""A line of the rehearsal: one message or one act, as a JSON object or as an entry of a diary."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Who saw or did what, when. `at` is in the reader's or actor's zone, in a channel in the program's."""

    at: datetime
    direction: Literal["out", "in"]
    person: str = ""
    role: str = ""
    place: str
    """`dm`, `room:PAIR` or `channel:NAME`."""
    kind: str
    kinds: tuple[str, ...] = ()
    """Every kind of a message that merges several."""
    text: str
    buttons: tuple[str, ...] = ()
    edits: bool = False
    """Whether an earlier message was rewritten."""
    news: str = ""
    """What it then says that it did not say before."""


def as_json(line: Line) -> str:
    """The line as DESIGN fixes it: one JSON object; `kinds` and `edits` only where they say something."""
    fields: dict[str, object] = {
        "at": line.at.isoformat(timespec="seconds"),
        "direction": line.direction,
        "person": line.person,
        "role": line.role,
        "place": line.place,
        "kind": line.kind,
        "text": line.text,
        "buttons": list(line.buttons),
    }
    if len(line.kinds) > 1:
        fields["kinds"] = list(line.kinds)
    if line.edits:
        fields["edits"] = True
    return json.dumps(fields, ensure_ascii=False)


def place_name(place: str) -> str:
    """A place as lines name it: `dm` whoever's it is, a channel without its program."""
    sort, _, rest = place.partition(":")
    if sort == "dm":
        return "dm"
    return f"channel:{rest.rpartition(':')[2]}" if sort == "channel" else place
