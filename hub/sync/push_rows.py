"""Pushed rows as a stream: how they are landed and read, and what is answered of each; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from hub.domain.facts_push import LISTS, PushedKind, PushedRow, Reason
from hub.domain.row_outcome import RowOutcome
from hub.domain.shape import FieldShape
from hub.store.effects import Effects
from hub.store.landing import LandRow
from hub.store.pushed import EXTERNAL_ID, WITHDRAWN, pushed_fields, spelled
from hub.store.pushing import VERSION, ZONE
from hub.store.surroundings import Surroundings
from hub.sync.batch import Read
from hub.sync.mapping import is_tombstone
from hub.sync.mapping_redact import redact
from hub.sync.rows import make_row
from hub.sync.source import Deletes, DeleteStyle, FieldMapping, RecordsMapping, Stream


@cache
def stream_of(name: str) -> Stream:
    """A list of a push as a stream: its rows bear the names of the graph; of opinions nothing else is kept (A-61)."""
    kind = LISTS[name]
    return Stream(
        name=name,
        entity=kind.value,
        zone=ZONE,
        mapping_version=int(VERSION),
        id_paths=((EXTERNAL_ID,),),
        deletes=Deletes(style=DeleteStyle.TOMBSTONE, path=(WITHDRAWN,), values=frozenset({"true"})),
        fields=tuple(_mapping(one) for one in pushed_fields(kind)),
        keep_only_mapped=kind is PushedKind.OPINION,
    )


def _mapping(field: FieldShape) -> FieldMapping:
    path = (spelled(field.name),)
    records = (RecordsMapping(path=path, fields=tuple(map(_mapping, field.parts))),) if field.parts else ()
    return FieldMapping(name=field.name, paths=(path,), records=records)


def landable(given: Sequence[Mapping[str, Any]], stream: Stream, key: bytes) -> list[LandRow]:
    """The rows as they are landed; numbers of people in texts of opinions are masked first."""
    found = []
    for index, content in enumerate(given):
        # The graph has refused texts that no database holds.
        made = make_row(dict(content), id_paths=stream.id_paths, page=0, index=index, pointer=f"{stream.name}/{index}")
        row = redact(made, stream, key)
        found.append(
            LandRow(
                key=row.external_id or f"content:{row.content_hash}",
                has_key=row.external_id is not None,
                content=row.content,
                content_hash=row.content_hash,
                pointer=row.pointer,
                deleted=is_tombstone(row.content, stream),
                index=index,
            )
        )
    return found


def answered(
    landed: Sequence[LandRow], rows: Sequence[Read], effects: Effects, around: Surroundings, *, stream: Stream
) -> list[PushedRow]:
    """What became of every row, in the order sent; what was applied before and came again is unchanged."""
    outcomes = {mark.id: mark.outcome for mark in effects.marks}
    ends = {(read.row.key, read.row.content_hash): outcomes[read.row.id] for read in rows}
    ids = {key: link.row_id for key, link in around.links.items()} | {link.key: link.row_id for link in effects.links}
    reasons: dict[tuple[str, str], Reason] = {}
    for one in effects.misread:
        at = one.pointer.removeprefix("/").replace("/", ".")
        reasons.setdefault((one.key, one.content_hash), Reason(code=one.code, zh=one.zh, en=one.en, at=at or None))
    found: list[PushedRow] = []
    seen: set[tuple[str, str]] = set()
    for row in landed:
        key = (row.key, row.content_hash)
        outcome = ends.get(key, RowOutcome.UNCHANGED)
        if key in seen and outcome is not RowOutcome.QUARANTINED:
            outcome = RowOutcome.UNCHANGED
        seen.add(key)
        aside = outcome is RowOutcome.QUARANTINED
        found.append(
            PushedRow(
                list=stream.name,
                index=row.index,
                external_id=row.key if row.has_key else "",
                outcome=outcome,
                row_id=None if aside or outcome is RowOutcome.TOMBSTONED else ids.get(row.key),
                reason=reasons.get((row.key if row.has_key else "", row.content_hash)) if aside else None,
            )
        )
    return found
