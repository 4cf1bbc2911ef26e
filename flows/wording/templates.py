"""A sentence of the wording, read once: markup becomes spans, and each {name} a slot among them.

Only the template is ever read as markup. Values are put into the slots afterwards, so that nothing that a
person typed can become strong, a link, a point or a paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from flows.messages import Span
from flows.wording.faults import BadTemplate


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value goes."""

    name: str
    strong: bool = False
    link: str = ""


Line = tuple[Span | Slot, ...]
"""A link of either may be `{name}`: the address is then a value too."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A paragraph of one line, or a list of several points."""

    lines: tuple[Line, ...]
    points: bool = False

    @property
    def alone(self) -> Slot | None:
        """The slot that is all of this paragraph: a value there may be facts, points or whole paragraphs."""
        if self.points or len(self.lines[0]) != 1:
            return None
        only = self.lines[0][0]
        return only if isinstance(only, Slot) else None


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence, or several paragraphs, with its slots."""

    blocks: tuple[Lines, ...]
    names: frozenset[str]
    """Every value that it needs."""


# While markdown is read a placeholder stands as letters from the private use area: braces would count as
# punctuation, and `**{name}**s` would not be strong.
OPEN, CLOSE = "\ue000", "\ue001"
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
NAME = re.compile(r"[a-z][a-z0-9_]*")
HIDDEN = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
LINK = re.compile(r"(https://|mailto:)[^\s<>|]+")
LEFT_OVER = re.compile(r"\*\*|\]\(|^(#{1,6}|>|```)\s?")


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero").enable(["list", "link", "emphasis", "escape"]).disable("text_join")
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    reader.validateLink = lambda _: True  # type: ignore[assignment, method-assign]  # judged in _address, with a reason
    return reader


@lru_cache(maxsize=8192)
def template_of(text: str) -> Template:
    """Read a template. Raises BadTemplate."""
    names: set[str] = set()
    tokens = _reader().parse(_hidden(text.strip(), names))
    blocks = tuple(_blocks(tokens))
    if not blocks:
        raise BadTemplate("it is empty; write a sentence")
    return Template(blocks, frozenset(names))


def _hidden(text: str, names: set[str]) -> str:
    if OPEN in text or CLOSE in text:
        raise BadTemplate("it holds a character of the private use area (U+E000 or U+E001); take it out")

    def hide(found: re.Match[str]) -> str:
        whole, name = found[0], found[1]
        if whole in ("{{", "}}"):
            return whole[0]
        if name is None or not NAME.fullmatch(name):
            raise BadTemplate(
                f"found {whole!r}; a placeholder is a plain name such as {{partner}}, a brace itself is written twice"
            )
        names.add(name)
        return f"{OPEN}{name}{CLOSE}"

    return PLACEHOLDER.sub(hide, text)


def _blocks(tokens: list[Token]) -> Iterator[Lines]:
    points: list[Line] = []
    listing, items = False, 0
    for token in tokens:
        match token.type:
            case "ordered_list_open":
                raise BadTemplate("found a numbered list; begin each point with '- '")
            case "bullet_list_open" if listing:
                raise BadTemplate("found a list inside a list; one level is all that every platform shows")
            case "bullet_list_open":
                listing, points, items = True, [], 0
            case "bullet_list_close":
                yield Lines(tuple(points), points=True)
                listing = False
            case "list_item_close":
                items += 1
                if len(points) != items:
                    raise BadTemplate(
                        "found a point that is not one paragraph; give each point its own '- ' and words"
                    )
            case "inline" if not listing:
                yield Lines((tuple(_line(token.children or [])),))
            case "inline":
                points.append(tuple(_line(token.children or [])))


def _line(tokens: list[Token]) -> Iterator[Span | Slot]:
    strong, link = False, ""
    for token in _joined(tokens):
        match token.type:
            case "text":
                yield from _pieces(token.content, strong=strong, link=link)
            case "strong_open" | "strong_close":
                strong = token.type == "strong_open"
            case "link_open":
                link = _address(str(token.attrs.get("href", "")))
            case "link_close":
                link = ""
            case _:
                raise BadTemplate(
                    f"found {token.markup or token.type!r}; only **strong**, [links](https://…) and '- ' are markup"
                )


def _joined(tokens: list[Token]) -> Iterator[Token]:
    """Escaped characters come as tokens of their own: put them back into the text around them."""
    text: Token | None = None
    for token in tokens:
        if token.type in ("text", "text_special"):
            if token.type == "text" and (found := LEFT_OVER.search(token.content)):
                raise BadTemplate(
                    f"found {found[0].strip()!r} that is no markup here; close it, or write a backslash before it"
                )
            text = _both(text, token) if text else token
            continue
        if text:
            yield text
            text = None
        yield token
    if text:
        yield text


def _both(text: Token, more: Token) -> Token:
    return Token("text", "", 0, content=text.content + more.content)


def _address(href: str) -> str:
    if hidden := HIDDEN.fullmatch(href):
        return f"{{{hidden[1]}}}"
    if LINK.fullmatch(href) and not HIDDEN.search(href):
        return href
    found = HIDDEN.sub(r"{\1}", href)
    raise BadTemplate(
        f"found a link to {found!r}; an address begins with https:// or mailto:, or is one {{name}} alone"
    )


def _pieces(text: str, *, strong: bool, link: str) -> Iterator[Span | Slot]:
    for nth, piece in enumerate(HIDDEN.split(text.replace("\n", " "))):
        if nth % 2:
            yield Slot(piece, strong, link)
        elif piece:
            yield Span(piece, strong, link)


def is_address(text: str) -> bool:
    """Whether a value may be followed as a link."""
    return LINK.fullmatch(text) is not None


def shown(span: Span, *, strong: bool, link: str) -> Span:
    """The span as it stands inside strong or linked words."""
    if not strong and not link:
        return span
    return replace(span, strong=span.strong or strong, link=span.link or link)
