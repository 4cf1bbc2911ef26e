"""Takes the README's pictures from a playground of its own, in a real browser, always on the same days (make pictures)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.web.browser_stage import staged
from tests.web.browser_windows import Window, room
from tests.web.browsers import launched

PICTURES = Path(__file__).parent / "pictures"
SIZE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 760}
MENTEE = "Tariq Wakefield"
INTRODUCTION = "match.announced"
TRIES = 20


def take() -> None:
    """A mentee's introduction in a wide window, and the same on a phone by night."""
    PICTURES.mkdir(exist_ok=True)
    with (
        TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        staged(Path(folder) / "playground") as stage,
        room(launched(playwright.chromium), stage.address) as opened,
    ):
        wide = opened.window(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        _until_introduced(wide)
        _shows_its_beginning(wide)
        wide.page.screenshot(path=PICTURES / "playground.png")
        phone = opened.window(viewport=PHONE, color_scheme="dark", reduced_motion="reduce", is_mobile=True)
        phone.becomes(MENTEE)
        _shows_its_beginning(phone)
        phone.page.screenshot(path=PICTURES / "playground-phone.png")


def _until_introduced(window: Window) -> None:
    window.becomes(MENTEE)
    window.page.get_by_label("Acts by themselves").check()
    for _ in range(TRIES):
        window.lets_pass("Until I hear something")
        if window.page.locator(f"[data-kind='{INTRODUCTION}']").count():
            return
    raise SystemExit(f"{MENTEE} was not introduced to anybody")


def _shows_its_beginning(window: Window) -> None:
    newest = window.page.locator(f"[data-kind='{INTRODUCTION}']").last
    newest.evaluate("part => part.closest('li').scrollIntoView({ block: 'start' })")


if __name__ == "__main__":
    take()
