"""Where there is no browser: one is looked for and installed, and where none can be had the tests fail and say so."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.web import browsers


def _planted(folder: Path, name: str, words: str) -> str:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{words}\n")
    program.chmod(0o755)
    return str(program)


def test_a_browser_is_found_by_its_name_wherever_the_path_leads(tmp_path: Path) -> None:
    here = _planted(tmp_path, "google-chrome", "exit 1")
    assert list(browsers.places({"PATH": str(tmp_path)}, "linux")) == [browsers.OWN, here]
    assert list(browsers.places({}, "linux")) == [browsers.OWN]


def test_the_usual_places_of_a_mac_and_of_windows_are_looked_at() -> None:
    mac = list(browsers.places({"HOME": "/ana"}, "darwin"))
    assert "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" in mac
    windows = [
        place.replace("\\", "/") for place in browsers.places({"PROGRAMFILES": "C:/Program Files"}, "win32")
    ]
    assert "C:/Program Files/Google/Chrome/Application/chrome.exe" in windows


def test_root_asks_the_system_first_and_others_ask_playwright() -> None:
    (_, system), ((with_deps,)) = browsers.ways(root=True, apt=True)
    assert system[-1] == "chromium"
    assert "--with-deps" in with_deps
    for root, apt in ((True, False), (False, True), (False, False)):
        ((own,),) = browsers.ways(root=root, apt=apt)
        assert own[:4] == (sys.executable, "-m", "playwright", "install")
        assert "--with-deps" not in own


def test_one_that_does_not_run_is_passed_over_for_one_that_does(browser: Browser, tmp_path: Path) -> None:
    stub = _planted(tmp_path, "chromium", "echo this command needs something else >&2; exit 10")
    tried: list[str] = []
    assert browsers.first_that_runs(browser.browser_type, [stub], tried) is None
    assert tried[0].startswith(f"{stub}: ")


def test_where_none_can_be_had_it_is_told_what_was_tried(browser: Browser, tmp_path: Path) -> None:
    broken = (str(tmp_path / "no-such-installer"), "install")
    failing = (_planted(tmp_path, "installer", "echo there is no network >&2; exit 1"), "chromium")
    with pytest.raises(browsers.NoBrowser) as none:
        browsers.launched_after(browser.browser_type, [(broken,), (failing,)], [], places=list)
    words = str(none.value)
    assert "none could be installed" in words
    assert "there is no network" in words
    assert "no-such-installer install: " in words
    assert "python -m playwright install --with-deps chromium" in words


def test_one_that_was_just_installed_is_used(browser: Browser, tmp_path: Path) -> None:
    installer = _planted(tmp_path, "installer", f"touch {tmp_path}/installed")

    def places() -> list[str]:
        return [browsers.OWN, *browsers.places()] if (tmp_path / "installed").exists() else []

    found = browsers.launched_after(browser.browser_type, [((installer,),)], [], places=places)
    assert found.version == browser.version
    found.close()
