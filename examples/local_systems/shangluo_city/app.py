"""Shangluo's REST interface: numbered pages in an envelope, an API key, naive local times, a log of deletions."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from examples.local_systems import folder as seed
from examples.local_systems.folder import Row, Streams
from examples.local_systems.shangluo_city.bad_rows import with_bad_rows
from examples.local_systems.shangluo_city.registry import registry
from examples.local_systems.shangluo_city.work import work

STREAMS = ("gzs", "wy", "wyrz", "zs", "rz", "bp", "hd", "zb", "yj", "cg")
LARGEST_PAGE = 50
_Endpoint = Callable[[Request], Awaitable[Response]]


def streams() -> Streams:
    """Everything the system holds when it is new."""
    return with_bad_rows(registry() | work())


def build(folder: Path, *, key: str) -> Starlette:
    """The application over a folder of JSON files."""
    routes = [Route(f"/api/v1/{name}/list", _listing(folder, name, key=key)) for name in STREAMS]
    return Starlette(routes=[*routes, Route("/api/v1/deleted", _deleted(folder, key=key))])


def _listing(folder: Path, name: str, *, key: str) -> _Endpoint:
    async def listing(request: Request) -> Response:
        if not _knows(request, key):
            return _refused()
        after = request.query_params.get("updatedAfter")
        rows = [row for row in seed.read(folder, name) if after is None or str(row.get("gxsj") or "") > after]
        return _page(request, rows)

    return listing


def _deleted(folder: Path, *, key: str) -> _Endpoint:
    async def deleted(request: Request) -> Response:
        if not _knows(request, key):
            return _refused()
        table, after = request.query_params.get("bm"), request.query_params.get("updatedAfter", "")
        rows = seed.read(folder, "deleted")
        return _page(request, [row for row in rows if table in (None, row["bm"]) and row["scsj"] > after])

    return deleted


def _page(request: Request, rows: list[Row]) -> Response:
    try:
        number = int(request.query_params.get("pageNo", "1"))
        size = min(int(request.query_params.get("pageSize", "20")), LARGEST_PAGE)
    except ValueError:
        number, size = 0, 0
    if number < 1 or size < 1:
        return JSONResponse({"code": 40001, "msg": "参数错误：pageNo、pageSize 须为正整数", "data": None})
    # Past the end the system repeats its last page, as some real ones do.
    number = min(number, max(1, -(-len(rows) // size)))
    page = rows[(number - 1) * size : number * size]
    return JSONResponse({"code": 0, "msg": "成功", "data": {"total": len(rows), "list": page}})


def _knows(request: Request, key: str) -> bool:
    return secrets.compare_digest(request.headers.get("x-api-key", "").encode(), key.encode())


def _refused() -> Response:
    return JSONResponse({"code": 40100, "msg": "缺少或错误的 X-Api-Key", "data": None}, status_code=401)
