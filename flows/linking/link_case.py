"""What linking two accounts looks at: the code that was given, and all that there is of the people on both sides."""

from dataclasses import dataclass
from datetime import timedelta

from flows.asking import About
from flows.events import Event, Said
from flows.flow import program_of
from flows.ids import AccountId, PersonId
from flows.linking.link_needs import coordinating, given_code, homes, roster, subject_meant
from flows.messages import Say, Value, Word
from flows.model.cohorts import Application
from flows.model.people import CLAIM, Account, Link, Person
from flows.platforms import platform_called
from flows.reaching import platform_of
from flows.situation import Situation, find
from flows.turn import Turn, does

FLOW = "linking"
GOOD_FOR = timedelta(minutes=15)
"""A code, and the question whether it was them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: the account that is to be linked, and its person with all that is theirs."""

    person: Person
    account: AccountId
    accounts: tuple[Account, ...]
    applied: bool
    """Whether they have something here that only they can have: an application, and with it a pair; a program to coordinate."""
    member: bool
    """Whether their address is on the roster."""

    @property
    def platform(self) -> str:
        """What people call the platform of the account."""
        return platform_called(self.account)

    @property
    def via(self) -> str:
        """The platform by which the account is written to."""
        return platform_of(self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCase:
    """An event of linking, with what it needs."""

    event: Event
    situation: Situation
    subject: str
    """The code, as it is kept."""

    @property
    def actor(self) -> Person:
        """Who acts."""
        assert self.situation.actor is not None
        return self.situation.actor

    @property
    def account(self) -> AccountId:
        """By which they act."""
        assert self.event.account is not None
        return self.event.account

    @property
    def program(self) -> str:
        """Whose words count."""
        return program_of(self.event, self.situation)

    @property
    def about(self) -> About:
        """For words to either side. They are about no pair and no application."""
        return About(event=self.event, program=self.program, subject=self.subject)

    @property
    def given(self) -> str:
        """The code that was typed, as codes are compared."""
        return given_code(self.event) if isinstance(self.event, Said) else ""

    @property
    def alone(self) -> bool:
        """Whether the program is known to live on the platform of this account, and on no other."""
        living = self.situation.find(homes(self.program))
        return {platform_of(home.id) for home in living} == {platform_of(self.account)}

    @property
    def asked(self) -> Link | None:
        """The code, by whom and where it was asked for."""
        return self.situation.get(Link, self.subject)

    @property
    def claim(self) -> Link | None:
        """Who gave it, and where."""
        return self.situation.get(Link, f"{CLAIM}{self.subject}")

    @property
    def own(self) -> tuple[Link, ...]:
        """What is kept of the actor's own codes and tries."""
        return self.situation.find(find(Link, person=self.actor.id))

    def side(self, person: PersonId, account: AccountId) -> Side:
        """One of the two."""
        found = self.situation.one(Person, person)
        applications = self.situation.find(find(Application, person=person))
        return Side(
            person=found,
            account=account,
            accounts=self.situation.find(find(Account, person=person)),
            applied=bool(applications)
            or any(self.situation.get(each.record, each.id) for each in coordinating(found, self.program)),
            member=any(self.situation.get(each.record, each.id) for each in roster(found, self.program)),
        )

    def worded(self, key: str, **values: Value) -> Say:
        """A sentence that may name whom to write to."""
        contact = self.situation.program(self.program).organiser.contact
        return Say(key, {"contact": contact, **values})


def told(case: LinkCase, key: str, **values: Value) -> Turn:
    """A word to whoever acts, and nothing else."""
    return does(Word(said=case.worded(key, **values)))


def link_case(event: Event, situation: Situation) -> LinkCase:
    """Gather what `link_needs` asked for."""
    return LinkCase(event=event, situation=situation, subject=subject_meant(event, situation))
