"""Redirecting: where Discord is, if not where discord.py believes (proxies, tests). It holds for the whole process."""

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

HOME = "gateway.discord.gg"


def redirect(api_url: str = "", gateway_url: str = "") -> None:
    """Have every client of this process find Discord's REST API and its gateway there; "" leaves them where they are."""
    if api_url:
        Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


def stays(client: discord.Client) -> None:
    """A session has begun, and Discord has named the address at which it would be taken up again after a break: not where
    all is to go by an address that was given."""
    if DiscordWebSocket.DEFAULT_GATEWAY.host != HOME:
        client.ws.gateway = DiscordWebSocket.DEFAULT_GATEWAY
