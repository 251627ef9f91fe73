"""Panyu's web application: the GraphQL endpoint behind a bearer token."""

from __future__ import annotations

import secrets
from pathlib import Path

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from examples.local_systems.folder import Streams
from examples.local_systems.panyu_cloud.bad_rows import with_bad_rows
from examples.local_systems.panyu_cloud.graph import schema
from examples.local_systems.panyu_cloud.registry import registry
from examples.local_systems.panyu_cloud.work import work


def streams() -> Streams:
    """Everything the system holds when it is new."""
    return with_bad_rows(registry() | work())


def build(folder: Path, *, token: str) -> Starlette:
    """The application over a folder of JSON files."""

    async def graphql(request: Request) -> Response:
        shown = request.headers.get("authorization", "").encode()
        if not secrets.compare_digest(shown, f"Bearer {token}".encode()):
            return _fault("UNAUTHENTICATED", "a valid bearer token is needed", status=401)
        try:
            asked = orjson.loads(await request.body())
            query, variables = str(asked["query"]), asked.get("variables") or {}
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
            return _fault("BAD_REQUEST", "a JSON object with `query` is needed", status=400)
        result = await schema.execute(query, variable_values=variables, context_value={"folder": folder})
        answer: dict[str, object] = {"data": result.data}
        if result.errors:
            answer["errors"] = [{"message": error.message} for error in result.errors]
        return JSONResponse(answer)

    return Starlette(routes=[Route("/graphql", graphql, methods=["POST"])])


def _fault(code: str, message: str, *, status: int) -> Response:
    return JSONResponse({"errors": [{"message": message, "extensions": {"code": code}}]}, status_code=status)
