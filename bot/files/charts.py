"""A chart as a PNG: bars under headings on a card of its own, which reads the same on a light page and on a dark one.

Everything is placed by hand, from the top down: a plotting library's axes would leave little room for words.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from flows.files import Bar, Chart

CARD, RULE, INK, QUIET, FULL, EMPTY = "#fffdf8", "#ddd4c2", "#26231d", "#5c5548", "#1f5b4b", "#e7e0d1"
"""The playground's colours by day; words on the card keep a contrast of 7 to 1, and bars one of 6 to 1 to their line."""
WIDTH, EDGE, ROUND = 560, 28, 14
ROOM = WIDTH - 2 * EDGE
SHARP = 200
"""Dots an inch, of which a unit of length here is a hundredth: two dots a unit, as sharp screens have them."""
POINTS = 0.72
"""A unit of length as type is measured."""
TITLE, HEADING, WORDS = 20, 15.5, 13.5
"""Heights of type."""
TYPE = "DejaVu Sans"
"""Comes with the library, so that a chart looks the same wherever it is drawn."""
BETWEEN = 16
"""At least so far apart are a label and the number beside it."""
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
    figure.savefig(file, format="png", metadata={"Software": None}, pil_kwargs={"compress_level": 3})
    return file.getvalue()


# --- where everything stands ----------------------------------------------------------------------------


def _laid(chart: Chart) -> tuple[float, list[_Text | _Line]]:
    """From the top down, in units: how high it gets, and every piece at its height."""
    top, pieces = float(EDGE), list[_Text | _Line]()
    for line in _wrapped(chart.title, TITLE, strong=True):
        pieces.append(_Text(top, line, TITLE, strong=True))
        top += TITLE * LEADING
    for heading, bars in chart.groups:
        top += BEFORE_HEADING
        for line in _wrapped(heading, HEADING, strong=True):
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
    says = _wrapped(bar.says, WORDS, strong=not held_back)
    beside = ROOM - BETWEEN - _width(bar.says, WORDS, strong=not held_back)
    fits = beside > ROOM / 3
    labels = _wrapped(bar.label, WORDS, beside if fits else ROOM)
    for nth, line in enumerate(labels):
        yield _Text(top + nth * WORDS * LEADING, line, WORDS)
    top += (len(labels) - (1 if fits else 0)) * WORDS * LEADING
    colour = QUIET if held_back else INK
    for line in says:
        yield _Text(top, line, WORDS, strong=not held_back, colour=colour, right=True, slanted=held_back)
        top += WORDS * LEADING
    if bar.fills is not None:
        yield _Line(top + 1, bar.fills)


def _wrapped(words: str, size: float, room: float = ROOM, *, strong: bool = False) -> list[str]:
    """As many words a line as there is room for; a word that is too long for any line goes on in the next."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer, size, strong=strong) <= room:
            lines[-1] = longer
            continue
        lines += [word] if lines[-1] else []
        lines[-1] = word
        while (fits := _fits(lines[-1], size, room, strong=strong)) < len(lines[-1]):
            lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
    return lines


def _fits(word: str, size: float, room: float, *, strong: bool) -> int:
    """How many letters of a word there is room for, one at least."""
    return max(
        1,
        bisect_right(range(1, len(word) + 1), room, key=lambda end: _width(word[:end], size, strong=strong)),
    )


@lru_cache(maxsize=2048)  # a program's reports ask the same each time
def _width(words: str, size: float, *, strong: bool) -> float:
    """In units."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415
    from matplotlib.textpath import text_to_path  # noqa: PLC0415

    letters = FontProperties(family=TYPE, weight="bold" if strong else "normal", size=size * POINTS)
    width, _, _ = text_to_path.get_text_width_height_descent(words, letters, ismath=False)
    return float(width) / POINTS


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
        self._box((0.5, 0.5), WIDTH - 1, self._height - 1, rounded=ROUND, colour=CARD, rule=RULE)

    def puts(self, piece: _Text | _Line) -> None:
        """Draw one piece."""
        if isinstance(piece, _Text):
            self._figure.text(
                WIDTH - EDGE if piece.right else EDGE,
                piece.top + piece.size * ASCENT,
                piece.words,
                transform=self._units,
                fontsize=piece.size * POINTS,
                fontfamily=TYPE,
                fontweight="bold" if piece.strong else "normal",
                fontstyle="oblique" if piece.slanted else "normal",
                color=piece.colour,
                ha="right" if piece.right else "left",
                va="baseline",
                parse_math=False,  # what a program's file says is text, also between two dollar signs
            )
            return
        left = (EDGE, piece.top)
        self._box(left, ROOM, THICK, rounded=THICK / 2, colour=EMPTY)
        if piece.fills:  # never so short that it is no bar
            long = max(THICK, ROOM * piece.fills / 1000)
            self._box(left, long, THICK, rounded=THICK / 2, colour=FULL)

    def _box(
        self,
        corner: tuple[float, float],
        width: float,
        height: float,
        *,
        rounded: float,
        colour: str,
        rule: str = "none",
    ) -> None:
        from matplotlib.patches import FancyBboxPatch  # noqa: PLC0415

        style = f"round,pad=0,rounding_size={rounded}"
        self._figure.add_artist(
            FancyBboxPatch(
                corner,
                width,
                height,
                boxstyle=style,
                transform=self._units,
                facecolor=colour,
                edgecolor=rule,
                linewidth=POINTS,
            )
        )
