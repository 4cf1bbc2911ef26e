"""A chart as a PNG: bars under headings on a card of its own, which reads the same on a light page and on a dark one.

Everything is placed by hand, from the top down: a plotting library's axes would leave little room for words.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from flows.files import Bar, Chart

CARD, RULE, INK, QUIET, FULL, EMPTY = "#fffdf8", "#ddd4c2", "#26231d", "#5c5548", "#1f5b4b", "#e7e0d1"
"""The playground's colours by day; words on the card keep a contrast of 7 to 1, and bars one of 6 to 1 to their line."""
WIDTH, EDGE, ROUND = 560, 28, 14
SHARP = 200
"""Dots an inch, of which a unit of length here is a hundredth: two dots a unit, as sharp screens have them."""
POINTS = 0.72
"""A unit of length as type is measured."""
TITLE, HEADING, WORDS = 20, 15.5, 13.5
"""Heights of type."""
LETTER = 0.6
"""How wide a letter is at most on the average, of its height."""
LEADING = 1.35
ASCENT = 0.93
"""How far below its top a line of type stands, of its height."""
THICK = 9
GAP, BEFORE_HEADING = 11, 16


@dataclass(frozen=True, slots=True)
class _Text:
    """A line of words; `right` of the card, or left of it."""

    top: float
    words: str
    size: float
    strong: bool = False
    colour: str = INK
    right: bool = False
    slanted: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """The line of a bar, so many thousandths of it filled."""

    top: float
    fills: int


@lru_cache(maxsize=8)  # told in one place, edited in it, tried again: the same each time
def drawn(chart: Chart) -> bytes:
    """The file. The same chart gives the same bytes."""
    from matplotlib.figure import Figure  # noqa: PLC0415  (half a second to load, once a cohort's report is due)

    height, pieces = _laid(chart)
    figure = Figure(figsize=(WIDTH / 100, height / 100), dpi=SHARP, facecolor="none")
    page = _Page(figure, height)
    page.card()
    for piece in pieces:
        page.puts(piece)
    file = BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


# --- where everything stands ----------------------------------------------------------------------------


def _laid(chart: Chart) -> tuple[float, list[_Text | _Line]]:
    """From the top down, in units: how high it gets, and every piece at its height."""
    top, pieces = float(EDGE), list[_Text | _Line]()
    for line in _wrapped(chart.title, TITLE):
        pieces.append(_Text(top, line, TITLE, strong=True))
        top += TITLE * LEADING
    for heading, bars in chart.groups:
        top += BEFORE_HEADING
        for line in _wrapped(heading, HEADING):
            pieces.append(_Text(top, line, HEADING, strong=True, colour=FULL))
            top += HEADING * LEADING
        top += GAP / 2
        for bar in bars:
            rows = list(_bar(top, bar))
            pieces += rows
            top = rows[-1].top + (THICK if isinstance(rows[-1], _Line) else WORDS * LEADING) + GAP
    return top + EDGE - GAP, pieces


def _bar(top: float, bar: Bar) -> Iterator[_Text | _Line]:
    """What it counts on the left and how many on the right, where both fit; below them the bar."""
    held_back = bar.fills is None
    room = _letters(WORDS) - len(bar.says) - 2
    beside = room >= min(len(bar.label), _letters(WORDS) // 2)
    labels = textwrap.wrap(bar.label, room if beside else _letters(WORDS)) or [""]
    says = [bar.says] if beside else _wrapped(bar.says, WORDS)
    for nth, line in enumerate(labels):
        yield _Text(top + nth * WORDS * LEADING, line, WORDS)
    top += (len(labels) - (1 if beside else 0)) * WORDS * LEADING
    colour = QUIET if held_back else INK
    for line in says:
        yield _Text(top, line, WORDS, strong=not held_back, colour=colour, right=True, slanted=held_back)
        top += WORDS * LEADING
    if bar.fills is not None:
        yield _Line(top + 1, bar.fills)


def _wrapped(words: str, size: float) -> list[str]:
    return textwrap.wrap(words, _letters(size)) or [""]


def _letters(size: float) -> int:
    """How many letters of that height a line takes."""
    return int((WIDTH - 2 * EDGE) / (size * LETTER))


# --- onto the page ----------------------------------------------------------------------------------------


class _Page:
    """A figure whose units are ours, counted from the top left."""

    def __init__(self, figure: Any, height: float) -> None:
        from matplotlib.transforms import Affine2D  # noqa: PLC0415

        self._figure = figure
        self._height = height
        self._units = Affine2D().scale(1 / WIDTH, -1 / height).translate(0, 1) + figure.transFigure

    def card(self) -> None:
        """What everything stands on; around its corners the page of the reader shows."""
        self._box(0.5, 0.5, WIDTH - 1, self._height - 1, ROUND, CARD, RULE)

    def puts(self, piece: _Text | _Line) -> None:
        """Draw one piece."""
        if isinstance(piece, _Text):
            self._figure.text(
                WIDTH - EDGE if piece.right else EDGE,
                piece.top + piece.size * ASCENT,
                piece.words,
                transform=self._units,
                fontsize=piece.size * POINTS,
                fontfamily="DejaVu Sans",
                fontweight="bold" if piece.strong else "normal",
                fontstyle="oblique" if piece.slanted else "normal",
                color=piece.colour,
                ha="right" if piece.right else "left",
                va="baseline",
                parse_math=False,  # what a program's file says is text, also between two dollar signs
            )
            return
        whole = WIDTH - 2 * EDGE
        self._box(EDGE, piece.top, whole, THICK, THICK / 2, EMPTY)
        if piece.fills:
            self._box(EDGE, piece.top, max(THICK, whole * piece.fills / 1000), THICK, THICK / 2, FULL)

    def _box(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        corner: float,
        colour: str,
        rule: str = "none",
    ) -> None:
        from matplotlib.patches import FancyBboxPatch  # noqa: PLC0415

        style = f"round,pad=0,rounding_size={corner}"
        self._figure.add_artist(
            FancyBboxPatch(
                (left, top),
                width,
                height,
                boxstyle=style,
                transform=self._units,
                facecolor=colour,
                edgecolor=rule,
                linewidth=POINTS,
            )
        )
