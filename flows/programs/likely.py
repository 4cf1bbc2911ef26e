"""A guess in words at why a program file is no TOML: what people who do not write TOML every day get wrong."""

import re

USUAL = "put texts and dates in quotes, close every quote and bracket, and give each key once"
CURLY = re.compile("[\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb]")
WORDS = {"True": "true", "False": "false", "TRUE": "true", "FALSE": "false", "yes": "true", "no": "false"}
FENCES = ('"""', "\x27\x27\x27")
BEGINS = re.compile(r'\s*(?:[\w."-]+\s*=|\[)')
"""A line that looks like a new key or table."""


def likely_cause(what: str, text: str, line: int, column: int) -> str:
    """What would most likely mend a file of which the parser said `what` at this place."""
    lines = text.splitlines() or [""]
    at = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    if opened := _never_closed(lines):
        return f"the text that begins at line {opened} is never closed; end it with the three quotes it begins with"
    word = re.match(r"\w+", at)
    if word and word[0] in WORDS:
        return f"write {WORDS[word[0]]}"
    if CURLY.match(at):
        return "use straight quotes"
    if what.startswith(("Unclosed array", "Unclosed inline table")) and at.strip():
        begins = column == 1 and BEGINS.match(at) is not None
        return "a bracket before this is not closed" if begins else "a comma may be missing before this"
    if what.startswith(("Illegal character '\\n'", "Unterminated string")):
        return "the text on this line is never closed; end it with a quote"
    if what.startswith('Expected "\'"'):
        return "a text in single quotes is never closed"
    return USUAL


def _never_closed(lines: list[str]) -> int:
    """The line on which a text of several lines begins that swallows what follows it; 0 where there is none.

    Where one is left open, the beginning of the next one ends it: a mark right after `key =` is a beginning.
    """
    fence, opened = "", 0
    for number, line in enumerate(lines, 1):
        rest = line
        while True:
            if not fence:
                place, mark = min(
                    ((rest.find(each), each) for each in FENCES if each in rest), default=(-1, "")
                )
                if place < 0 or "#" in rest[:place]:
                    break
                fence, opened, rest = mark, number, rest[place + 3 :]
            if fence not in rest:
                break
            before, _, rest = rest.partition(fence)
            if number > opened and re.fullmatch(r"\s*[\w.-]+\s*=\s*", before):
                return opened
            fence = ""
    return opened if fence else 0
