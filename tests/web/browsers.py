"""Finds a Chromium or Chrome for the tests and, where there is none, installs one in the way this machine allows."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from filelock import FileLock
from playwright.sync_api import Browser, BrowserType, Error

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chrome.exe")
MAC_APPS = ("Google Chrome", "Chromium", "Google Chrome for Testing")
WINDOWS_APPS = (r"Google\Chrome\Application\chrome.exe", r"Chromium\Application\chrome.exe")
WINDOWS_PLACES = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
OWN = ""
"""Stands for the browser that Playwright brought itself, in place of a path."""
PATIENCE = 600
"""Seconds that one way to install a browser may take."""

Way = tuple[tuple[str, ...], ...]
"""Commands that install a browser, one after the other."""


class NoBrowser(Exception):
    """There is none and none could be had: a failure, for a test that did not run has shown nothing."""

    def __init__(self, tried: Iterable[str]) -> None:
        lines = "\n".join(f"  - {line}" for line in tried)
        super().__init__(
            "The browser tests need a Chromium or Chrome; none was found that runs, and none could be installed.\n"
            f"{lines}\nInstall one by hand (python -m playwright install --with-deps chromium), and run them again."
        )


def places(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Iterator[str]:
    """Where a browser may be, the likeliest first."""
    yield OWN
    for name in NAMES:
        if found := shutil.which(name, path=environment.get("PATH", "")):
            yield found
    if platform == "darwin":
        homes = (Path("/Applications"), Path(environment.get("HOME", "/")) / "Applications")
        yield from (str(home / f"{app}.app/Contents/MacOS/{app}") for home in homes for app in MAC_APPS)
    if platform == "win32":
        roots = [Path(environment[name]) for name in WINDOWS_PLACES if name in environment]
        yield from (str(root / app) for root in roots for app in WINDOWS_APPS)


def ways(*, root: bool, apt: bool) -> Iterator[Way]:
    """How one can be installed here. Only root may ask the system for it; anybody may ask Playwright."""
    system = ("apt-get", "-o", "DPkg::Lock::Timeout=120")
    own = (sys.executable, "-m", "playwright", "install", "--only-shell", "chromium")
    if root and apt:
        yield ((*system, "update"), (*system, "install", "--yes", "--no-install-recommends", "chromium"))
        yield ((*own[:-1], "--with-deps", own[-1]),)
    else:
        yield (own,)


def ways_here() -> Iterator[Way]:
    """How one can be installed on this machine, by whoever runs the tests."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ways(root=root, apt=shutil.which("apt-get") is not None)


def launched(chromium: BrowserType) -> Browser:
    """A browser that runs. Raises NoBrowser."""
    tried: list[str] = []
    if browser := first_that_runs(chromium, places(), tried):
        return browser
    # Several workers may find that there is none; one of them installs it.
    with FileLock(Path(tempfile.gettempdir()) / "shelfmate-browser.lock"):
        return launched_after(chromium, ways_here(), tried)


def launched_after(
    chromium: BrowserType,
    ways: Iterable[Way],
    tried: list[str],
    places: Callable[[], Iterable[str]] = places,
) -> Browser:
    """The first browser that runs after one of these ways was gone. Raises NoBrowser, with all that was tried."""
    for way in ((), *ways):
        if _went(way, tried) and (browser := first_that_runs(chromium, places(), tried)):
            return browser
    raise NoBrowser(dict.fromkeys(tried))


def first_that_runs(chromium: BrowserType, places: Iterable[str], tried: list[str]) -> Browser | None:
    """Of the browsers in these places; what keeps the others from running is added to `tried`."""
    for place in places:
        if place == OWN or Path(place).exists():
            try:
                return chromium.launch(executable_path=place or None)
            except Error as error:
                tried.append(f"{place or 'the browser of Playwright'}: {_gist(error.message)}")
    return None


def _went(way: Way, tried: list[str]) -> bool:
    """Whether each of its commands was carried out."""
    quiet = os.environ | {
        "DEBIAN_FRONTEND": "noninteractive",
        "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000",
    }
    for command in way:
        try:
            done = subprocess.run(
                command, env=quiet, capture_output=True, text=True, timeout=PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            tried.append(f"{' '.join(command)}: {_gist(str(error))}")
            return False
        if done.returncode:
            tried.append(f"{' '.join(command)}: {_gist(done.stderr or done.stdout)}")
            return False
    return True


def _gist(words: str) -> str:
    """The first line that says something."""
    return next(
        (line.strip(" ╔║╚═") for line in words.splitlines() if line.strip(" ╔║╚═╗╝")), "no word on why"
    )
