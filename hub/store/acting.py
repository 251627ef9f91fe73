"""How a command is carried out: one transaction in which rows are read within reach, judged, and written with audit."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from hub.auth.caller import Caller, CallerKind
from hub.auth.scope import may, rows
from hub.domain.access import Act, Noun, Role
from hub.domain.command import Actor, Allowed, Command, Refusal
from hub.domain.ids import new_id
from hub.domain.receipt import Receipt, SignedReceipt
from hub.domain.registry_words import StudioEventKind
from hub.domain.words import StudioStatus
from hub.store import remembered
from hub.store.consequences import write_all
from hub.store.dialect import table_of
from hub.store.models.base import Base
from hub.store.models.history import StudioEvent
from hub.store.models.studio import Studio
from hub.store.session import Database
from hub.store.told_under import version_with
from hub.store.where import within_reach
from hub.store.write import Author, Change, Insert, Update

Row = Mapping[str, Any]  # column values of any type
Sign = Callable[[Receipt], SignedReceipt]
Step = Callable[[AsyncConnection], Awaitable[None]]
_ZONE = ZoneInfo("Asia/Shanghai")
SYSTEM = "SYSTEM"


class Acting:
    """One command of one caller; what it reads is locked, what it changes is written together at the end.

    `later` are steps that come after that in the same transaction: rows that belong to a changed one and are covered
    by its digest, so that the audit trail need not have an entry for each.

    A refusal writes nothing but what was done before `keep` was called. `key` is the request's own, for a command that
    keeps its requests itself.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        *,
        caller: Caller,
        now: datetime,
        request_id: str,
        locks: bool = True,
        sign: Sign | None = None,
        key: str | None = None,
    ) -> None:
        self.connection = connection
        self._locks = locks
        self._sign = sign
        self.key = key
        self.caller = caller
        self.now = now
        self.request_id = request_id
        self.changes: list[Insert | Update] = []
        self.links: list[Change] = []
        self.later: list[Step] = []
        self._lasting: tuple[list[Insert | Update], list[Change], list[Step]] = ([], [], [])
        self._positions: dict[str, int] = {}
        self._versions: dict[tuple[str, str, date], str | None] = {}

    def keep(self) -> None:
        """Let what was done up to here stand even if the command is refused."""
        self._lasting = (list(self.changes), list(self.links), list(self.later))

    def undo(self) -> None:
        """Go back to what stands even if the command is refused: nothing, unless `keep` was called."""
        changes, links, later = self._lasting
        self.changes, self.links, self.later = list(changes), list(links), list(later)

    @property
    def today(self) -> date:
        """The business day, Asia/Shanghai."""
        return self.now.astimezone(_ZONE).date()

    async def signed(self, receipt: Receipt) -> SignedReceipt:
        """The receipt with the hub's signature."""
        if self._sign is None:
            raise LookupError("this door has no key to sign receipts with")
        return await asyncio.to_thread(self._sign, receipt)

    @property
    def actor(self) -> Actor:
        """The caller as the rules see it."""
        place = self.caller.place
        return Actor(
            subject=self.caller.subject or "",
            roles=self.caller.roles,
            is_machine=self.caller.kind is not CallerKind.HUMAN,
            body_id=None if place is None else place.body_id,
            level=None if place is None else place.level,
            committees=self.caller.committees,
            studios=self.caller.studios,
            member=self.caller.member,
        )

    async def within(self, model: type[Base], identifier: str, act: Act, *, noun: Noun | None = None) -> Row | None:
        """The row with an identifier, when the caller may do this act to it; nobody else changes it until the end.

        `noun` is given where the act is on something that the row stands for, as an application for its studio.
        """
        access = model.access
        wanted = noun or (access.noun if access is not None else None)
        if wanted is None or not may(self.caller, act, wanted):
            return None
        rows_of: Any = aliased(model)
        reach = within_reach(rows(self.caller, act, wanted), rows_of, model)
        table = table_of(model)
        found = await self.connection.execute(select(rows_of.id).where(rows_of.id == identifier, reach))
        return None if found.one_or_none() is None else await self.one(model, table.c.id == identifier)

    async def one(self, model: type[Base], *conditions: Any, locked: bool = True) -> Row | None:
        """The row of these conditions, whoever may see it: for what the rules have to know."""
        table = table_of(model)
        chosen = select(table).where(*conditions)
        found = await self.connection.execute(chosen.with_for_update() if locked and self._locks else chosen)
        row = found.mappings().one_or_none()
        return None if row is None else _plain(row)

    async def all(self, chosen: Any) -> Sequence[Row]:
        """The rows of a statement."""
        return [_plain(row) for row in (await self.connection.execute(chosen)).mappings()]

    def add(self, model: type[Base], **values: Any) -> str:
        """Write a new row; its identifier."""
        identifier = new_id(model.prefix, self.now, seed=secrets.token_bytes(16))
        self.changes.append(Insert(model=model, values={"id": identifier, **values}))
        return identifier

    def change(self, model: type[Base], before: Row, /, **values: Any) -> None:
        """Write new values of a row; several changes of one row are one."""
        for at, one in enumerate(self.changes):
            if one.model is model and one.id == before["id"]:
                merged = {**one.values, **values}
                self.changes[at] = (
                    Insert(model=model, values=merged, action=one.action)
                    if isinstance(one, Insert)
                    else Update(model=model, before=one.before, values=merged, action=one.action)
                )
                return
        self.changes.append(Update(model=model, before=before, values=values))

    async def tell(
        self, studio: Row, kind: StudioEventKind, *, after: StudioStatus | None = None, on: date | None = None,
        role: Role | None = None, **more: Any,
    ) -> str:  # fmt: skip
        """Add a step to the life of a studio, and give the studio its new state; `more` are columns of the step.

        Unless they name a version of the standards, it is the one in force that has the rule of the step.
        """
        place = self.caller.place
        before = studio["status"]
        if "rulebook_id" not in more:
            more["rulebook_id"] = await self._version(studio["owner_body_id"], more.get("rule"), on or self.today)
        if after is not None and after is not before:
            self.change(Studio, studio, status=after)
        return self.add(
            StudioEvent,
            owner_body_id=studio["owner_body_id"],
            studio_id=studio["id"],
            position=await self._position(studio["id"]),
            kind=kind,
            happened_on=on or self.today,
            recorded_at=self.now,
            status_before=before,
            status_after=after or before,
            body_id=None if role is None or place is None else place.body_id,
            role=role,
            actor=None if role is None else self.caller.subject,
            **more,
        )

    async def _version(self, owner: str, rule: str | None, on: date) -> str | None:
        if rule is None:
            return None
        wanted = (owner, rule, on)
        if wanted not in self._versions:
            self._versions[wanted] = await version_with(self.connection, rule, owner=owner, on=on)
        return self._versions[wanted]

    async def _position(self, studio: str) -> int:
        if studio not in self._positions:
            table = table_of(StudioEvent)
            chosen = select(func.coalesce(func.max(table.c.position), 0)).where(table.c.studio_id == studio)
            self._positions[studio] = int((await self.connection.execute(chosen)).scalar_one())
        self._positions[studio] += 1
        return self._positions[studio]


def _plain(row: Any) -> Row:  # SQLAlchemy's own mapping, whose keys are not typed as texts
    return dict(row)


Do = Callable[[Acting, Any], Awaitable["str | Refusal"]]
"""Carries out one kind of command: the identifier of the row it came to, or why not; a refusal writes what was kept."""

Actions = Callable[[Acting, Row], Awaitable[Sequence[Allowed]]]
"""Says what a caller may do to a row now, and why not."""


@dataclass(frozen=True, kw_only=True)
class Door:
    """Where commands are carried out: the database, the deeds by their command, and the key of audit digests."""

    database: Database
    deeds: Mapping[type[Command], Do]
    actions: Callable[[type[Base]], Sequence[Actions]]
    audit_key: bytes
    sign: Sign | None = None

    async def act(
        self, command: Command, *, caller: Caller, now: datetime, request_id: str, key: str | None = None
    ) -> str | Refusal:
        """Carry out a command; with a key it is carried out once however often it comes."""
        try:
            return await self._act(command, caller=caller, now=now, request_id=request_id, key=key)
        except IntegrityError:
            # Somebody did the same at the same moment: what came of that is the answer, or the reason of a refusal.
            return await self._act(command, caller=caller, now=now, request_id=request_id, key=key)
        except OperationalError as problem:
            if not command.keeps_requests or not remembered.waited(problem):
                raise
            return remembered.IN_PROGRESS

    async def allowed(
        self, model: type[Base], identifier: str, *, caller: Caller, now: datetime, request_id: str
    ) -> Sequence[Allowed]:
        """What a caller may do to a row now; nothing is done and nothing is locked."""
        async with self.database.read() as connection:
            acting = Acting(connection, caller=caller, now=now, request_id=request_id, locks=False)
            row = await acting.one(model, table_of(model).c.id == identifier)
            if row is None:
                return []
            return [one for actions in self.actions(model) for one in await actions(acting, row)]

    async def _act(
        self, command: Command, *, caller: Caller, now: datetime, request_id: str, key: str | None
    ) -> str | Refusal:
        request = None if key is None or command.keeps_requests else _request(command, caller, key)
        async with self.database.write() as connection:
            if request is not None and (known := await remembered.recall(connection, request)) is not None:
                return remembered.again(known)
            acting = Acting(connection, caller=caller, now=now, request_id=request_id, sign=self.sign, key=key)
            answer = await self.deeds[type(command)](acting, command)
            if isinstance(answer, Refusal):
                acting.undo()
            if not isinstance(answer, Refusal) or acting.changes:
                await write_all(connection, [*acting.changes, *acting.links], author=self._author(acting))
                for step in acting.later:
                    await step(connection)
            if request is not None:
                await remembered.remember(connection, request, remembered.kept(answer), at=now)
        return answer

    def _author(self, acting: Acting) -> Author:
        caller = acting.caller
        return Author(
            actor=caller.subject or "",
            client=caller.client_id,
            stream=SYSTEM if caller.place is None else caller.place.code,
            request_id=acting.request_id,
            at=acting.now,
            key=self.audit_key,
        )


def client_of(caller: Caller) -> str:
    """By what a client is known again: who issued its token, for whom, to which program."""
    return "|".join((caller.issuer or "", caller.subject or "", caller.client_id or ""))


def _request(command: Command, caller: Caller, key: str) -> remembered.Request:
    arguments: Any = command  # a dataclass
    return remembered.request_of(client_of(caller), type(command).__name__, key, asdict(arguments))
