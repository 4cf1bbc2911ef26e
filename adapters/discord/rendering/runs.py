"""Runs of text made ready to be shown: clean, and in as many lots as it takes for each to find room."""

import re
from collections.abc import Iterator
from dataclasses import replace

from adapters.discord.rendering.marking import address, marked, moment_of
from flows.messages import Span, Spans
from flows.wording.fitting import clean, cut, width

LONGEST_LINK = 512
"""As much as a button that leads somewhere takes; in a text it has to leave room for words."""
ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>|]+")
SCARCE = 100
"""So little room is left empty."""


def tidied(spans: Spans) -> Spans:
    """What there is to show: clean, without empty runs, neighbours of one kind made one, and only links that lead."""
    tidy: list[Span] = []
    for span in map(_tidied, spans):
        if not span.text:
            continue
        if tidy and span.at is None and replace(tidy[-1], text=span.text) == span:
            tidy[-1] = replace(span, text=tidy[-1].text + span.text)
        else:
            tidy.append(span)
    return tuple(tidy) if any(span.text.strip() for span in tidy) else ()


def _tidied(span: Span) -> Span:
    link = address(clean(span.link))
    leads = width(link) <= LONGEST_LINK and ADDRESS.fullmatch(link)
    at = None if leads or moment_of(span) is None else span.at
    return replace(span, text=clean(span.text), link=link if leads else "", at=at)


def chunks(spans: Spans, most: int) -> Iterator[Spans]:
    """All the runs, in as many lots as it takes; each is split at a word where one lot ends and the next begins."""
    lot: list[Span] = []
    room = most
    for span in spans:
        rest = span
        while cost(rest) > room:
            whole = lot and (room < SCARCE or rest.at)
            head, rest = ("", rest) if whole else _split(rest, room)
            if head:
                lot.append(replace(rest, text=head))
            if any(each.text.strip() for each in lot):
                yield tuple(lot)
            lot, room = [], most
        if rest.text:
            lot.append(rest)
            room -= cost(rest)
    if any(each.text.strip() for each in lot):
        yield tuple(lot)


def _split(span: Span, room: int) -> tuple[str, Span]:
    """So much of it as fits, and the rest."""
    taken = room
    while True:
        head, tail = cut(span.text, taken)
        if taken <= 1 or cost(replace(span, text=head)) <= room:
            return head, replace(span, text=tail)
        taken = taken * 3 // 4


def cost(span: Span) -> int:
    """How many characters it takes up, markup counted."""
    return width(marked((span,)))
