"""What a person does at a window of the playground, found as a person finds it: by its role, its label, its words.

ana.comes_as("Ana Duarte")
ana.says("sign up")
ana.presses("I would like a mentor")
ana.fills({"Where are you on your way?": ("Library-science student",), ...})
ana.presses_in_form("Continue")
ana.hears("Thank you")
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
ZONE = "America/New_York"
SOON = 20_000
"""Milliseconds that we wait for what must come."""
LATE = 60_000
"""The same for a leap through months of the program's time."""

Answers = Mapping[str, str | tuple[str, ...]]
"""By a question's label what is typed, or which of its choices are taken."""

expect.set_options(timeout=SOON)


@dataclass(slots=True)
class Trouble:
    """What no page may do: open a dialog of the browser's, fail in a script, breach its own policy."""

    found: list[str] = field(default_factory=list)
    borne: tuple[str, ...] = ()
    """Words of the console that are expected: a lost connection is told there by the browser itself."""

    def watches(self, page: Page) -> None:
        """From now on."""
        page.on("dialog", lambda dialog: self.found.append(f"dialog: {dialog.message}"))
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("console", lambda message: self._heard(message))  # noqa: PLW0108  (the object has slots)

    def _heard(self, message: ConsoleMessage) -> None:
        words = f"{message.type}: {message.text}"
        if message.type in {"error", "warning"} and not any(each in words for each in self.borne):
            self.found.append(words)


@dataclass(slots=True)
class Window:
    """One window, in a browser context of its own: nobody else's cookies or storage."""

    page: Page
    address: str

    # --- where they are ---------------------------------------------------------------------------------

    @property
    def messages(self) -> Locator:
        """What has been said in the place that is shown."""
        return self.page.get_by_role("log", name="Messages")

    @property
    def form(self) -> Locator:
        """The form that is open."""
        return self.page.get_by_role("dialog").filter(has=self.page.locator("form"))

    @property
    def time(self) -> Locator:
        """The time panel."""
        return self.page.get_by_role("complementary", name="Time")

    @property
    def path(self) -> str:
        """The page that is shown."""
        return self.page.url.removeprefix(self.address)

    def world(self) -> str:
        """The mark of the beginning of the playground that the page is of."""
        return self.page.locator("html").get_attribute("data-world") or ""

    def looks_at(self, path: str) -> None:
        """Open a page of the playground."""
        self.page.goto(self.address + path)

    def becomes(self, name: str) -> None:
        """Choose whom to be on the people's page."""
        self.looks_at("/")
        self.page.get_by_role("main").get_by_role("link", name=re.compile(f"^{re.escape(name)}\\b")).click()
        self.is_there("Shelfmate")

    def comes_as(self, name: str) -> None:
        """Add oneself."""
        self.looks_at("/")
        self.page.get_by_label("Name", exact=True).fill(name)
        self.page.get_by_role("button", name="Come in").click()
        self.is_there("Shelfmate")

    def goes_to(self, place: str) -> None:
        """Another of one's places."""
        self.page.get_by_role("navigation", name="Places").get_by_role(
            "link", name=re.compile(f"^{re.escape(place)}\\b")
        ).click()
        self.is_there(place)

    def is_there(self, place: str) -> None:
        """The place is shown, and its scripts are ready for whoever acts at once."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(place)
        self.page.wait_for_load_state()

    # --- what they do -----------------------------------------------------------------------------------

    def says(self, words: str) -> None:
        """Type something to Shelfmate, and send it."""
        box = self.page.get_by_label("Write to Shelfmate")
        box.fill(words)
        box.press("Enter")

    def presses(self, label: str) -> None:
        """The newest button of that name under the messages."""
        self.button(label).click()

    def button(self, label: str) -> Locator:
        """The newest button of that name under the messages."""
        return self.messages.get_by_role("button", name=label, exact=True).last

    def fills(self, answers: Answers) -> None:
        """Answer questions of the form's page, by their labels."""
        for label, answer in answers.items():
            if isinstance(answer, str):
                self.form.get_by_label(label).fill(answer)
                continue
            choices = self.form.get_by_role("group", name=label)
            for choice in answer:
                choices.get_by_label(choice, exact=True).check()

    def sends(self, label: str = "Send") -> None:
        """The form's page."""
        self.form.get_by_role("button", name=label, exact=True).click()

    def fills_pages(self, *pages: Answers) -> None:
        """A whole form: every page but the last is continued."""
        for page in pages[:-1]:
            self.fills(page)
            self.sends("Continue")
        self.fills(pages[-1])
        self.sends("Send")
        expect(self.form).to_be_hidden()

    def lets_pass(self, label: str) -> None:
        """Move time on, and wait until it stands still again."""
        now = self.time.get_by_role("time").first
        before = now.get_attribute("datetime") or ""
        self.time.get_by_role("button", name=re.compile(f"^{re.escape(label)}")).click()
        expect(now).not_to_have_attribute("datetime", before)
        expect(self.time.get_by_role("button", name="A day on")).to_be_enabled(timeout=LATE)

    def leaps_to(self, words: str, *, most: int = 20) -> None:
        """From one thing that happens to the next, until this is heard."""
        for _ in range(most):
            if self.message(words).count():
                return
            self.lets_pass("Go there")
        self.hears(words)

    def plays(self, *, by_hand: bool) -> None:
        """Whether this person acts only when somebody plays them."""
        self.page.get_by_label("Played by hand" if by_hand else "Acts by themselves").check()

    @property
    def clock(self) -> str:
        """What the time panel says of now."""
        return self.time.get_by_role("paragraph").first.inner_text()

    def sees_form(self, title: str) -> None:
        """A form has opened."""
        expect(self.form.get_by_role("heading", level=2)).to_have_text(title)

    def hears_what_is_sent(self, frames: list[str]) -> None:
        """Load the page anew, and note each frame that it sends from now on."""
        self.page.on(
            "websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(str(frame)))
        )
        self.page.reload()

    # --- what they read ---------------------------------------------------------------------------------

    def hears(self, *words: str) -> None:
        """It stands among the messages, or soon will."""
        for each in words:
            expect(self.messages).to_contain_text(each, use_inner_text=True)

    def has_not_heard(self, words: str) -> None:
        """It does not stand among the messages."""
        expect(self.messages).not_to_contain_text(words, use_inner_text=True)

    def message(self, words: str) -> Locator:
        """The newest message in which this stands."""
        return self.messages.get_by_role("article").filter(has_text=words).last


@dataclass(slots=True)
class Room:
    """Where windows are opened; all of them are watched for trouble."""

    browser: Browser
    address: str
    trouble: Trouble = field(default_factory=Trouble)

    def window(self, **how: object) -> Window:
        """A window in a context of its own. `how`: what Playwright calls the context's options."""
        context = self.browser.new_context(**({"timezone_id": ZONE, "viewport": WIDE} | how))  # type: ignore[arg-type]
        context.set_default_timeout(SOON)
        page = context.new_page()
        self.trouble.watches(page)
        return Window(page, self.address)

    def closes(self) -> Sequence[str]:
        """Close every window; what went wrong in any of them."""
        for context in self.browser.contexts:
            context.close()
        return self.trouble.found


@contextmanager
def room(browser: Browser, address: str) -> Iterator[Room]:
    """A room for a test. What went wrong in its windows fails the test."""
    opened = Room(browser, address)
    try:
        yield opened
    finally:
        found = opened.closes()
    assert not found, found
