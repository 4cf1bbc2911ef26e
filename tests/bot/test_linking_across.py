"""Linking, delivered: each word is read on the platform that it is meant for, whichever of the two accounts stays."""

from bot.outbox import Outbox
from bot.rehearsal.platform import Platform
from bot.turn import Turns
from flows.places import dm
from flows.wording.rendering import plain_text
from tests.flows.test_linking import DISCORD, SLACK, Accounts, ana_on_both
from tests.talk import catalogue

Screens = dict[str, Platform]


def on_two_platforms() -> tuple[Accounts, Screens]:
    """Ana on Slack and on Discord, each with screens of its own."""
    both = ana_on_both()
    world = both.play.world
    screens = {name: Platform(world.clock) for name in ("slack", "discord")}
    world.turns = Turns(world.store, world.programs, strict=True, platforms=tuple(screens))
    world.outbox = Outbox(
        world.store, world.programs, catalogue(), dict(screens), world.clock, "two", strict=True
    )
    return both, screens


def reads(screens: Screens, name: str) -> str:
    """All that stands on the screens of a platform."""
    shown = (one for screen in screens[name].screens.values() for one in screen)
    return "\n".join(plain_text(one.message) for one in shown)


def press(both: Accounts, screens: Screens, account: str, choice: str) -> None:
    """Somebody presses a button where they are."""
    platform = screens[account.partition(":")[0]]
    question = next(platform.question(place, choice) for place in list(platform.screens))
    both.presses_on(SLACK if account == SLACK else DISCORD, question, choice)


def test_the_question_comes_where_the_code_was_asked_for_and_the_word_where_it_was_given() -> None:
    both, screens = on_two_platforms()

    both.says(DISCORD, f"link {both.asks_for_a_code(SLACK)}")
    assert "an account named Ana Duarte on Slack" in reads(screens, "discord")
    assert reads(screens, "slack") == ""
    press(both, screens, DISCORD, "let_in")
    assert "An account named archive_ana on Discord" in reads(screens, "slack")
    press(both, screens, SLACK, "mine")

    assert "Linked: your account on Discord is yours here as well" in reads(screens, "slack")
    assert "your account on Slack and this one on Discord are both yours now" in reads(screens, "discord")


def test_the_other_way_round_each_message_is_rewritten_where_it_stands() -> None:
    both, screens = on_two_platforms()

    both.says(SLACK, f"link {both.asks_for_a_code(DISCORD)}")
    press(both, screens, SLACK, "let_in")
    assert "I have asked on Discord as well" in reads(screens, "slack")
    press(both, screens, DISCORD, "mine")

    assert "Linked: your account on Slack is yours here as well" in reads(screens, "discord")
    assert "your account on Discord and this one on Slack are both yours now" in reads(screens, "slack")
    assert both.person(DISCORD).id == both.person(SLACK).id


def test_answers_go_where_she_acts_and_everything_else_where_she_wants_it() -> None:
    both, screens = on_two_platforms()
    both.says(DISCORD, f"link {both.asks_for_a_code(SLACK)}")
    press(both, screens, DISCORD, "let_in")
    press(both, screens, SLACK, "mine")

    both.says(DISCORD, "me")

    assert "You have not applied to anything yet." in reads(screens, "discord")
    assert "You have not applied" not in reads(screens, "slack")


def test_what_waits_for_an_account_that_goes_comes_to_the_other() -> None:
    both, screens = on_two_platforms()
    both.says(DISCORD, f"link {both.asks_for_a_code(SLACK)}")
    press(both, screens, DISCORD, "let_in")
    press(both, screens, SLACK, "mine")

    both.says(DISCORD, "unlink")

    assert "Your account on Discord is no longer linked." in reads(screens, "slack")


def test_an_account_that_was_let_go_is_shown_no_more_of_what_becomes_of_things() -> None:
    both, screens = on_two_platforms()
    both.says(DISCORD, f"link {both.asks_for_a_code(SLACK)}")
    press(both, screens, DISCORD, "let_in")
    press(both, screens, SLACK, "mine")
    both.says(DISCORD, "erase me")
    (place,) = (one for one in list(screens["discord"].screens) if one == dm(both.person(SLACK).id))
    question = screens["discord"].question(place, "keep")
    both.says(DISCORD, "unlink")
    before = reads(screens, "discord")

    both.presses_on(SLACK, question, "keep")

    assert reads(screens, "discord") == before
