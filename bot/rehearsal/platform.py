"""A chat platform in memory: what is on each person's screen, in order, with edits; the rehearsal's adapter."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.clock import Clock
from flows.ids import QuestionId
from flows.messages import Button, Message


@dataclass(frozen=True, slots=True)
class Shown:
    """One message on a screen as it now stands."""

    ref: str
    message: Message


Watcher = Callable[[Message, Message | None], None]
"""Told of each message as it appears, and of each that is rewritten: what it says now, and what it said before."""


class Platform:
    """Shows messages. It can be read back by key in every place, as direct messages can on real platforms."""

    def __init__(self, clock: Clock, watcher: Watcher = lambda *_: None) -> None:
        self._clock = clock
        self.watcher = watcher
        self.screens: dict[str, list[Shown]] = defaultdict(list)
        self._by_key: dict[str, str] = {}
        self._sent = 0

    def send(self, message: Message) -> str:
        """Show it, or rewrite the one it edits."""
        if message.edits is not None:
            return self._rewrite(message, message.edits)
        self._sent += 1
        ref = f"{message.place}#{self._sent}"
        self.screens[message.place].append(Shown(ref, message))
        self._by_key[message.key] = ref
        self.watcher(message, None)
        return ref

    def _rewrite(self, message: Message, ref: str) -> str:
        screen = self.screens[
            ref.rpartition("#")[0]
        ]  # where it stands, whosever conversation that is called now
        at = next(at for at, shown in enumerate(screen) if shown.ref == ref)
        before = screen[at].message
        if before.parts != message.parts:
            screen[at] = replace(screen[at], message=replace(before, parts=message.parts))
            self.watcher(message, before)
        self._by_key[message.key] = ref
        return ref

    def reads_back(self, place: str) -> bool:
        """Everywhere."""
        return True

    def find(self, message: Message) -> str | None:
        """What was sent under the message's key."""
        return self._by_key.get(message.key)

    def buttons(self, place: str) -> list[Button]:
        """Every button that can be pressed in a place, the newest message's first."""
        return [
            button
            for shown in reversed(self.screens[place])
            for part in reversed(shown.message.parts)
            for button in part.buttons
        ]

    def question(self, place: str, choice: str) -> QuestionId:
        """The newest question in a place that offers `choice`. Raises LookupError."""
        for button in self.buttons(place):
            if button.choice == choice:
                return button.question
        raise LookupError(f"nothing in {place} offers {choice!r}")
