"""What is said of landed rows that who writes them may not write; pure."""

from __future__ import annotations

from hub.domain.words import QuarantineStage
from hub.sync.mapping import Problem
from hub.sync.paths import pointer
from hub.sync.source import Stream


def out_of_reach(stream: Stream) -> Problem:
    """A row that the caller who pushes may not record."""
    return Problem(
        stage=QuarantineStage.AUTHORITY,
        code="OUT_OF_REACH",
        pointer=pointer(stream.id_paths[0]),
        zh="该编号的记录不在您的填报范围之内，不予写入",
        en="the row of this key is outside your reach and is not written",
    )


def outside(stream: Stream) -> Problem:
    """A row of a body that does not belong to the source's own."""
    paths = next((mapping.paths for mapping in stream.fields if mapping.name in ("owner", "home_body", "body")), ())
    return Problem(
        stage=QuarantineStage.AUTHORITY,
        code="OUTSIDE_BRANCH",
        pointer=pointer(paths[0]) if paths else "",
        zh="归属不在该来源所属政协及其下级之内，不予写入",
        en="it belongs outside the branch of the source's body and is not written",
    )
