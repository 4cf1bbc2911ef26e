"""Linking: a code asked for by one account is given by the other, the first one confirms, and both are one person's."""

from typing import Any

from flows.events import Joined, Pressed, Said, Submitted
from flows.ids import AccountId, EventId, ProgramId
from flows.messages import Answer, OneTime, OpenForm, Outcome, Word
from flows.model.people import Account, Person
from flows.one_time import PURPOSE, code_of
from flows.places import dm
from tests.talk import Play

CT = ProgramId("connecticut")
SLACK, DISCORD, OTHER = AccountId("slack:T1:U1"), AccountId("discord:42"), AccountId("discord:43")


class Accounts:
    """A program whose people speak by accounts of several platforms."""

    def __init__(self, day: str = "2027-02-10") -> None:
        self.play = Play.of("connecticut", day)
        self.acts = 0

    def meets(
        self, account: AccountId, name: str, *, email: str = "", zone: str = "", tells_zone: bool = True
    ) -> None:
        """Somebody appears on a platform."""
        self._does(
            Joined, account, name=name, email=email, zone=zone, tells_zone=tells_zone, language="en-US"
        )

    def says(self, account: AccountId, text: str) -> Answer | None:
        """Somebody types to Shelfmate."""
        return self._does(Said, account, text=text)

    def presses(self, account: AccountId, choice: str) -> Answer | None:
        """Somebody presses the newest such button in their conversation."""
        question = self.play.world.platform.question(dm(self.person(account).id), choice)
        return self.presses_on(account, question, choice)

    def presses_on(self, account: AccountId, question: str, choice: str) -> Answer | None:
        """Somebody presses a button of a question."""
        return self._does(Pressed, account, question=question, choice=choice)

    def sends(self, account: AccountId, form: OpenForm, **values: tuple[str, ...]) -> Answer | None:
        """Somebody sends a form."""
        return self._does(Submitted, account, question=form.question, values=values)

    def asks_for_a_code(self, account: AccountId) -> str:
        """Somebody says `link`; the code that they see."""
        answer = self.says(account, "link")
        assert isinstance(answer, Word)
        asked = answer.said.values["code"]
        assert isinstance(asked, OneTime)
        return code_of(asked.event, self.play.world.programs.secret(PURPOSE))

    def links(self, first: AccountId, second: AccountId) -> None:
        """The whole of it, where the first one has what there is."""
        self.says(second, f"link {self.asks_for_a_code(first)}")
        self.presses(first, "mine")

    def person(self, account: AccountId) -> Person:
        """Whose account it is."""
        found: Any = self.play.record(Account, account)
        whose: Any = self.play.record(Person, found.person)
        return whose  # type: ignore[no-any-return]

    def heard(self, account: AccountId) -> str:
        """What came to the conversation of whoever has this account since this was last asked."""
        return self.play.heard(self.person(account).id)

    def _does(self, kind: Any, account: AccountId, **more: Any) -> Answer | None:
        self.acts += 1
        event = kind(id=EventId(f"act-{self.acts}"), now=self.play.now, account=account, program=CT, **more)
        answer: Answer | None = self.play.world.happens(event)
        return answer


def key(answer: Answer | None) -> str:
    assert isinstance(answer, Word | Outcome)
    return answer.said.key


def ana_on_both() -> Accounts:
    """Ana on Slack, where she is on the roster, and on Discord, where nobody knows anything of her."""
    both = Accounts()
    both.play.becomes_member("ana@example.org")
    both.meets(SLACK, "Ana Duarte", email="ana@example.org", zone="America/New_York")
    both.meets(DISCORD, "archive_ana")
    return both


def test_a_code_said_on_the_other_platform_and_a_yes_make_two_accounts_one_person_s() -> None:
    both = ana_on_both()

    code = both.asks_for_a_code(SLACK)
    assert key(both.says(DISCORD, f"link {code}")) == "link.asked"
    assert "An account named archive_ana on Discord wants to be linked to you" in both.heard(SLACK)
    assert key(both.presses(SLACK, "mine")) == "link.outcome_linked"

    assert both.person(DISCORD) == both.person(SLACK)
    assert both.person(SLACK).name == "Ana Duarte"
    assert "your account on Slack and this one on Discord are both yours" in both.heard(SLACK)
