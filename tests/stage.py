"""Where a play is seen: a platform that its people act on and read off, in memory unless a test has another."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bot.clock import VirtualClock
from bot.rehearsal.platform import Platform
from bot.rehearsal.world import World
from flows import forms
from flows.events import Joined, Pressed, Said, Submitted
from flows.ids import AccountId, PersonId, QuestionId
from flows.messages import Answer, OpenForm
from flows.ports import Store
from flows.programs.program import Program
from flows.wording.catalogue import Catalogue
from flows.wording.rendering import plain_text

Act = Joined | Said | Pressed | Submitted
"""What somebody does in a play."""


class Stage(Protocol):
    """A platform with Shelfmate behind it, as plays know it."""

    world: World[Platform]
    """Shelfmate: its platform shows every message as it was handed over to be sent, or sent anew."""

    def opens(self) -> None:
        """The program has been launched: from now on people may act."""
        ...

    def account(self, person: PersonId) -> AccountId:
        """By which this person speaks here."""
        ...

    def does(self, person: PersonId, act: Act, where: str = "") -> Answer | None:
        """The person does this, as it is done here (`where`: on a message in this place), and all that follows at once
        has followed. What Shelfmate decided to answer."""
        ...

    def asked(self, person: PersonId, form: OpenForm, page: int) -> tuple[str, ...]:
        """The questions of the form that stand before the person. `page` is how many, where one page is as good as
        another."""
        ...

    def question(self, place: str, choice: str) -> QuestionId:
        """The newest question in a place that offers `choice`. Raises LookupError."""
        ...

    def choices(self, place: str) -> set[str]:
        """Every choice that can now be pressed in a place."""
        ...

    def messages(self, place: str) -> list[str]:
        """Every message in a place as it now reads, oldest first, in the words of `plain_text`."""
        ...


Staging = Callable[[Store, VirtualClock, Catalogue, Program], Stage]
"""Sets a stage up for a program that is about to be launched."""


@dataclass(slots=True)
class InMemory:
    """No platform at all: events go straight to the core, and screens hold messages as they were sent."""

    world: World[Platform]
    accounts: str = "play:"
    """How everybody's begins."""

    @classmethod
    def staged(cls, store: Store, clock: VirtualClock, catalogue: Catalogue, program: Program) -> "InMemory":
        """For any program."""
        return cls(World(store, clock, catalogue, Platform(clock)))

    def opens(self) -> None:
        """Nothing stands in the way."""

    def account(self, person: PersonId) -> AccountId:
        """One that says whose it is."""
        return AccountId(f"{self.accounts}{person}")

    def does(self, person: PersonId, act: Act, where: str = "") -> Answer | None:
        """It has happened."""
        return self.world.happens(act)

    def asked(self, person: PersonId, form: OpenForm, page: int) -> tuple[str, ...]:
        """As many as a page may have."""
        return tuple(field.key for field in forms.page(form, page))

    def question(self, place: str, choice: str) -> QuestionId:
        """The newest."""
        return self.world.platform.question(place, choice)

    def choices(self, place: str) -> set[str]:
        """All of them."""
        return {button.choice for button in self.world.platform.buttons(place)}

    def messages(self, place: str) -> list[str]:
        """Each in bare text."""
        return [plain_text(shown.message) for shown in self.world.platform.screens[place]]
