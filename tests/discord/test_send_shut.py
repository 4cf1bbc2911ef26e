"""Closed doors: whoever takes no direct messages reads them in a thread of their own, is told how to change that, and is not lost."""

import asyncio

import pytest

from flows.ports import Barred, SendFailed, Unreachable, Unsendable
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.person import Person
from tests.discord.refusals import Json
from tests.discord.sending import Stage, message, of, stage, word

ASIDE = "Shelfmate and Ada Archer"
HOW = "Privacy Settings"


async def shut_in(shelfmate: Stage, code: int = 50007) -> tuple[str, Person]:
    """Ada, who takes no direct messages, in a server in which private threads can be begun."""
    shelfmate.there.allow(May.CREATE_PRIVATE_THREADS)
    shelfmate.is_set_up()
    to_ada, ada = shelfmate.adds("Ada Archer")
    ada.closes_dms(code)
    return to_ada, ada


def said_to(ada: Person) -> list[str]:
    """What she reads in her thread, but for the note that she was brought in."""
    return [seen.text for seen in ada.screen[ASIDE]][1:]


@pytest.mark.parametrize("code", [50007, 50278])
async def test_they_read_it_in_a_thread_of_their_own_and_how_to_change_that(
    there: Discord, code: int
) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = await shut_in(shelfmate, code)
        eve = there.add("Eve Else")
        ref = await shelfmate.sends(message(to_ada, "Hello"))
        shelfmate.restarts()
        await shelfmate.sends(message(to_ada, "Hello again", key="k2"))
        assert await shelfmate.finds(message(to_ada)) == ref
    line, *rest = said_to(ada)
    assert HOW in line
    assert rest == ["Hello", "Hello again"]
    assert ASIDE not in eve.screen.conversations
    assert shelfmate.address(to_ada, shelfmate.server) == ada.screen[ASIDE][0].channel
    assert (
        len([call for call in there.calls if call.code in {50007, 50278}]) == 1
    )  # the door is knocked at once


async def test_what_came_through_before_the_door_was_shut_is_not_said_again(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = await shut_in(shelfmate)
        ada.opens_dms()

        def closes(args: Json) -> bool:
            ada.closes_dms()
            return False

        there.faults.plant("create_message", How.SERVER_ERROR, status=503, done=True)
        there.faults.plant("create_message", How.SLOW, of=closes)  # as it is tried again
        ref = await shelfmate.sends(message(to_ada, "Hello"))
        assert await shelfmate.finds(message(to_ada)) == ref
    assert [seen.text for seen in ada.dm] == ["Hello"]
    assert ASIDE not in ada.screen.conversations


async def test_what_is_out_from_before_the_door_was_shut_is_found(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = await shut_in(shelfmate)
        ada.opens_dms()
        ref = await shelfmate.sends(message(to_ada, "Hello"))
        ada.closes_dms()
        await shelfmate.sends(message(to_ada, "Hello again", key="k2"))
        shelfmate.restarts()
        assert await shelfmate.finds(message(to_ada)) == ref


async def test_coordinators_hear_of_it_once(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = await shut_in(shelfmate)
        for key in ("k1", "k2"):
            await shelfmate.posting.heard_in_dm(of(ada))
            await shelfmate.sends(message(to_ada, "Hello", key=key))
        (told,) = shelfmate.to_coordinators()
    assert told.key == "trouble.set_aside.person_aside"
    assert told.values["reader"].id == "ada"  # type: ignore[union-attr]


async def test_when_they_write_to_us_again_they_are_answered_there(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = await shut_in(shelfmate)
        await shelfmate.sends(message(to_ada, "One"))
        ada.opens_dms()
        await shelfmate.sends(message(to_ada, "Two", key="k2"))
        await shelfmate.posting.heard_in_dm(of(ada))
        await shelfmate.sends(message(to_ada, "Three", key="k3"))
        await shelfmate.sends(message(to_ada, "Four", key="k4"))
        assert [seen.text for seen in ada.dm] == ["Three", "Four"]
        ada.closes_dms()
        await shelfmate.sends(message(to_ada, "Five", key="k5"))
    _, *rest = said_to(ada)
    assert rest == ["One", "Two", "Five"]  # how to change it is said once
    assert len(there.called("create_thread")) == 1


async def test_a_word_for_somebody_finds_them_there_too(there: Discord) -> None:
    async with stage(there) as shelfmate:
        _, ada = await shut_in(shelfmate)
        await shelfmate.posting.says(of(ada), word("Press once more."), "Ev1", again=False)
        await shelfmate.posting.says(of(ada), word("Press once more."), "Ev1", again=True)
        stranger = there.add("Sam Stranger", dms=50007)
        with pytest.raises(Unsendable) as told:
            await shelfmate.posting.says(of(stranger), word("Hello"), "Ev2", again=False)
    assert said_to(ada)[1:] == ["Press once more."]
    assert told.value.why is Barred.SHUT


async def test_two_things_at_once_begin_one_thread(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = await shut_in(shelfmate)
        await asyncio.gather(
            shelfmate.sends(message(to_ada, "Hello")),
            shelfmate.posting.says(of(ada), word("Press once more."), "Ev1", again=False),
        )
    assert sorted(said_to(ada)[1:]) == ["Hello", "Press once more."]
    assert len(there.called("create_thread")) == 1


@pytest.mark.parametrize("lacks", ["channel", "permission", "sight"])
async def test_where_there_can_be_no_thread_it_is_said_that_the_door_is_closed(
    there: Discord, lacks: str
) -> None:
    async with stage(there) as shelfmate:
        if lacks == "channel":
            to_ada, ada = shelfmate.adds("Ada Archer")
            ada.closes_dms()
        else:
            to_ada, ada = await shut_in(shelfmate)
        if lacks == "permission":
            there.forbid(May.CREATE_PRIVATE_THREADS)
        if lacks == "sight":
            shelfmate.leads("channel:small:announcements", there.channel("staff", there.owner))
        for _ in range(3):
            with pytest.raises(Unsendable, match="takes no direct messages") as told:
                await shelfmate.sends(message(to_ada, "Hello"))
            assert told.value.why is Barred.SHUT
        assert shelfmate.to_coordinators() == []  # the outbox tells them
    assert len(list(there.site.threads_of(there.guild.id))) == (lacks == "sight")  # nor one more each time


async def test_whoever_left_the_server_gets_no_thread(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = await shut_in(shelfmate)
        there.leaves(ada)
        with pytest.raises(Unsendable, match="not in the server any more") as told:
            await shelfmate.sends(message(to_ada, "Hello"))
    assert told.value.why is Barred.GONE
    assert not there.called("create_thread")


async def test_where_no_conversation_can_be_begun_nothing_is_looked_for(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = await shut_in(shelfmate)
        there.faults.plant("create_dm", How.REFUSED, status=403, code=50278, times=10)
        assert await shelfmate.finds(message(to_ada)) is None
        await shelfmate.sends(message(to_ada, "Hello"))
    assert said_to(ada)[1:] == ["Hello"]


async def test_a_thread_that_was_deleted_is_begun_anew(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = await shut_in(shelfmate)
        await shelfmate.sends(message(to_ada, "One"))
        there.erases(there.site.channels[ada.screen[ASIDE][0].channel])
        await shelfmate.sends(message(to_ada, "Two", key="k2"))
        await shelfmate.sends(message(to_ada, "Three", key="k3"))
    line, *rest = said_to(ada)
    assert HOW in line
    assert rest == ["Two", "Three"]


FAULTS = [
    (name, how, done)
    for name in ("create_thread", "add_thread_member", "create_message", "get_messages", "get_member")
    for how in (How.DROPPED, How.SERVER_ERROR)
    for done in (False, True)
]


@pytest.mark.parametrize(("name", "how", "done"), FAULTS)
async def test_whatever_fails_on_the_way_there_is_one_thread_and_everything_in_it_once(
    there: Discord, name: str, how: How, *, done: bool
) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = await shut_in(shelfmate)
        shelfmate.wished("k1")
        there.faults.plant(name, how, done=done, status=503)
        await until_sent(shelfmate, to_ada)
        await shelfmate.sends(message(to_ada, "Hello again", key="k2"))
    line, *rest = said_to(ada)
    assert HOW in line
    assert rest == ["Hello", "Hello again"]
    assert len(list(there.site.threads_of(there.guild.id))) == 1
    assert len(shelfmate.to_coordinators()) == 1


@pytest.mark.parametrize("name", ["create_thread", "add_thread_member", "create_message"])
async def test_killed_on_the_way_it_goes_on_where_it_was(there: Discord, name: str) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = await shut_in(shelfmate)
        shelfmate.wished("k1")
        slow = there.faults.plant(name, How.SLOW, done=True)
        sending = asyncio.create_task(shelfmate.sends(message(to_ada, "Hello")))
        await there.until(lambda: slow.times == 0, name)
        await shelfmate.dies(sending)
        assert await shelfmate.finds(message(to_ada)) is None
        await until_sent(shelfmate, to_ada)
    line, *rest = said_to(ada)
    assert HOW in line
    assert rest == ["Hello"]
    assert len(list(there.site.threads_of(there.guild.id))) == 1


async def until_sent(shelfmate: Stage, place: str) -> None:
    """As the outbox goes about it."""
    for _ in range(5):
        try:
            await shelfmate.sends(message(place, "Hello"))
        except (SendFailed, Unreachable):
            continue
        return
    raise AssertionError("it was never sent")
