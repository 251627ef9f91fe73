"""Two versions of one report side by side: the lines and texts in which they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hub.domain.rollup_diff import TextChange, Told, text_changes
from hub.domain.rollup_digest import Change, Line, LineKey, changes
from hub.store.dialect import table_of
from hub.store.models.body import Body
from hub.store.models.rollup import RollupLine, RollupVersion
from hub.store.models.rollup_more import NarrativeItem
from hub.store.rollup_draft import line_of
from hub.store.session import Reader

_VERSION, _LINE, _TEXT, _BODY = (table_of(model) for model in (RollupVersion, RollupLine, NarrativeItem, Body))


@dataclass(frozen=True, kw_only=True)
class Differences:
    """Where two versions differ, and the identifiers of the lines on each side."""

    lines: tuple[Change, ...]
    texts: tuple[TextChange, ...]
    before: Mapping[LineKey, str]
    after: Mapping[LineKey, str]


async def differences(reader: Reader, before: str, after: str) -> Differences | None:
    """Where two versions differ that the caller reads; None where they are not of one obligation."""
    chosen = select(_VERSION.c.obligation_id).where(_VERSION.c.id.in_((before, after))).distinct()
    if len(await reader.all(chosen)) != 1:
        return None
    lines = await _lines(reader, (before, after))
    texts = await _texts(reader, (before, after))
    old, new = lines[before], lines[after]
    return Differences(
        lines=changes([line for _, line in old], [line for _, line in new]),
        texts=text_changes(texts[before], texts[after]),
        before={line.key: identifier for identifier, line in old},
        after={line.key: identifier for identifier, line in new},
    )


async def _lines(reader: Reader, versions: Sequence[str]) -> dict[str, list[tuple[str, Line]]]:
    found: dict[str, list[tuple[str, Line]]] = {one: [] for one in versions}
    chosen = (
        select(*_LINE.c, _BODY.c.code.label("unit"))
        .join(_BODY, _BODY.c.id == _LINE.c.unit_body_id)
        .where(_LINE.c.version_id.in_(versions))
    )
    for row in await reader.all(chosen):
        found[row["version_id"]].append((row["id"], line_of(dict(row), row["unit"])))
    return found


async def _texts(reader: Reader, versions: Sequence[str]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {one: [] for one in versions}
    chosen = (
        select(*_TEXT.c, _BODY.c.code.label("unit"))
        .join(_BODY, _BODY.c.id == _TEXT.c.unit_body_id)
        .where(_TEXT.c.version_id.in_(versions))
        .order_by(_TEXT.c.ordinal, _TEXT.c.id)
    )
    for row in await reader.all(chosen):
        found[row["version_id"]].append(_told(dict(row)))
    return found


def _told(row: Mapping[str, Any]) -> Told:
    return Told(
        id=row["id"],
        unit=row["unit"],
        indicator=row["indicator"],
        theme=row["theme"],
        heading=row["heading"],
        text=row["body_text"],
    )
