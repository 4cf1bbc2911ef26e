"""For everybody: keyboard alone, a screen reader's labels, a phone, dark, less motion. axe-core finds nothing grave."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.web.browser_answers import (
    ABOUT,
    ABOUT_ANA,
    LANGUAGES,
    TOPICS,
    WHERE_ANA_IS,
    opens_application,
)
from tests.web.browser_sight import LONGEST_MOTION, findings, findings_now
from tests.web.browser_windows import PHONE, Room, Window

FAR = 120
"""So many presses of the Tab key reach anything on a page of ours."""


def test_what_is_grave_is_seen(here: Room) -> None:
    """The tests that follow find nothing; this one shows that they look."""
    ana = here.window()
    here.trouble.borne = ("404",)
    ana.looks_at("/as/nobody")
    ana.page.evaluate(
        """() => {
            document.querySelector("h1").style.color = "#ccc";
            document.querySelector("h1").style.backgroundColor = "#fff";
            document.querySelector("main").append(document.createElement("button"));
            document.querySelector("main").append("wide".repeat(200));
        }"""
    )
    seen = "\n".join(findings(ana.page, "sorry"))
    assert "sorry, 1280 px, light: color-contrast (serious)" in seen
    assert "sorry, 390 px, dark: color-contrast (serious)" in seen
    assert "sorry, 390 px, light: button-name (critical)" in seen
    assert "sorry: too wide for a phone: HTML#" in seen


def test_the_people_page_the_new_person_and_the_sorry_page_are_sound(here: Room) -> None:
    ana = here.window()
    here.trouble.borne = ("404", "422")
    ana.looks_at("/")
    found = list(findings(ana.page, "who am I"))
    ana.page.get_by_text("Start over", exact=True).click()
    found += findings_now(ana.page, "starting over", "light")
    ana.page.get_by_label("Name", exact=True).fill(" ")
    ana.page.get_by_role("button", name="Come in").click()
    expect(ana.page.get_by_role("alert")).to_contain_text("Please say what you are called.")
    found += findings(ana.page, "add yourself, with an error")
    ana.looks_at("/as/nobody")
    found += findings(ana.page, "sorry")
    assert not found, "\n".join(found)


def test_a_conversation_and_its_forms_are_sound(here: Room) -> None:
    ana = here.window()
    ana.comes_as("Ana Duarte")
    found = list(findings(ana.page, "direct messages, empty"))
    ana.says("help")
    ana.hears("Who sees what")
    ana.says("menu")
    ana.hears("Sign up")
    found += findings(ana.page, "direct messages, full")
    opens_application(ana)
    found += findings(ana.page, "a form")
    ana.sends("Continue")
    expect(ana.form.get_by_role("alert")).to_be_visible()
    found += findings(ana.page, "a form with errors")
    assert not found, "\n".join(found)


def test_every_place_and_panel_is_sound(here: Room) -> None:
    cora, ana = here.window(), here.window()
    cora.becomes("Arjun Carvalho")
    cora.plays(by_hand=False)
    for _ in range(4):
        cora.lets_pass("To the next stage")
    cora.goes_to("Announcements")
    found = list(findings(cora.page, "announcements"))
    cora.goes_to("Coordinators")
    found += findings(cora.page, "the desk")
    paired = re.search(r"^(\S+ \S+) with ", cora.messages.inner_text(), re.MULTILINE)
    assert paired
    ana.becomes(paired[1])
    ana.hears("Meet your mentor")
    found += findings(ana.page, "a mentee's direct messages")
    mentor = re.search(r"Meet your mentor: (\S+ [^.\s]+)\.", ana.messages.inner_text())
    assert mentor
    ana.goes_to(f"You and {mentor[1]}")
    found += findings(ana.page, "a pair's room")
    found += _panels(ana)
    assert not found, "\n".join(found)


def _panels(ana: Window) -> list[str]:
    found: list[str] = []
    ana.page.get_by_role("button", name="Be somebody else").click()
    found += findings_now(ana.page, "be somebody else", "light")
    ana.page.keyboard.press("Escape")
    ana.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    for opener in (re.compile("^Places"), re.compile("^Time")):
        ana.page.get_by_role("button", name=opener).click()
        found += findings_now(ana.page, f"on a phone, {opener.pattern}", "light")
        found += findings_now(ana.page, f"on a phone, {opener.pattern}", "dark")
        ana.page.keyboard.press("Escape")
    return found


def test_signing_up_by_keyboard_alone(here: Room) -> None:
    ana = here.window()
    ana.looks_at("/")
    _tabs_to(ana, ana.page.get_by_label("Name", exact=True))
    _types(ana, "Ana Duarte", "Enter")
    ana.is_there("Shelfmate")
    _tabs_to(ana, ana.page.get_by_label("Write to Shelfmate"))
    _types(ana, "sign up", "Enter")
    ana.hears("Which would you like to be?")
    _tabs_to(ana, ana.button("I would like a mentor"), "Shift+Tab")
    _types(ana, "", "Enter")

    ana.sees_form("Find a mentor")
    expect(ana.form.get_by_label("Library-science student")).to_be_focused()
    _types(ana, "", "ArrowDown")
    expect(ana.form.get_by_label("Early career")).to_be_checked()
    for group in (TOPICS, "What do you hope for"):
        _tabs_to(ana, ana.form.get_by_role("group", name=group).get_by_role("checkbox").first)
        _types(ana, "", "Space")
    _tabs_to(ana, ana.form.get_by_label(ABOUT))
    _types(ana, "No mouse was moved for this.", "Tab")
    _tabs_to(ana, ana.form.get_by_role("button", name="Continue"))
    _types(ana, "", "Enter")
    _tabs_to(ana, ana.form.get_by_role("group", name=LANGUAGES).get_by_role("checkbox").first)
    _types(ana, "", "Space")
    _tabs_to(ana, ana.form.get_by_role("button", name="Send"))
    _types(ana, "", "Enter")
    ana.hears("Thank you, your application is in.")
    expect(ana.form).to_be_hidden()
    assert ana.page.evaluate("document.activeElement !== document.body"), "the keyboard has lost its place"


def test_nothing_is_read_aloud_twice(here: Room) -> None:
    """What stands there already in another shape, or is told by the status line, is not announced as it comes."""
    ana = here.window()
    ana.comes_as("Ana Duarte")
    ana.says("sign up")
    own = ana.messages.get_by_role("listitem").filter(has_text="sign up").and_(ana.page.locator(".own"))
    expect(own).to_have_attribute("aria-live", "off")
    asked = ana.page.locator(".post:not(.own)").last
    expect(asked).to_contain_text("Which would you like to be?")
    assert asked.get_attribute("aria-live") is None, "what Shelfmate says is announced"
    opens_application(ana)
    ana.fills_pages(ABOUT_ANA, WHERE_ANA_IS)
    ana.presses("Withdraw my application")
    expect(ana.button("Withdraw my application")).to_have_count(0)
    rewritten = ana.page.locator(".post:not(.own)[aria-live=off]")
    expect(rewritten.last).to_contain_text(re.compile("withdrawn", re.IGNORECASE))


def _tabs_to(window: Window, there: Locator, key: str = "Tab") -> None:
    """From where the keyboard is, to what is wanted."""
    expect(there).to_be_visible()
    for _ in range(FAR):
        if there.evaluate("element => element === document.activeElement"):
            return
        window.page.keyboard.press(key)
    pytest.fail(f"the keyboard does not reach {there}")


def _types(window: Window, words: str, key: str) -> None:
    window.page.keyboard.type(words)
    window.page.keyboard.press(key)


def test_who_wants_less_motion_gets_none(here: Room) -> None:
    moving, still = here.window(), here.window(reduced_motion="reduce")
    for window in (moving, still):
        window.becomes("Arjun Carvalho")
    assert moving.page.evaluate(LONGEST_MOTION) > 0.05
    assert still.page.evaluate(LONGEST_MOTION) <= 0.01
    opens_form = still.page.get_by_role("button", name="Be somebody else")
    opens_form.click()
    assert still.page.evaluate(LONGEST_MOTION) <= 0.01


def test_the_first_tab_leads_past_what_is_on_every_page(here: Room) -> None:
    ana = here.window()
    ana.comes_as("Ana Duarte")
    ana.page.reload()
    ana.page.keyboard.press("Tab")
    skip = ana.page.get_by_role("link", name="Go to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    ana.page.keyboard.press("Enter")
    expect(ana.page.get_by_role("main")).to_be_focused()
