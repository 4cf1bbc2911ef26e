"""Downloading: a file that somebody gave, read with our token, which goes to Slack's own addresses alone."""

from urllib.parse import urlsplit

import aiohttp

SLACKS = (".slack.com", ".slack-gov.com")
"""Where Slack keeps files."""


class Unreadable(Exception):
    """The file could not be read: Slack does not give it to us, or it is larger than it may be."""


async def downloaded(session: aiohttp.ClientSession, url: str, token: str, home: str, most: int) -> bytes:
    """The content at a `url_private_download`, `most` bytes at most. `home` is the base of the Web API, whose host may
    be another than Slack's own. Raises Unreadable."""
    if not _is_slacks(url, home):
        raise Unreadable("not an address of Slack's")
    try:
        # whoever may not read it is led to a page to sign in at, which is no file
        allowed = {"Authorization": f"Bearer {token}"}
        async with session.get(url, headers=allowed, allow_redirects=False) as answer:
            if answer.status != 200:
                raise Unreadable(f"Slack answered {answer.status}")
            content = bytearray()
            async for piece in answer.content.iter_any():
                content += piece
                if len(content) > most:
                    raise Unreadable("too large")
            return bytes(content)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unreadable(type(error).__name__) from error


def _is_slacks(url: str, home: str) -> bool:
    try:
        there, here = urlsplit(url), urlsplit(home)
    except ValueError:
        return False
    if home and (there.scheme, there.netloc) == (here.scheme, here.netloc):
        return True
    return there.scheme == "https" and (there.hostname or "").endswith(SLACKS)
