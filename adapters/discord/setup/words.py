"""Every sentence of setting up, in the language of whoever does it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.core import Core, Setup
from flows.ids import AccountId
from flows.messages import Say

PROGRAM, ANNOUNCEMENTS, DESK, COORDINATORS = "program", "announcements", "desk", "coordinators"
ROLES, FILE, PASTED, WHOLE = "roles", "file", "pasted", "whole"
SAID: Mapping[str, Say] = {
    "title": Say("chat.setup.title"),
    "here": Say("chat.setup.here"),
    "open": Say("chat.open"),
    PROGRAM: Say("chat.setup.program"),
    "program_help": Say("chat.setup.server.program_help"),
    ANNOUNCEMENTS: Say("chat.setup.announcements"),
    "announcements_help": Say("chat.setup.server.announcements_help"),
    DESK: Say("chat.setup.desk"),
    "desk_help": Say("chat.setup.server.desk_help"),
    COORDINATORS: Say("chat.setup.coordinators"),
    "coordinators_help": Say("chat.setup.server.coordinators_help"),
    ROLES: Say("chat.setup.server.roles"),
    "roles_help": Say("chat.setup.server.roles_help"),
    FILE: Say("chat.setup.server.file"),
    "file_help": Say("chat.setup.server.file_help"),
    PASTED: Say("chat.setup.pasted"),
    "pasted_help": Say("chat.setup.pasted_help"),
    WHOLE: Say("chat.setup.whole_yes"),
    "whole_help": Say("chat.setup.whole_help"),
    "change": Say("chat.setup.server.change"),
    "members": Say("chat.setup.server.members"),
    "mend": Say("chat.setup.server.mend"),
    "wrong": Say("chat.setup.server.wrong"),
    "saved": Say("chat.setup.saved"),
    "nobody": Say("chat.setup.nobody"),
    "nowhere": Say("chat.setup.nowhere"),
    "complete": Say("chat.setup.complete"),
    "still": Say("chat.setup.still"),
    "not_yours": Say("chat.setup.server.not_yours"),
    "who_may": Say("chat.setup.who_may"),
    "in_server": Say("chat.setup.in_server"),
    "not_here": Say("chat.setup.server.not_here"),
    "no_answer": Say("chat.setup.server.no_answer"),
}
"""Every sentence of it, in the reader's language."""

Told = Mapping[str, str]
Errors = Mapping[str, tuple[Say, ...]]
"""What is wrong, by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """How far it is, in words."""

    members: str = ""
    passed_over: str = ""
    missing: tuple[str, ...] = ()


class Words:
    """Asks the core for them."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def told(self, account: AccountId) -> Told:
        """All that always reads the same."""
        words = await asyncio.to_thread(self._core.words, account, *SAID.values())
        return dict(zip(SAID, words, strict=True))

    async def lines(self, account: AccountId, said: Sequence[Say]) -> tuple[str, ...]:
        """Whatever else there is to say."""
        return await asyncio.to_thread(self._core.words, account, *said)

    async def beside(self, account: AccountId, errors: Errors) -> Mapping[str, tuple[str, ...]]:
        """What is wrong with each field."""
        words = iter(await self.lines(account, [say for wrong in errors.values() for say in wrong]))
        return {field: tuple(next(words) for _ in wrong) for field, wrong in errors.items()}

    async def stands(self, account: AccountId, setup: Setup, over: int = 0) -> Stands:
        """How far it is; `over` lines of a list were passed over."""
        counted = (
            Say("chat.setup.members", {"count": setup.members}),
            Say("chat.setup.passed_over", {"count": over}),
        )
        members, passed_over, *missing = await self.lines(account, (*counted, *setup.missing))
        return Stands(members=members, passed_over=passed_over if over else "", missing=tuple(missing))
