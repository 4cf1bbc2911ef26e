"""On which line of a program file a key stands: a plain search, for findings to point at."""

import re
from collections import Counter

HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
ENTRY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
NAME = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
LONG_TEXT = re.compile(r"\"\"\"|'''")

Path = tuple[str, ...]


def line_of(text: str, path: Path) -> int:
    """The line of the key, or of the nearest table around it; 0 where neither is found."""
    lines = _lines(text)
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 0


def _lines(text: str) -> dict[Path, int]:
    found: dict[Path, int] = {}
    rows: Counter[Path] = Counter()
    table: Path = ()
    inside = False
    for number, line in enumerate(text.splitlines(), start=1):
        began_inside, inside = inside, inside ^ bool(len(LONG_TEXT.findall(line)) % 2)
        if began_inside:
            continue
        if header := HEADER.match(line):
            table = _numbered(_names(header[2]), rows, is_row=header[1] == "[[")
            found.setdefault(table, number)
        elif entry := ENTRY.match(line):
            key = (*table, *_names(entry[1]))
            for length in range(len(table) + 1, len(key) + 1):
                found.setdefault(key[:length], number)
    return found


def _numbered(names: Path, rows: Counter[Path], *, is_row: bool) -> Path:
    """The path with the number of each row: a header speaks of the last row that was begun."""
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if is_row and position == len(names) - 1:
            rows[path] += 1
        if rows[path]:
            path = (*path, str(rows[path] - 1))
    return path


def _names(dotted: str) -> Path:
    return tuple(name.strip("\"'") for name in NAME.findall(dotted))
