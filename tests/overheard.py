"""What passes between a platform and the core in a play, noted on its way, and when what was seen is what was meant."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.rehearsal.platform import Platform
from bot.turn import Turns
from flows.events import Event, Submitted
from flows.messages import Answer, Attachment, Message
from flows.places import Place
from flows.ports import Adapter
from tests.stage import Act

ADDRESS = re.compile(r" \((?:https?://|mailto:)[^\s()]*\)")
"""Behind the words of a link: on a platform it is seen where one points at them."""


class NotedTurns(Turns):
    """Takes events, and keeps what each was answered; or what went wrong, which the one who told it never learns."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.noted: list[tuple[Event, Answer | Exception | None]] = []

    def take(self, event: Event, seal: Callable[[], None] = lambda: None) -> Answer | None:
        """What the event is answered."""
        try:
            answer = super().take(event, seal)
        except Exception as error:
            self.noted.append((event, error))
            raise
        self.noted.append((event, answer))
        return answer


@dataclass(slots=True)
class BothPlatforms:
    """Sends to a platform and, what went there, to one in memory: there it can be seen as it was meant."""

    there: Adapter
    meant: Platform
    refs: dict[str, str] = field(default_factory=dict)
    """The platform's reference of a message, and the other's."""
    files: list[tuple[str, str]] = field(default_factory=list)
    """Where files were sent to, and what each is called."""

    def send(self, message: Message) -> str:
        """The platform's reference."""
        ref = self.there.send(message)
        known = self.refs[message.edits] if message.edits else None
        if known is None:  # what was sent once is not sent again
            every = (block for part in message.parts for block in part.blocks)
            names = [block.name for block in every if isinstance(block, Attachment)]
            self.files += [(ref.partition(":")[0], name) for name in names]
        self.refs[ref] = self.meant.send(replace(message, edits=known))
        return ref

    def reads_back(self, place: Place) -> bool:
        """As the platform does."""
        return self.there.reads_back(place)

    def find(self, message: Message) -> str | None:
        """On the platform."""
        return self.there.find(message)


# --- what was meant -------------------------------------------------------------------------------------


def same_words(text: str) -> list[str]:
    """What two ways of laying out the same words have in common: the words, in order."""
    return re.findall(r"[^\s:–]+", ADDRESS.sub("", text))


def is_the_same(event: Event, act: Act) -> bool:
    """Whether it is what the play says, but for its id, and for questions of a page that were left as they stood."""
    if isinstance(event, Submitted) and isinstance(act, Submitted):
        given = {key: values for key, values in act.values.items() if values}
        kept = {key: event.values.get(key) for key in given}
        return _told(kept) == _told(given) and replace(event, id=act.id, values=act.values) == act
    return replace(event, id=act.id) == act


def padded(typed: str) -> str:
    """A time of day as a time picker has it: 09:00 for 9:00. Anything else as it is."""
    return f"0{typed}" if re.fullmatch(r"[0-9]:[0-9]{2}", typed) else typed


def _told(values: Mapping[str, tuple[str, ...] | None]) -> str:
    """In one order."""
    told = {key: sorted(map(padded, value or ())) for key, value in values.items()}
    return json.dumps(told, sort_keys=True)
