"""Who may come in: only pages of our own may post or open a socket, and only under names that we go by."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
LOOPBACK = ("localhost", "127.0.0.1", "::1")
READS = ("GET", "HEAD", "OPTIONS")
FORBIDDEN = 403


class Guard:
    """Stands before the pages. `names` are the hosts that we go by; empty where any will do."""

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on and put our headers on what comes back."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        why = self._refusal(scope, Headers(scope=scope))
        if why and scope["type"] == "websocket":
            await send({"type": "websocket.close", "reason": why})  # not accepted yet: a bare 403
        elif why:
            await PlainTextResponse(f"{why}\n", FORBIDDEN, HEADERS)(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> str:
        host = headers.get("host", "")
        if self._names and _name(host) not in self._names:
            return "This playground does not go by that name."
        reads = scope["type"] == "http" and scope["method"] in READS
        allowed = not _is_built_in_elsewhere(headers) if reads else _same(headers.get("origin", ""), host)
        return "" if allowed else "Only pages of the playground itself may do this."


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_built_in_elsewhere(headers: Headers) -> bool:
    """Whether another site's page has it for a picture, a frame or a script, as the browser tells: to open somebody's
    window is to play them, which nobody should do unawares. A link may lead here from anywhere."""
    elsewhere = headers.get("sec-fetch-site") in {"cross-site", "same-site"}
    return elsewhere and headers.get("sec-fetch-dest") != "document"


def _same(origin: str, host: str) -> bool:
    try:
        came = urlsplit(origin)
    except ValueError:
        return False
    return bool(host) and came.scheme in {"http", "https"} and came.netloc.lower() == host.lower()


def _with_headers(send: Send) -> Send:
    async def sends(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sends
