"""Facts pushed in one request: the mutation of a city's or a county's system, answered row by row.

It is carried out like any other command: in one transaction, once for each `requestKey`. What it comes to is kept as a
text, from which the rows are read here, so that the same request again has the same answer. The input of an opinion
has no place for who spoke (A-61).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

import strawberry

from hub.domain.command import Refusal
from hub.domain.facts_push import LISTS, MOST_ROWS, Pushed, PushedKind, PushedRow, PushFacts, PushMode
from hub.domain.joint_activity import NamedParty
from hub.domain.row_outcome import RowOutcome
from hub.domain.shape import FieldKind, FieldShape
from hub.domain.term import Term
from hub.domain.words import JointRule
from hub.schema.commands import REQUEST_KEY, Refused, input_of, refused
from hub.schema.kinds import described
from hub.schema.provenance import RunRef
from hub.schema.relations import asking
from hub.schema.sizes import at_most
from hub.store.models.base import meaning_of
from hub.store.models.source import SyncRun as SyncRunModel
from hub.store.pushed import pushed_fields
from hub.store.shapes import MODELS, column_names

_SCALARS: Mapping[FieldKind, Any] = {
    FieldKind.TEXT: str,
    FieldKind.REFERENCE: str,
    FieldKind.TEXT_LIST: list[str],
    FieldKind.INTEGER: int,
    FieldKind.BOOLEAN: bool,
    FieldKind.DATE: date,
    FieldKind.INSTANT: datetime,
    FieldKind.PARTIES: list.__class_getitem__(input_of(NamedParty)),
}
_SAID = {
    "studio": "studio: identifier here, or key in a linked system of your body · 工作室：本系统标识或贵方编号",
    "member": "member: identifier here, or key in a linked system of your body · 委员：本系统标识或贵方编号",
    "kind": "kind, by code or name · 类别：代码或名称",
    "parties": "all who held it together, never changed afterwards; the row's own studio leads; studioId may also be a "
    "filing number or your own key · 共同活动参与方，登记后不再更改；本行工作室牵头；"
    "工作室可填本系统标识、备案号或贵方编号",
    "joint_rule": "how persons are credited to the parties, never changed afterwards; given with parties · "
    "共同活动计法，登记后不再更改；与参与方同填",
}
described(RowOutcome)
_EXTERNAL_ID = "your own key of the row, which never changes its meaning · 贵方系统中的编号，不得改指其他记录"
_WITHDRAWN = "true: the row is gone at your side · 贵方已删除该记录"


async def _run(root: Any, info: strawberry.Info) -> Any:  # a record stands for the lazy type
    return await asking(info).one(SyncRunModel, root.pushed.run_id)


async def _all(root: Any) -> list[RowPushed]:
    return [_shown(row) for row in root.pushed.rows]


async def _bad(root: Any) -> list[RowPushed]:
    return [_shown(row) for row in root.pushed.rows if row.reason is not None]


@strawberry.type(description="What one pushed row came to · 逐行推送结果")
class RowPushed:
    """The rows are answered in the order in which they were sent."""

    list: str = strawberry.field(description="name of the list it stood in · 所在列表")
    index: int = strawberry.field(description="its place there, from 0 · 行序，从 0 起")
    external_id: str = strawberry.field(description="its key as it was taken · 外部编号")
    outcome: RowOutcome = strawberry.field(description="what it came to · 结果")
    node_id: strawberry.ID | None = strawberry.field(description="identifier of the row here · 本系统标识")
    refusal: Refused | None = strawberry.field(description="why it was not taken · 未写入的原因")


@strawberry.type(description="What a push came to · 推送结果")
class FactsPushed:
    """fetched = new + changed + unchanged + stale + quarantined + tombstoned."""

    pushed: strawberry.Private[Pushed]
    kept: bool = strawberry.field(description="false: a row was bad and all were wanted · 是否已写入")
    fetched: int = strawberry.field(description="rows received · 收到行数")
    new: int = strawberry.field(description="rows that made something new · 新增")
    changed: int = strawberry.field(description="rows that changed something · 变更")
    unchanged: int = strawberry.field(description="rows held already · 无变化")
    quarantined: int = strawberry.field(description="rows not taken · 隔离（未写入）")
    tombstoned: int = strawberry.field(description="rows withdrawn · 删除")
    run_id: strawberry.ID | None = strawberry.field(description="identifier of the run · 运行标识")
    run: RunRef | None = strawberry.field(resolver=_run, description="the run in which they landed · 入站的运行记录")
    rows: list[RowPushed] = strawberry.field(
        resolver=_all,
        description="every row, in the order sent · 各行结果，按序",
        directives=[at_most(MOST_ROWS)],
    )
    refused: list[RowPushed] = strawberry.field(
        resolver=_bad, description="the rows that were not taken · 未写入的行", directives=[at_most(MOST_ROWS)]
    )


PushFactsResult = Annotated[
    FactsPushed | Refused,
    strawberry.union("PushFactsResult", description="What came of each row, or why none was taken · 批量推送结果"),
]


def push_facts_field() -> Any:  # a strawberry field
    """The mutation."""

    async def resolve(root: Any, info: strawberry.Info, input: Any, request_key: Any = None) -> Any:
        found = await asking(info).act(input, key=request_key)
        return refused(found) if isinstance(found, Refusal) else _answer(Pushed.of_text(found))

    resolve.__name__ = "push_facts"
    resolve.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "input": Annotated[_input(), strawberry.argument(description=PushFacts.title.both())],
        "request_key": Annotated[str | None, strawberry.argument(description=REQUEST_KEY)],
        "return": PushFactsResult,
    }
    return strawberry.field(
        resolver=resolve,
        description=PushFacts.title.both(),
        metadata={"noun": PushFacts.noun, "act": PushFacts.act},
    )


@cache
def _input() -> Any:  # an input type
    namespace: dict[str, Any] = {"__annotations__": {"mode": described(PushMode)}}
    namespace["mode"] = strawberry.field(description="what happens to good rows beside bad ones · 有错误行时的处理")
    for name, kind in LISTS.items():
        namespace["__annotations__"][name] = list.__class_getitem__(_row_input(kind)) | None
        text = f"rows of this kind: {kind.title_en} · {kind.title_zh}"
        namespace[name] = strawberry.field(description=text, default=strawberry.UNSET)
    made: Any = strawberry.input(type("PushFactsInput", (), namespace), description=PushFacts.title.both())
    # Made in one step of what the graph has read: a thousand rows need no objects of their own.
    made.__strawberry_definition__.from_input = lambda _type, given, _context: _command(given)
    return made


def _row_input(kind: PushedKind) -> Any:  # an input type
    namespace: dict[str, Any] = {"__annotations__": {"external_id": str}}
    namespace["external_id"] = strawberry.field(description=_EXTERNAL_ID)
    for one in pushed_fields(kind):
        shown = _shown_as(one)
        namespace["__annotations__"][one.name] = shown if one.required else shown | None
        default = {} if one.required else {"default": strawberry.UNSET}
        namespace[one.name] = strawberry.field(description=_described(kind, one), **default)
    namespace["__annotations__"]["withdrawn"] = bool | None
    namespace["withdrawn"] = strawberry.field(description=_WITHDRAWN, default=strawberry.UNSET)
    name = "".join(part.capitalize() for part in kind.value.split("_"))
    text = f"A row of this kind: {kind.title_en} · {kind.title_zh}一行"
    return strawberry.input(type(f"Pushed{name}Input", (), namespace), description=text)


def _command(given: Mapping[str, Any]) -> PushFacts:
    return PushFacts(mode=given["mode"], rows={name: [_said(row) for row in given.get(name) or ()] for name in LISTS})


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON says it; a mark that says no is as none, so that it is the same row."""
    return {name: _plain(value) for name, value in row.items() if name != "withdrawn" or value}


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return str(value) if isinstance(value, Term) else value


def _shown_as(one: FieldShape) -> Any:  # an annotation
    return described(one.term) if one.term is not None else _SCALARS[one.kind]


def _described(kind: PushedKind, one: FieldShape) -> str:
    if one.name in _SAID and (one.term is None or one.term is JointRule):
        return _SAID[one.name]
    column = MODELS[kind.value].__mapper__.columns[column_names(kind.value)[one.name]]
    meaning = meaning_of(column)
    return "" if meaning is None else meaning.title.both()


def _answer(pushed: Pushed) -> FactsPushed:
    counts = {str(end.value).lower(): pushed.count(end) for end in RowOutcome if end is not RowOutcome.STALE}
    return FactsPushed(
        pushed=pushed,
        kept=pushed.run_id is not None,
        fetched=len(pushed.rows),
        run_id=None if pushed.run_id is None else strawberry.ID(pushed.run_id),
        **counts,
    )


def _shown(row: PushedRow) -> RowPushed:
    why, at = row.reason, f"input.{row.list}.{row.index}"
    return RowPushed(
        list=row.list,
        index=row.index,
        external_id=row.external_id,
        outcome=row.outcome,
        node_id=None if row.row_id is None else strawberry.ID(row.row_id),
        refusal=None
        if why is None
        else Refused(code=why.code, message=why.zh, message_en=why.en, at=at if why.at is None else f"{at}.{why.at}"),
    )
