"""The web server of `shelfmate run`: is it well, its figures, and what platforms post to it.

It runs always: whoever watches over a process needs it most when a platform is down, and a port that is taken tells of a
second copy, which would take half of what Slack has to say.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.health import READY, Health
from bot.listening import listening
from bot.metrics import Metrics

PATIENCE = 3
"""Seconds that requests in hand have to finish, at the end."""


def listens(host: str, port: int) -> socket.socket:
    """The socket of WEB_HOST and WEB_PORT. Raises BadInput where there can be none."""
    return listening(host, port, _taken)


def _taken(other: int) -> str:
    return (
        "another Shelfmate or a playground may run there: stop it, or choose another port with "
        f"WEB_PORT={other or 8080}"
    )


def site(health: Health, metrics: Metrics, routes: Sequence[Route] = ()) -> Starlette:
    """`/healthz`, `/metrics`, and the routes of platforms."""

    async def healthz(_: Request) -> Response:
        found = await health.found()
        missing = [name for name, state in found.items() if state != READY]
        body = {"status": "not ready" if missing else READY, "missing": missing, "parts": found}
        return JSONResponse(body, 503 if missing else 200, headers={"Cache-Control": "no-store"})

    async def figures(_: Request) -> Response:
        text = await asyncio.to_thread(metrics.text)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    own = [Route("/healthz", healthz), Route("/metrics", figures)]
    return Starlette(routes=[*own, *routes])


@asynccontextmanager
async def serving(app: Starlette, listener: socket.socket) -> AsyncIterator[None]:
    """Answers requests on this loop until the block ends."""
    server = Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=PATIENCE,
        )
    )
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield
    finally:
        server.should_exit = True
        await task


class Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Somebody else listens to them."""
        yield
