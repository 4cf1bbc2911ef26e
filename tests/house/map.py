"""Writes docs/map.md: every module with the first line of its docstring (make map)."""

import ast
from pathlib import Path

from tests.house.sources import CODE, PROJECT, Source, modules

MAP = Path("docs/map.md")
HEAD = """# Where things are

Every file and what it is for, in the words of its own first line. Written by `make map`; the tests hold it current.
"""


def written_map(root: Path) -> str:
    parts = [HEAD]
    for room in CODE:
        rows = [(source.path, first_line(source)) for source in modules(root, room)]
        if rows:
            parts.append(f"\n## {room}/\n\n| file | what it is for |\n|---|---|\n")
            parts.extend(f"| `{path}` | {words} |\n" for path, words in rows)
    return "".join(parts)


def first_line(source: Source) -> str:
    words = (ast.get_docstring(source.tree) or "").splitlines() or [""]
    return words[0].replace("|", "\\|")


def write(root: Path) -> None:
    (root / MAP).write_text(written_map(root), encoding="utf-8")


if __name__ == "__main__":
    write(PROJECT)
