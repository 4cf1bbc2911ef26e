"""The gateway as Shelfmate knows it: whether it hears, what keeps it out, and what it asks for and no more."""

import logging

import pytest

from adapters.discord.listening.discretion import discreet
from bot.bad_input import BadInput
from tests.discord.at_work import at_work
from tests.discord.intents import Intent
from tests.discord.loopback import Discord


async def test_it_asks_for_servers_and_direct_messages_alone(there: Discord, database: str) -> None:
    async with at_work(there, url=database):
        (session,) = there.gateway.sessions
    assert session.intents == Intent.GUILDS | Intent.DIRECT_MESSAGES


async def test_an_intent_that_is_not_allowed_is_told_in_a_line(
    there: Discord, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.discord.lines.KNOWN", int(Intent.GUILDS))
    with pytest.raises(BadInput, match="4013"):
        async with at_work(there, url=database):
            pass


async def test_while_nobody_gets_in_it_says_so(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        assert shelfmate.hears
        there.gateway.down = True
        there.cut()
        await there.until(lambda: not shelfmate.hears, "that it knows of it")
        there.gateway.down = False
        await there.until(lambda: shelfmate.hears, "that it is back")
        ada.says("hello")
        await ada.sees("What would you like to do?")
    assert not shelfmate.hears


async def test_a_token_that_dies_while_it_is_at_work_is_known(there: Discord, database: str) -> None:
    async with at_work(there, url=database) as shelfmate:
        (platform,) = shelfmate.replica.platforms
        there.close(4004)
        await there.until(lambda: not platform.connected, "that it knows of it")
        await there.until(lambda: "token" in platform.why, "why")


async def test_what_the_gateway_breaks_over_does_not_end_it(
    there: Discord, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.discord.listen.AGAIN", 0.0)
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        there.site.tell(None, "INTERACTION_CREATE", {"id": "1", "type": 2})
        await there.until(lambda: there.gateway.identified == 2, "another session")
        await there.until(lambda: shelfmate.hears, "that it is back")
        await ada.runs("/mentoring menu")
        await ada.sees("What would you like to do?")
    assert ada.screen.told == ()


@pytest.mark.parametrize(
    "url",
    ["/interactions/1/{token}/callback", "/webhooks/1/{token}/messages/@original", "/webhooks/1/{token}"],
)
def test_what_lets_somebody_speak_for_us_stands_in_no_log(url: str, caplog: pytest.LogCaptureFixture) -> None:
    discreet()
    told = f"https://discord.example/api/v10{url}".replace("{token}", "aW50ZXJhY3Rpb24")
    logging.getLogger("discord.http").error(
        "We are being rate limited. %s %s responded with 429.", "POST", told
    )
    (said,) = caplog.messages
    assert "aW50" not in said
    assert said.startswith("We are being rate limited. POST https://discord.example/api/v10/")
