"""The browser of the tests of a file, a playground of its own for each, and windows on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.web.browser_stage import Stage, staged
from tests.web.browser_windows import Room, room
from tests.web.browsers import launched


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One process for a file's tests. Not for longer: Playwright keeps a loop running, which async tests could not share."""
    with sync_playwright() as playwright:
        yield launched(playwright.chromium)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A playground that is served, at its first morning."""
    with staged(tmp_path / "playground") as served:
        yield served


@pytest.fixture
def here(browser: Browser, stage: Stage) -> Iterator[Room]:
    """Where the test's windows are opened."""
    with room(browser, stage.address) as opened:
        yield opened
