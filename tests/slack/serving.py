"""Slack on a port: its web server, and the ways in which connections can be cut."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.slack.answering import Dropped, answer, arguments, headers
from tests.slack.clock import PATIENCE
from tests.slack.hooks import hooked
from tests.slack.modals import FILES_READ
from tests.slack.records import File
from tests.slack.refusals import Refused
from tests.slack.site import Site
from tests.slack.socket_mode import Sockets

Peer = tuple[str, int]


class Connections:
    """Every connection that is open, so that it can be cut."""

    def __init__(self) -> None:
        self.transports: dict[Peer, asyncio.Transport] = {}

    def cut(self, connection: HTTPConnection) -> None:
        """No more word over this connection."""
        assert connection.client is not None
        self.transports[connection.client.host, connection.client.port].abort()

    def protocol(self) -> type[H11Protocol]:
        """The server's protocol, which tells us of its connections."""
        transports = self.transports

        class Known(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                transports[transport.get_extra_info("peername")[:2]] = transport
                super().connection_made(transport)

        return Known


def application(site: Site, sockets: Sockets, connections: Connections) -> Starlette:
    """The routes."""

    async def method(request: Request) -> Response:
        token, args = await arguments(request)
        try:
            given = await answer(site, sockets, request.path_params["method"], token, args)
        except Dropped:
            connections.cut(request)
            return Response()
        return JSONResponse(given.body, given.status, headers(site, given))

    async def upload(request: Request) -> Response:
        workspace = site.workspaces[request.path_params["team"]]
        file = workspace.files.get(request.path_params["file"])
        content = await request.body()
        if file is None or file.content is not None or len(content) != file.length:
            return PlainTextResponse("not as announced", 400)
        file.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def download(request: Request) -> Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        file = readable(site, request.path_params["team"], request.path_params["file"], token)
        if file is None:  # not a word of why: whoever asks is led to where people sign in
            return RedirectResponse(f"/?redir={request.url.path}", 302)
        return Response(file.content, media_type="text/plain")

    async def sign_in(request: Request) -> Response:
        return HTMLResponse("<!DOCTYPE html><title>Sign in | Slack</title>")

    async def hook(request: Request) -> Response:
        try:
            hooked(site, request.url.path.lstrip("/"), await request.json())
        except Refused as refused:
            return JSONResponse(refused.body(), refused.status)
        return PlainTextResponse("ok")

    async def link(socket: WebSocket) -> None:
        await sockets.serve(socket)

    posts = ["POST"]
    return Starlette(
        routes=[
            Route("/api/{method}", method, methods=["GET", "POST"]),
            Route("/upload/{team}/{file}", upload, methods=posts),
            Route("/files-pri/{team}-{file}/download/{name}", download),
            Route("/files-pri/{team}-{file}/{name}", download),
            Route("/", sign_in),
            Route("/actions/{team}/{number}", hook, methods=posts),
            Route("/commands/{team}/{number}", hook, methods=posts),
            WebSocketRoute("/link/", link),
        ]
    )


def readable(site: Site, team: str, id: str, token: str) -> File | None:
    """The file, for whoever has the workspace's token and may read files."""
    workspace = site.workspaces.get(team)
    file = workspace.files.get(id) if workspace else None
    if workspace is None or file is None or file.content is None:
        return None
    may = token == workspace.token and not workspace.dead and FILES_READ in site.app.scopes
    return file if may else None


@asynccontextmanager
async def serving(app: Any, listener: socket.socket, connections: Connections) -> AsyncIterator[None]:
    """Serve for as long as the context lasts."""
    # asyncio does it for sockets that it makes itself; without, an answer waits 40 ms for its headers to be acknowledged
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        app,
        http=connections.protocol(),
        ws="websockets-sansio",
        log_config=None,
        log_level="critical",
        lifespan="off",
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        async with asyncio.timeout(PATIENCE):
            await server.up.wait()
        yield
    finally:
        for transport in connections.transports.values():
            transport.abort()
        server.ended.set()
        await task


class _Server(uvicorn.Server):
    """A server that says when it is up, and leaves signals to whoever runs the tests."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        self.ended = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    async def main_loop(self) -> None:
        await self.ended.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for task in self.server_state.tasks:
            task.cancel()
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        await self._serve(sockets)
