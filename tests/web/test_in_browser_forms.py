"""Forms in a real browser: what is typed is never lost, and what is pressed or sent counts once."""

from playwright.sync_api import expect

from tests.web.browser_answers import ABOUT, ABOUT_ANA, STAGE, TOWN, WHERE_ANA_IS, opens_application
from tests.web.browser_windows import Room


def test_who_comes_finds_their_own_time_zone_and_an_error_keeps_what_they_typed(here: Room) -> None:
    here.trouble.borne = ("422",)
    ana = here.window(timezone_id="Europe/Lisbon")
    ana.looks_at("/")
    zone = ana.page.get_by_label("Time zone")
    expect(zone).to_have_value("Europe/Lisbon")
    ana.page.get_by_label("Name", exact=True).fill(" ")
    ana.page.get_by_label("E-mail").fill("ana@example.org")
    ana.page.get_by_role("button", name="Come in").click()
    expect(ana.page.get_by_role("alert")).to_have_text("Please say what you are called.")
    expect(zone).to_have_value("Europe/Lisbon")
    expect(ana.page.get_by_label("E-mail")).to_have_value("ana@example.org")
    ana.page.get_by_label("Name", exact=True).fill("Ana Duarte")
    ana.page.get_by_role("button", name="Come in").click()
    ana.is_there("Shelfmate")
    assert "3:00 PM" in ana.clock, "10:00 in New York"


def test_a_reload_in_the_middle_of_a_form_loses_nothing(here: Room) -> None:
    ana = here.window()
    ana.comes_as("Ana Duarte")
    opens_application(ana)
    ana.fills({STAGE: ("Library-science student",), ABOUT: "Half a sente"})
    ana.page.reload()
    ana.sees_form("Find a mentor")
    expect(ana.form.get_by_label(ABOUT)).to_have_value("Half a sente")
    expect(ana.form.get_by_label("Library-science student")).to_be_checked()

    ana.fills(ABOUT_ANA)
    ana.sends("Continue")
    ana.form.get_by_label(TOWN).fill("Hart")
    ana.page.reload()
    # the first page was sent and is kept by Shelfmate; the second was not, and is kept by the browser
    expect(ana.form.get_by_label(TOWN)).to_have_value("Hart")
    expect(ana.form.get_by_label(ABOUT)).to_have_count(0)
    ana.fills_pages(WHERE_ANA_IS)
    ana.hears("Thank you, your application is in.")
    ana.page.reload()
    expect(ana.form).to_be_hidden()


def test_closing_a_form_keeps_what_was_typed_for_the_next_time(here: Room) -> None:
    ana = here.window()
    ana.comes_as("Ana Duarte")
    opens_application(ana)
    ana.form.get_by_label(ABOUT).fill("I shall think about it.")
    ana.page.keyboard.press("Escape")
    expect(ana.form).to_be_hidden()
    ana.hears("What you typed is kept.")
    ana.presses("I would like a mentor")
    expect(ana.form.get_by_label(ABOUT)).to_have_value("I shall think about it.")


def test_a_message_that_is_half_written_outlives_a_reload(here: Room) -> None:
    ana = here.window()
    ana.comes_as("Ana Duarte")
    ana.page.get_by_label("Write to Shelfmate").fill("sign")
    ana.page.reload()
    expect(ana.page.get_by_label("Write to Shelfmate")).to_have_value("sign")


def test_a_press_counts_once_however_often_it_is_pressed(here: Room) -> None:
    ana = here.window()
    ana.comes_as("Ana Duarte")
    opens_application(ana)
    ana.fills_pages(ABOUT_ANA, WHERE_ANA_IS)
    sent: list[str] = []
    ana.hears_what_is_sent(sent)
    ana.button("Withdraw my application").evaluate("button => { for (let i = 0; i < 5; i++) button.click() }")
    expect(ana.button("Withdraw my application")).to_have_count(0)
    assert len([frame for frame in sent if '"press"' in frame]) == 1


def test_a_press_on_what_is_settled_elsewhere_shows_its_outcome(here: Room) -> None:
    ana, also_ana = here.window(), here.window()
    ana.comes_as("Ana Duarte")
    opens_application(ana)
    ana.fills_pages(ABOUT_ANA, WHERE_ANA_IS)
    also_ana.looks_at(ana.path)
    expect(also_ana.button("Withdraw my application")).to_be_visible()
    ana.presses("Withdraw my application")
    expect(also_ana.button("Withdraw my application")).to_have_count(0)


def test_too_many_choices_are_counted_at_once_and_told_when_sent(here: Room) -> None:
    ana = here.window()
    ana.comes_as("Ana Duarte")
    opens_application(ana)
    goals = ana.form.get_by_role("group", name="What do you hope for")
    for nth in range(5):
        goals.get_by_role("checkbox").nth(nth).check()
    expect(goals).to_contain_text("5 chosen; 4 is the most.")
    ana.sends("Continue")
    expect(ana.form.get_by_role("alert")).to_contain_text("answers need another look")
    expect(goals).to_contain_text("You have chosen 5; please choose 4 at most.")
    expect(goals.get_by_role("checkbox", checked=True)).to_have_count(5)


def test_a_long_list_of_choices_is_filtered_and_hides_nothing_that_is_chosen(here: Room) -> None:
    ana = here.window()
    ana.comes_as("Ana Duarte")
    opens_application(ana)
    topics = ana.form.get_by_role("group", name="What would you love to talk about")
    topics.get_by_label("Archives", exact=True).check()
    topics.get_by_role("searchbox").fill("history")
    expect(topics.get_by_role("checkbox")).to_have_count(3)
    for shown in ("Archives", "Oral history", "Local history and genealogy"):
        expect(topics.get_by_label(shown, exact=True)).to_be_visible()
