"""Many filings in one request: the mutation of a city's system, answered row by row.

It is carried out like any other command: in one transaction, once for each `requestKey`. What it comes to is kept
as a text, from which the rows are read here, so that the same request again has the same answer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from hub.domain.access import Noun
from hub.domain.command import Refusal
from hub.domain.filing import MOST_AT_ONCE, FileStudios
from hub.schema.commands import REQUEST_KEY, Refused, command_of, input_of, refused
from hub.schema.relations import asking
from hub.schema.sizes import at_most
from hub.store.models.filing import Filing as FilingModel

if TYPE_CHECKING:
    from hub.schema.filing import Filing

FilingRef = Annotated["Filing", strawberry.lazy("hub.schema.filing")]


async def _filing(root: Any, info: strawberry.Info) -> Any:  # a record stands for the lazy type
    return await asking(info).one(FilingModel, root.filing_id)


@strawberry.type(description="What one row of the request came to: a filing, or why not · 逐行结果")
class FilingRow:
    """The rows are answered in the order in which they were sent."""

    filing_id: strawberry.Private[str | None]
    studio_id: strawberry.ID = strawberry.field(description="which studio · 工作室标识")
    refusal: Refused | None = strawberry.field(description="why nothing was submitted · 未提交的原因")
    filing: FilingRef | None = strawberry.field(
        resolver=_filing, description="the filing that was submitted · 已提交的备案", metadata={"noun": Noun.FILING}
    )


@strawberry.type(description="What a request with many filings came to · 批量提交结果")
class FilingRows:
    """Each row was judged on its own."""

    submitted: int = strawberry.field(description="rows that were submitted · 已提交行数")
    refused: int = strawberry.field(description="rows that were not · 未提交行数")
    rows: list[FilingRow] = strawberry.field(
        description="every row, in the order sent · 各行结果，按提交顺序", directives=[at_most(MOST_AT_ONCE)]
    )


FileStudiosResult = Annotated[
    FilingRows | Refused,
    strawberry.union("FileStudiosResult", description="What came of each row, or why none was taken · 批量备案结果"),
]


def file_studios_field() -> Any:  # a strawberry field
    """The mutation."""
    taken = input_of(FileStudios)

    async def resolve(root: Any, info: strawberry.Info, input: Any, request_key: Any = None) -> Any:
        command: FileStudios = command_of(FileStudios, input)
        found = await asking(info).act(command, key=request_key)
        return refused(found) if isinstance(found, Refusal) else _rows(command, found)

    resolve.__name__ = "file_studios"
    resolve.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "input": Annotated[taken, strawberry.argument(description=FileStudios.title.both())],
        "request_key": Annotated[str | None, strawberry.argument(description=REQUEST_KEY)],
        "return": FileStudiosResult,
    }
    return strawberry.field(
        resolver=resolve,
        description=FileStudios.title.both(),
        metadata={"noun": FileStudios.noun, "act": FileStudios.act},
    )


def _rows(command: FileStudios, kept: str) -> FilingRows:
    rows = [_row(one.studio_id, outcome) for one, outcome in zip(command.studios, json.loads(kept), strict=True)]
    taken = sum(row.refusal is None for row in rows)
    return FilingRows(submitted=taken, refused=len(rows) - taken, rows=rows)


def _row(studio: str, outcome: Any) -> FilingRow:  # as JSON says it
    why = outcome.get("refusal")
    refusal = None if why is None else refused(Refusal(**why))
    return FilingRow(filing_id=outcome.get("id"), studio_id=strawberry.ID(studio), refusal=refusal)
