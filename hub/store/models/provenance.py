"""Where a row came from: source, external id, content hash, run and mapping version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped

from hub.domain.access import Sensitivity
from hub.store.models.base import column


class Provenance:
    """The columns that let every value of a synced row be traced to what its source said."""

    source_id: Mapped[str | None] = column(
        "来源系统标识", "source that said it", refers="source.id", sensitivity=Sensitivity.WORK, sort_order=900
    )
    external_id: Mapped[str | None] = column(
        "外部编号", "the source's own key of the row", sensitivity=Sensitivity.WORK, sort_order=901
    )
    content_hash: Mapped[str | None] = column(
        "内容摘要", "SHA-256 of the landed row", sensitivity=Sensitivity.WORK, sort_order=902
    )
    run_id: Mapped[str | None] = column(
        "同步运行标识", "run that applied it", sensitivity=Sensitivity.WORK, sort_order=903
    )
    mapping_version: Mapped[str | None] = column(
        "映射版本", "version of the mapping that read it", sensitivity=Sensitivity.WORK, sort_order=904
    )
    recorded_at: Mapped[datetime] = column(
        "入库时间", "when the hub last recorded it", sensitivity=Sensitivity.WORK, sort_order=905
    )
    deleted_at: Mapped[datetime | None] = column(
        "删除时间", "when its source withdrew it", sensitivity=Sensitivity.WORK, sort_order=906
    )
