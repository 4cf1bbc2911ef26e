"""How a page meets those who see or move otherwise: axe-core's findings, what is too wide, and what still moves."""

from collections.abc import Iterator
from typing import Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships none
from playwright.sync_api import Page

from tests.web.browser_windows import PHONE, WIDE

GRAVE = ("serious", "critical")
BUT = {"exclude": [["option"]]}
"""The hundreds of time zones in their list are the browser's own to draw."""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
AXE = Axe()
ALL = {"resultTypes": ["violations"]}
OF_COLOUR = ALL | {"runOnly": ["color-contrast", "link-in-text-block"]}
"""In the dark nothing but the colours is different; every rule has been held to the same page in the light."""

TOO_WIDE = """() => [...document.querySelectorAll("*")]
    .filter((each) => each === document.documentElement || /auto|scroll/.test(getComputedStyle(each).overflowX))
    .filter((each) => each.clientWidth && each.scrollWidth > each.clientWidth + 1)
    .map((each) => `${each.tagName}#${each.id}: ${each.scrollWidth} in ${each.clientWidth}`)"""

LONGEST_MOTION = """() => Math.max(0, ...[...document.querySelectorAll("*")].flatMap((each) =>
    ["", "::before", "::after"].flatMap((part) => {
        const style = getComputedStyle(each, part || null);
        const moves = style.animationName === "none" ? [] : style.animationDuration.split(",");
        return [...moves, ...style.transitionDuration.split(",")].map(parseFloat);
    })))"""
"""Of everything on the page, in seconds."""


def findings(page: Page, what: str) -> Iterator[str]:
    """What is grave, on a wide screen and on a phone, in light and in dark. `what` names the page's state."""
    for size in (WIDE, PHONE):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        for scheme in SCHEMES:
            yield from findings_now(page, f"{what}, {size['width']} px, {scheme}", scheme)
        if size is PHONE:
            yield from (f"{what}: too wide for a phone: {each}" for each in page.evaluate(TOO_WIDE))
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})


def findings_now(page: Page, what: str, scheme: Literal["light", "dark"]) -> Iterator[str]:
    """What is grave on the page as it stands, in one colour scheme."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # or colours are looked at on their way
    rules = ALL if scheme == "light" else OF_COLOUR
    for found in AXE.run(page, context=BUT, options=rules).response["violations"]:
        if found["impact"] in GRAVE:
            for node in found["nodes"]:
                why = " ".join(node.get("failureSummary", "").split())
                yield f"{what}: {found['id']} ({found['impact']}): {node['html'][:160]} {why[:300]}"
