"""Every sentence of setting up, in the language of whoever does it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.slack.calling.calls import Limited, Refused
from flows.core import Core, Setup
from flows.ids import AccountId
from flows.messages import Say

PROGRAM, ANNOUNCEMENTS, COORDINATORS = "program", "announcements", "coordinators"
DESK, PASTED, FILE, WHOLE = "desk", "pasted", "file", "whole"
SAID: Mapping[str, Say] = {
    "title": Say("chat.setup.title"),
    "save": Say("chat.setup.save"),
    "close": Say("chat.setup.close"),
    "intro": Say("chat.setup.intro"),
    "invite": Say("chat.setup.invite"),
    PROGRAM: Say("chat.setup.program"),
    "program_help": Say("chat.setup.program_help"),
    ANNOUNCEMENTS: Say("chat.setup.announcements"),
    "announcements_help": Say("chat.setup.announcements_help"),
    COORDINATORS: Say("chat.setup.coordinators"),
    "coordinators_help": Say("chat.setup.coordinators_help"),
    DESK: Say("chat.setup.desk"),
    "desk_help": Say("chat.setup.desk_help"),
    PASTED: Say("chat.setup.pasted"),
    "pasted_help": Say("chat.setup.pasted_help"),
    FILE: Say("chat.setup.file"),
    "file_help": Say("chat.setup.file_help"),
    WHOLE: Say("chat.setup.whole"),
    "whole_help": Say("chat.setup.whole_help"),
    "whole_yes": Say("chat.setup.whole_yes"),
    "saved": Say("chat.setup.saved"),
    "working": Say("chat.setup.working"),
    "nobody": Say("chat.setup.nobody"),
    "nowhere": Say("chat.setup.nowhere"),
    "complete": Say("chat.setup.complete"),
    "still": Say("chat.setup.still"),
    "not_yours": Say("chat.setup.not_yours"),
    "who_may": Say("chat.setup.who_may"),
    "no_answer": Say("chat.setup.no_answer"),
    "again": Say("chat.setup.again"),
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
        self.last: Told = {}
        """Those that were read last."""

    async def told(self, account: AccountId) -> Told:
        """All that always reads the same."""
        words = await asyncio.to_thread(self._core.words, account, *SAID.values())
        self.last = dict(zip(SAID, words, strict=True))
        return self.last

    async def why_not(self, account: AccountId, failed: Exception) -> str:
        """Why the page could not be opened, and what would help."""
        if not isinstance(failed, Refused) or isinstance(failed, Limited):
            return self.last["no_answer"]
        if "trigger" in failed.error:
            return self.last["again"]
        said = Say("chat.setup.refused", {"error": failed.error})
        (words,) = await asyncio.to_thread(self._core.words, account, said)
        return words

    async def beside(self, account: AccountId, errors: Errors) -> Mapping[str, str]:
        """What stands beside the fields."""
        said = [say for wrong in errors.values() for say in wrong]
        words = iter(await asyncio.to_thread(self._core.words, account, *said))
        return {field: "\n".join(next(words) for _ in wrong) for field, wrong in errors.items()}

    async def hellos(self, account: AccountId, program: str) -> Mapping[str, str]:
        """What is posted in the channel of each field, for all who read there; and, under `still`, for one alone."""
        values = {"program": program}
        here, desk = await asyncio.to_thread(
            self._core.words,
            None,
            Say("chat.setup.hello_announcements", values),
            Say("chat.setup.hello_desk", values),
        )
        (still,) = await asyncio.to_thread(self._core.words, account, Say("chat.setup.still_here"))
        return {ANNOUNCEMENTS: here, DESK: desk, "still": still}

    async def stands(self, account: AccountId, setup: Setup, over: int = 0) -> Stands:
        """How far it is; `over` lines of a list were passed over."""
        members, passed_over, *missing = await asyncio.to_thread(
            self._core.words,
            account,
            Say("chat.setup.members", {"count": setup.members}),
            Say("chat.setup.passed_over", {"count": over}),
            *setup.missing,
        )
        return Stands(members=members, passed_over=passed_over if over else "", missing=tuple(missing))
