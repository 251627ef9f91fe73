"""A version of a standard is rehearsed before it is adopted: what would change for whom; nothing is kept (W13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from hub.domain.compliance import Difference, rehearsed
from hub.domain.compliance_facts import Version
from hub.store.dialect import chunks, table_of
from hub.store.findings import AT_ONCE
from hub.store.findings_facts import LIVES, judgeable
from hub.store.findings_fetch import fetching
from hub.store.findings_versions import versions_of
from hub.store.models.body import Body
from hub.store.models.studio import Studio
from hub.store.session import Database


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A studio for which the draft would change something."""

    body: str
    studio: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """How many studios were judged by both versions, and those for which they differ."""

    judged: int
    changed: tuple[Changed, ...]


async def rehearse(database: Database, draft: Version, *, on: date) -> Rehearsal:
    """Judge the studios of a body's branch by its version in force and by a draft, and compare."""
    changed: list[Changed] = []
    judged = 0
    async with database.read() as connection:
        fetch = fetching(connection)
        versions = await versions_of(fetch, [draft.body])
        studios = await fetch(_branch(draft.body))
        owners = {str(row["id"]): str(row["short_name"]) for row in studios}
        for some in chunks(sorted(owners), AT_ONCE):
            for one in await judgeable(fetch, some, on=on):
                judged += 1
                if found := rehearsed(one.subject, versions, draft, on=on):
                    name = str(one.row["name"])
                    changed.append(Changed(body=owners[one.row["id"]], studio=name, differences=found))
    return Rehearsal(judged=judged, changed=tuple(changed))


def _branch(code: str) -> Select[Any]:
    studio, owner, top = table_of(Studio), table_of(Body), table_of(Body).alias()
    return (
        select(studio.c.id, owner.c.short_name)
        .join(owner, owner.c.id == studio.c.owner_body_id)
        .join(top, top.c.code == code)
        .where(owner.c.position.between(top.c.position, top.c.last), LIVES)
        .order_by(owner.c.position, studio.c.id)
    )
