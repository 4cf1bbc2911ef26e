"""The house rules hold here, and each of them can be seen to fail on a planted breach."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.map import MAP, written_map
from tests.house.rules import (
    RULES,
    Rule,
    broad_handlers_are_counted,
    chance_comes_from_a_seed,
    every_dependency_is_pinned,
    every_dependency_says_why,
    every_flow_stands_in_the_contracts,
    every_folder_is_a_package,
    every_module_says_what_it_is_for,
    files_stay_small,
    flows_are_frozen,
    flows_never_wait,
    flows_read_and_write_nothing,
    functions_stay_small,
    names_say_something,
    no_place_of_one_machine,
    no_test_skips_sleeps_or_mocks,
    only_settings_read_the_environment,
    only_storage_knows_the_tables,
    pins_are_only_versions_and_hashes,
    time_comes_through_the_clock,
)
from tests.house.sources import PROJECT, ROOMS

LONG = "def long() -> None:\n" + "    print()\n" * 50
CATCH = "try:\n    pass\nexcept Exception:\n    pass\n"
PIN = "ruff==1 \\\n    --hash=sha256:ab\n"
PROJECT_FILE = "[project]\ndependencies = [\n    {}\n]\n[project.optional-dependencies]\ndev = [\n]\n"
SLASH = "/"

BREACHES: list[tuple[Rule, str, str]] = [
    (every_module_says_what_it_is_for, "flows/a.py", "X = 1\n"),
    (every_module_says_what_it_is_for, "tests/flows/a.py", '"""Words with no end"""\n'),
    (files_stay_small, "bot/a.py", "X = 1\n" * 351),
    (functions_stay_small, "adapters/slack/a.py", LONG),
    (flows_never_wait, "flows/a.py", "async def a() -> None: ...\n"),
    (flows_read_and_write_nothing, "flows/a.py", 'open("a")\n'),
    (flows_are_frozen, "flows/a.py", "from dataclasses import dataclass\n@dataclass\nclass A: ...\n"),
    (
        flows_are_frozen,
        "flows/a.py",
        "import dataclasses\n@dataclasses.dataclass(slots=True)\nclass A: ...\n",
    ),
    (time_comes_through_the_clock, "bot/a.py", "from datetime import datetime as dt\ndt.now()\n"),
    (time_comes_through_the_clock, "flows/a.py", "import datetime\ndatetime.date.today()\n"),
    (time_comes_through_the_clock, "storage/a.py", "from time import time as seconds\n"),
    (time_comes_through_the_clock, "storage/a.py", "from sqlalchemy import func\nfunc.now()\n"),
    (chance_comes_from_a_seed, "flows/a.py", "from uuid import uuid4\n"),
    (chance_comes_from_a_seed, "storage/a.py", "import random\n"),
    (chance_comes_from_a_seed, "bot/rehearsal/a.py", "import random\nrandom.choice([1])\n"),
    (chance_comes_from_a_seed, "bot/rehearsal/a.py", "from random import Random\nRandom()\n"),
    (only_settings_read_the_environment, "bot/a.py", 'import os\nos.environ["A"]\n'),
    (only_settings_read_the_environment, "storage/a.py", "from os import getenv\n"),
    (only_storage_knows_the_tables, "bot/a.py", "import sqlmodel\n"),
    (no_test_skips_sleeps_or_mocks, "tests/a.py", "import pytest\n@pytest.mark.skip\ndef a(): ...\n"),
    (no_test_skips_sleeps_or_mocks, "tests/a.py", "from unittest.mock import Mock\n"),
    (every_flow_stands_in_the_contracts, "flows/a.py", "from flows.flow import Flow\nA = Flow()\n"),
    (broad_handlers_are_counted, "bot/a.py", CATCH * 3),
    (broad_handlers_are_counted, "bot/a.py", CATCH.replace("Exception", "(KeyError, Exception)") * 3),
    (broad_handlers_are_counted, "bot/a.py", CATCH.replace(" Exception", "") * 3),
    (
        broad_handlers_are_counted,
        "bot/a.py",
        "from contextlib import suppress\n" + "suppress(Exception)\n" * 3,
    ),
    (names_say_something, "bot/utils.py", ""),
    (names_say_something, "storage/base/a.py", ""),
    (names_say_something, "tests/date_helpers.py", ""),
    (every_folder_is_a_package, "flows/a/b.py", ""),
    (no_place_of_one_machine, "bot/a.py", f'PATH = "{SLASH}tmp/a"\n'),
    (no_place_of_one_machine, "README.md", f"cd {SLASH}home/me\n"),
    (no_place_of_one_machine, "Makefile", f"x: https:{SLASH}/pypi.example\n"),
    (pins_are_only_versions_and_hashes, "requirements.txt", "--index-url x\n" + PIN),
    (
        pins_are_only_versions_and_hashes,
        "requirements.txt",
        f"ruff @ file://{SLASH}a/b.whl --hash=sha256:ab\n",
    ),
    (pins_are_only_versions_and_hashes, "requirements.txt", "ruff==1\n"),
    (pins_are_only_versions_and_hashes, "requirements-dev.txt", "ruff>=1 --hash=sha256:ab\n"),
    (every_dependency_is_pinned, "pyproject.toml", PROJECT_FILE.format('"Typer_x>=1"')),
    (every_dependency_says_why, "pyproject.toml", PROJECT_FILE.format('"ruff>=1",')),
]

PERMITTED: list[tuple[Rule, str, str]] = [
    (time_comes_through_the_clock, "bot/clock.py", "from datetime import datetime\ndatetime.now()\n"),
    (time_comes_through_the_clock, "bot/a.py", "from datetime import datetime, time\ntime(9)\nclock.now()\n"),
    (chance_comes_from_a_seed, "bot/rehearsal/a.py", "import random\nrandom.Random(1)\n"),
    (only_settings_read_the_environment, "bot/settings.py", 'import os\nos.environ["A"]\n'),
    (only_storage_knows_the_tables, "storage/a.py", "import sqlmodel\n"),
    (broad_handlers_are_counted, "bot/a.py", CATCH * 2),
    (names_say_something, "storage/database.py", ""),
    (functions_stay_small, "tests/test_a.py", LONG),
    (functions_stay_small, "storage/migrations/versions/a.py", LONG),
    (flows_never_wait, "bot/a.py", "async def a() -> None: ...\n"),
    (
        flows_are_frozen,
        "flows/a.py",
        "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A: ...\n",
    ),
    (every_dependency_is_pinned, "pyproject.toml", PROJECT_FILE.format('"Ruff[x]>=1"')),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule: Rule) -> None:
    assert not list(rule(PROJECT))


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES)
def test_a_breach_is_found(tmp_path: Path, rule: Rule, path: str, text: str) -> None:
    plant(tmp_path, path, text)
    findings = list(rule(tmp_path))
    assert findings
    assert all(finding.startswith(path.split("/", maxsplit=1)[0]) for finding in findings)


@pytest.mark.parametrize(("rule", "path", "text"), PERMITTED)
def test_what_is_permitted_passes(tmp_path: Path, rule: Rule, path: str, text: str) -> None:
    plant(tmp_path, path, text)
    assert not list(rule(tmp_path))


def test_every_rule_has_been_seen_to_fail() -> None:
    assert {rule for rule, _, _ in BREACHES} == set(RULES)


def plant(root: Path, path: str, text: str) -> None:
    """A sound little project but for one file."""
    sound = {
        "requirements.txt": PIN,
        "requirements-dev.txt": PIN,
        "pyproject.toml": PROJECT_FILE.format('"ruff>=1",  # lint'),
    }
    for name, words in {**sound, path: text}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(words, encoding="utf-8")


def test_the_map_is_current() -> None:
    assert (PROJECT / MAP).read_text(encoding="utf-8") == written_map(PROJECT), "run: make map"


def test_the_arrows_point_down() -> None:
    assert arrows(PROJECT) == (0, "")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("flows/planted.py", "import storage"),
        ("flows/planted.py", "import bot.clock"),
        ("flows/planted.py", "import sqlalchemy"),
        ("flows/planted.py", "import random"),
        ("flows/planted.py", "import asyncio"),
        ("storage/planted.py", "import bot"),
        ("storage/planted.py", "import adapters"),
        ("adapters/planted.py", "import storage"),
        ("bot/planted.py", "import sqlmodel"),
    ],
)
def test_an_arrow_that_points_up_is_found(tmp_path: Path, path: str, line: str) -> None:
    copy_rooms(tmp_path)
    (tmp_path / path).write_text(f"{line}\n", encoding="utf-8")
    code, words = arrows(tmp_path)
    assert code == 1
    assert path.removesuffix(".py").replace("/", ".") in words


def test_two_flows_or_two_platforms_that_meet_are_found(tmp_path: Path) -> None:
    copy_rooms(tmp_path)
    contracts = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    listed = contracts.replace('    "flows.pair.contact",', '    "flows.pair.contact",\n    "flows.planted",')
    (tmp_path / "pyproject.toml").write_text(listed, encoding="utf-8")
    (tmp_path / "flows/planted.py").write_text("import flows.pair.contact\n", encoding="utf-8")
    (tmp_path / "adapters/one.py").write_text("import adapters.two\n", encoding="utf-8")
    (tmp_path / "adapters/two.py").write_text("", encoding="utf-8")
    code, words = arrows(tmp_path)
    assert code == 1
    assert "flows.planted is not allowed to import flows.pair.contact" in words
    assert "adapters.one is not allowed to import adapters.two" in words


def copy_rooms(root: Path) -> None:
    for room in ROOMS:
        shutil.copytree(PROJECT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", root)


def arrows(root: Path) -> tuple[int, str]:
    """What import-linter says of the project at this place: its exit code, and its words where it is not 0."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout if done.returncode else ""


def test_the_readme_names_every_make_target() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):.*##", makefile, re.MULTILINE)) - {"help"}
    assert targets == set(re.findall(r"^\| `make (\w+)`", readme, re.MULTILINE))
