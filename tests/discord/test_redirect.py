"""Where Discord is: every call and every connection goes to the addresses that the settings give, also after a break."""

from pathlib import Path

from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.discord.at_work import at_work
from tests.discord.loopback import Discord
from tests.storage.databases import sqlite_url


async def test_what_was_cut_comes_back_to_the_address_that_was_given(there: Discord, tmp_path: Path) -> None:
    mia = there.add("Mia Muse")
    async with at_work(there, url=sqlite_url(tmp_path / "shelfmate.db")):
        assert (Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY)) == (there.api, there.gateway_url)
        there.cut()
        await there.until(lambda: there.gateway.resumed == 1, "its coming back")
        # Discord would have had it elsewhere
        assert [line.socket.url.path for line in there.gateway.lines] == ["/gateway"]
        mia.says("hello")
        await mia.sees("What would you like to do?")
