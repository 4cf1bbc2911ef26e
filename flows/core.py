"""The socket by which a platform's adapter reaches the core: what it may tell and ask. Blocking calls; it has threads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flows.events import Event
from flows.ids import AccountId, EventId, ProgramId
from flows.messages import Message, PageShown, Say, Shown
from flows.places import Place


class NotRecorded(Exception):
    """What somebody did could not be saved, and will not be: the platform has to bring it again, or they are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """How a workspace is set up, or is to be."""

    workspace: str
    program: ProgramId | None = None
    programs: tuple[tuple[ProgramId, str], ...] = ()
    """Those that run here and may be chosen: id and name."""
    announcements: str = ""
    """The platform's id of the channel for announcements."""
    desk: str = ""
    """The platform's id of the coordinators' channel."""
    coordinators: tuple[AccountId, ...] = ()
    """Those with an account in this workspace. Where this is to be: all of them; nobody else here coordinates then."""
    roles: bool | None = None
    """Whether people are given the platform's own roles; None where nothing was said of it."""
    members: int = 0
    """How many are on the program's roster."""
    roster: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Members to add: e-mail, and the roles they may take (none: not said)."""
    whole: bool = False
    """Whether `roster` is the whole list: whoever is not on it is taken off the program's."""
    elsewhere: tuple[tuple[ProgramId, str], ...] = ()
    """Programs that live in another workspace of the same platform, and in which: set up here, they move."""
    missing: tuple[Say, ...] = ()
    """What is still to be done before the program can begin, each in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """What a list of members says: all that it holds, or everything that is wrong with it."""

    listed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """E-mail, and the roles they may take (none: not said)."""
    passed_over: int = 0
    """How many lines have no address."""
    wrong: tuple[Say, ...] = ()
    """Each in a sentence that names the line and what would do."""


class Core(Protocol):
    """Whom an adapter tells what it hears, and asks what it must know: blocking calls, which it gives threads."""

    def program_in(self, workspace: str) -> ProgramId | None:
        """The program that lives in a workspace (`slack:T1`); None where nobody has set it up yet."""
        ...

    def program_of(self, account: AccountId) -> ProgramId | None:
        """The program through which the person of an account was met, empty where there is none: for what happens in no
        workspace at all. None where this account has never been met."""
        ...

    def knows(self, account: AccountId) -> bool:
        """Whether this account has been met: one that has not is introduced by a `Joined` first."""
        ...

    def receive(self, event: Event, *, outcome: bool = True) -> Shown | None:
        """Give an event its turn; what to acknowledge it with, in the words of the one who acted. Without `outcome`
        one comes bare of words: where the message that was pressed shows it by itself.

        When this returns, the event is saved. Raises NotRecorded where it is not, and will not be.
        """
        ...

    def options(
        self, event: EventId, field: str, account: AccountId | None = None
    ) -> tuple[tuple[str, str], ...]:
        """All options of a field, key and label, of the form that `event` was answered with: for menus too long to be
        sent whole; in the language of the account's person. Empty where there is no such form any more."""
        ...

    def page(self, event: EventId, account: AccountId) -> PageShown | None:
        """The page once more that `event` was answered with, for the one whose form it is: with what the draft holds and,
        where this process still has it, with what was typed. None where it cannot be sent any more."""
        ...

    def own_page(self, account: AccountId, now: datetime) -> Message | None:
        """A person's own page as it stands: where they are, what they can do, what waits for them; None for
        somebody who has not been met. A button of it without a question says its choice as a command."""
        ...

    def words(self, account: AccountId | None, *said: Say) -> tuple[str, ...]:
        """Sentences of the adapter's own, each as one plain line, in the language of an account's person (or of the
        first program, where they have not been met)."""
        ...

    def setup(self, workspace: str) -> Setup:
        """How far a workspace has been set up."""
        ...

    def sets_up(self, wanted: Setup, by: AccountId, now: datetime) -> Setup:
        """Remember it, and what stands then. Coordinators must have been met. What is empty stays as it was."""
        ...

    def roles(self, account: AccountId, now: datetime) -> Mapping[str, frozenset[str]]:
        """By workspace what somebody is in the program there: some of `mentor`, `mentee`, `alumni`; without workspaces
        where no roles are given, or where nothing is known of them. An account that was forgotten is nothing anywhere."""
        ...

    def everybody(self, workspace: str) -> tuple[AccountId, ...] | None:
        """Whose roles there are to look at in a workspace: the accounts of all who ever applied; None where no roles are
        given."""
        ...

    def readers(self, place: Place, platform: str) -> tuple[AccountId, ...]:
        """The accounts on a platform (`discord`) of those whose direct conversation, or whose room, a place is."""
        ...

    def roles_lost(self, workspace: str, now: datetime) -> None:
        """Tell the coordinators that roles cannot be given in a workspace any more: once, however often it is said."""
        ...

    def shut_out(self, account: AccountId) -> None:
        """Tell the coordinators that somebody takes no direct messages, and is written to in a thread of the server
        instead: once, however often it is said."""
        ...

    def members_in(self, content: bytes, file: str) -> Members:
        """Read a list of members: a CSV file's bytes, or (where `file` is empty) lines that somebody pasted."""
        ...
