"""Where a row came from, for those who may see work data."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from hub.domain.access import Noun
from hub.schema.relations import asking
from hub.store.models.source import Source as SourceModel
from hub.store.models.source import SyncRun as SyncRunModel
from hub.store.plan import Record

if TYPE_CHECKING:
    from hub.schema.source import Source, SyncRun

SourceRef = Annotated["Source", strawberry.lazy("hub.schema.source")]
RunRef = Annotated["SyncRun", strawberry.lazy("hub.schema.source")]


async def _source(root: Any, info: strawberry.Info) -> Any:  # a record stands for the lazy type
    return await asking(info).one(SourceModel, root.source_id)


async def _run(root: Any, info: strawberry.Info) -> Any:  # a record stands for the lazy type
    return await asking(info).one(SyncRunModel, root.run_id)


@strawberry.type(description="Where a row came from · 数据来源")
class Provenance:
    """Source, key, content and mapping version: enough to find the row again in the local system."""

    source_id: strawberry.Private[str]
    run_id: strawberry.Private[str | None]
    external_id: str | None = strawberry.field(description="the source's own key of the row · 外部编号")
    content_hash: str | None = strawberry.field(description="SHA-256 of the landed row · 内容摘要")
    mapping_version: str | None = strawberry.field(description="version of the mapping that read it · 映射版本")
    recorded_at: datetime = strawberry.field(description="when the hub last recorded it · 入库时间")

    source: SourceRef | None = strawberry.field(
        resolver=_source, description="source that said it · 来源系统", metadata={"noun": Noun.SOURCE}
    )
    run: RunRef | None = strawberry.field(
        resolver=_run, description="run that applied it · 同步运行", metadata={"noun": Noun.SYNC_RUN}
    )


def provenance_of(row: Record) -> Provenance | None:
    """Where a synced row came from; None for a row made here and for who may not see it."""
    source = row.source_id
    if source.masked or source.value is None:
        return None
    return Provenance(
        source_id=source.value,
        run_id=row.run_id.value,
        external_id=row.external_id.value,
        content_hash=row.content_hash.value,
        mapping_version=row.mapping_version.value,
        recorded_at=row.recorded_at.value,
    )


def _provenance(root: Any) -> Provenance | None:
    return provenance_of(root)


def provenance_field() -> Any:  # a strawberry field
    """The field that every synced type carries."""
    return strawberry.field(
        resolver=_provenance,
        description="where it came from, for those who may see work data · 数据来源（工作信息）",
        metadata={"noun": Noun.SOURCE},
    )
