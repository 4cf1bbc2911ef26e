"""The connection drops, the server ends or is killed at a bad moment: the window goes on, and nothing is lost."""

import signal
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.web.browser_answers import ABOUT, ABOUT_ANA, TOWN, WHERE_ANA_IS, opens_application
from tests.web.browser_sight import findings
from tests.web.browser_stage import Stage, demo
from tests.web.browser_windows import LATE, Room, room

LOST = ("WebSocket", "ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_SOCKET_NOT_CONNECTED")
"""How the browser itself tells of a lost connection, in its console."""


def test_a_window_goes_on_after_the_server_was_away(here: Room, stage: Stage) -> None:
    here.trouble.borne = LOST
    ana, cora = here.window(), here.window()
    ana.comes_as("Ana Duarte")
    cora.becomes("Arjun Carvalho")
    cora.goes_to("Coordinators")
    opens_application(ana)
    ana.fills_pages(ABOUT_ANA, WHERE_ANA_IS)
    expect(cora.message("Ana Duarte would like")).to_be_visible()

    stage.closes()
    lost = ana.page.get_by_text("Connection lost; trying again.")
    expect(lost).to_be_visible()
    found = list(findings(ana.page, "the connection is lost"))
    # what they do meanwhile is kept, and sent when the connection is back
    ana.presses("Withdraw my application")
    ana.says("help")
    ana.has_not_heard("Who sees what")
    stage.opens()
    ana.page.get_by_role("button", name="Try now").or_(ana.page.get_by_text("Connected again.")).first.click()
    expect(lost).to_be_hidden(timeout=LATE)
    expect(ana.button("Withdraw my application")).to_have_count(0)
    expect(ana.messages.get_by_role("article").filter(has_text="Who sees what")).to_have_count(1)
    # the coordinator's window was away as well, and shows what became of it meanwhile
    expect(cora.message("Ana Duarte would like").get_by_role("button")).to_have_count(0, timeout=LATE)
    assert not found, "\n".join(found)


def test_killed_in_the_middle_and_started_again_it_has_lost_nothing(browser: Browser, tmp_path: Path) -> None:
    with demo(tmp_path) as (process, address), room(browser, address) as first:
        first.trouble.borne = LOST
        ana = first.window()
        ana.comes_as("Ana Duarte")
        opens_application(ana)
        ana.fills(ABOUT_ANA)
        ana.sends("Continue")
        ana.form.get_by_label(TOWN).fill("Hart")
        process.send_signal(signal.SIGKILL)
        process.wait()
        port = int(address.rsplit(":", 1)[1])
        with demo(tmp_path, port):
            ana.looks_at(ana.path)
            ana.sees_form("Find a mentor")
            expect(ana.form.get_by_label(TOWN)).to_have_value("Hart")
            expect(ana.form.get_by_label(ABOUT)).to_have_count(0)
            ana.fills_pages(WHERE_ANA_IS)
            ana.hears("Thank you, your application is in.")


def test_killed_on_its_way_through_time_it_stands_where_it_was(browser: Browser, tmp_path: Path) -> None:
    with demo(tmp_path) as (process, address), room(browser, address) as first:
        first.trouble.borne = LOST
        cora = first.window()
        cora.becomes("Arjun Carvalho")
        cora.plays(by_hand=False)
        cora.time.get_by_role("button", name="To the next stage").click()
        expect(cora.time.get_by_role("button", name="Stop here")).to_be_visible()
        process.send_signal(signal.SIGKILL)
        process.wait()
        reached = cora.time.get_by_role("time").first.get_attribute("datetime") or ""
        with demo(tmp_path, int(address.rsplit(":", 1)[1])):
            cora.looks_at(cora.path)
            expect(cora.time.get_by_role("button", name="A day on")).to_be_enabled()
            assert (cora.time.get_by_role("time").first.get_attribute("datetime") or "") >= reached
            cora.lets_pass("A day on")


def test_away_while_somebody_started_over_its_drafts_and_acts_are_gone(here: Room, stage: Stage) -> None:
    """The next who comes has the same id; what was typed and done before is not theirs."""
    here.trouble.borne = LOST
    ana, other = here.window(), here.window()
    ana.comes_as("Ana Duarte")
    opens_application(ana)
    ana.fills({ABOUT: "A secret of the old world"})
    ana.page.keyboard.press("Escape")
    stage.closes()
    expect(ana.page.get_by_text("Connection lost; trying again.")).to_be_visible()
    ana.says("help")
    ana.page.get_by_label("Write to Shelfmate").fill("half a sentence")
    ana.page.context.set_offline(True)
    stage.opens()
    other.looks_at("/")
    other.page.get_by_text("Start over", exact=True).click()
    before = other.world()
    other.page.get_by_role("button", name="Forget everything and start over").click()
    expect(other.page.locator("html")).not_to_have_attribute("data-world", before)
    other.comes_as("Bo Lindqvist")
    ana.page.context.set_offline(False)
    ana.page.wait_for_url(f"{stage.address}/", timeout=LATE)
    ana.looks_at(other.path)
    expect(ana.page.get_by_label("Write to Shelfmate")).to_have_value("")
    opens_application(ana)
    expect(ana.form.get_by_label(ABOUT)).to_have_value("")
    other.has_not_heard("Who sees what")
