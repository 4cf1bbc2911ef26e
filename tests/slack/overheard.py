"""What passes between Slack and the core in a play, noted on its way: each event with its answer, each message sent."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.rehearsal.platform import Platform
from bot.turn import Turns
from flows.events import Event
from flows.messages import Answer, Attachment, Message
from flows.places import Place
from flows.ports import Adapter


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
    """Sends to Slack and, what went there, to a platform in memory: there it can be seen as it was meant."""

    slack: Adapter
    meant: Platform
    refs: dict[str, str] = field(default_factory=dict)
    """Slack's reference of a message, and the other's."""
    files: list[tuple[str, str]] = field(default_factory=list)
    """Where files were sent to, and what each is called."""

    def send(self, message: Message) -> str:
        """Slack's reference."""
        ref = self.slack.send(message)
        known = self.refs[message.edits] if message.edits else None
        if known is None:  # what was sent once is not sent again
            every = (block for part in message.parts for block in part.blocks)
            names = [block.name for block in every if isinstance(block, Attachment)]
            self.files += [(ref.partition(":")[0], name) for name in names]
        self.refs[ref] = self.meant.send(replace(message, edits=known))
        return ref

    def reads_back(self, place: Place) -> bool:
        """As Slack does."""
        return self.slack.reads_back(place)

    def find(self, message: Message) -> str | None:
        """In Slack."""
        return self.slack.find(message)
