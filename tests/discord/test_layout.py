"""Layout components: read as a person reads them, pressed, and held to their limits."""

import io
from collections.abc import Callable

import discord
import pytest
from discord import ui

from tests.discord.bots import Ack, Bot
from tests.discord.client import online
from tests.discord.loopback import Discord


class Page(ui.LayoutView):
    """A page of parts."""

    def __init__(self, *parts: "ui.Item[ui.LayoutView]") -> None:
        super().__init__(timeout=None)
        for part in parts:
            self.add_item(part)


def texts(*words: str) -> "list[ui.Item[ui.LayoutView]]":
    """Texts of that."""
    return [ui.TextDisplay(one) for one in words]


async def test_a_page_is_read_and_pressed(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(Ack(7))
    beside: ui.Button[ui.LayoutView] = ui.Button(label="More", url="https://example.org/more")
    gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery(
        discord.MediaGalleryItem("attachment://chart.png", description="A chart")
    )
    page = Page(
        ui.Container(
            ui.TextDisplay("## Your **pair**"), ui.Separator(), ui.Section("Bo Baker", accessory=beside)
        ),
        gallery,
        row,
    )
    answers: list[str] = []

    async with online(bot, there):
        user = await bot.fetch_user(int(ada.id))
        await user.send(view=page, file=discord.File(io.BytesIO(b"png"), "chart.png"))
        assert ada.dm[0].text.split("\n") == [
            "Your pair",
            "---",
            "Bo Baker",
            "[More]",
            "(A chart)",
            "[Take 7]",
        ]
        assert ada.dm[0].links == ("https://example.org/more",)

        @bot.event
        async def on_interaction(interaction: discord.Interaction) -> None:
            answers.append(interaction.data["custom_id"])  # type: ignore[index, typeddict-item]
            await interaction.response.edit_message(view=Page(*texts("Taken")))

        with pytest.raises(AssertionError, match="only leads to"):
            await ada.presses("More")
        await ada.presses("Take 7")
    assert answers == ["ack:7"]
    assert ada.dm[0].text == "Taken"


def buttons(*ids: str) -> "ui.ActionRow[ui.LayoutView]":
    """A row of buttons with those ids."""
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    for one in ids:
        row.add_item(ui.Button(label="x", custom_id=one))
    return row


BAD: dict[str, Callable[[], Page]] = {
    "two of an id": lambda: Page(buttons("a", "a")),
    "long id": lambda: Page(buttons("x" * 101)),
    "too much text": lambda: Page(*texts("x" * 2001, "y" * 2000)),
    "long label": lambda: Page(ui.ActionRow(ui.Button(label="x" * 81, custom_id="a"))),
    "nothing on it": lambda: Page(ui.ActionRow(ui.Button(custom_id="a"))),
    "no such file": lambda: Page(ui.File("attachment://nowhere.txt")),
    "long alt text": lambda: Page(
        ui.MediaGallery(discord.MediaGalleryItem("https://x.org/a.png", description="x" * 1025))
    ),
    "blank": lambda: Page(*texts("  ")),
    "empty row": lambda: Page(buttons()),
}


@pytest.mark.parametrize("page", BAD.values(), ids=BAD)
async def test_pages_have_their_limits(there: Discord, page: Callable[[], Page]) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        with pytest.raises(discord.HTTPException) as refused:
            await (await bot.fetch_user(int(ada.id))).send(view=page())
    assert refused.value.code == 50035
    assert ada.dm == []


async def test_a_page_has_no_text_beside_it_and_stays_a_page(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    async with online(bot, there):
        user = await bot.fetch_user(int(ada.id))
        message = await user.send(view=Page(*texts("One")))
        route = discord.http.Route("PATCH", f"/channels/{message.channel.id}/messages/{message.id}")
        for wrong in ({"content": "words"}, {"embeds": [{"title": "x"}]}, {"flags": 0, "content": "words"}):
            with pytest.raises(discord.HTTPException) as refused:
                await bot.http.request(route, json=wrong)
            assert refused.value.code == 50035
        await message.edit(view=Page(*texts("Two")))
    assert ada.dm[0].text == "Two"


async def test_a_page_of_more_than_forty_parts_is_refused(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    many = [{"type": 10, "content": "x"} for _ in range(41)]
    async with online(bot, there):
        channel = await (await bot.fetch_user(int(ada.id))).create_dm()
        route = discord.http.Route("POST", f"/channels/{channel.id}/messages")
        with pytest.raises(discord.HTTPException) as refused:
            await bot.http.request(route, json={"flags": 1 << 15, "components": many})
        assert refused.value.code == 50035
        rows = [
            {"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": str(n)}]}
            for n in range(6)
        ]
        with pytest.raises(discord.HTTPException):
            await bot.http.request(route, json={"content": "x", "components": rows})
        await bot.http.request(route, json={"content": "x", "components": rows[:5]})
