"""Asks the hub as a caller would: over HTTP, with a token of the development issuer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2

from hub.app import Hub, application, now
from hub.auth.development import Wish
from hub.domain.access import Role
from hub.resolvers.documents import Documents
from hub.schema.contracts import Shape
from hub.settings import Settings, read_settings
from hub.store.session import Database

LIFE = timedelta(hours=1)
KEY = b"a key of tests, which guards nothing"
PATIENCE = 600.0
"""Seconds of a statement and of a request: no test hangs on how busy a machine is, but those that set their own."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who asks: a role at a body, narrowed to studios, committees or a member where that matters."""

    role: Role
    body: str
    studio: str | None = None
    committee: str | None = None
    member: str | None = None
    narrow: tuple[str, ...] = ()
    subject: str = "development"


PROVINCE = Person(role=Role.PROVINCE_OFFICE, body="610000")
SHANGLUO = Person(role=Role.CITY_SYSTEM, body="611000")
ZHASHUI = Person(role=Role.MANAGING_DEPARTMENT, body="611026")
DINGBIAN = Person(role=Role.MANAGING_DEPARTMENT, body="610825")
PANYU_FRONT_END = Person(role=Role.COUNTY_FRONTEND, body="440113")


class Asked:
    """A hub under test and the ways to ask it."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.app = application(hub)
        self.extensions: dict[str, Any] = {}
        self.client = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=self.app), base_url="http://hub.test")

    async def __call__(self, query: str, person: Person | None = None, **variables: Any) -> dict[str, Any]:
        """The data of an answer; errors fail the test."""
        answer = await self.raw(query, person, variables=variables)
        assert "errors" not in answer, answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data

    async def raw(
        self, query: str, person: Person | None = None, *, variables: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The answer: its data and its errors; what it says of itself stands in `extensions` of the last one."""
        response = await self.post({"query": query, "variables": variables or {}}, token=self.token(person))
        answer: dict[str, Any] = response.json()
        self.extensions = answer.pop("extensions", {})
        return answer

    async def post(self, body: Any, *, token: str | None = None, accept: str = "application/json") -> httpx2.Response:
        """A POST to the door."""
        headers = {"accept": accept} | ({"authorization": f"Bearer {token}"} if token else {})
        return await self.client.post("/graphql", json=body, headers=headers)

    def token(self, person: Person | None) -> str | None:
        """A token for a person; nobody has none."""
        if person is None:
            return None
        issuer = self.hub.development
        assert issuer is not None
        wish = Wish(
            roles=(person.role,),
            body=person.body,
            studios=(person.studio,) if person.studio else (),
            committees=(person.committee,) if person.committee else (),
            member=person.member,
            narrow=person.narrow,
            subject=person.subject,
        )
        return issuer.mint(wish, now=now(), ttl=LIFE)


def plain(body: bytes) -> bytes:
    """An answer's bytes without its extensions, in which the time stands."""
    head, found, _ = body.rpartition(b',"extensions":{"cost":')
    return head + b"}" if found else body


async def no_fetch(url: str) -> bytes:
    """No key is ever fetched in these tests."""
    raise AssertionError(f"fetched {url}")


def patient(folder: Path, **given: Any) -> Settings:
    """The settings of a hub of development that waits for a slow machine, and others besides."""
    return read_settings(
        var=folder, development=True, **{"request_seconds": PATIENCE, "statement_seconds": PATIENCE} | given
    )


_documents: dict[int, dict[Shape, Documents]] = {}


def hub_over(database: Database, settings: Settings) -> Hub:
    """A hub without sync over a database; what other hubs have parsed and checked is not parsed and checked again."""
    hub = Hub(settings, database=database, fetch=no_fetch, engine=None, key=KEY)
    hub.answering._documents = _documents.setdefault(hub.bounds.tokens, {})
    return hub
