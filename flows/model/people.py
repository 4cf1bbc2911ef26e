"""Who there is: persons, their accounts, who is on a roster, who coordinates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from flows.ids import AccountId, PersonId, ProgramId


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A human being, on whatever platforms. `zone` is an IANA name, `language` a code such as `en`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: PersonId
    name: str
    email: str = ""
    zone: str = "UTC"
    zone_chosen: bool = False
    """Whether they said so themselves: then times are told by it, whatever clock a platform would show them by."""
    zone_asked: bool | None = None
    """Whether they have been asked about their zone, where it was guessed; None where it is no guess."""
    language: str = "en"
    paused_until: date | None = None
    removed_at: datetime | None = None
    """Set when the person asked to be left alone: nothing goes to them but answers to their own acts."""
    program: str = ""
    """The program through which they were met: the one meant where a direct message does not say."""
    reached_by: str = ""
    """The platform (`slack`, `discord`) on which they want to be written to, where they have accounts on several."""
    reach: str = ""
    """How a partner may reach them elsewhere, in their own words: what they chose to share."""

    def away_until(self, day: date) -> date | None:
        """When they come back, where they asked to be left in peace on `day`."""
        return self.paused_until if self.paused_until and day < self.paused_until else None

    @property
    def is_erased(self) -> bool:
        """Whether all that was known of them has been erased, at their wish."""
        return self.removed_at is not None and not self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person on one platform."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)

    id: AccountId
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A code by which somebody makes another account known as theirs too. `id` is the code as it is kept: no code.

    `claim:ID` is the account that has given it, until the first one confirms. `wrong:EVENT` is a code that was none.
    """

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("person",),)

    id: str
    person: PersonId
    account: AccountId
    """By which it was asked for, or given."""
    expires: datetime


CLAIM, WRONG = "claim:", "wrong:"
"""How the ids of links begin that are no codes."""


def is_code(link: Link) -> bool:
    """Whether it is a code that somebody asked for."""
    return not link.id.startswith((CLAIM, WRONG))


def is_try(link: Link) -> bool:
    """Whether it is a code that was none: it counts for an hour, whatever its person does."""
    return link.id.startswith(WRONG)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEntry:
    """A current member, as the association's own list says. `id` is `PROGRAM:email in lower case`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("program",),)

    id: str
    program: ProgramId
    roles: tuple[str, ...] = ()
    """The roles that this member may take; empty where the roster does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinator:
    """A person who may decide for a program. `id` is `PROGRAM:PERSON`."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = (("program",),)

    id: str
    program: ProgramId
    person: PersonId


def roster_id(program: ProgramId, email: str) -> str:
    """Where a member's roster entry is found."""
    return f"{program}:{email.strip().lower()}"


def coordinator_id(program: ProgramId, person: PersonId) -> str:
    """Where a coordinator's standing is found."""
    return f"{program}:{person}"
