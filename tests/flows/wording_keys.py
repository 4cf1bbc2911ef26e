"""Finds, by reading the code, every wording key that it says, with the values and the choices it gives."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tests.house.sources import Source

ABOUT = {
    "answer": ("to", "key"),
    "notice": ("to", "key"),
    "prompt": ("to", "key"),
    "post": ("place", "zone", "key"),
}
NO_VALUES = {"to", "place", "zone", "key", "prompted"}
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_*]+)+")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Said:
    """One place in the code where a key is said. In a key that is built, `*` stands for what is put in."""

    where: str
    key: str
    values: frozenset[str] | None = None
    """The names of the values it is given; None where they cannot be told by reading."""

    def says(self, key: str) -> bool:
        return bool(re.fullmatch(re.escape(self.key).replace(r"\*", r"[a-z0-9_.]+"), key))


@dataclass(frozen=True)
class Offered:
    """One choice that stands under a sentence."""

    where: str
    key: str
    choice: str


@dataclass(frozen=True)
class Speaker:
    """A function that takes a key: the names of its arguments, without self."""

    arguments: tuple[str, ...]
    key: str


@dataclass
class Code:
    """All modules together, so that a key can be followed through constants and functions."""

    sources: Sequence[Source]
    constants: dict[str, ast.expr] = field(default_factory=dict)
    speakers: dict[str, Speaker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for source in self.sources:
            for node in source.tree.body:
                if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
                    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                        if isinstance(target, ast.Name):
                            self.constants[f"{_module(source)}.{target.id}"] = node.value
        self.speakers |= {name: Speaker(names, "key") for name, names in ABOUT.items()}
        self.speakers["Say"] = Speaker(("key", "values"), "key")
        while self._more_speakers():
            pass

    def _more_speakers(self) -> bool:
        """A function that hands one of its own parameters on as a key is a speaker itself."""
        before = len(self.speakers)
        for source in self.sources:
            for function in _functions(source.tree):
                names = [a.arg for a in [*function.args.posonlyargs, *function.args.args] if a.arg != "self"]
                names += [a.arg for a in function.args.kwonlyargs]
                for _, key in self._calls(function):
                    if (
                        isinstance(key, ast.Name)
                        and key.id in names
                        and function.name not in ("__init__", *ABOUT)
                    ):
                        self.speakers.setdefault(function.name, Speaker(tuple(names), key.id))
        return len(self.speakers) > before

    def _calls(self, within: ast.AST) -> Iterator[tuple[ast.Call, ast.expr]]:
        """Every call of a speaker, with its key."""
        for node in ast.walk(within):
            if isinstance(node, ast.Call) and (speaker := self.speakers.get(_name(node.func))):
                if _name(node.func) in ABOUT and not isinstance(node.func, ast.Attribute):
                    continue
                if key := _argument(node, speaker.arguments, speaker.key):
                    yield node, key

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every key that is said; one that cannot be followed has the key `?`."""
        return tuple(said for source in self.sources for said in self._said(source))

    def _said(self, source: Source) -> Iterator[Said]:
        for scope, call, key in self._scoped(source):
            parameters = {a.arg for a in ast.walk(scope) if isinstance(a, ast.arg)}
            if isinstance(key, ast.Name) and key.id in parameters:
                continue  # its callers say which
            found = [text for text in self.texts(source, scope, key) if KEY.fullmatch(text)]
            values = _values(call)
            for text in found:
                yield Said(source.at(call, "")[:-2], text, values)
            if not found and source.room == "flows" and not source.is_under("flows/wording", "flows/asking"):
                yield Said(source.at(call, "")[:-2], "?", None)

    @cached_property
    def offered(self) -> tuple[Offered, ...]:
        """Every choice put under a sentence by `asks`, as far as both can be followed."""
        return tuple(offer for source in self.sources for offer in self._offered(source))

    def _offered(self, source: Source) -> Iterator[Offered]:
        for scope in [source.tree, *_functions(source.tree)]:
            for node in _own(scope):
                if isinstance(node, ast.Call) and _name(node.func) == "asks" and len(node.args) >= 3:
                    wishes = [node.args[0], *_assigned(scope, node.args[0])]
                    keys = [
                        text
                        for wish in wishes
                        for _, key in self._calls(wish)
                        for text in self.texts(source, scope, key)
                        if KEY.fullmatch(text)
                    ]
                    for choice in self.texts(source, scope, node.args[2]):
                        yield from (Offered(source.at(node, "")[:-2], key, choice) for key in keys)

    def _scoped(self, source: Source) -> Iterator[tuple[ast.AST, ast.Call, ast.expr]]:
        for scope in [source.tree, *_functions(source.tree)]:
            own = set(map(id, _own(scope)))
            yield from ((scope, call, key) for call, key in self._calls(scope) if id(call) in own)

    def texts(self, source: Source, scope: ast.AST, node: ast.expr, depth: int = 0) -> list[str]:
        """Every string that an expression may be, as far as reading tells; `*` for what is put into one."""

        def inner(more: ast.expr) -> list[str]:
            return self.texts(source, scope, more, depth + 1) if depth < 8 else []

        match node:
            case ast.Constant(value=str() as text):
                return [text]
            case ast.JoinedStr(values=parts):
                return ["".join(p.value if isinstance(p, ast.Constant) else "*" for p in parts)]  # type: ignore[misc]
            case ast.IfExp(body=one, orelse=other):
                return inner(one) + inner(other)
            case ast.Dict(values=entries):
                return [text for entry in entries for text in inner(entry)]
            case ast.Tuple(elts=entries) | ast.List(elts=entries) | ast.Set(elts=entries):
                return [text for entry in entries for text in inner(entry)]
            case ast.Subscript(value=whole) | ast.Starred(value=whole):
                return inner(whole)
            case ast.BoolOp(values=entries):
                return [text for entry in entries for text in inner(entry)]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return inner(left) + inner(right)
            case ast.Call(func=ast.Attribute(value=whole, attr="get" | "values")):
                return inner(whole) + [text for default in node.args[1:] for text in inner(default)]
            case ast.Name() | ast.Attribute():
                values = list(_assigned(scope, node)) + self._constant(source, node)
                return [text for value in values for text in inner(value)]
            case _:
                return []

    def _constant(self, source: Source, node: ast.expr) -> list[ast.expr]:
        dotted = source.dotted(node) or (f"{_module(source)}.{node.id}" if isinstance(node, ast.Name) else "")
        return [self.constants[dotted]] if dotted in self.constants else []

    @cached_property
    def words(self) -> frozenset[str]:
        """Every string that stands anywhere in the code: a choice not among them is never offered."""
        return frozenset(
            node.value
            for source in self.sources
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )


def _module(source: Source) -> str:
    return source.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _functions(tree: ast.AST) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """What stands in a scope but not in a function inside it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, Function):
            yield child
            yield from _own(child)


def _name(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _argument(call: ast.Call, names: Sequence[str], wanted: str) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == wanted:
            return keyword.value
    at = names.index(wanted)
    if any(isinstance(argument, ast.Starred) for argument in call.args[: at + 1]):
        return None
    return call.args[at] if at < len(call.args) else None


def _assigned(scope: ast.AST, name: ast.expr) -> Iterator[ast.expr]:
    """What a local name is given in its scope, by assignment or by a loop."""
    if not isinstance(name, ast.Name):
        return
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from _taken(target, value, name.id)
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.NamedExpr(target=target, value=value)
            ):
                yield from _taken(target, value, name.id)
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                for item in value.elts if isinstance(value, ast.Tuple | ast.List) else [value]:
                    yield from _taken(target, item, name.id)


def _taken(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    if isinstance(target, ast.Tuple):
        names = [part.id if isinstance(part, ast.Name) else "" for part in target.elts]
        if name in names:
            whole = isinstance(value, ast.Tuple) and len(value.elts) == len(names)
            yield value.elts[names.index(name)] if whole and isinstance(value, ast.Tuple) else value


def _values(call: ast.Call) -> frozenset[str] | None:
    """The names of the values that a call gives to its sentence."""
    name = _name(call.func)
    if name in ABOUT:
        given = [keyword.arg for keyword in call.keywords]
        return None if None in given else frozenset(filter(None, given)) - NO_VALUES
    if name != "Say":
        return None
    values = _argument(call, ("key", "values"), "values")
    if values is None:
        return frozenset()
    if not isinstance(values, ast.Dict):
        return None
    keys = [key.value if isinstance(key, ast.Constant) else None for key in values.keys]
    return None if None in keys else frozenset(map(str, keys))


def unused(known: Mapping[str, object], code: Code) -> list[str]:
    """Keys that nothing says, and labels of choices that nothing offers."""
    return [key for key in known if not _is_used(key, code)]


def _is_used(key: str, code: Code) -> bool:
    owner, buttons, choice = key.rpartition("buttons.")
    if not buttons:
        return any(said.says(key) for said in code.said)
    offered = choice == "number" or choice in code.words
    return offered and (not owner or any(said.says(owner.rstrip(".")) for said in code.said))
