"""What people type stays words: nothing of it runs, wherever it is shown; and a page says when it cannot be had."""

from playwright.sync_api import expect

from tests.web.browser_answers import ABOUT, ABOUT_ANA, WHERE_ANA_IS, opens_application
from tests.web.browser_windows import Room

NAME = "<img src=x onerror=alert(1)>"
SCRIPT = "<script>alert(2)</script><b onmouseover=alert(3)>bold</b> javascript:alert(4)"


def test_a_name_and_words_of_markup_are_shown_as_typed_and_nothing_runs(here: Room) -> None:
    """A dialog, an error in the console or a breach of the policy fails every test in this room."""
    eve, cora = here.window(), here.window()
    eve.comes_as(NAME)
    expect(eve.page.get_by_role("complementary", name="You, and your places")).to_contain_text(NAME)
    eve.says(SCRIPT)
    eve.hears(SCRIPT)
    eve.page.reload()
    eve.hears(SCRIPT)
    opens_application(eve)
    eve.fills_pages({**ABOUT_ANA, ABOUT: SCRIPT}, WHERE_ANA_IS)

    cora.looks_at("/")
    expect(cora.page.get_by_role("main").get_by_role("link", name=NAME)).to_be_visible()
    cora.becomes("Arjun Carvalho")
    cora.goes_to("Coordinators")
    expect(cora.message(f"{NAME} would like to be a mentee")).to_contain_text(SCRIPT)
    for window in (eve, cora):
        assert window.page.locator("img[src=x], script:not([src]), b[onmouseover]").count() == 0


def test_the_policy_stops_what_would_slip_through(here: Room) -> None:
    """Were there a hole in the escaping, the page's own policy would still hold: here it is seen to."""
    eve = here.window()
    eve.comes_as("Eve Marlow")
    here.trouble.borne = ("Content Security Policy", "404")
    for html in (f"<li>{NAME}</li>", "<li><a href='javascript:alert(5)'>here</a></li>"):
        with eve.page.expect_console_message(lambda message: "Content Security Policy" in message.text):
            eve.page.evaluate("html => document.getElementById('posts').innerHTML = html", html)
            eve.page.evaluate("document.querySelector('#posts a')?.click()")
    assert here.trouble.found == []


def test_who_or_what_is_not_there_gets_a_page_that_says_so_and_a_way_back(here: Room) -> None:
    ana = here.window()
    here.trouble.borne = ("404",)
    ana.looks_at("/as/nobody")
    expect(ana.page.get_by_role("main")).to_contain_text("Nobody of that name is here.")
    ana.page.get_by_role("link", name="Back to the people").click()
    expect(ana.page.get_by_role("heading", name="Who do you want to be?")).to_be_visible()
    ana.looks_at("/as/m-001?in=dm:m-002")
    expect(ana.page.get_by_role("main")).to_contain_text("does not see that place")


def test_starting_over_asks_first_and_then_forgets_everything(here: Room) -> None:
    ana, other = here.window(), here.window()
    ana.comes_as("Ana Duarte")
    ana.says("sign up")
    ana.hears("Which would you like to be?")
    ana.page.get_by_label("Write to Shelfmate").fill("a word that waits")
    ana.lets_pass("A week on")
    other.becomes("Arjun Carvalho")

    ana.looks_at("/")
    sure = ana.page.get_by_role("button", name="Forget everything and start over")
    expect(sure).to_be_hidden()
    ana.page.get_by_text("Start over", exact=True).click()
    expect(ana.page.get_by_text("That cannot be undone.")).to_be_visible()
    sure.click()
    expect(ana.page.get_by_role("link", name="Ana Duarte")).to_have_count(0)
    expect(ana.time.get_by_role("time").first).to_have_attribute("datetime", "2027-02-01T15:00:00+00:00")
    expect(other.page.get_by_role("heading", name="Who do you want to be?")).to_be_visible()

    ana.comes_as("Ana Duarte")
    ana.has_not_heard("Which would you like to be?")
    expect(ana.page.get_by_label("Write to Shelfmate")).to_have_value("")
