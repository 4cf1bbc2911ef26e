"""A program's year at real windows: a student, a coordinator and a mentor, from the application to the months after."""

import re

from playwright.sync_api import expect

from tests.web.browser_answers import (
    ABOUT,
    ABOUT_ANA,
    HOW_IT_WAS,
    IN_WORDS,
    LANGUAGES,
    OUR_PLAN,
    WHERE_ANA_IS,
    opens_application,
)
from tests.web.browser_windows import Room, Window


def test_a_student_a_coordinator_and_a_mentor_live_through_a_year(here: Room) -> None:
    ana, cora = here.window(), here.window()
    ana.comes_as("Ana Duarte")
    _applies_and_corrects_an_error(ana)
    cora.becomes("Arjun Carvalho")
    _accepts(cora, ana)

    cora.plays(by_hand=False)  # who else applies is decided as the days go by
    for day in ("February 22, 2027", "February 28, 2027", "March 1, 2027"):
        cora.lets_pass("To the next stage")
        assert day in cora.clock
    cora.plays(by_hand=True)
    name = _publishes(cora)

    ben = here.window()
    ben.becomes(name)
    ben.has_not_heard("Meet your mentee")
    cora.lets_pass("Go there")
    _introduced(ana, ben, name)

    _agree_on_a_plan(ana, ben, name)
    _answers_a_check_in(ana, ben, name)
    _go_on_beyond_the_end(ana, ben, name)


def _applies_and_corrects_an_error(ana: Window) -> None:
    opens_application(ana)
    ana.fills({**ABOUT_ANA, ABOUT: ""})
    ana.sends("Continue")
    expect(ana.form.get_by_role("alert")).to_contain_text("One answer needs another look")
    about = ana.form.get_by_label(ABOUT)
    expect(about).to_have_attribute("aria-invalid", "true")
    expect(about).to_have_accessible_description(re.compile("Please answer this one"))
    expect(about).to_be_focused()
    about.fill(str(ABOUT_ANA[ABOUT]))
    ana.sends("Continue")
    expect(ana.form.get_by_role("group", name=LANGUAGES)).to_be_visible()
    ana.fills_pages(WHERE_ANA_IS)
    ana.hears("Thank you, your application is in.")


def _accepts(cora: Window, ana: Window) -> None:
    cora.goes_to("Coordinators")
    application = cora.message("Ana Duarte would like to be a mentee")
    expect(application).to_contain_text(str(ABOUT_ANA[ABOUT]))
    application.get_by_role("button", name="Accept", exact=True).click()
    expect(application).to_contain_text("Arjun Carvalho has accepted this application.")
    expect(application.get_by_role("button")).to_have_count(0)
    ana.hears("Good news: you are in.")


def _publishes(cora: Window) -> str:
    """The coordinator publishes the pairs; who was found for Ana."""
    cora.hears("A proposal for the spring match", "Ana Duarte with")
    cora.presses("Publish")
    expect(cora.messages).to_contain_text(re.compile("Published by|Not published yet"))
    if "Published by" not in cora.messages.inner_text():
        # somebody was accepted since the morning: there is a newer proposal, and it is that one which is published
        cora.presses("Publish")
    cora.hears("Published by Arjun Carvalho.")
    *_, newest = re.finditer(r"Ana Duarte with ([^.]+)\.", cora.messages.inner_text())
    return newest[1]


def _introduced(ana: Window, ben: Window, name: str) -> None:
    """Both windows stand open all the while: what is new appears in them by itself."""
    ben.hears("Meet your mentee: Ana Duarte", str(ABOUT_ANA[ABOUT]), "What you discuss is confidential")
    ana.hears(f"Meet your mentor: {name}", "You make the first contact")
    for window, room in ((ana, f"You and {name}"), (ben, "You and Ana Duarte")):
        link = window.page.get_by_role("navigation", name="Places").get_by_role("link", name=room)
        expect(link).to_contain_text("new messages", use_inner_text=True)
    ben.goes_to("You and Ana Duarte")
    expect(ben.messages.get_by_role("article")).to_have_count(1)
    ben.goes_to("Shelfmate")


def _agree_on_a_plan(ana: Window, ben: Window, name: str) -> None:
    ana.lets_pass("To the next stage")
    ana.lets_pass("To the next stage")
    assert "April 1, 2027" in ana.clock
    ana.lets_pass("A week on")
    ana.hears(f"Have you been in touch with {name} yet?")
    ana.presses("We are in touch")
    ana.lets_pass("A week on")
    ana.presses("Write our plan")
    ana.fills_pages(OUR_PLAN)
    ben.hears("Ana Duarte suggests that you keep in touch like this", "Tuesdays are best")
    ben.presses("I agree")
    for window in (ana, ben):
        window.hears("You can change the plan at any time.")


def _answers_a_check_in(ana: Window, ben: Window, name: str) -> None:
    asked = f"How is it going with {name}? I ask now and then"
    ana.leaps_to(asked)
    ana.presses("All is well")
    ana.hears("All is well. Good to hear, thank you.")
    expect(ana.message(asked).get_by_role("button", name="All is well")).to_have_count(0)
    ben.has_not_heard("Good to hear")


def _go_on_beyond_the_end(ana: Window, ben: Window, name: str) -> None:
    ana.lets_pass("To the next stage")
    assert "September 14, 2027" in ana.clock
    ana.presses("Answer now")
    ana.fills_pages(HOW_IT_WAS, IN_WORDS)
    ana.hears("Thank you")
    bens_screen = ben.messages.inner_text()
    ana.presses("Yes, 6 months more")
    expect(ana.button("Yes, 6 months more")).to_have_count(0)
    assert ben.messages.inner_text() == bens_screen
    ben.presses("Yes, 3 months more")
    for window, partner in ((ana, name), (ben, "Ana Duarte")):
        expect(window.messages.get_by_role("article").last).to_contain_text(partner)
        window.hears("you both would like to go on", "December 31, 2027")
