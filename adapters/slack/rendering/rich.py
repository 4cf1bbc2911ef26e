"""Runs of text become Slack's rich text, where nothing that somebody typed means anything.

Why rich text and not mrkdwn: in mrkdwn `*_~` and backticks cannot be escaped at all, `@everyone` and addresses are
looked for in plain words, and the usual way out (invisible characters between) spoils what people copy, such as
`ana_b@example.org`. In rich text a run is shown letter for letter; a link, a date, or bold is there because we put it there.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from adapters.slack.rendering import limits
from adapters.slack.rendering.fitting import escaped
from flows.messages import Span, Spans
from flows.wording.fitting import clean, cut, width

FRAME = 60
"""What a run costs besides its words, about: its type and its style."""
DATE = "{date_long}, {time}"
"""In the reader's own zone, language, and 12 or 24 hours: Slack knows them better than we do."""
LONGEST_LINK = limits.SECTION // 2
"""Slack takes twice that; but its words have to find room beside it."""
MARKUP = re.compile(r"[*_~`<>|\n]|:[\w+'-]+:")
"""What mrkdwn would read as more than letters, or what would break a date of Slack's."""
ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>|]+")


def section(spans: Spans) -> dict[str, Any]:
    """One paragraph of a rich text."""
    return {"type": "rich_text_section", "elements": [run(span) for span in spans]}


def run(span: Span) -> dict[str, Any]:
    """One run of text."""
    if (moment := _moment(span)) is not None:
        dated = {"type": "date", "timestamp": moment, "format": DATE, "fallback": span.text}
        return {**dated, "url": span.link} if span.link else dated
    style = {"style": {"bold": True}} if span.strong else {}
    if span.link:
        return {"type": "link", "url": span.link, "text": span.text, **style}
    return {"type": "text", "text": span.text, **style}


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
    link = clean(span.link)
    leads = width(link) <= LONGEST_LINK and ADDRESS.fullmatch(link)
    return replace(span, text=clean(span.text), link=link if leads else "")


def chunks(spans: Spans, most: int = limits.SECTION) -> Iterator[Spans]:
    """All the runs, in as many lots as it takes; each is split at a word where one lot ends and the next begins."""
    lot: list[Span] = []
    room = most
    for span in spans:
        rest = span if cost(span) <= most else replace(span, at=None)
        while cost(rest) > room:
            whole = rest.at is not None or room < most // 2
            head, tail = ("", rest.text) if whole else cut(rest.text, room - cost(rest) + width(rest.text))
            if head.strip():
                lot.append(replace(rest, text=head))
            if lot:
                yield tuple(lot)
            lot, room, rest = [], most, replace(rest, text=tail)
        if rest.text:
            lot.append(rest)
            room -= cost(rest)
    if lot:
        yield tuple(lot)


def cost(span: Span) -> int:
    """What a run takes up, about."""
    return FRAME + width(span.text) + width(span.link)


def is_letters(spans: Spans) -> bool:
    """Whether nothing but letters is there: no link, no date, nothing strong."""
    return not any(span.link or span.strong or span.at for span in spans)


def in_mrkdwn(spans: Spans) -> str | None:
    """The runs for a field of a section, which takes no rich text; None where mrkdwn would show them otherwise."""
    if any(span.strong or MARKUP.search(span.text) for span in spans):
        return None
    return "".join(map(_in_mrkdwn, spans))


def _in_mrkdwn(span: Span) -> str:
    if (moment := _moment(span)) is not None:
        address = f"^{escaped(span.link)}" if span.link else ""
        return f"<!date^{moment}^{DATE}{address}|{escaped(span.text)}>"
    return f"<{escaped(span.link)}|{escaped(span.text)}>" if span.link else escaped(span.text)


def _moment(span: Span) -> int | None:
    """Seconds since 1970, where it is a moment that Slack can show in each reader's own zone."""
    if span.at is None or span.at.tzinfo is None:
        return None
    seconds = int(span.at.timestamp())
    return seconds if 0 < seconds < 2**31 else None
