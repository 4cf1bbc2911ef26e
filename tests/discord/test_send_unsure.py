"""Unknown outcomes: what may be out is looked for, and nothing is said twice or lost, in any place."""

import asyncio
from typing import Any

import pytest

from flows.messages import Message
from flows.ports import SendFailed, SendUnknown, Unreachable
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.records import Channel
from tests.discord.records import Message as Posted
from tests.discord.sending import LONG, NEWS, Stage, ics, message, stage

UNSURE: list[tuple[How, dict[str, Any]]] = [
    (How.SERVER_ERROR, {"status": 503}),
    (How.SERVER_ERROR, {"status": 520}),
    (How.DROPPED, {}),
]
"""What Discord can do that says nothing about whether it posted."""
TRIES = 3
"""How often we try by ourselves: Discord knows the nonce."""
PAST_NONCES = 10 * 60
ROOM = "Ada Archer & Ben Book"


async def until_out(shelfmate: Stage, wanted: Message) -> str:
    """As the outbox goes about it: what is unsure is looked for before it is sent again."""
    for _ in range(5):
        try:
            return await shelfmate.sends(wanted)
        except SendUnknown:
            if (ref := await shelfmate.finds(wanted)) is not None:
                return ref
        except (SendFailed, Unreachable):
            pass
    raise AssertionError("it was never sent")


async def places(shelfmate: Stage) -> dict[str, str]:
    """One of each sort, and what Ada knows it as."""
    shelfmate.there.allow(May.CREATE_PRIVATE_THREADS)
    shelfmate.is_set_up()
    (to_ada, _), _ = shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book")
    room = shelfmate.pairs("ada", "ben")
    await shelfmate.sends(message(room, "This is your room.", key="k0"))
    return {"dm": to_ada, "room": room, "channel": NEWS}


def read(shelfmate: Stage, sort: str) -> list[str]:
    """What Ada reads there, of what matters here."""
    (ada,) = (one for one in shelfmate.there.people.values() if one.name == "Ada Archer")
    there = {"dm": "Shelfmate", "room": ROOM, "channel": "#news"}[sort]
    return [seen.text for seen in ada.screen[there] if "met" in seen.text]


@pytest.mark.parametrize("sort", ["dm", "room", "channel"])
@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize(("how", "more"), UNSURE)
async def test_whatever_becomes_of_a_post_it_is_read_once(
    there: Discord, how: How, more: dict[str, Any], sort: str, *, done: bool
) -> None:
    async with stage(there) as shelfmate:
        place = (await places(shelfmate))[sort]
        shelfmate.wished("k1")
        there.faults.plant("create_message", how, done=done, times=TRIES, **more)
        with pytest.raises(SendUnknown, match="Discord: "):
            await shelfmate.sends(message(place, "Have you met?"))
        await there.passes(PAST_NONCES)
        shelfmate.restarts()
        found = await shelfmate.finds(message(place, "Have you met?"))
        assert (found is not None) is done
        assert found or await until_out(shelfmate, message(place, "Have you met?"))
    assert read(shelfmate, sort) == ["Have you met?"]


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize(("how", "more"), [UNSURE[0], UNSURE[2]])
async def test_one_connection_that_drops_is_nobodys_concern(
    there: Discord, how: How, more: dict[str, Any], *, done: bool
) -> None:
    async with stage(there) as shelfmate:
        place = (await places(shelfmate))["dm"]
        there.faults.plant("create_message", how, done=done, times=TRIES - 1, **more)
        await shelfmate.sends(message(place, "Have you met?"))
    assert read(shelfmate, "dm") == ["Have you met?"]


async def test_what_the_library_tries_again_after_a_500_is_read_once(there: Discord) -> None:
    async with stage(there) as shelfmate:
        place = (await places(shelfmate))["channel"]
        there.faults.plant("create_message", How.SERVER_ERROR, done=True)
        await shelfmate.sends(message(place, "Have you met?"))
    assert read(shelfmate, "channel") == ["Have you met?"]
    assert shelfmate.posted() == 3


async def test_a_limit_is_waited_for(there: Discord) -> None:
    async with stage(there) as shelfmate:
        place = (await places(shelfmate))["dm"]
        there.faults.plant("create_message", How.LIMITED, times=3)
        there.faults.plant("create_message", How.LIMITED, everywhere=True)
        await shelfmate.sends(message(place, "Have you met?"))
    assert read(shelfmate, "dm") == ["Have you met?"]


# --- several posts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("restarts", [False, True])
async def test_of_several_posts_only_what_is_missing_is_posted(
    there: Discord, nth: int, *, done: bool, restarts: bool
) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        wanted = message(to_ada, f"One. {LONG}", f"Two. {LONG}", f"Three. {LONG}", "Four.")
        starts = {1: "One", 2: "Two", 3: "Three"}[nth]
        there.faults.plant(
            "create_message",
            How.SERVER_ERROR,
            done=done,
            status=503,
            times=TRIES,
            of=lambda args: starts in str(args["components"]),
        )
        with pytest.raises(SendUnknown):
            await shelfmate.sends(wanted)
        await there.passes(PAST_NONCES)
        if restarts:
            shelfmate.restarts()
        found = await shelfmate.finds(wanted)
        assert (found is not None) is (done and nth == 3)
        ref = found or await until_out(shelfmate, wanted)
    assert [seen.text[:4] for seen in ada.dm] == ["One.", "Two.", "Thre"]
    assert ref == f"{ada.dm[0].channel}:{','.join(seen.id for seen in ada.dm)}"


async def test_killed_between_two_posts_it_goes_on_where_it_was(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        wanted = message(to_ada, f"One. {LONG}", f"Two. {LONG}")
        slow = there.faults.plant(
            "create_message", How.SLOW, of=lambda args: "Two" in str(args["components"])
        )
        sending = asyncio.create_task(shelfmate.sends(wanted))
        await there.until(lambda: slow.times == 0, "the second post")
        await shelfmate.dies(sending)
        await there.passes(PAST_NONCES)
        assert await shelfmate.finds(wanted) is None
        shelfmate.restarts()
        await until_out(shelfmate, wanted)
        assert [seen.text[:4] for seen in ada.dm] == ["One.", "Two."]


async def test_what_reads_otherwise_by_now_is_put_right_where_it_stands(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        there.faults.plant("create_message", How.DROPPED, times=TRIES, of=lambda args: "Two" in str(args))
        with pytest.raises(SendUnknown):
            await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Two. {LONG}"))
        assert await shelfmate.finds(message(to_ada)) is None
        await shelfmate.sends(message(to_ada, "All that is still true."))
    assert [seen.text for seen in ada.dm] == ["All that is still true."]


@pytest.mark.parametrize("done", [False, True])
async def test_a_file_is_not_shown_twice(there: Discord, *, done: bool) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        wanted = message(to_ada, "You meet on Friday.", ics())
        there.faults.plant("create_message", How.SERVER_ERROR, done=done, status=503, times=TRIES)
        with pytest.raises(SendUnknown):
            await shelfmate.sends(wanted)
        await there.passes(PAST_NONCES)
        found = await shelfmate.finds(wanted)
        assert (found is not None) is done
        assert found or await until_out(shelfmate, wanted)
    assert [len(seen.files) for seen in ada.dm] == [1]


# --- looking ------------------------------------------------------------------------------------------------


def fills(there: Discord, channel: Channel, by: str, many: int, **more: Any) -> None:
    """Somebody writes a lot."""
    for _ in range(many):
        id = there.site.ids.next()
        channel.messages.append(
            Posted(id=id, channel=channel.id, by=by, at=there.site.clock.now, content="Hello?", **more)
        )


async def test_a_post_is_found_among_hundreds_that_came_after_it(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        there.faults.plant("create_message", How.DROPPED, done=True, times=TRIES)
        with pytest.raises(SendUnknown):
            await shelfmate.sends(message(to_ada, "Have you met?"))
        (seen,) = ada.dm
        fills(there, there.site.channels[seen.channel], ada.id, 450)
        assert await shelfmate.finds(message(to_ada)) == f"{seen.channel}:{seen.id}"
    assert len(there.called("get_messages")) == 5


async def test_what_is_older_than_the_message_is_not_looked_through(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        await shelfmate.sends(message(to_ada, "Hello", key="k0"))
        fills(there, there.site.channels[ada.dm[0].channel], ada.id, 450)
        await there.passes(24 * 60 * 60)
        shelfmate.wished("k1", later=24 * 60 * 60)
        assert await shelfmate.finds(message(to_ada)) is None
    assert len(there.called("get_messages")) == 1


async def test_nobody_else_can_pass_for_us(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        await shelfmate.sends(message(to_ada, "Hello"))
        channel = there.site.channels[ada.dm[0].channel]
        (ours,) = channel.messages
        fills(there, channel, ada.id, 1, components=ours.components)
        channel.messages.remove(ours)
        assert await shelfmate.finds(message(to_ada)) is None


# --- edits, an outage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("done", [False, True])
async def test_an_edit_is_made_again_without_harm(there: Discord, *, done: bool) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        ref = await shelfmate.sends(message(to_ada, "Shall we begin?"))
        there.faults.plant("edit_message", How.DROPPED, done=done, times=TRIES)
        edit = message(to_ada, "You said yes.", key="k2", edits=ref)
        with pytest.raises(SendUnknown):
            await shelfmate.sends(edit)
        assert await shelfmate.sends(edit) == ref
    assert [seen.text for seen in ada.dm] == ["You said yes."]


async def test_while_discord_answers_nothing_only_one_post_is_in_doubt(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        there.faults.plant("", How.SERVER_ERROR, status=503, times=10_000)
        with pytest.raises((SendUnknown, SendFailed)):
            await shelfmate.sends(message(to_ada, "Have you met?"))
        asked = len(there.calls)
        for _ in range(3):
            with pytest.raises(Unreachable, match="Discord does not answer"):
                await shelfmate.sends(message(to_ada, "Have you met?"))
            with pytest.raises(Unreachable):
                await shelfmate.finds(message(to_ada))
        assert len(there.calls) == asked + 6
        assert (shelfmate.calls.alive, shelfmate.calls.why) == (False, "Discord does not answer")
        there.faults.planted.clear()
        await shelfmate.sends(message(to_ada, "Have you met?"))
        assert shelfmate.calls.alive
    assert [seen.text for seen in ada.dm] == ["Have you met?"]


async def test_when_the_loop_has_ended_nothing_is_sent_and_that_is_known(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, _ = shelfmate.adds("Ada Archer")
        ended = asyncio.new_event_loop()
        ended.close()
        shelfmate.posting._loop = ended
        with pytest.raises(SendFailed, match="being stopped"):
            await shelfmate.sends(message(to_ada, "Hello"))


async def test_two_pairs_of_the_same_names_never_share_a_room(there: Discord) -> None:
    async with stage(there) as shelfmate:
        there.allow(May.CREATE_PRIVATE_THREADS)
        shelfmate.is_set_up()
        people = [there.add(name) for name in ("Ada Archer", "Ben Book", "Ada Archer", "Ben Book")]
        for id, user in zip(("ada", "ben", "anna", "bob"), people, strict=True):
            shelfmate.knows(id, user)
        one, other = shelfmate.pairs("ada", "ben"), shelfmate.pairs("anna", "bob")
        shelfmate.wished("k1")
        shelfmate.wished("k2")
        there.faults.plant("add_thread_member", How.REFUSED, status=403, code=20028)
        with pytest.raises(SendFailed):  # the room of the first two is begun, and waits for its people
            await shelfmate.sends(message(one, "This is your room."))
        there.faults.plant("create_thread", How.SERVER_ERROR, status=503)
        await until_out(shelfmate, message(other, "And yours.", key="k2"))  # an empty one will do
        await until_out(shelfmate, message(one, "This is your room."))
    seen = [[each.text for each in user.screen[ROOM]][-1] for user in people]
    assert seen == ["This is your room."] * 2 + ["And yours."] * 2
