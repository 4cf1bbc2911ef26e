"""Runs of text become Discord's markdown, in which only what we put there means anything: all else reads as typed.

In a text of Discord's every sign can be escaped by a backslash, and is then shown without it; so a reader sees letter for
letter what was typed. What cannot be shown as typed: spaces at the very beginning and end of a text, which Discord takes away.
A plain address that somebody typed stays an address that can be pressed; it shows where it leads. Backslashes call nobody
off: that nobody is called is said by each payload's `allowed_mentions`.
"""

import re
from itertools import groupby

from adapters.discord.rendering import limits
from flows.messages import Span, Spans

LEADS = r"https?://[\w.-]+(?::\d+)?(?:[/?#][\w.~:/?#@!$&'()+,;=%-]*)?"
"""An address of such letters alone that wherever Discord looks for one, it finds all of it."""
MARKUP = re.compile(
    rf"(?<![^\s(])(?P<address>{LEADS})(?=\s|(?P<ends>$))"
    r"|(?P<scheme>https?):(?=//)"
    r"|(?P<call>@)(?=everyone|here)"
    r"|(?P<sign>[\\*_~|`\[\]<])"
    r"|(?m:^)(?P<space>[^\S\n]*)(?:(?P<mark>[#>+-])|(?P<number>\d+)\.)",
    re.ASCII | re.IGNORECASE,
)
NO_LABEL = re.compile(r"[\[\]\n]|://")
"""Words that cannot stand in the place of an address: Discord would show all of it as it is written."""
BREAKING = re.compile(r"[\\()\[\]*|`<>\"']")
"""Signs at which Discord might end an address of ours; written as `%28` they lead to the same place."""
EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


def marked(spans: Spans) -> str:
    """The runs of a text, one after the other."""
    behind = [*(span.text for span in spans[1:]), None]
    runs = [_run(span, after) for span, after in zip(spans, behind, strict=True)] if spans else []
    together = groupby(zip(spans, runs, strict=True), key=lambda each: each[0].strong)
    return "".join(_strong("".join(run for _, run in some), strong=strong) for strong, some in together)


def inert(text: str, *, leads: bool = False) -> str:
    """The text so that it reads as it was typed. `leads`: an address at its very end is one that can be pressed; where
    something follows it directly, Discord would take that for a part of it."""
    return MARKUP.sub(lambda found: _disarmed(found, leads=leads), text)


def in_letters(text: str) -> str:
    """The same, and no address can be pressed."""
    return MARKUP.sub(lambda found: _disarmed(found, leads=None), text)


def _disarmed(found: re.Match[str], *, leads: bool | None) -> str:
    if found["address"]:
        if leads is not None and (leads or found["ends"] is None):
            return found["address"]
        scheme, _, rest = found["address"].partition(":")
        return f"{scheme}\\:{in_letters(rest)}"
    if found["scheme"]:
        return f"{found['scheme']}\\:"
    if found["number"]:
        return f"{found['space']}{found['number']}\\."
    return f"{found['space'] or ''}\\{found['mark'] or found['sign'] or found['call']}"


def _run(span: Span, after: str | None) -> str:
    """One run; `after` is what the next one says."""
    if span.link:
        return _link(span)
    if (moment := moment_of(span)) is not None:
        return f"<t:{moment}:F>"
    if span.strong:
        return in_letters(span.text)
    return inert(span.text, leads=after is None or after[:1].isspace())


def _strong(words: str, *, strong: bool) -> str:
    """In bold, the space around it left out of that."""
    before, inside, behind = _edges(words)
    return f"{before}**{inside}**{behind}" if strong and inside else words


def _edges(words: str) -> tuple[str, str, str]:
    found = EDGES.fullmatch(words)
    assert found is not None, "it takes anything"
    return found[1], found[2], found[3]


def _link(span: Span) -> str:
    """Words that lead somewhere; the address itself, where they are the same or cannot stand in its place."""
    if span.link.startswith("mailto:"):
        bare = span.link.removeprefix("mailto:")
        return in_letters(span.text if bare in span.text else f"{span.text} ({bare})".strip())
    before, label, behind = _edges(span.text)
    if address(label) in {"", span.link}:
        return f"{before}<{span.link}>{behind}"
    if NO_LABEL.search(label):
        return f"{before}{in_letters(label)} (<{span.link}>){behind}"
    return f"{before}[{in_letters(label)}]({span.link}){behind}"


def address(link: str) -> str:
    """The address so that Discord finds all of it."""
    return BREAKING.sub(lambda sign: f"%{ord(sign[0]):02X}", link)


def moment_of(span: Span) -> int | None:
    """Seconds since 1970, where it is a moment that Discord can show by each reader's own clock."""
    if span.at is None or span.at.tzinfo is None:
        return None
    seconds = int(span.at.timestamp())
    return seconds if 0 < seconds < limits.LATEST else None
