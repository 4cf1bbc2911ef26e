"""Who is called by a message: what its text names, as far as its `allowed_mentions` let it."""

import re
from collections.abc import Iterable

from tests.discord.checks.form import Form
from tests.discord.permissions import May
from tests.discord.records import Channel
from tests.discord.refusals import Json
from tests.discord.site import Site

USERS, ROLES = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(everyone|here)")
CODE = re.compile(r"```.*?```|``.+?``|`[^`\n]+`", re.DOTALL)


def check(form: Form, allowed: Json | None) -> None:
    """What an app may say of whom its message calls."""
    if allowed is None:
        return
    parse = form.many(("allowed_mentions", "parse"), allowed.get("parse") or [], 3)
    for number, word in enumerate(parse):
        form.one_of(("allowed_mentions", "parse", number), word, {"users", "roles", "everyone"})
    for sort in ("users", "roles"):
        form.many(("allowed_mentions", sort), allowed.get(sort) or [], 100)
        if allowed.get(sort) and sort in parse:
            form.wrong(
                ("allowed_mentions",),
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{sort}"] and {sort}: [ids...] are mutually exclusive.',
            )


def pinged(
    site: Site, channel: Channel, by: str, texts: Iterable[str], allowed: Json | None
) -> frozenset[str]:
    """Ids of the users and roles that are called, and '@everyone' or '@here'. Escapes do not help, code does."""
    text = CODE.sub(" ", "\n".join(texts))
    everything = allowed is None
    parse = set((allowed or {}).get("parse") or [])
    wanted = {sort: {str(id) for id in (allowed or {}).get(sort) or []} for sort in ("users", "roles")}
    users = {id for id in USERS.findall(text) if everything or "users" in parse or id in wanted["users"]}
    called = {id for id in users if _there(site, channel, id)}
    if not channel.guild:
        return frozenset(called)
    may, guild = site.may(by, channel), site.guilds[channel.guild]
    for id in ROLES.findall(text):
        role = guild.roles.get(id)
        can = role and (role.mentionable or may & May.MENTION_EVERYONE)
        if can and (everything or "roles" in parse or id in wanted["roles"]):
            called.add(id)
    if may & May.MENTION_EVERYONE and (everything or "everyone" in parse):
        called |= {f"@{word}" for word in EVERYONE.findall(text)}
    return frozenset(called)


def _there(site: Site, channel: Channel, id: str) -> bool:
    return id in (site.guilds[channel.guild].members if channel.guild else channel.people)
