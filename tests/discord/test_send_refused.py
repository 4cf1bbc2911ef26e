"""What Discord does not take: what would never go, what may go later, and what waits until somebody acts. In plain lines."""

import pytest
from discord.http import Route

from flows.ports import Barred, SendFailed, SendUnknown, Unreachable, Unsendable
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.records import Kind
from tests.discord.sending import NEWS, Stage, connected, message, stage

SURELY_NOT = (SendFailed, Unsendable, Unreachable)
MANY = 20


async def room_of_two(shelfmate: Stage) -> str:
    """The room of Ada and Ben, which is not begun yet."""
    shelfmate.there.allow(May.CREATE_PRIVATE_THREADS)
    shelfmate.is_set_up()
    shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book")
    return shelfmate.pairs("ada", "ben")


async def refused(shelfmate: Stage, place: str, key: str = "k1") -> Unsendable:
    """Why a message never goes."""
    with pytest.raises(Unsendable) as told:
        await shelfmate.sends(message(place, "Hello", key=key))
    return told.value


async def test_an_account_that_is_not_there_any_more(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        del there.site.users[ada.id]
        told = await refused(shelfmate, to_ada)
        to_eve = shelfmate.knows("eve", ada)
        assert (await refused(shelfmate, to_eve, "k2")).why is Barred.GONE
    assert str(told) == "the Discord account is not there any more (10013)"
    assert told.why is Barred.GONE


async def test_a_person_without_an_account_here(there: Discord) -> None:
    async with stage(there) as shelfmate:
        told = await refused(shelfmate, "dm:nobody")
    assert (str(told), told.why) == ("no account on Discord", Barred.GONE)


async def test_a_room_is_not_begun_with_somebody_who_left(there: Discord) -> None:
    async with stage(there) as shelfmate:
        room = await room_of_two(shelfmate)
        (ben,) = (one for one in there.people.values() if one.name == "Ben Book")
        there.leaves(ben)
        assert (await refused(shelfmate, room)).why is Barred.GONE
        told = await refused(shelfmate, "room:nobody:at:all")
        assert (str(told), told.why) == ("the pair is not there any more", Barred.MISSING)
    assert not there.called("create_thread")


async def test_of_several_accounts_the_one_in_the_server_is_brought_in(there: Discord) -> None:
    async with stage(there) as shelfmate:
        room = await room_of_two(shelfmate)
        (ben,) = (one for one in there.people.values() if one.name == "Ben Book")
        shelfmate.knows("ben", there.add("Ben Book-Quill"))
        there.leaves(ben)
        await shelfmate.sends(message(room, "This is your room."))
    (thread,) = there.site.threads_of(there.guild.id)
    assert ben.id not in thread.people
    assert len(thread.people) == 3


@pytest.mark.parametrize(
    ("happens", "why", "line"),
    [
        ("erased", Barred.MISSING, "the channel is not there any more (10003)"),
        (
            "hidden",
            Barred.OUTSIDE,
            "Shelfmate, or somebody who is to read it, does not see the channel (50001)",
        ),
        ("silenced", Barred.OUTSIDE, "Shelfmate may not do there what it has to (50013)"),
        (
            "removed",
            Barred.OUTSIDE,
            "Shelfmate, or somebody who is to read it, does not see the channel (50001)",
        ),
        ("category", Barred.OUTSIDE, "nobody can write in a channel of this sort (50008)"),
    ],
)
async def test_a_channel_that_takes_nothing(there: Discord, happens: str, why: Barred, line: str) -> None:
    async with stage(there) as shelfmate:
        news = shelfmate.is_set_up()
        await shelfmate.sends(message(NEWS, "Applications are open."))
        match happens:
            case "erased":
                there.erases(news)
            case "hidden":
                shelfmate.leads(NEWS, there.channel("secret", bot=False))
            case "silenced":
                there.forbid(May.SEND_MESSAGES)
            case "removed":
                there.removes_app()
            case "category":
                shelfmate.leads(NEWS, there.channel("Mentoring", kind=Kind.CATEGORY))
        told = await refused(shelfmate, NEWS, "k2")
    assert (str(told), told.why) == (line, why)


@pytest.mark.parametrize(
    ("happens", "why"),
    [("locked", Barred.ARCHIVED), ("erased", Barred.MISSING), ("silenced", Barred.OUTSIDE)],
)
async def test_a_room_that_takes_nothing(there: Discord, happens: str, why: Barred) -> None:
    async with stage(there) as shelfmate:
        room = await room_of_two(shelfmate)
        await shelfmate.sends(message(room, "This is your room."))
        (thread,) = there.site.threads_of(there.guild.id)
        match happens:
            case "locked":
                thread.archived = thread.locked = True
            case "erased":
                there.erases(thread)
            case "silenced":
                there.forbid(May.SEND_MESSAGES_IN_THREADS)
        assert (await refused(shelfmate, room, "k2")).why is why


@pytest.mark.parametrize("lacks", ["permission", "sort"])
async def test_a_room_that_cannot_be_begun(there: Discord, lacks: str) -> None:
    async with stage(there) as shelfmate:
        room = await room_of_two(shelfmate)
        if lacks == "permission":
            there.forbid(May.CREATE_PRIVATE_THREADS)
        else:
            shelfmate.leads(NEWS, there.channel("bulletin", kind=Kind.ANNOUNCEMENT))
        told = await refused(shelfmate, room)
    assert told.why is Barred.OUTSIDE
    assert lacks == "permission" or "choose an ordinary text channel" in str(told)


async def test_a_dead_token_stops_everything_until_it_lives_again(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        token, there.site.app.token = there.site.app.token, "another"
        for _ in range(2):
            with pytest.raises(Unreachable, match="until it has a new token"):
                await shelfmate.sends(message(to_ada, "Hello"))
        assert (shelfmate.calls.alive, shelfmate.calls.why) == (False, "HTTP 401 (the token is not valid)")
        there.site.app.token = token
        await shelfmate.sends(message(to_ada, "Hello"))
        assert shelfmate.calls.alive
    assert [seen.text for seen in ada.dm] == ["Hello"]


async def test_discord_cannot_be_reached_at_all(there: Discord, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage(there) as shelfmate:
        to_ada, _ = shelfmate.adds("Ada Archer")
        monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9/api/v10")
        with pytest.raises(Unreachable, match="Discord cannot be reached"):
            await shelfmate.sends(message(to_ada, "Hello"))
        assert not shelfmate.calls.alive


async def test_before_it_is_connected_everything_waits(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, _ = shelfmate.adds("Ada Archer")
        await shelfmate.calls.close()
        shelfmate.calls = connected(there)
        shelfmate.restarts()
        with pytest.raises(Unreachable, match="not connected to Discord yet"):
            await shelfmate.sends(message(to_ada, "Hello"))


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (40003, "Discord lets Shelfmate begin no more direct conversations for now"),
        (20026, "Discord takes Shelfmate for a sender of spam"),
    ],
)
async def test_where_discord_fears_spam_new_conversations_wait_and_old_ones_go_on(
    there: Discord, code: int, line: str
) -> None:
    async with stage(there) as shelfmate:
        (to_ada, ada), (to_ben, ben) = shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book")
        to_cleo, cleo = shelfmate.adds("Cleo Cale")
        await shelfmate.sends(message(to_ada, "Hello"))
        there.faults.plant("create_dm", How.REFUSED, status=403, code=code, message="no", times=MANY)
        for place in (to_ben, to_cleo, to_ben):
            with pytest.raises(SendFailed, match=line):
                await shelfmate.sends(message(place, "Hello"))
        await shelfmate.sends(message(to_ada, "Hello again", key="k2"))
    assert len(ada.dm) == 2
    assert ben.dm == cleo.dm == []
    assert shelfmate.calls.alive
    assert (
        len(there.called("create_dm")) == 2
    )  # Ada's, and one that was refused: it is not tried again and again


async def test_a_long_pause_is_left_to_the_outbox(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        there.faults.plant("create_message", How.LIMITED, seconds=3600)
        with pytest.raises(SendFailed, match="Discord allows no more for 3600 s"):
            await shelfmate.sends(message(to_ada, "Hello"))
    assert ada.dm == []


@pytest.mark.parametrize("how", [How.SERVER_ERROR, How.DROPPED, How.REFUSED, How.LIMITED])
async def test_no_error_shows_the_token(there: Discord, how: How) -> None:
    async with stage(there) as shelfmate:
        to_ada, _ = shelfmate.adds("Ada Archer")
        there.faults.plant("create_message", how, seconds=3600, status=503, times=MANY)
        with pytest.raises((*SURELY_NOT, SendUnknown)) as told:
            await shelfmate.sends(message(to_ada, "Hello"))
    for shown in (str(told.value), repr(told.value), repr(shelfmate.calls), repr(vars(shelfmate.posting))):
        assert there.token not in shown
