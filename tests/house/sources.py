"""Reading the project's own files, and what a name in them really means."""

import ast
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOMS = ("bot", "adapters", "storage", "flows")
CODE = (*ROOMS, "benchmarks", "tests")
PROJECT = Path(__file__).resolve().parents[2]
LEAVE_OUT = {"__pycache__", "data", "out", "build", "dist", "node_modules"}


@dataclass(frozen=True)
class Source:
    """One Python module of the project."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def room(self) -> str:
        return self.path.split("/", 1)[0]

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def at(self, node: ast.stmt | ast.expr | ast.excepthandler, what: str) -> str:
        return f"{self.path}:{node.lineno}: {what}"

    def is_under(self, *places: str) -> bool:
        """Whether this is one of these modules, or lies in one of these packages."""
        return any(self.path == f"{place}.py" or self.path.startswith(f"{place}/") for place in places)

    @cached_property
    def imported(self) -> Mapping[str, str]:
        """Local name to dotted name, for every import wherever it stands."""
        names: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for name in node.names:
                    top = name.name.split(".")[0]
                    names[name.asname or top] = name.name if name.asname else top
            elif isinstance(node, ast.ImportFrom) and node.module:
                for name in node.names:
                    names[name.asname or name.name] = f"{node.module}.{name.name}"
        return names

    @cached_property
    def references(self) -> Sequence[tuple[ast.expr | ast.stmt, str]]:
        """Every use or import of an outside name, under its full dotted name, whatever it is called here."""
        return tuple(self._references())

    def _references(self) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute | ast.Name):
                dotted = self.dotted(node)
                if dotted:
                    yield node, dotted
            elif isinstance(node, ast.ImportFrom) and node.module:
                for name in node.names:
                    yield node, f"{node.module}.{name.name}"
            elif isinstance(node, ast.Import):
                for name in node.names:
                    yield node, name.name

    def dotted(self, node: ast.expr) -> str | None:
        """`dt.now` is `datetime.datetime.now` after `from datetime import datetime as dt`."""
        if isinstance(node, ast.Attribute):
            owner = self.dotted(node.value)
            return f"{owner}.{node.attr}" if owner else None
        if isinstance(node, ast.Name):
            return self.imported.get(node.id)
        return None


def files(root: Path, *folders: str) -> Iterator[Path]:
    """Every file of the project below these folders (or all of them), in order, without what is made."""
    for start in [root / folder for folder in folders] or [root]:
        for path in sorted(start.iterdir()) if start.is_dir() else []:
            if path.name in LEAVE_OUT or path.name.endswith(".egg-info"):
                continue
            if path.name.startswith("."):
                continue
            if path.is_dir():
                yield from files(path)
            else:
                yield path


def kept(root: Path) -> Iterator[Path]:
    """Every file under version control; where that cannot be asked (an unpacked archive), every file."""
    git = shutil.which("git") if (root / ".git").exists() else None
    if git:
        asked = subprocess.run([git, "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            yield from (root / name for name in asked.stdout.split("\0") if (root / name).is_file())
            return
    yield from files(root)


def modules(root: Path, *folders: str) -> Iterator[Source]:
    for path in files(root, *folders or CODE):
        if path.suffix == ".py":
            yield source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))


@lru_cache(maxsize=2048)
def source(path: str, text: str) -> Source:
    """The same module for every rule that reads it, so that it is parsed once."""
    return Source(path, text)
