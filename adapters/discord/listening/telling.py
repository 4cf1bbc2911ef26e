"""Telling: an answer reaches the one who acted, at once or after all; where Discord takes none any more, in their DM."""

from typing import Any

import structlog

from adapters.discord.calling.calls import Calls
from adapters.discord.calling.failures import Away, Lost, Refused
from adapters.discord.listening.saying import Waiting, is_pressed, is_sent
from adapters.discord.reading.heard import Spot, Suggesting
from adapters.discord.reading.origin import account_of
from adapters.discord.render import EPHEMERAL
from adapters.discord.rendering.reply import GONE, Kind, Payload, Reply
from adapters.discord.send import Posting
from adapters.discord.sending.whither import Whither
from flows.core import NotRecorded
from flows.ids import AccountId, QuestionId
from flows.messages import Button, WordShown
from flows.ports import SendFailed, SendUnknown, StoreError, Unreachable, Unsendable

log = structlog.get_logger()

NOT_SAID = (Refused, Lost, Away, SendFailed, SendUnknown, Unreachable)
ALREADY = 40060
"""It was acknowledged before: by us, on a try whose answer got lost, or by another replica."""
TOO_LATE = frozenset({10062, 10015, 50027})
"""Unknown interaction, unknown webhook, invalid token: its time is over."""
MEANWHILE: dict[Kind, Payload] = {Kind.WAITS: {"flags": EPHEMERAL}, Kind.OFFERS: {"choices": []}}
CALLBACK = "/interactions/{interaction}/{token}/callback"
FOLLOW = "/webhooks/{app}/{token}"
ORIGINAL = f"{FOLLOW}/messages/@original"


class Telling:
    """Tells people things in answer to what they did. What must arrive, come what may, is a wish and not this."""

    def __init__(self, calls: Calls, posting: Posting) -> None:
        self._calls = calls
        self._posting = posting

    # --- at once --------------------------------------------------------------------------------------------

    async def answers(self, spot: Spot, reply: Reply, otherwise: Reply) -> None:
        """The first answer; `otherwise`, where Discord does not take this one."""
        try:
            data = MEANWHILE.get(reply.kind) if reply.data is None else reply.data
            await self._acknowledges(spot, reply.kind, data)
        except Refused as refused:
            if refused.code == ALREADY:
                return
            log.warning("an answer was refused", why=str(refused), kind=reply.kind.name)
            if refused.code in TOO_LATE:
                await self._in_dm(spot, reply)
            elif reply is not otherwise:
                await self.answers(spot, otherwise, otherwise)
        except (Lost, Away) as error:
            log.warning("somebody could not be answered", why=str(error), kind=reply.kind.name)
            await self._in_dm(spot, reply)
        else:
            await self._goes_on(spot, reply)

    async def _goes_on(self, spot: Spot, reply: Reply) -> None:
        """It was acknowledged, and there is more to it."""
        if reply.kind is Kind.WAITS:
            await self._vanishes(spot)
        try:
            await self._follows(spot, reply.more)
        except (Refused, Lost, Away) as error:
            log.warning("not all of an answer was said", why=str(error))

    async def _acknowledges(self, spot: Spot, kind: Kind, data: Payload | None) -> None:
        body: dict[str, Any] = {"type": int(kind), **({"data": data} if data is not None else {})}
        await self._calls.call("POST", CALLBACK, json=body, interaction=spot.interaction, token=spot.token)

    # --- after all ------------------------------------------------------------------------------------------

    async def defers(self, heard: Waiting) -> Kind | None:
        """It takes longer than Discord waits: let it be known that the answer follows. How; None where that went wrong."""
        kind = _deferral(heard)
        try:
            await self._acknowledges(heard.spot, kind, MEANWHILE.get(kind))
        except Refused as refused:
            if refused.code == ALREADY:
                return kind
            log.warning("an answer could not be put off", why=str(refused))
            return None
        except (Lost, Away) as error:
            log.warning("an answer could not be put off", why=str(error))
            return None
        return kind

    async def after_all(self, spot: Spot, deferred: Kind | None, reply: Reply) -> None:
        """The answer, to what was put off."""
        if deferred is Kind.OFFERS:
            return
        if deferred is None:
            await self._in_dm(spot, reply)
            return
        try:
            await self._after_all(spot, deferred, reply)
        except (Refused, Lost, Away) as error:
            log.warning("somebody could not be answered after all", why=str(error), kind=reply.kind.name)
            await self._in_dm(spot, reply)

    async def _after_all(self, spot: Spot, deferred: Kind, reply: Reply) -> None:
        data = reply.later if reply.kind is Kind.OPENS else reply.data
        if data is None:
            if deferred is Kind.WAITS:
                await self._vanishes(spot)
            return
        if deferred is Kind.WAITS or reply.kind is Kind.TURNS:
            edited = {**data, "flags": data.get("flags", 0) & ~EPHEMERAL}
            await self._calls.call("PATCH", ORIGINAL, json=edited, app=spot.application, token=spot.token)
        else:
            await self._follows(spot, (data,))
        await self._follows(spot, reply.more)

    async def _follows(self, spot: Spot, several: tuple[Payload, ...]) -> None:
        for data in several:
            await self._calls.call("POST", FOLLOW, json=data, app=spot.application, token=spot.token)

    async def _vanishes(self, spot: Spot) -> None:
        """What only said that an answer is coming, where it has come elsewhere."""
        try:
            await self._calls.call("DELETE", ORIGINAL, app=spot.application, token=spot.token)
        except (Refused, Lost, Away) as error:
            log.warning("an empty answer stays", why=str(error))

    # --- where they are written to ---------------------------------------------------------------------------

    async def aside(self, account: AccountId | None) -> Whither | None:
        """The thread in which somebody is written to, where their direct messages are closed."""
        return await self._posting.aside(account) if account else None

    async def _in_dm(self, spot: Spot, reply: Reply) -> None:
        if reply.word is None:
            return
        try:
            await self.writes(spot, reply.word, again=False)
        except (*NOT_SAID, StoreError) as error:
            log.warning("somebody could not be told", why=str(error))

    async def writes(
        self, spot: Spot, shown: WordShown, *, again: bool, button: tuple[str, str] | None = None
    ) -> None:
        """Into their direct conversation; perhaps with a button that says a command: the command and its label.
        Raises as `Posting.says` does, where another try may help."""
        buttons = (Button(QuestionId(""), *button),) if button else ()
        key = f"discord:{spot.interaction or spot.message}"
        try:
            await self._posting.says(account_of(spot.user), shown, key, again=again, buttons=buttons)
        except Unsendable as error:
            log.warning("somebody could not be told", why=str(error))


def _deferral(heard: Waiting) -> Kind:
    if isinstance(heard, Suggesting):
        return Kind.OFFERS
    if is_pressed(heard) or (is_sent(heard) and heard.spot.ephemeral):
        return Kind.LEAVES
    return GONE.kind


def not_answered(error: BaseException) -> None:
    """Write down why somebody is not told what became of what they did."""
    if isinstance(error, (NotRecorded, StoreError, *NOT_SAID)):
        log.warning("not answered", why=str(error), cause=str(error.__cause__ or ""))
    else:
        log.error("an answer failed", exc_info=error)
