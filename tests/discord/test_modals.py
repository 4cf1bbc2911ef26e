"""Modals with everything that 2.7 can put into them: filled in, held back, sent, and answered."""

import asyncio
from typing import Any

import discord
import pytest

from tests.discord.bots import Bot
from tests.discord.client import online
from tests.discord.loopback import Discord
from tests.discord.person import Person

Field = discord.ui.Label[Any]


def inside(label: Field) -> Any:
    """What is to be filled in there."""
    return label.component


class Application(discord.ui.Modal, title="Apply"):
    """One of five fields at a time."""

    name: Field = discord.ui.Label(
        text="Your name", component=discord.ui.TextInput(min_length=2, max_length=20)
    )
    role: Field = discord.ui.Label(
        text="As",
        component=discord.ui.RadioGroup(
            options=[discord.RadioGroupOption(label=one, value=one.lower()) for one in ("Mentor", "Mentee")]
        ),
    )
    topics: Field = discord.ui.Label(
        text="Topics",
        description="As many as you like",
        component=discord.ui.CheckboxGroup(
            options=[
                discord.CheckboxGroupOption(label=one, value=one[:2]) for one in ("Maps", "Music", "Law")
            ],
            min_values=1,
            max_values=2,
        ),
    )
    agreed: Field = discord.ui.Label(text="I agree", component=discord.ui.Checkbox(default=True))
    letter: Field = discord.ui.Label(
        text="A letter", component=discord.ui.FileUpload(required=False, min_values=0, max_values=2)
    )

    def __init__(self, got: list[Any]) -> None:
        super().__init__(custom_id="apply")
        self.got = got

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Keep what was sent."""
        for label in (self.name, self.role, self.topics, self.agreed, self.letter):
            field = inside(label)
            self.got.append(field.value if hasattr(field, "value") else field.values)
        await interaction.response.send_message("Thank you", ephemeral=True)


class Choices(discord.ui.Modal, title="Choose"):
    """The menus, which a modal may hold too."""

    day: Field = discord.ui.Label(
        text="Day",
        component=discord.ui.Select(
            options=[discord.SelectOption(label=d, value=d[:2]) for d in ("Monday", "Friday")]
        ),
    )
    who: Field = discord.ui.Label(text="Who", component=discord.ui.UserSelect(max_values=2))
    where: Field = discord.ui.Label(
        text="Where", component=discord.ui.ChannelSelect(required=False, min_values=0)
    )
    note: "discord.ui.TextDisplay[Any]" = discord.ui.TextDisplay("*Anything else?*")

    def __init__(self, got: list[Any]) -> None:
        super().__init__(custom_id="choose")
        self.got = got

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Keep what was chosen."""
        day, who, where = (inside(label) for label in (self.day, self.who, self.where))
        self.got += [day.values, [str(one) for one in who.values], where.values]
        await interaction.response.defer()


def opening(bot: Bot, modal: discord.ui.Modal) -> None:
    """A command that opens it."""

    @bot.tree.command(name="apply", description="Apply")
    async def apply(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(modal)


async def opened(bot: Bot, ada: Person) -> None:
    """The command, used."""
    await bot.tree.sync()
    await ada.runs("/apply")


async def test_every_field_comes_back_as_it_was_filled_in(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    got: list[Any] = []
    opening(bot, Application(got))
    async with online(bot, there):
        await opened(bot, ada)
        await ada.sees(
            "# Modal\nApply\nYour name\n{}\nAs\n( ) Mentor ( ) Mentee\nTopics\nAs many as you like"
        )
        await ada.fills(
            {"Your name": "Ada", "As": "Mentee", "Topics": ["Maps", "Law"], "A letter": {"cv.pdf": b"%PDF"}}
        )
        await ada.sees("{Ada}", "(x) Mentee", "(x) Maps ( ) Music (x) Law", "{cv.pdf}", "[x]")
        found = await ada.submits()
        assert found is not None
        assert "Thank you" in ada.dm[-1].text
        assert await got[4][0].read() == b"%PDF"
    assert got[:4] == ["Ada", "mentee", ["Ma", "La"], True]
    assert ada.screen.modal is None


async def test_discord_itself_holds_back_what_is_incomplete(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    got: list[Any] = []
    opening(bot, Application(got))
    async with online(bot, there):
        await opened(bot, ada)
        await ada.fills({"Your name": "A", "Topics": ["Maps", "Music", "Law"]})
        assert await ada.submits() is None
        assert ada.modal.errors == {
            "Your name": "Must be 2 or more in length.",
            "As": "This field is required",
            "Topics": "Choose at most 2.",
        }
        with pytest.raises(AssertionError, match="not offered"):
            await ada.fills({"As": "Owner"})
        ada.closes()
    assert got == []


async def test_menus_in_modals_name_people_in_full(there: Discord) -> None:
    bot, ada, bo = Bot(), there.add("Ada Archer"), there.add("Bo Baker")
    got: list[Any] = []
    opening(bot, Choices(got))
    there.channel("general")
    async with online(bot, there):
        await bot.tree.sync()
        await ada.runs("/apply", "#general")
        await ada.fills({"Day": "Friday", "Who": [ada, bo]})
        await ada.submits()
    assert got == [["Fr"], ["adaarcher", "bobaker"], []]
    assert ada.screen.told == ()


async def test_a_form_that_nobody_takes_in_time_stays_open(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    got: list[Any] = []
    opening(bot, Application(got))
    async with online(bot, there):
        await opened(bot, ada)
        await ada.fills({"Your name": "Ada", "As": "Mentee", "Topics": "Law"})
    anew = Bot()
    heard: list[Any] = []

    @anew.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        heard.append(interaction)

    async with online(anew, there):
        sending = asyncio.create_task(ada.submits())
        await there.until(lambda: heard, "the form")
        await there.passes(3)
        await sending
        assert ada.screen.told == ("Something went wrong. Try again.",)
        again = asyncio.create_task(ada.submits())
        await there.until(lambda: len(heard) == 2, "the form again")
        assert heard[1].data["components"][0]["component"]["value"] == "Ada"
        await heard[1].response.send_message("Thank you")
        await again
    assert ada.screen.modal is None


async def test_a_modal_from_a_button_may_change_the_message_with_the_button(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")

    class Short(discord.ui.Modal, title="Why?"):
        why = discord.ui.TextInput(label="Why", style=discord.TextStyle.paragraph)  # type: ignore[var-annotated]

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.edit_message(content=f"Because {self.why.value}", view=None)

    class Asking(discord.ui.View):
        @discord.ui.button(label="Say why")
        async def say(self, interaction: discord.Interaction, button: discord.ui.Button["Asking"]) -> None:
            await interaction.response.send_modal(Short())

    async with online(bot, there):
        await (await bot.fetch_user(int(ada.id))).send("Well?", view=Asking())
        await ada.presses("Say why")
        await ada.fills({"Why": "of\nreasons"})
        await ada.submits()
    assert ada.dm[0].text == "Because of\nreasons"


@pytest.mark.parametrize(
    "change",
    [
        lambda modal: setattr(modal, "title", "x" * 46),
        lambda modal: setattr(modal, "custom_id", "x" * 101),
        lambda modal: setattr(modal.name, "text", "x" * 46),
        lambda modal: setattr(modal.topics, "description", "x" * 101),
        lambda modal: setattr(modal.name.component, "placeholder", "x" * 101),
        lambda modal: setattr(modal.name.component, "default", "x" * 21),
    ],
)
async def test_modals_have_their_limits(there: Discord, change: object) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    refused: list[int] = []
    modal = Application([])
    change(modal)  # type: ignore[operator]

    @bot.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        with pytest.raises(discord.HTTPException) as wrong:
            await interaction.response.send_modal(modal)
        refused.append(wrong.value.code)
        await interaction.response.send_message("No form today")

    bot.tree.command(name="apply", description="Apply")(_nothing)
    async with online(bot, there):
        await opened(bot, ada)
    assert refused == [50035]


async def _nothing(interaction: discord.Interaction) -> None:
    """The event answers."""
