"""Linking: a code asked for by one account is given by the other, both say yes, and then they are one person's."""

from pathlib import Path
from typing import Any

import pytest

from flows import forms
from flows.events import Joined, Pressed, Said, Submitted
from flows.ids import AccountId, EventId, ProgramId, SessionId
from flows.messages import Answer, OneTime, OpenForm, Outcome, Word
from flows.model.addresses import Address, Workspace, address_id
from flows.model.people import Account, Link, Person
from flows.model.sessions import Seat, seat_id
from flows.model.talk import Wish
from flows.one_time import PURPOSE, code_of, sealed
from flows.places import dm
from flows.ports import Store
from flows.situation import Find, find
from storage.opening import open_store
from tests.applying import answers
from tests.cast import keeps
from tests.talk import Play

CT = ProgramId("connecticut")
SLACK, DISCORD, OTHER = AccountId("slack:T1:U1"), AccountId("discord:42"), AccountId("discord:43")


class Accounts:
    """A program whose people speak by accounts of several platforms."""

    def __init__(self, day: str = "2027-02-10", store: Store | None = None) -> None:
        self.play = Play.of("connecticut", day, store=store)
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
        """The whole of it."""
        self.gives(second, self.asks_for_a_code(first))
        self.presses(first, "mine")

    def gives(self, account: AccountId, code: str) -> None:
        """Somebody gives a code, and says that the account is theirs which it was made for."""
        assert key(self.says(account, f"link {code}")) == "link.asked"
        assert key(self.presses(account, "let_in")) == "link.outcome_asked"

    def applies(self, account: AccountId, role: str) -> None:
        """Somebody applies, page by page."""
        known = {**answers(role), "email": "ana@example.org"}
        self.says(account, "signup")
        shown = self.presses(account, role)
        while isinstance(shown, OpenForm):
            given = {field.key: known.get(field.key, ()) for field in forms.page(shown, 5)}
            pages = {key: (one,) if isinstance(one, str) else one for key, one in given.items()}
            shown = self.sends(account, shown, **pages)

    def lives(self, workspace: str) -> None:
        """The program was set up there."""
        home = Workspace(id=workspace, program=CT, set_up_by=OTHER)
        self.play.world.store.transact(lambda tx: tx.save([home]))

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


def ana_on_both(store: Store | None = None) -> Accounts:
    """Ana on Slack, where she is on the roster, and on Discord, where nobody knows anything of her."""
    both = Accounts(store=store)
    both.play.becomes_member("ana@example.org")
    both.meets(SLACK, "Ana Duarte", email="ana@example.org", zone="America/New_York")
    both.meets(DISCORD, "archive_ana")
    return both


def test_where_the_program_is_on_one_platform_only_there_is_nothing_to_link_and_no_code() -> None:
    both = ana_on_both()
    both.lives("discord:1")
    assert key(both.says(DISCORD, "link")) == "link.alone"
    both.lives("slack:T1")
    assert both.asks_for_a_code(DISCORD)


# --- both are one person's ------------------------------------------------------------------------------


def test_a_code_said_on_the_other_platform_and_a_yes_of_both_make_two_accounts_one_person_s() -> None:
    both = ana_on_both()

    code = both.asks_for_a_code(SLACK)
    assert key(both.says(DISCORD, f"link {code}")) == "link.asked"
    assert "This code was made for an account named Ana Duarte on Slack" in both.heard(DISCORD)
    assert key(both.presses(DISCORD, "let_in")) == "link.outcome_asked"
    assert "An account named archive_ana on Discord wants to be linked to you" in both.heard(SLACK)
    assert key(both.presses(SLACK, "mine")) == "link.outcome_linked"

    assert both.person(DISCORD) == both.person(SLACK)
    assert both.person(SLACK).name == "Ana Duarte"
    assert "your account on Slack and this one on Discord are both yours" in both.heard(SLACK)


def test_each_hears_where_they_are() -> None:
    both = ana_on_both()

    both.gives(DISCORD, both.asks_for_a_code(SLACK))
    both.presses(SLACK, "mine")

    sent = both.play.records(Find(Wish, (("state", "sent"),)))
    ways = {wish.key: wish.via for wish in sent if not wish.replaces}
    assert ways["link.confirm.second"] == "discord"
    assert ways["link.confirm"] == "slack"
    assert ways["link.done"] == "discord"


def test_from_then_on_either_account_is_who_she_is() -> None:
    both = ana_on_both()
    both.applies(SLACK, "mentee")
    both.links(SLACK, DISCORD)

    both.says(DISCORD, "me")

    assert "As mentee" in both.heard(DISCORD)


def test_it_works_the_other_way_round() -> None:
    both = ana_on_both()
    both.applies(SLACK, "mentee")
    ana = both.person(SLACK).id

    both.links(DISCORD, SLACK)

    assert both.person(DISCORD).id == both.person(SLACK).id == ana


@pytest.mark.parametrize("has_applied", [(), (SLACK,), (DISCORD,)])
def test_who_was_sent_the_code_of_a_stranger_says_no_and_goes_on_by_themselves(
    has_applied: tuple[AccountId, ...],
) -> None:
    both = ana_on_both()
    for account in has_applied:
        both.applies(account, "mentee")
    both.says(SLACK, f"link {both.asks_for_a_code(DISCORD)}")
    both.heard(DISCORD)
    asked = both.heard(SLACK)
    assert "an account named archive_ana on Discord" in asked
    assert "If somebody else gave you the code, press No." in asked
    assert "mine" not in both.play.choices(dm(both.person(DISCORD).id)), (
        "the stranger's yes is not even asked for"
    )

    assert key(both.presses(SLACK, "not_mine")) == "link.outcome_not_mine"

    assert both.person(DISCORD).id != both.person(SLACK).id
    assert "Nothing is linked: on Slack I was told that this is somebody else." in both.heard(DISCORD)


def test_who_is_forgotten_in_between_is_linked_to_nobody() -> None:
    both = ana_on_both()
    both.gives(DISCORD, both.asks_for_a_code(SLACK))
    both.says(DISCORD, "erase me")
    both.presses(DISCORD, "erase")

    assert key(both.presses(SLACK, "mine")) == "link.outcome_late"

    assert both.person(DISCORD).id != both.person(SLACK).id


def test_an_account_that_was_let_go_in_between_is_linked_to_nobody() -> None:
    both = ana_on_both()
    both.links(SLACK, DISCORD)
    third = AccountId("web:ana")
    both.meets(third, "Ana at home")
    both.gives(third, both.asks_for_a_code(DISCORD))
    question = both.play.world.platform.question(dm(both.person(SLACK).id), "mine")
    both.says(DISCORD, "unlink")

    assert key(both.presses_on(SLACK, question, "mine")) == "link.outcome_late"

    assert both.person(third).id != both.person(SLACK).id


def test_two_who_give_one_code_are_not_both_linked_by_a_yes_pressed_twice() -> None:
    both = ana_on_both()
    both.gives(DISCORD, both.asks_for_a_code(SLACK))
    question = both.play.world.platform.question(dm(both.person(SLACK).id), "mine")
    both.presses_on(SLACK, question, "mine")
    before = both.person(SLACK)

    assert key(both.presses_on(SLACK, question, "mine")) == "link.outcome_linked"
    assert key(both.presses_on(SLACK, question, "not_mine")) == "link.outcome_linked"

    assert both.person(SLACK) == both.person(DISCORD) == before


def test_who_is_asked_and_says_no_stays_apart_and_the_other_hears_it() -> None:
    both = ana_on_both()
    both.gives(DISCORD, both.asks_for_a_code(SLACK))

    assert key(both.presses(SLACK, "not_mine")) == "link.outcome_not_mine"

    assert both.person(DISCORD).id != both.person(SLACK).id
    assert "Nothing is linked" in both.heard(DISCORD)
    assert both.play.records(find(Link, person=both.person(SLACK).id)) == ()


def test_a_member_stays_also_where_the_other_account_asked() -> None:
    both = ana_on_both()
    ana = both.person(SLACK)

    both.links(DISCORD, SLACK)

    assert both.person(DISCORD).id == both.person(SLACK).id == ana.id
    assert both.person(DISCORD).email == "ana@example.org"


def test_who_has_something_by_both_is_told_whom_to_ask() -> None:
    both = ana_on_both()
    both.applies(SLACK, "mentee")
    both.applies(DISCORD, "mentor")

    answer = both.says(DISCORD, f"link {both.asks_for_a_code(SLACK)}")

    assert key(answer) == "link.both"
    assert isinstance(answer, Word)
    assert answer.said.values["contact"] == "career-development@ctlibraryassociation.org"
    assert both.person(DISCORD).id != both.person(SLACK).id


def test_what_is_begun_by_both_before_the_yes_is_told_then() -> None:
    both = ana_on_both()
    both.applies(SLACK, "mentee")
    both.gives(DISCORD, both.asks_for_a_code(SLACK))
    both.applies(DISCORD, "mentor")

    assert key(both.presses(SLACK, "mine")) == "link.outcome_both"

    assert both.person(DISCORD).id != both.person(SLACK).id


def test_what_only_the_one_who_goes_knew_is_kept() -> None:
    both = Accounts()
    both.meets(DISCORD, "archive_ana", tells_zone=False)
    both.meets(SLACK, "Ana Duarte", email="ana@example.org", zone="America/Chicago")
    both.applies(DISCORD, "mentee")
    assert both.person(DISCORD).zone == "America/New_York", "a guess"

    both.links(DISCORD, SLACK)

    ana = both.person(SLACK)
    assert (ana.name, ana.email) == ("archive_ana", "ana@example.org")
    assert (ana.zone, ana.zone_asked) == ("America/Chicago", None)


# --- codes ------------------------------------------------------------------------------------------------


def test_a_code_is_eight_letters_that_cannot_be_taken_for_others() -> None:
    code = code_of(EventId("slack:E1"), "a secret")

    assert len(code) == 9
    assert not set(code) & set("0O1IL2Z5S8BUAEV") - set("V")
    assert code == code_of(EventId("slack:E1"), "a secret"), "the same turn, run again"
    assert code != code_of(EventId("slack:E1"), "another secret")
    assert code != code_of(EventId("slack:E2"), "a secret")


@pytest.mark.parametrize("typed", ["{lower}", "  {code} ", "{code}.", "{bare}", "{first} {second}"])
def test_a_code_may_be_typed_as_people_type(typed: str) -> None:
    both = ana_on_both()
    code = both.asks_for_a_code(SLACK)
    first, _, second = code.partition("-")
    ways = {"code": code, "lower": code.lower(), "bare": first + second, "first": first, "second": second}

    assert key(both.says(DISCORD, "link " + typed.format(**ways))) == "link.asked"


@pytest.mark.parametrize(
    "words", ["link", "Link!", "/mentoring link", "link my account", "link to Discord please"]
)
def test_whoever_asks_in_other_words_gets_a_code_as_well(words: str) -> None:
    both = ana_on_both()

    assert key(both.says(SLACK, words)) == "link.code"


def test_a_code_is_shown_and_written_down_nowhere(tmp_path: Path) -> None:
    both = ana_on_both(open_store(f"sqlite:///{tmp_path / 'shelfmate.db'}"))
    code = both.asks_for_a_code(SLACK)
    both.says(DISCORD, f"link {code}")

    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert sealed(code).encode() in kept
    assert code.encode() not in kept
    assert code.replace("-", "").encode() not in kept.upper()


def test_the_code_is_told_again_when_the_platform_brings_the_word_again() -> None:
    both = ana_on_both()
    asked = Said(id=EventId("again"), now=both.play.now, account=SLACK, program=CT, text="link")

    assert both.play.world.happens(asked) == both.play.world.happens(asked)


def test_a_code_is_good_for_a_quarter_of_an_hour() -> None:
    both = ana_on_both()
    code = both.asks_for_a_code(SLACK)
    both.play.passes(minutes=14)
    assert key(both.says(DISCORD, f"link {code}")) == "link.asked"

    again = both.asks_for_a_code(SLACK)
    both.play.passes(minutes=15)
    assert key(both.says(DISCORD, f"link {again}")) == "link.late"


def test_a_code_is_good_once() -> None:
    both = ana_on_both()
    both.meets(OTHER, "somebody else")
    code = both.asks_for_a_code(SLACK)
    both.says(DISCORD, f"link {code}")

    assert key(both.says(OTHER, f"link {code}")) == "link.late"


def test_a_new_code_ends_the_one_before() -> None:
    both = ana_on_both()
    old = both.asks_for_a_code(SLACK)
    both.asks_for_a_code(SLACK)

    assert key(both.says(DISCORD, f"link {old}")) == "link.wrong"


def test_one_s_own_code_belongs_on_the_other_platform_and_stays_good() -> None:
    both = ana_on_both()
    code = both.asks_for_a_code(SLACK)

    assert key(both.says(SLACK, f"link {code}")) == "link.own"
    assert key(both.says(DISCORD, f"link {code}")) == "link.asked"


def test_two_accounts_of_one_platform_are_not_linked() -> None:
    both = ana_on_both()
    both.meets(OTHER, "ana_too")

    assert key(both.says(OTHER, f"link {both.asks_for_a_code(DISCORD)}")) == "link.same"
    both.links(SLACK, DISCORD)
    assert key(both.says(OTHER, f"link {both.asks_for_a_code(SLACK)}")) == "link.twice"


def test_after_five_wrong_codes_in_an_hour_a_right_one_has_to_wait() -> None:
    both = ana_on_both()
    code = both.asks_for_a_code(SLACK)
    for nth in range(5):
        assert key(both.says(DISCORD, f"link CCCC-CCC{nth}")) == "link.wrong"

    assert key(both.says(DISCORD, f"link {code}")) == "link.wait"
    both.says(DISCORD, "erase me")
    both.presses(DISCORD, "erase")
    assert both.play.records(find(Link, person=both.person(DISCORD).id)), (
        "nobody begins anew by being forgotten"
    )
    both.play.passes(hours=1)
    assert both.play.records(find(Link, person=both.person(DISCORD).id)) == ()


def test_when_an_hour_has_passed_one_may_try_again() -> None:
    both = ana_on_both()
    for nth in range(5):
        both.says(DISCORD, f"link CCCC-CCC{nth}")
    both.play.passes(hours=1)

    assert key(both.says(DISCORD, f"link {both.asks_for_a_code(SLACK)}")) == "link.asked"


def test_a_confirmation_that_nobody_gives_lapses() -> None:
    both = ana_on_both()
    both.gives(DISCORD, both.asks_for_a_code(SLACK))
    question = both.play.world.platform.question(dm(both.person(SLACK).id), "mine")
    both.play.passes(minutes=16)

    assert key(both.presses_on(SLACK, question, "mine")) == "link.outcome_late"

    assert both.person(DISCORD).id != both.person(SLACK).id
    both.play.passes(hours=2)
    assert both.play.records(find(Link, person=both.person(SLACK).id)) == ()
    assert both.play.records(find(Link, person=both.person(DISCORD).id)) == ()


# --- what is under way ------------------------------------------------------------------------------------


def test_buttons_that_the_empty_one_had_still_work() -> None:
    both = ana_on_both()
    both.says(DISCORD, "menu")
    menu = both.play.world.platform.question(dm(both.person(DISCORD).id), "me")
    both.links(SLACK, DISCORD)

    both.presses_on(DISCORD, menu, "me")

    assert "You have not applied to anything yet." in both.heard(SLACK)


def test_a_form_that_was_open_can_still_be_sent() -> None:
    both = ana_on_both()
    form = both.says(DISCORD, "settings")
    assert isinstance(form, OpenForm)
    both.links(SLACK, DISCORD)

    assert key(both.sends(DISCORD, form, zone=("Paris",), reach=())) == "person.settings.outcome"
    assert both.person(SLACK).zone == "Europe/Paris"


def test_what_waited_for_the_empty_one_comes_to_who_stays_and_nothing_raises_in_the_year_after() -> None:
    both = Accounts("2027-05-10")
    both.play.becomes_member("ana@example.org")
    both.meets(SLACK, "Ana Duarte", email="ana@example.org", zone="America/New_York")
    both.meets(DISCORD, "archive_ana")
    both.says(DISCORD, "signup")
    both.presses(DISCORD, "mentee")
    both.presses(DISCORD, "remind_me")
    empty = both.person(DISCORD).id
    both.links(SLACK, DISCORD)
    both.heard(SLACK)

    both.play.until("2027-08-30")

    assert "You asked me to tell you: applications for the" in both.heard(SLACK)
    gone: Any = both.play.record(Person, empty)
    assert (gone.name, gone.email) == ("", ""), "nothing is left of the empty one"


def test_a_seat_in_a_session_goes_along() -> None:
    both = ana_on_both()
    seat = Seat(
        id=seat_id("connecticut:one", both.person(DISCORD).id),
        session=SessionId("connecticut:one"),
        person=both.person(DISCORD).id,
    )
    keeps(both.play, seat)

    both.links(SLACK, DISCORD)

    (mine,) = both.play.records(find(Seat, person=both.person(SLACK).id))
    assert mine.id == seat_id("connecticut:one", both.person(SLACK).id)
    assert both.play.record(Seat, seat.id) is None


def test_a_conversation_that_was_open_is_found_for_who_stays_and_a_day_later_for_nobody_else() -> None:
    both = ana_on_both()
    empty = both.person(DISCORD).id
    there = Address(
        id=address_id(dm(empty), "discord:7"), place=dm(empty), workspace="discord:7", channel="D1"
    )
    keeps(both.play, there)

    both.links(SLACK, DISCORD)
    ana = both.person(SLACK).id
    both.play.passes(days=2)

    assert [one.channel for one in both.play.records(find(Address, place=dm(ana)))] == ["D1"]
    assert both.play.records(find(Address, place=dm(empty))) == ()
    both.says(DISCORD, "unlink")
    assert both.play.records(find(Address, place=dm(ana))) == ()


# --- afterwards -------------------------------------------------------------------------------------------


def test_settings_offer_where_to_be_written_to_once_there_are_two_places() -> None:
    both = ana_on_both()
    form = both.says(SLACK, "settings")
    assert isinstance(form, OpenForm)
    assert "reached_by" not in [field.key for field in form.form.fields]
    both.links(SLACK, DISCORD)
    assert both.person(SLACK).reached_by == "slack", "nothing changes by itself"

    form = both.says(SLACK, "settings")
    assert isinstance(form, OpenForm)
    where = form.form.fields[-1]
    assert [(one.key, one.label) for one in where.options] == [("discord", "Discord"), ("slack", "Slack")]
    both.sends(SLACK, form, zone=("New York",), reach=(), reached_by=("discord",))

    assert both.person(SLACK).reached_by == "discord"


def test_my_data_names_both_platforms_and_a_code_that_is_good() -> None:
    both = ana_on_both()
    both.links(SLACK, DISCORD)
    both.asks_for_a_code(DISCORD)
    both.heard(SLACK)

    both.says(SLACK, "my data")

    told = both.heard(SLACK)
    assert "Known from: Discord and Slack" in told
    assert "Where I write to you: Slack" in told
    assert "A code to link another account: good until" in told


def test_unlink_lets_go_of_the_account_one_speaks_by() -> None:
    both = ana_on_both()
    both.links(SLACK, DISCORD)
    both.heard(SLACK)

    assert key(both.says(DISCORD, "unlink")) == "link.unlinked"

    assert both.play.record(Account, DISCORD) is None
    assert "Your account on Discord is no longer linked." in both.heard(SLACK)
    assert key(both.says(SLACK, "unlink")) == "link.only"
    both.meets(DISCORD, "archive_ana")
    assert both.person(DISCORD).id != both.person(SLACK).id


def test_who_is_erased_is_forgotten_by_every_account() -> None:
    both = ana_on_both()
    both.links(SLACK, DISCORD)
    ana = both.person(SLACK).id
    both.asks_for_a_code(SLACK)

    both.says(DISCORD, "erase me")
    both.presses(DISCORD, "erase")
    assert both.play.records(find(Link, person=ana)) == ()
    both.play.passes(days=2)

    assert both.play.records(find(Account, person=ana)) == ()
    assert key(both.says(SLACK, "me")) == "refused.stranger"
    assert key(both.says(DISCORD, "me")) == "refused.stranger"
