"""Listening: whatever people do in Discord reaches the core, and is answered where and how they did it."""

from tests.discord.at_work import at_work
from tests.discord.loopback import Discord


async def test_hello(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        print([c.name for c in there.calls])
        ada.says("hello")
        await ada.sees("What would you like to do?")
        print(ada.screen)
        await ada.runs("/mentoring pause until:yesterday")
        print(ada.screen)
        await ada.runs("/mentoring help")
        await shelfmate.settles()
        print(ada.screen)
    assert ada.screen.told == ()
