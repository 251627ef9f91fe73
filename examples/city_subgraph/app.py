"""The city's graph as a web application."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL

from examples.city_subgraph.caller import NotBelieved, Provider
from examples.city_subgraph.graph import Asked, schema
from examples.city_subgraph.links import Links
from examples.city_subgraph.rooms import Ledger

PATH = "/graphql"


def build(links: Links, *, ledger: Ledger, provider: Provider) -> Starlette:
    """The application; a token that is not the city's is answered with 401."""

    class CityGraph(GraphQL[Asked, None]):
        async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Asked:
            try:
                caller = provider.caller(request.headers.get("authorization"))
            except NotBelieved as wrong:
                raise HTTPException(401, "令牌无效 · this token is not valid here") from wrong
            return Asked(caller=caller, ledger=ledger, links=links)

    return Starlette(routes=[Route(PATH, CityGraph(schema, graphql_ide=None))])
