"""What was filled in while setting up is held against Slack: who can coordinate, where we may post, what a list of members says."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.slack.calling.calls import Calls, Dead, Limited, Refused
from adapters.slack.calling.downloads import Unreadable
from adapters.slack.calling.profiles import Profile, profile
from adapters.slack.reading.heard import GivenFile
from adapters.slack.reading.origin import user_in
from adapters.slack.reading.payload import part, text
from adapters.slack.setup.fields import Given
from adapters.slack.setup.words import ANNOUNCEMENTS, COORDINATORS, DESK, FILE, PASTED, Errors
from flows.core import Core, Members, Setup
from flows.ids import AccountId
from flows.messages import Say

LARGEST = 5_000_000
"""In bytes; a list of a hundred thousand members is smaller."""
SHOWN = 3
"""How many lines that are wrong find room beside the field."""
NOT_THERE = frozenset({"not_in_channel", "channel_not_found"})
"""How Slack says that we are not in a channel: of a private one it does not even say that there is one."""
ANYWAY = "user_not_in_channel"
"""What Slack says of the reader alone: we are in the channel ourselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found."""

    errors: Errors = field(default_factory=dict)
    members: Members = field(default_factory=Members)
    newcomers: tuple[Profile, ...] = ()
    """Coordinators who have not been met yet."""


class Checks:
    """Looks things up in one workspace."""

    def __init__(self, calls: Calls, core: Core) -> None:
        self._calls = calls
        self._core = core
        self._greeted: set[str] = set()
        """Channels in which hello was said, though it was not saved then."""

    async def look(self, given: Given) -> Checked:
        """All that can be found out without anybody seeing it. Raises what `Calls.call` raises."""
        pasted, listed, people = await asyncio.gather(
            self._pasted(given.pasted), self._listed(given.file), self._people(given.coordinators)
        )
        gone = [each for each in people if not each.here]
        errors = {
            PASTED: _some(pasted.wrong),
            FILE: _some(listed.wrong),
            DESK: _apart(given),
            COORDINATORS: tuple(Say("chat.setup.app_or_gone", {"name": each.name}) for each in gone[:SHOWN]),
        }
        return Checked(
            errors={where: wrong for where, wrong in errors.items() if wrong},
            members=Members(
                listed=(*pasted.listed, *listed.listed), passed_over=pasted.passed_over + listed.passed_over
            ),
            newcomers=tuple(people),
        )

    async def greet(self, given: Given, setup: Setup, by: AccountId, hellos: Mapping[str, str]) -> Errors:
        """Say hello in channels that were newly chosen: whether we may post there, only posting tells. In those where we
        have been before, only whoever sets up sees that we are still there."""
        standing = {ANNOUNCEMENTS: setup.announcements, DESK: setup.desk}
        chosen = {ANNOUNCEMENTS: given.announcements, DESK: given.desk}
        errors: dict[str, tuple[Say, ...]] = {}
        for where, channel in chosen.items():
            if channel:
                known = channel in {*standing.values(), *self._greeted}
                wrong = await self._posts(channel, hellos["still" if known else where], by if known else None)
                errors |= {where: (wrong,)} if wrong else {}
        return errors

    # --- each of them -------------------------------------------------------------------------------------

    async def _pasted(self, typed: str) -> Members:
        return await asyncio.to_thread(self._core.members_in, typed.encode(), "")

    async def _listed(self, file: GivenFile | None) -> Members:
        if file is None:
            return Members()
        if file.size > LARGEST:
            return Members(wrong=(Say("chat.setup.too_large"),))
        try:
            content = await self._calls.download(file.url or await self._address(file), LARGEST)
        except (Unreadable, Refused) as unreadable:
            if isinstance(unreadable, Dead):
                raise
            return Members(wrong=(Say("chat.setup.no_file"),))
        return await asyncio.to_thread(self._core.members_in, content, file.name or "members.csv")

    async def _address(self, file: GivenFile) -> str:
        return text(part(await self._calls.call("files.info", file=file.id), "file"), "url_private_download")

    async def _people(self, accounts: tuple[AccountId, ...]) -> list[Profile]:
        """Those who have not been met yet."""
        known = await asyncio.to_thread(lambda: [self._core.knows(account) for account in accounts])
        strangers = [account for account, met in zip(accounts, known, strict=True) if not met]
        return list(await asyncio.gather(*(profile(self._calls, account) for account in strangers)))

    async def _posts(self, channel: str, words: str, reader: AccountId | None) -> Say | None:
        """Post something; why Slack does not let us."""
        said = {"channel": channel, "text": words}
        try:
            if reader:
                await self._calls.call("chat.postEphemeral", user=user_in(reader)[1], **said)
            else:
                await self._calls.call("chat.postMessage", unfurl_links=False, **said)
                self._greeted.add(channel)
        except (Dead, Limited):
            raise
        except Refused as refused:
            return _why_not(refused.error)
        return None


def _apart(given: Given) -> tuple[Say, ...]:
    """What is told in confidence does not go where everybody reads."""
    same = given.desk and given.desk == given.announcements
    return (Say("chat.setup.same_channel"),) if same else ()


def _why_not(error: str) -> Say | None:
    if error in NOT_THERE:
        return Say("chat.setup.not_there")
    if error == "is_archived":
        return Say("chat.setup.archived")
    return None if error == ANYWAY else Say("chat.setup.closed_to_me", {"error": error})


def _some(wrong: tuple[Say, ...]) -> tuple[Say, ...]:
    """The first few, and how many more there are."""
    more = len(wrong) - SHOWN
    return (*wrong[:SHOWN], Say("chat.setup.more", {"count": more})) if more > 0 else wrong
