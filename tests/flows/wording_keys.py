"""Finds, by reading the code, every wording key that it says, with the values and the choices it gives."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from tests.house.sources import Source

ABOUT = {
    "answer": ("to", "key"),
    "notice": ("to", "key"),
    "prompt": ("to", "key"),
    "post": ("place", "zone", "key"),
}
SAY = ("key", "values")
GENERIC = ("flows/wording", "flows/asking")
"""Modules that say whatever key they are given."""
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
        mine = self.key.removesuffix(".text")
        if "*" not in mine:
            return mine == key
        return bool(re.fullmatch(re.escape(mine).replace(r"\*", r"[a-z0-9_]+"), key))


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
    adds: frozenset[str] | None = frozenset()
    """The values that it gives to every sentence, beside those that it is called with; None where they cannot be told."""


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
        self.speakers |= {f".{name}": Speaker(names, "key") for name, names in ABOUT.items()}
        self.speakers["flows.messages.Say"] = Speaker(SAY, "key")
        self.speakers["dataclasses.replace"] = Speaker(("record", "key"), "key", None)
        while self._more_speakers():
            pass

    def _more_speakers(self) -> bool:
        """A function that hands one of its own parameters on as a key is a speaker itself."""
        before = len(self.speakers)
        for source in self.sources:
            for function in _functions(source.tree):
                names = _parameters(function)
                for call, key, speaker in self._calls(source, function, function):
                    if isinstance(key, ast.Name) and key.id in names and not source.is_under(*GENERIC):
                        adds = _added(function, call, speaker)
                        self.speakers.setdefault(
                            _title(source, function), Speaker(tuple(names), key.id, adds)
                        )
        return len(self.speakers) > before

    def _calls(
        self, source: Source, within: ast.AST, scope: ast.AST
    ) -> Iterator[tuple[ast.Call, ast.expr, Speaker]]:
        """Every call of a speaker, with its key."""
        for node in _walked(within):
            if isinstance(node, ast.Call):
                speaker = self._speaker(source, scope, node.func)
                key = _argument(node, speaker.arguments, speaker.key) if speaker else None
                if speaker and key:
                    yield node, key, speaker

    def _speaker(self, source: Source, scope: ast.AST, called: ast.expr, depth: int = 0) -> Speaker | None:
        """What is called: by its name, or as `speak[urgency]` and `speak` after `speak = {...: about.notice}`."""
        if known := self.speakers.get(_called(source, called)):
            return known
        inner: list[ast.expr] = []
        match called:
            case ast.Name():
                inner = list(_assigned(scope, called))
            case ast.Subscript(value=whole):
                inner = [whole]
            case ast.Dict(values=entries):
                inner = entries
            case ast.IfExp(body=one, orelse=other):
                inner = [one, other]
        found = (self._speaker(source, scope, more, depth + 1) for more in inner if depth < 6)
        return next(filter(None, found), None)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every key that is said; one that cannot be followed has the key `?`."""
        return tuple(said for source in self.sources for said in self._said(source))

    def _said(self, source: Source) -> Iterator[Said]:
        for scope, call, key, speaker in self._scoped(source):
            if isinstance(key, ast.Name) and key.id in _parameters(scope):
                continue  # its callers say which
            found = [text for text in self.texts(source, scope, key) if KEY.fullmatch(text)]
            values = _values(call, speaker)
            for text in found:
                yield Said(source.at(call, "")[:-2], text, values)
            # an adapter says by `Say` alone: there, `post` and `answer` are methods of others
            whose = source.room == "flows" or (source.room == "adapters" and speaker.arguments == SAY)
            if not found and whose and not source.is_under(*GENERIC):
                yield Said(source.at(call, "")[:-2], "?", None)

    @cached_property
    def offered(self) -> tuple[Offered, ...]:
        """Every choice put under a sentence by `asks`, as far as both can be followed."""
        found: list[Offered] = []
        handed_on: dict[str, set[str]] = {}
        size = -1
        while size < len(found) + sum(map(len, handed_on.values())):
            size = len(found) + sum(map(len, handed_on.values()))
            found = [offer for source in self.sources for offer in self._offered(source, handed_on)]
        return tuple(dict.fromkeys(found))

    def _offered(self, source: Source, handed_on: dict[str, set[str]]) -> Iterator[Offered]:
        """A function that is handed its key offers its choices wherever it is called: `handed_on` gathers them."""
        for scope, node, keys, choices in self._put(source):
            chosen = [text for choice in choices for text in self.texts(source, scope, choice)]
            chosen += sorted(handed_on.get(_called(source, node.func), ()))
            for key in keys:
                if isinstance(key, ast.Name) and key.id in _parameters(scope) and isinstance(scope, Function):
                    handed_on.setdefault(_title(source, scope), set()).update(chosen)
                for text in filter(KEY.fullmatch, self.texts(source, scope, key)):
                    yield from (Offered(source.at(node, "")[:-2], text, choice) for choice in chosen)

    def _put(self, source: Source) -> Iterator[tuple[ast.AST, ast.Call, list[ast.expr], list[ast.expr]]]:
        """Every call that may put choices under a sentence: the keys it may say, the choices it writes out."""
        for scope, call, key, speaker in self._scoped(source):
            choices = (
                _argument(call, speaker.arguments, "choices") if "choices" in speaker.arguments else None
            )
            yield scope, call, [key], [choices] if choices else []
        for scope in [source.tree, *_functions(source.tree)]:
            for node in _own(scope):
                if isinstance(node, ast.Call) and _name(node.func) == "asks" and len(node.args) > 2:
                    wishes = [node.args[0], *_assigned(scope, node.args[0])]
                    keys = [key for wish in wishes for _, key, _ in self._calls(source, wish, scope)]
                    yield scope, node, keys, [node.args[2]]

    def _scoped(self, source: Source) -> Iterator[tuple[ast.AST, ast.Call, ast.expr, Speaker]]:
        for scope in [source.tree, *_functions(source.tree)]:
            own = set(map(id, _own(scope)))
            for call, key, speaker in self._calls(source, scope, scope):
                if id(call) in own:
                    yield scope, call, key, speaker

    def texts(self, source: Source, scope: ast.AST, node: ast.expr, depth: int = 0) -> list[str]:
        """Every string that an expression may be, as far as reading tells; `*` for what is put into one."""

        def inner(more: ast.expr) -> list[str]:
            return self.texts(source, scope, more, depth + 1) if depth < 8 else []

        match node:
            case ast.Constant(value=str() as text):
                return [text]
            case ast.JoinedStr(values=parts):
                built = [""]
                for part in parts:
                    built = [begun + text for begun in built for text in self._part(part, inner)]
                return built
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

    def _part(self, part: ast.expr, inner: Callable[[ast.expr], list[str]]) -> list[str]:
        """What may stand in one place of an f-string: known texts, the two roles, or anything."""
        if not isinstance(part, ast.FormattedValue):
            return inner(part)
        named_for_role = _name(part.value).split("_")[-1] == "role"
        return inner(part.value) or (["mentee", "mentor"] if named_for_role else ["*"])

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


@cache
def _functions(tree: ast.AST) -> tuple[Function, ...]:
    return tuple(node for node in ast.walk(tree) if isinstance(node, Function))


def _title(source: Source, function: Function) -> str:
    """A function under its dotted name, a method under its own with a dot before it."""
    method = any(argument.arg in ("self", "cls") for argument in function.args.args[:1])
    return f".{function.name}" if method else f"{_module(source)}.{function.name}"


def _called(source: Source, called: ast.expr) -> str:
    if isinstance(called, ast.Name):
        return source.dotted(called) or f"{_module(source)}.{called.id}"
    if isinstance(called, ast.Attribute):
        return source.dotted(called) or f".{called.attr}"
    return ""


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


@cache
def _walked(scope: ast.AST) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(scope))


def _assigned(scope: ast.AST, name: ast.expr) -> Sequence[ast.expr]:
    """What a local name is given in its scope, by assignment or by a loop."""
    return _assignments(scope).get(name.id, ()) if isinstance(name, ast.Name) else ()


@cache
def _assignments(scope: ast.AST) -> Mapping[str, Sequence[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in _walked(scope):
        match node:
            case ast.Assign(targets=targets, value=value):
                pairs = [(target, value) for target in targets]
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.NamedExpr(target=target, value=value)
            ):
                pairs = [(target, value)]
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                items = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
                pairs = [(target, item) for item in items]
            case _:
                continue
        for taken, value in pairs:
            for name, given in _taken(taken, value):
                found.setdefault(name, []).append(given)
    return found


def _taken(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    if isinstance(target, ast.Tuple):
        whole = isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts)
        for nth, part in enumerate(target.elts):
            if isinstance(part, ast.Name):
                yield part.id, value.elts[nth] if whole and isinstance(value, ast.Tuple) else value


def _parameters(scope: ast.AST) -> list[str]:
    """The names of a function's arguments, in order, without self."""
    if not isinstance(scope, Function):
        return []
    every = [*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs]
    return [argument.arg for argument in every if argument.arg != "self"]


def _values(call: ast.Call, speaker: Speaker) -> frozenset[str] | None:
    """The names of the values that a call gives to its sentence."""
    if speaker.arguments == SAY:
        values = _argument(call, SAY, "values")
        return frozenset() if values is None else _keys(call, values)
    given = [keyword.arg for keyword in call.keywords]
    if None in given or speaker.adds is None:
        return None
    return (frozenset(filter(None, given)) - NO_VALUES - set(speaker.arguments)) | speaker.adds


def _added(function: Function, call: ast.Call, speaker: Speaker) -> frozenset[str] | None:
    """The values that a speaker gives by itself, where it hands all that it was given on as `**values`."""
    if speaker.arguments == SAY or speaker.adds is None or not function.args.kwarg:
        return None
    found = set(speaker.adds)
    for keyword in call.keywords:
        keys = frozenset([keyword.arg]) if keyword.arg else _keys(function, keyword.value)
        if keys is None:
            return None
        found |= keys
    return frozenset(found - NO_VALUES - set(speaker.arguments))


def _keys(scope: ast.AST, values: ast.expr) -> frozenset[str] | None:
    """The keys of a mapping that is written out, perhaps with others opened into it; `**values` adds none."""
    if isinstance(values, ast.Name):
        if isinstance(scope, Function) and scope.args.kwarg and values.id == scope.args.kwarg.arg:
            return frozenset()
        assigned = list(_assigned(scope, values))
        return _keys(scope, assigned[0]) if len(assigned) == 1 else None
    if not isinstance(values, ast.Dict):
        return None
    found: set[str] = set()
    for key, value in zip(values.keys, values.values, strict=True):
        inner = frozenset([str(key.value)]) if isinstance(key, ast.Constant) else None
        if key is None:
            inner = _keys(scope, value)
        if inner is None:
            return None
        found |= inner
    return frozenset(found)


def unused(known: Mapping[str, object], code: Code) -> list[str]:
    """Keys that nothing says, and labels of choices that nothing offers."""
    return [key for key in known if not _is_used(key, code)]


def _is_used(key: str, code: Code) -> bool:
    owner, buttons, choice = key.rpartition("buttons.")
    if not buttons:
        return any(said.says(key) for said in code.said)
    offered = choice == "number" or choice in code.words
    return offered and (not owner or any(said.says(owner.rstrip(".")) for said in code.said))
