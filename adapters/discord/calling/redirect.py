"""Redirecting: where Discord is, if not where discord.py believes (proxies, tests). It holds for the whole process."""

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


def redirect(api_url: str = "", gateway_url: str = "") -> None:
    """Have every client of this process find Discord's REST API and its gateway there; "" leaves them where they are."""
    if api_url:
        Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
