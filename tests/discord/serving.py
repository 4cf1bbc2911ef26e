"""Discord on a port: its REST API, its files and its gateway."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from tests.discord import lines
from tests.discord.answering import PREFIX, Dropped, answer
from tests.discord.site import Site
from tests.slack.serving import Connections

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def application(site: Site, connections: Connections) -> Starlette:
    """The routes."""

    async def rest(request: Request) -> Response:
        try:
            content = await request.body()
            query = dict(request.query_params)
            given = await answer(site, request.method, request.url.path, request.headers, query, content)
        except Dropped:
            connections.cut(request)
            return Response()
        if given.body is None:
            return Response(status_code=given.status, headers=given.headers)
        if isinstance(given.body, str):
            return Response(given.body, given.status, media_type="text/html")
        return JSONResponse(given.body, given.status, given.headers)

    async def file(request: Request) -> Response:
        found = site.files.get(request.path_params["file"])
        if found is None:
            return PlainTextResponse("This content is no longer available.", 404)
        return Response(found.content, media_type=found.type)

    async def gateway(socket: WebSocket) -> None:
        await lines.serve(site, socket)

    return Starlette(
        routes=[
            Route(PREFIX + "/{path:path}", rest, methods=METHODS),
            Route("/attachments/{file}/{name}", file),
            Route("/ephemeral-attachments/{file}/{name}", file),
            WebSocketRoute("/gateway", gateway),
            WebSocketRoute("/gateway/", gateway),
            WebSocketRoute("/resume", gateway),
        ]
    )
