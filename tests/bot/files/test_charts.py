"""The chart as eyes see it: bars as long as their numbers, words that can be read on any page, the same bytes each time."""

from io import BytesIO
from itertools import groupby

import numpy as np
import pytest
from matplotlib.image import imread
from numpy.typing import NDArray

from bot.files import charts
from bot.files.charts import drawn
from flows.files import Bar, Chart

Pixels = NDArray[np.float32]
TOO_FEW = "too few to tell without telling who"


def chart(*bars: Bar, title: str = "The spring match of 2027 in figures") -> Chart:
    return Chart(name="figures.png", alt="Bars", title=title, groups=(("How it went", bars),))


def pixels(of: Chart) -> Pixels:
    return np.asarray(imread(BytesIO(drawn(of)), format="png"))


def _colour(name: str) -> NDArray[np.float64]:
    return np.array([int(name[at : at + 2], 16) for at in (1, 3, 5)]) / 255


def lengths(picture: Pixels) -> list[float]:
    """How much of its line each bar fills, from the top down."""
    found = []
    for colours in (charts.FULL, charts.EMPTY):
        same = np.abs(picture[:, :, :3] - _colour(colours)).max(axis=2) < 1 / 255
        found.append(same.sum(axis=1))
    filled, empty = found
    line = charts.ROOM * charts.SHARP / 100
    on_line = filled + empty > line * 0.95
    rows = [list(group) for on, group in groupby(range(len(on_line)), on_line.__getitem__) if on]
    return [float(filled[row].max() / line) for row in rows]


def test_a_bar_is_as_long_as_its_number() -> None:
    picture = pixels(chart(Bar("Pairs", "20", 1000), Bar("Quiet", "5", 250), Bar("Early", "0", 0)))
    assert lengths(picture) == pytest.approx([1, 0.25, 0], abs=0.02)


def test_what_is_held_back_has_no_bar() -> None:
    picture = pixels(chart(Bar("Pairs", "4", 1000), Bar("Pairs that ended early", TOO_FEW, None)))
    assert len(lengths(picture)) == 1


def test_it_stands_on_a_card_of_its_own() -> None:
    picture = pixels(chart(Bar("Pairs", "20", 1000)))
    assert picture[0, 0, 3] == 0, "around the corners the reader's page shows, light or dark"
    inside = picture[40:-40, 40:-40]
    assert inside[:, :, 3].min() == 1, "under the words it does not"


def _contrast(one: str, other: str) -> float:
    """As the web's accessibility guidelines (WCAG 2) reckon it."""
    lights = []
    for name in (one, other):
        part = _colour(name)
        linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
        lights.append(float(linear @ [0.2126, 0.7152, 0.0722]))
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("words", [charts.INK, charts.QUIET, charts.FULL])
def test_words_can_be_read(words: str) -> None:
    assert _contrast(words, charts.CARD) > 7
    assert _contrast(charts.FULL, charts.EMPTY) > 4.5


@pytest.mark.parametrize(
    "words",
    [
        "$x^2$ and $\\broken{",
        "How well were the two of you matched, all things considered? " * 4,
        "W" * 200,
        "",
    ],
)
def test_whatever_a_program_asks_stays_on_the_card(words: str) -> None:
    picture = pixels(
        chart(Bar(words, "4.5 of 5, from 36 answers", 900), Bar(words, TOO_FEW, None), title=words)
    )
    edge = int(charts.EDGE * charts.SHARP / 100) - 4
    card = _colour(charts.CARD)
    for margin in (picture[60:-60, 6:edge], picture[60:-60, -edge:-6]):
        assert np.abs(margin[:, :, :3] - card).max() < 2 / 255


def test_drawn_again_it_is_the_same_and_names_neither_day_nor_tool() -> None:
    one = chart(Bar("Pairs", "20", 1000))
    before = drawn(one)
    drawn.cache_clear()
    assert drawn(one) == before
    assert b"matplotlib" not in before
    assert b"tIME" not in before
