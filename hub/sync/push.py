"""Rows that a system pushes: landed and applied as those that a sync fetches, in the transaction of the request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from hub.auth.caller import Caller
from hub.auth.tree import Place
from hub.domain.command import Refusal
from hub.domain.divisions import Gazetteer
from hub.domain.facts_push import LISTS, Pushed, PushedRow, PushFacts, PushMode
from hub.domain.row_outcome import RowOutcome
from hub.domain.words import QuarantineStage, RunStatus
from hub.store.applying import tally, waiting
from hub.store.dialect import Transaction
from hub.store.effects import write_effects
from hub.store.landing import Hold, LandPage, LandRow, land_page, open_cursor
from hub.store.lookup import BodyRow, Lookup, kinds_by_label
from hub.store.pushing import begin_push, bodies_of, reopen_set_aside
from hub.store.quarantine import count_seen
from hub.store.runs import close_source, set_run
from hub.store.shapes import shapes
from hub.store.write import Author
from hub.sync.batch import Read, Setting, read
from hub.sync.fold import fold
from hub.sync.mapping import Mapped, Problem, Unmapped
from hub.sync.paths import pointer
from hub.sync.push_around import around_push
from hub.sync.push_rows import answered, landable, stream_of
from hub.sync.resolve import World
from hub.sync.rows import fingerprint

_NO_BODY = Refusal(
    code="NO_BODY",
    zh="您的账号未对应政协组织，不能推送数据，请联系管理员",
    en="your token names no body, so nothing can be recorded for it; ask your administrator",
)
_CLOSED = Refusal(
    code="SOURCE_CLOSED",
    zh="贵系统的推送已被暂停或停用，本次未写入；启用后请重新推送",
    en="pushes of your system are paused or retired and nothing was written; push again once they are active",
)
_CHANGING = (RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.TOMBSTONED)


@dataclass(frozen=True, kw_only=True)
class Pushing:
    """Takes pushed rows in; the keys make digests unguessable and pseudonyms stable."""

    audit_key: bytes = field(repr=False)
    redaction_key: bytes = field(repr=False)

    async def __call__(
        self, connection: Transaction, command: PushFacts, caller: Caller, now: datetime
    ) -> Pushed | Refusal:
        """What became of every row; nothing is kept of a request that wanted all or nothing and has a bad row."""
        if caller.place is None:
            return _NO_BODY
        push = _Push(connection, keys=self, caller=caller, place=caller.place, now=now)
        if command.mode is PushMode.ROW_BY_ROW:
            return await push.take(command)
        kept = await connection.begin_nested()
        answer = await push.take(command)
        if isinstance(answer, Refusal) or not answer.count(RowOutcome.QUARANTINED):
            await kept.commit()
            return answer
        await kept.rollback()
        return Pushed(run_id=None, rows=[replace(row, row_id=None) for row in answer.rows])


class _Push:
    """One request of one system."""

    def __init__(self, connection: Transaction, *, keys: Pushing, caller: Caller, place: Place, now: datetime) -> None:
        self._connection = connection
        self._keys = keys
        self._caller = caller
        self._place = place
        self._now = now

    async def take(self, command: PushFacts) -> Pushed | Refusal:
        """Land and apply all rows, list by list."""
        connection, place, caller = self._connection, self._place, self._caller
        system = caller.client_id or caller.subject or ""
        code = f"push-{place.code}-{system}"
        hold = await begin_push(
            connection,
            code=code,
            body_id=place.body_id,
            name=f"{system} 主动推送",
            requested_by=caller.subject,
            now=self._now,
        )
        if hold is None:
            return _CLOSED
        world = await self._world()
        rows: list[PushedRow] = []
        for name in LISTS:
            if given := command.rows.get(name, ()):
                rows += await self._list(self._setting(name, hold=hold, source=code, world=world), given)
        await self._close(hold)
        return Pushed(run_id=hold.run_id, rows=rows)

    async def _world(self) -> World:
        bodies = await bodies_of(self._connection, {self._place.body_id})
        kinds = await kinds_by_label(self._connection)
        return World(
            lookup=Lookup(bodies=bodies, body_names={}, divisions={}, sectors={}, kinds=kinds),
            gazetteer=Gazetteer((), ()),
            settings=(),
            home=bodies[self._place.body_id],
        )

    def _setting(self, name: str, *, hold: Hold, source: str, world: World) -> Setting:
        stream = stream_of(name)
        return Setting(
            hold=hold,
            source=source,
            stream=stream,
            shape=shapes()[stream.entity],
            world=world,
            caller=self._caller,
            now=self._now,
            pushed=True,
        )

    async def _list(self, setting: Setting, given: Sequence[Mapping[str, Any]]) -> list[PushedRow]:
        """Land and apply the rows of one list."""
        connection, hold, stream, place = self._connection, setting.hold, setting.stream, self._place
        landed = landable(given, stream, self._keys.redaction_key)
        await open_cursor(connection, hold, stream=stream.name, position={}, whole=False)
        await land_page(connection, hold, _page(landed, stream.name), at=self._now)
        await reopen_set_aside(connection, hold, stream=stream.name)
        rows = read(await waiting(connection, hold, stream=stream.name, limit=len(landed)), setting)
        around = await around_push(connection, setting, rows, keys={row.key for row in landed}, body_id=place.body_id)
        rows = [_unless_elsewhere(one, around.elsewhere, setting) for one in rows]
        effects = fold(rows, replace(setting, world=_knowing(setting.world, around.bodies)), around.surroundings)
        await write_effects(
            connection,
            hold,
            effects,
            stream=stream.name,
            entity=stream.entity,
            version=setting.version,
            body_id=place.body_id,
            author=self._author(hold),
        )
        return answered(landed, rows, effects, around.surroundings, stream=stream)

    def _author(self, hold: Hold) -> Author:
        return Author(
            actor=self._caller.subject or "",
            client=self._caller.client_id,
            stream=self._place.code,
            request_id=hold.run_id,
            at=self._now,
            key=self._keys.audit_key,
            bundled=True,
        )

    async def _close(self, hold: Hold) -> None:
        """Close the run with its conservation count; a request that does not balance is not kept."""
        connection, now = self._connection, self._now
        await count_seen(connection, hold, now=now)
        counted = await tally(connection, hold)
        if not counted.balanced or counted.waiting:
            raise RuntimeError(f"the rows of push {hold.run_id} do not balance")
        aside = counted.ends[RowOutcome.QUARANTINED]
        await set_run(
            connection,
            hold,
            status=RunStatus.SUCCEEDED_WITH_QUARANTINE if aside else RunStatus.SUCCEEDED,
            finished_at=now,
            pages=counted.pages,
            fetched=counted.fetched,
            **{str(end.value).lower(): count for end, count in counted.ends.items()},
        )
        changed = any(counted.ends[end] for end in _CHANGING)
        await close_source(connection, hold, now=now, changed=changed, healthy=True)


def _page(rows: Sequence[LandRow], stream: str) -> LandPage:
    structure = tuple(sorted({f"/{name}" for row in rows for name in row.content}))
    return LandPage(
        stream=stream,
        number=0,
        rows=rows,
        fingerprint=fingerprint(structure),
        structure=structure,
        position={},
        over=True,
        ended=False,
        snapshot=False,
        everything=False,
    )


def _knowing(world: World, bodies: Mapping[str, BodyRow]) -> World:
    return replace(world, lookup=replace(world.lookup, bodies=bodies))


def _unless_elsewhere(one: Read, elsewhere: Mapping[str, str], setting: Setting) -> Read:
    """A row that another source of the body holds is that source's to change, and counts once (field authority)."""
    other = elsewhere.get(one.row.key)
    if other is None or not isinstance(one.mapped, Mapped):
        return one
    problem = Problem(
        stage=QuarantineStage.AUTHORITY,
        code="HELD_BY_OTHER_SOURCE",
        pointer=pointer(setting.stream.id_paths[0]),
        zh=f"该编号的记录由“{other}”提供，只能由其更改；如为另一条记录，请换用不同的编号",
        en=f"the row of this key comes from {other!r} and only it may change it; if it is another row, give it "
        "another key",
    )
    mapped = one.mapped
    return replace(
        one,
        mapped=Unmapped(
            entity=mapped.entity,
            external_id=mapped.external_id,
            content_hash=mapped.content_hash,
            mapping_version=mapped.mapping_version,
            problems=(problem,),
        ),
    )
