"""Application commands: given in, named in each language, offered where they belong, and asked while one types."""

from typing import Any

import discord
import pytest
from discord import app_commands

from tests.discord.bots import Bot
from tests.discord.checks.commands import LOCALES
from tests.discord.client import online
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.refusals import Json

FRENCH = {
    "mentoring": "mentorat",
    "signup": "inscription",
    "Sign up": "S'inscrire",
    "role": "en-tant-que",
    "Mentor": "Mentor·e",
}


class French(app_commands.Translator):
    """Knows a few words."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """In French, if known."""
        return FRENCH.get(string.message) if locale is discord.Locale.french else None


def mentoring(heard: list[Any]) -> app_commands.Group:
    """A group of commands, for servers and direct messages."""
    group = app_commands.Group(
        name=app_commands.locale_str("mentoring"), description="Mentoring",
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True),
    )  # fmt: skip

    @group.command(name=app_commands.locale_str("signup"), description=app_commands.locale_str("Sign up"))
    @app_commands.rename(role=app_commands.locale_str("role"))
    @app_commands.choices(role=[app_commands.Choice(name=app_commands.locale_str("Mentor"), value="mentor")])
    async def signup(
        interaction: discord.Interaction, role: app_commands.Choice[str], who: discord.User | None = None
    ) -> None:
        heard.append((role.value, who and who.name, str(interaction.locale)))
        await interaction.response.send_message("Noted", ephemeral=True)

    @group.command(name="find", description="Find somebody")
    async def find(interaction: discord.Interaction, person: str) -> None:
        await interaction.response.send_message(f"Found {person}")

    @find.autocomplete("person")
    async def people(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current.title()} Archer", value="p-1")]

    return group


async def test_a_group_is_used_in_the_language_of_whoever_types(there: Discord) -> None:
    bot = Bot()
    heard: list[Any] = []
    ada, cleo = there.add("Ada Archer"), there.add("Cléo", locale="fr")
    there.channel("general")
    bot.tree.add_command(mentoring(heard))
    async with online(bot, there):
        await bot.tree.set_translator(French())
        await bot.tree.sync()
        await ada.runs("/mentoring signup role:Mentor")
        await cleo.runs("/mentorat inscription en-tant-que:Mentor·e who:@Ada Archer", "#general")
        with pytest.raises(AssertionError, match="not offered"):
            await ada.runs("/mentoring signup role:Owner")
        with pytest.raises(AssertionError, match="required"):
            await ada.runs("/mentoring signup")
        with pytest.raises(AssertionError, match="not offered"):
            await ada.runs("/mentorat inscription")
    assert heard == [("mentor", None, "en-US"), ("mentor", "adaarcher", "fr")]
    assert cleo.screen["#general"][0].private
    assert ada.screen["#general"] == []


async def test_what_is_offered_while_typing_sends_its_value(there: Discord) -> None:
    bot, ada = Bot(), there.add("Ada Archer")
    bot.tree.add_command(mentoring([]))
    async with online(bot, there):
        await bot.tree.sync()
        assert await ada.types("/mentoring find person:ad") == ["Ad Archer"]
        await ada.runs("/mentoring find person:Ad Archer")
    assert ada.dm[-1].text == "Found p-1"


async def test_commands_are_kept_by_name_and_go_when_they_are_left_out(there: Discord) -> None:
    bot = Bot()
    bot.tree.add_command(mentoring([]))
    async with online(bot, there):
        first = await bot.tree.sync()
        again = await bot.tree.sync()
        assert [one.id for one in first] == [one.id for one in again]
        here = discord.Object(int(there.guild.id))
        bot.tree.copy_global_to(guild=here)
        assert len(await bot.tree.sync(guild=here)) == 1
        bot.tree.clear_commands(guild=None)
        assert await bot.tree.sync() == []
        assert len(await bot.tree.fetch_commands(guild=here)) == 1


async def test_commands_are_offered_where_they_belong_and_to_whom(there: Discord) -> None:
    bot, ada, boss = Bot(), there.add("Ada Archer"), there.add("Bo Baker")
    there.role("Staff", boss, permissions=int(May.MANAGE_GUILD))
    there.channel("general")

    @bot.tree.command(name="setup", description="Set up")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def setup(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Set up", ephemeral=True)

    async with online(bot, there):
        await bot.tree.sync()
        await boss.runs("/setup", "#general")
        await there.owner.runs("/setup", "#general")
        for person, where in ((ada, "#general"), (boss, "")):
            with pytest.raises(AssertionError, match="not offered"):
                await person.runs("/setup", where)


async def test_the_menu_on_people_and_messages(there: Discord) -> None:
    bot, ada, bo = Bot(), there.add("Ada Archer"), there.add("Bo Baker")
    got: list[str] = []
    there.channel("general")

    @bot.tree.context_menu(name="Who is it?")
    async def who(interaction: discord.Interaction, member: discord.Member) -> None:
        got.append(member.display_name)
        await interaction.response.send_message("A reader", ephemeral=True)

    @bot.tree.context_menu(name="Report")
    async def report(interaction: discord.Interaction, message: discord.Message) -> None:
        got.append(message.content)
        await interaction.response.send_message("Thank you", ephemeral=True)

    async with online(bot, there):
        await bot.tree.sync()
        bo.says("Well, well", "#general")
        await ada.uses("Who is it?", bo, "#general")
        await ada.uses("Report", ada.screen["#general"][0])
    assert got == ["Bo Baker", "Well, well"]


def command(**more: Any) -> Json:
    """A command like that."""
    return {"name": "x", "description": "x", "type": 1} | more


def option(**more: Any) -> Json:
    """An option like that."""
    return {"name": "x", "description": "x", "type": 3} | more


BAD: dict[str, list[Json]] = {
    "upper case": [command(name="Signup")],
    "a gap": [command(name="sign up")],
    "long name": [command(name="x" * 33)],
    "no description": [command(description="")],
    "long description": [command(description="x" * 101)],
    "two of a name": [command(), command()],
    "a hundred and one": [command(name=f"x{n}") for n in range(101)],
    "no such locale": [command(name_localizations={"en": "x"})],
    "bad translation": [command(name_localizations={"fr": "Été"})],
    "many options": [command(options=[option(name=f"x{n}") for n in range(26)])],
    "many choices": [command(options=[option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])])],
    "choice too long": [command(options=[option(choices=[{"name": "x", "value": "x" * 101}])])],
    "required last": [command(options=[option(), option(name="y", required=True)])],
    "both": [command(options=[option(autocomplete=True, choices=[{"name": "x", "value": "x"}])])],
    "mixed": [command(options=[option(), option(name="y", type=1)])],
    "too deep": [command(options=[option(type=2, options=[option(type=2, options=[])])])],
    "context": [command(contexts=[3])],
    "described menu": [command(type=3)],
    "too much": [command(options=[option(name=f"x{n}", choices=[{"name": f"{n}{m}" * 20, "value": f"{n}{m}" * 20}
                 for m in range(25)]) for n in range(10, 25)])],
}  # fmt: skip


@pytest.mark.parametrize("commands", BAD.values(), ids=BAD)
async def test_commands_have_their_limits(there: Discord, commands: list[Json]) -> None:
    bot = Bot()
    async with online(bot, there):
        with pytest.raises(discord.HTTPException) as refused:
            await bot.http.bulk_upsert_global_commands(int(there.app.id), commands)
    assert refused.value.code == 50035


def test_the_locales_are_those_that_discord_py_knows() -> None:
    assert {one.value for one in discord.Locale} == LOCALES
