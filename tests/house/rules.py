"""Each house rule is a function from a project folder to its findings; no finding, no breach."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.house.sources import ROOMS, Source, kept, modules

Rule = Callable[[Path], Iterator[str]]
Function = ast.FunctionDef | ast.AsyncFunctionDef

LONGEST_FILE = 350
LONGEST_FUNCTION = 50
BROAD_HANDLERS = 2  # one around a turn, one around a tick
MIGRATIONS = "storage/migrations/versions"  # generated, and never changed afterwards
CLOCK = "bot/clock"
REHEARSAL = "bot/rehearsal"
VAGUE = re.compile(r"(^|_)(utils?|helpers?|managers?|base)(_|$)")

CLOCKS = re.compile(
    r"datetime\.(datetime|date)\.(now|utcnow|today)"
    r"|time\.(time|monotonic|perf_counter|localtime|gmtime|sleep)(_ns)?"
    r"|sqlalchemy\.func\.(now|current_\w+)"
)
CHANCES = re.compile(r"uuid\.uuid[14]|os\.urandom|(random|secrets|numpy\.random)(\..+)?")
ENVIRONMENT = re.compile(r"os\.(environb?|getenvb?|putenv)(\..+)?|dotenv(\..+)?")
SKIPS = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)|unittest\.mock(\..+)?|time\.sleep")
ASYNC = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)

MACHINE_PATH = re.compile(r"(?<![\w.])/(wor[k]|tm[p]|hom[e]|roo[t]|opt|Users)/\w")
REGISTRY = re.compile(r"https?://(registr[y]|file[s]|pyp[i]|inde[x]|de[b])\.")
IN_PINS = re.compile(r"://|--(extra-)?index-url|--find-links|--trusted-host|^-[if]\b|\bfile:|(^|\s)[./]*/\w")
WORDS = {
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".ini",
    ".mako",
    ".html",
    ".css",
    ".js",
    ".yml",
    ".yaml",
    ".example",
    "",
}


def every_module_says_what_it_is_for(root: Path) -> Iterator[str]:
    for source in modules(root):
        words = ast.get_docstring(source.tree) or ""
        if not words.strip():
            yield f"{source.path}:1: no docstring"
        elif not words.splitlines()[0].endswith((".", "?", "!")):
            yield f"{source.path}:1: the docstring's first line is no sentence (it ends without a full stop)"


def files_stay_small(root: Path) -> Iterator[str]:
    for source in modules(root, *ROOMS, "benchmarks"):
        lines = source.text.count("\n")
        if lines > LONGEST_FILE and not source.is_under(MIGRATIONS):
            yield f"{source.path}: {lines} lines, {LONGEST_FILE} is the most; two duties in one file?"


def functions_stay_small(root: Path) -> Iterator[str]:
    for source in modules(root, *ROOMS, "benchmarks"):
        for node in ast.walk(source.tree):
            if isinstance(node, Function):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION and not source.is_under(MIGRATIONS):
                    yield source.at(node, f"{node.name} has {lines} lines, {LONGEST_FUNCTION} is the most")


def flows_never_wait(root: Path) -> Iterator[str]:
    for source in modules(root, "flows"):
        for node in ast.walk(source.tree):
            if isinstance(node, ASYNC):
                yield source.at(node, "flows are plain functions: no async, no await")


def flows_read_and_write_nothing(root: Path) -> Iterator[str]:
    for source in modules(root, "flows"):
        for node in ast.walk(source.tree):
            match node:
                case ast.Call(func=ast.Name(id="open" | "print" | "input" as name)):
                    yield source.at(node, f"{name}(): flows do no I/O")


def flows_are_frozen(root: Path) -> Iterator[str]:
    for source in modules(root, "flows"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef):
                for decorator in node.decorator_list:
                    if _is_thawed_dataclass(source, decorator):
                        yield source.at(node, f"{node.name} is a dataclass that is not frozen")


def _is_thawed_dataclass(source: Source, decorator: ast.expr) -> bool:
    call = decorator if isinstance(decorator, ast.Call) else None
    if source.dotted(call.func if call else decorator) != "dataclasses.dataclass":
        return False
    options = {option.arg: option.value for option in call.keywords} if call else {}
    frozen = options.get("frozen")
    return not (isinstance(frozen, ast.Constant) and frozen.value is True)


def time_comes_through_the_clock(root: Path) -> Iterator[str]:
    for source in modules(root, *ROOMS):
        if not source.is_under(CLOCK):
            yield from _uses(source, CLOCKS, f"time comes from {CLOCK}.py alone")


def chance_comes_from_a_seed(root: Path) -> Iterator[str]:
    for source in modules(root, *ROOMS):
        if not source.is_under(REHEARSAL):
            yield from _uses(source, CHANCES, "ids and choices derive from the event, never from chance")
            continue
        for node, name in source.references:
            if CHANCES.fullmatch(name) and name not in {"random", "random.Random"}:
                yield source.at(node, f"{name}: in the rehearsal every choice comes from random.Random(seed)")
        for call in ast.walk(source.tree):
            if isinstance(call, ast.Call) and source.dotted(call.func) == "random.Random" and not call.args:
                yield source.at(call, "random.Random without a seed")


def only_settings_read_the_environment(root: Path) -> Iterator[str]:
    for source in modules(root, *ROOMS):
        if not source.is_under("bot/settings"):
            yield from _uses(source, ENVIRONMENT, "only bot/settings.py reads the environment")


def only_storage_knows_the_tables(root: Path) -> Iterator[str]:
    for source in modules(root, *ROOMS):
        if source.room != "storage":
            yield from _uses(source, re.compile(r"sqlmodel(\..+)?"), "SQLModel never leaves storage/")


def no_test_skips_sleeps_or_mocks(root: Path) -> Iterator[str]:
    for source in modules(root, "tests"):
        yield from _uses(source, SKIPS, "a test runs the real part, at once, every time")


def _uses(source: Source, names: re.Pattern[str], why: str) -> Iterator[str]:
    seen = set()
    for node, name in source.references:
        if names.fullmatch(name) and (node.lineno, name) not in seen:
            seen.add((node.lineno, name))
            yield source.at(node, f"{name}: {why}")


def every_flow_stands_in_the_contracts(root: Path) -> Iterator[str]:
    tool = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8")).get("tool", {})
    contracts = {contract["name"]: contract for contract in tool.get("importlinter", {}).get("contracts", ())}
    apart = contracts.get("one flow knows nothing of another", {}).get("modules", ())
    hidden = contracts.get("adapters and storage see only the flows' words", {}).get("forbidden_modules", ())
    for flow in filter(_makes_a_flow, modules(root, "flows")):
        if flow.module not in apart or flow.module not in hidden:
            yield f"{flow.path}: makes a Flow; add {flow.module} to both contracts on flows in pyproject.toml"


def _makes_a_flow(source: Source) -> bool:
    return any(
        isinstance(node, ast.Call) and source.dotted(node.func) == "flows.flow.Flow"
        for node in ast.walk(source.tree)
    )


def broad_handlers_are_counted(root: Path) -> Iterator[str]:
    broad = [
        source.at(node, f"a broad exception handler; {BROAD_HANDLERS} in all is the most")
        for source in modules(root, *ROOMS)
        for node in ast.walk(source.tree)
        if _is_broad(source, node)
        if isinstance(node, ast.ExceptHandler | ast.Call)
    ]
    if len(broad) > BROAD_HANDLERS:
        yield from broad


def _is_broad(source: Source, node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        caught = [node.type]
    elif isinstance(node, ast.Call) and source.dotted(node.func) == "contextlib.suppress":
        caught = list(node.args)
    else:
        return False
    flat = [part for kind in caught for part in (kind.elts if isinstance(kind, ast.Tuple) else [kind])]
    return any(
        kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})
        for kind in flat
    )


def names_say_something(root: Path) -> Iterator[str]:
    for source in modules(root):
        for part in source.path.removesuffix(".py").split("/"):
            if VAGUE.search(part):
                yield f"{source.path}: '{part}' says nothing; name it for its duty"


def every_folder_is_a_package(root: Path) -> Iterator[str]:
    folders = {(root / source.path).parent for source in modules(root)}
    for folder in sorted(folders):
        if not (folder / "__init__.py").is_file():
            yield f"{folder.relative_to(root).as_posix()}/: no __init__.py"


def no_place_of_one_machine(root: Path) -> Iterator[str]:
    for path in kept(root):
        if path.suffix in WORDS:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                for found in [*MACHINE_PATH.finditer(line), *REGISTRY.finditer(line)]:
                    yield f"{path.relative_to(root).as_posix()}:{number}: {found[0]}"


def pins_are_only_versions_and_hashes(root: Path) -> Iterator[str]:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (root / name).read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), start=1):
            bare = line.split("#")[0].rstrip()
            if IN_PINS.search(bare):
                yield f"{name}:{number}: an index, host or path: {line.strip()}"
        for entry in _entries(text):
            if "==" not in entry or "--hash=sha256:" not in entry:
                yield f"{name}: no version or no hash: {entry.split()[0]}"


def every_dependency_is_pinned(root: Path) -> Iterator[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {
        "requirements.txt": project["dependencies"],
        "requirements-dev.txt": [*project["dependencies"], *project["optional-dependencies"]["dev"]],
    }
    for name, dependencies in wanted.items():
        pinned = {_project_name(entry) for entry in _entries((root / name).read_text(encoding="utf-8"))}
        for dependency in dependencies:
            if _project_name(dependency) not in pinned:
                yield f"pyproject.toml: {dependency} is not pinned in {name} (make pins)"


def every_dependency_says_why(root: Path) -> Iterator[str]:
    inside = False
    for number, line in enumerate((root / "pyproject.toml").read_text(encoding="utf-8").splitlines(), 1):
        if re.match(r"(dependencies|dev) = \[", line):
            inside = True
        elif line.startswith("]"):
            inside = False
        elif inside and not re.search(r"#\s*\w+", line):
            yield f"pyproject.toml:{number}: no word on why: {line.strip()}"


def _entries(pins: str) -> list[str]:
    joined = re.sub(r"\s*#.*", "", pins).replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.strip()]


def _project_name(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", name[0]).lower() if name else requirement


RULES: tuple[Rule, ...] = (
    every_module_says_what_it_is_for,
    files_stay_small,
    functions_stay_small,
    flows_never_wait,
    flows_read_and_write_nothing,
    flows_are_frozen,
    time_comes_through_the_clock,
    chance_comes_from_a_seed,
    only_settings_read_the_environment,
    only_storage_knows_the_tables,
    no_test_skips_sleeps_or_mocks,
    every_flow_stands_in_the_contracts,
    broad_handlers_are_counted,
    names_say_something,
    every_folder_is_a_package,
    no_place_of_one_machine,
    pins_are_only_versions_and_hashes,
    every_dependency_is_pinned,
    every_dependency_says_why,
)
