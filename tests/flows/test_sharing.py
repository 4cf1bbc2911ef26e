"""A pair who share no platform: each learns how to reach the other as far as the other likes, and can ask."""

from dataclasses import replace
from typing import Any

from bot.own_pages import OwnPages
from bot.situations import Programs
from flows.events import Pressed, Said, Submitted
from flows.ids import AccountId, EventId, PersonId
from flows.messages import Answer, OpenForm, Outcome, Word
from flows.model.people import Account, Person
from flows.model.talk import Question, QuestionState
from flows.places import dm
from flows.situation import find
from flows.wording.rendering import plain_text
from tests.cast import Two, keeps, two_applicants
from tests.talk import catalogue

ANA, BEN = AccountId("slack:T1:U1"), AccountId("discord:42")


def live_on(two: Two, person: PersonId, *accounts: AccountId, **known: str) -> None:
    """From now on the person is known by these accounts alone, and has told this of themselves."""
    found = two.play.record(Person, person)
    assert found is not None
    mine = [Account(id=account, person=person) for account in accounts]
    keeps(two.play, replace(found, **known), *mine)  # type: ignore[arg-type]
    two.play.world.store.transact(lambda tx: tx.erase(Account, [f"play:{person}"]))


def introduced(
    *, ana: dict[str, str] | None = None, ben: dict[str, str] | None = None, also: tuple[AccountId, ...] = ()
) -> Two:
    """Ana on Slack and Ben on Discord, who have just heard of each other."""
    two = two_applicants()
    live_on(two, two.ana, ANA, *also, **(ana or {}))
    live_on(two, two.ben, BEN, **(ben or {}))
    two.play.until("2027-03-02", 10)
    two.play.presses(two.cora, "publish", where=two.play.desk)
    two.play.passes(minutes=20)
    return two


NOTHING = {"email": "", "reach": ""}


def presses(two: Two, account: AccountId, person: PersonId, choice: str) -> Answer | None:
    """Somebody presses the newest such button of theirs."""
    question = two.play.world.platform.question(dm(person), choice)
    return acts(two, Pressed, account, question=question, choice=choice)


def fills(two: Two, account: AccountId, form: Answer | None, words: str) -> Answer | None:
    """Somebody says in the form how to reach them."""
    assert isinstance(form, OpenForm)
    return acts(two, Submitted, account, question=form.question, values={"reach": (words,) if words else ()})


def acts(two: Two, kind: Any, account: AccountId, **more: Any) -> Answer | None:
    two.play.acts += 1
    id = EventId(f"apart-{two.play.acts}")
    answer: Answer | None = two.play.world.happens(kind(id=id, now=two.play.now, account=account, **more))
    return answer


def key(answer: Answer | None) -> str:
    assert isinstance(answer, Word | Outcome)
    return answer.said.key


# --- the introduction -----------------------------------------------------------------------------------


def test_two_who_share_no_platform_are_told_so_with_the_address_that_there_is() -> None:
    two = introduced()

    told = two.play.heard(two.ana)

    assert "Ben Okafor is on Discord and you are on Slack" in told
    assert "this is the address of Ben Okafor: ben@example.org." in told
    assert "here, in chat" not in told
    assert {"share_reach", "concern"} <= two.play.choices(dm(two.ana))
    assert "ask_reach" not in two.play.choices(dm(two.ana))


def test_what_the_other_chose_to_share_is_told() -> None:
    two = introduced(ben={"email": "", "reach": "Signal: ben.77"})

    told = two.play.heard(two.ana)

    assert "Ben Okafor is on Discord and you are on Slack, so the two of you have no chat in common." in told
    assert "Ben Okafor can also be reached like this: Signal: ben.77" in told
    assert "ask_reach" not in two.play.choices(dm(two.ana))


def test_where_there_is_nothing_it_says_what_goes_through_shelfmate_and_how_to_ask() -> None:
    two = introduced(ben=NOTHING)

    told = two.play.heard(two.ana)

    assert "Plans and dates go through me in any case" in told
    assert {"share_reach", "ask_reach", "concern"} <= two.play.choices(dm(two.ana))


def test_who_is_on_both_is_told_where_the_other_is_found() -> None:
    two = introduced(ben=NOTHING, also=(AccountId("discord:41"),))

    assert "You find Ben Okafor on Discord." in two.play.heard(two.ana)
    assert "share_reach" not in two.play.choices(dm(two.ana))


# --- sharing, and asking -----------------------------------------------------------------------------------


def test_what_one_shares_comes_to_the_partner_and_stands_in_their_settings() -> None:
    two = introduced(ben=NOTHING)
    two.play.heard(two.ana)

    answer = fills(two, BEN, presses(two, BEN, two.ben, "share_reach"), "*Signal*: <@ben> https://x.example")

    assert key(answer) == "partner.reach.sent"
    assert "Ben Okafor tells you how to reach them: *Signal*: <@ben> https://x.example" in two.play.heard(
        two.ana
    )
    ben: Any = two.play.record(Person, two.ben)
    assert ben.reach == "*Signal*: <@ben> https://x.example"
    again = presses(two, BEN, two.ben, "share_reach")
    assert isinstance(again, OpenForm)
    assert again.filled == {"reach": (ben.reach,)}


def test_what_is_too_long_is_asked_again() -> None:
    two = introduced(ben=NOTHING)

    answer = fills(two, BEN, presses(two, BEN, two.ben, "share_reach"), "x" * 201)

    assert isinstance(answer, OpenForm)
    assert "reach" in answer.errors


def test_who_empties_it_shares_nothing_any_more_and_nobody_is_told() -> None:
    two = introduced(ben={"email": "", "reach": "Signal: ben.77"})
    two.play.heard(two.ana)

    answer = fills(two, BEN, presses(two, BEN, two.ben, "share_reach"), "")

    assert key(answer) == "partner.reach.taken_back"
    ben: Any = two.play.record(Person, two.ben)
    assert ben.reach == ""
    assert two.play.heard(two.ana) == ""


def test_the_partner_is_asked_once_and_what_they_say_settles_it() -> None:
    two = introduced(ben=NOTHING)
    two.play.heard(two.ben)

    assert key(presses(two, ANA, two.ana, "ask_reach")) == "partner.asks_reach.sent"
    assert key(presses(two, ANA, two.ana, "ask_reach")) == "partner.asks_reach.already"
    told = two.play.heard(two.ben)
    assert told.count("Ana Duarte asks how to reach you") == 1
    assert "on different platforms" in told
    fills(two, BEN, presses(two, BEN, two.ben, "share_reach"), "Signal: ben.77")

    open_ones = two.play.records(find(Question, subject=two.pair.id, state=QuestionState.OPEN))
    assert "partner.asks_reach" not in {question.kind for question in open_ones}
    assert "Signal: ben.77" in two.play.heard(two.ana)


def test_what_is_changed_in_settings_comes_to_the_partner_as_well() -> None:
    two = introduced(ben=NOTHING)
    two.play.heard(two.ana)

    form = acts(two, Said, BEN, text="settings")
    assert isinstance(form, OpenForm)
    acts(two, Submitted, BEN, question=form.question, values={"zone": ("New York",), "reach": ("by mail",)})

    assert "Ben Okafor tells you how to reach them: by mail" in two.play.heard(two.ana)


def test_when_they_are_a_pair_no_more_nothing_is_shared() -> None:
    two = introduced(ben=NOTHING)
    question = two.play.world.platform.question(dm(two.ben), "share_reach")
    two.play.until("2027-10-02")

    answer = acts(two, Pressed, BEN, question=question, choice="share_reach")

    assert key(answer) == "pair.closed.outcome"


# --- later on -----------------------------------------------------------------------------------------------


def test_who_is_asked_whether_they_are_in_touch_is_told_once_more_how_they_could_be() -> None:
    two = introduced(ben={"email": "", "reach": "Signal: ben.77"})
    two.play.heard(two.ana)

    two.play.until("2027-04-10")

    told = two.play.heard(two.ana)
    assert "Have you been in touch with Ben Okafor yet?" in told
    assert "Ben Okafor can also be reached like this: Signal: ben.77" in told


def test_where_nothing_was_shared_yet_they_are_told_how_to_ask() -> None:
    two = introduced(ben=NOTHING)
    two.play.heard(two.ana)

    two.play.until("2027-04-10")

    assert "under your introduction there is a button to ask for one" in two.play.heard(two.ana)


def test_on_her_page_she_finds_how_to_reach_him_and_the_buttons() -> None:
    two = introduced(ben={"email": "", "reach": "Signal: ben.77"})

    shown = OwnPages(Programs(), catalogue())
    found = two.play.world.store.transact(lambda tx: shown.page(tx, ANA, two.play.now))
    assert found is not None
    page = plain_text(found)

    assert "Can also be reached: Signal: ben.77" in page
    assert "Ben Okafor is on Discord and you are on Slack" in page
