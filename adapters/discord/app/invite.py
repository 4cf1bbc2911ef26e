"""The invitation: the link by which an administrator brings Shelfmate into a server, with the least permissions."""

import discord

from adapters.discord.app.permissions import number

SCOPES = ("bot", "applications.commands")
"""To be in the server, and to have /mentoring there."""


def invitation(app: int, *, roles: bool = False, server: int = 0) -> str:
    """The link for the application with this id; into one `server` where that is known, e.g. to add a permission."""
    return discord.utils.oauth_url(
        app,
        permissions=discord.Permissions(number(roles=roles)),
        guild=discord.Object(server) if server else discord.utils.MISSING,
        scopes=SCOPES,
    )
