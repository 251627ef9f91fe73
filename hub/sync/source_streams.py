"""Reads one `[[streams]]` table: what to ask, how to walk it, how to read its rows."""

from __future__ import annotations

from hub.domain.words import SourceKind
from hub.sync.dates import DateStyle
from hub.sync.source import (
    Ask,
    Changed,
    Deletes,
    DeleteStyle,
    Envelope,
    FileAsk,
    Paging,
    PagingStyle,
    Redact,
    Redaction,
    Stream,
)
from hub.sync.source_fields import read_fields
from hub.sync.source_table import Table

# Entities that carry what citizens said: their rows are copied field by field, never whole (behaviour.md §2f, P3).
CITIZENS_OWN = frozenset({"opinion"})
# What closes a table in the spreadsheets that offices send; a source may name its own.
STOP_WORDS = ("合计", "总计", "小计", "共计", "填表人", "制表人", "填报单位", "审核人", "注:", "备注:", "total")


def read_stream(table: Table, *, kind: SourceKind, zone: str) -> Stream:
    """Read one stream of a source of that kind."""
    files = kind is SourceKind.FILES
    entity = table.text("entity")
    stream = Stream(
        name=table.text("name"),
        entity=entity,
        zone=table.zone(zone),
        mapping_version=table.integer("mapping_version", 1, least=1),
        id_paths=_id_paths(table),
        rows=() if files or kind is SourceKind.SQL else table.path("rows") or (),
        row=table.path("row") or (),
        columns=None if files else table.path("columns"),
        ask=Ask() if files else _ask(table.child("request"), kind=kind),
        files=_file_ask(table.child("request"), columns=table.child("columns")) if files else None,
        paging=_paging(table.child("paging"), kind=kind),
        changed=_changed(table.table("changed"), kind=kind),
        deletes=_deletes(table.child("deletes")),
        envelope=_envelope(table.table("envelope")),
        fields=read_fields(table.child("fields")),
        redact=_redact(table.child("redact")),
        keep_only_mapped=table.flag("keep_only_mapped") or entity in CITIZENS_OWN,
    )
    table.close()
    return stream


def _id_paths(table: Table) -> tuple[tuple[str, ...], ...]:
    paths = table.paths("id")
    if not paths:
        table.complain("id", zh="缺少：行标识所在的路径", en="missing: the path of a row's identifier")
    return paths


def _ask(table: Table, *, kind: SourceKind) -> Ask:
    match kind:
        case SourceKind.REST:
            ask = Ask(
                method=_method(table),
                path=table.text("path"),
                params=tuple(table.texts_by_name("params").items()),
                body=table.json("body"),
            )
        case SourceKind.GRAPHQL:
            variables = table.json("variables", {})
            ask = Ask(
                method="POST",
                path=table.text("path", ""),
                query=table.text("query"),
                variables=variables if isinstance(variables, dict) else {},
            )
        case SourceKind.SQL | SourceKind.FILES:
            ask = Ask(sql=table.text("sql"), key=table.texts("key"))
            if not ask.key:
                table.complain("key", zh="缺少：用于逐页读取的唯一列", en="missing: the unique columns to page by")
    table.close()
    return ask


def _method(table: Table) -> str:
    method = table.text("method", "GET")
    if method not in ("GET", "POST"):
        table.complain("method", zh="应为 GET 或 POST", en="should be GET or POST")
    return method


def _file_ask(table: Table, *, columns: Table) -> FileAsk:
    pattern = table.text("pattern")
    if "/" in pattern or "\\" in pattern or pattern.startswith("."):
        table.complain("pattern", zh="只写文件名模式，不含目录", en="a pattern of file names, without folders")
    ask = FileAsk(
        pattern=pattern,
        newest=table.flag("newest"),
        sheets=table.texts("sheet"),
        encoding=table.text("encoding", "") or None,
        delimiter=table.text("delimiter", "") or None,
        header_row=table.integer("header_row", 0, most=10_000) or None,
        columns={name: (name, *columns.texts(name)) for name in columns.names()},
        optional=frozenset(table.texts("optional_columns")),
        fill_down=table.texts("fill_down"),
        stop_words=table.texts("stop_words") if "stop_words" in table else STOP_WORDS,
        settle=table.number("settle", 60.0, least=0, most=86_400),
    )
    table.close()
    columns.close()
    return ask


_PARAM_DEFAULTS = {PagingStyle.PAGE: "page", PagingStyle.OFFSET: "offset", PagingStyle.CURSOR: "after"}
_NEEDS_NEXT = (PagingStyle.BODY, PagingStyle.TOKEN, PagingStyle.CURSOR)
_BY_PARAM = (PagingStyle.PAGE, PagingStyle.OFFSET, PagingStyle.TOKEN, PagingStyle.CURSOR)


def _paging(table: Table, *, kind: SourceKind) -> Paging:
    style = table.term("style", PagingStyle.NONE)
    if style is not PagingStyle.NONE and kind in (SourceKind.SQL, SourceKind.FILES):
        table.complain("style", zh="数据库和文件夹自行分页，不写 paging", en="databases and folders page by themselves")
    paging = Paging(
        style=style,
        param=table.text("param", _PARAM_DEFAULTS.get(style, "")),
        size_param=table.text("size_param", "") or None,
        first=table.integer("first", 0 if style is PagingStyle.OFFSET else 1),
        place=_place(table),
        next=table.path("next"),
        header=table.text("header", "") or None,
        more=table.path("more"),
        total=table.path("total"),
        total_header=table.text("total_header", "") or None,
        last=table.path("last"),
        whole=table.flag("whole"),
        end_status=frozenset(int(text) for text in table.texts("end_status") if text.isdigit()),
    )
    if style in _NEEDS_NEXT and paging.next is None:
        table.complain("next", zh="缺少：续页信息所在的路径", en="missing: the path of what leads to the next page")
    if style is PagingStyle.HEADER and paging.header is None:
        table.complain("header", zh="缺少：续页地址所在的响应头", en="missing: the header with the next address")
    if style in _BY_PARAM and not paging.param:
        table.complain("param", zh="缺少：翻页参数名", en="missing: the name of the paging parameter")
    table.close()
    return paging


def _place(table: Table) -> str:
    place = table.text("in", "query")
    if place not in ("query", "body"):
        table.complain("in", zh="应为 query 或 body", en="should be query or body")
    return place


def _changed(table: Table | None, *, kind: SourceKind) -> Changed | None:
    if table is None:
        return None
    changed = Changed(
        path=table.path("path") or (),
        style=table.term("style", DateStyle.ISO),
        param=table.text("param", "since" if kind is SourceKind.SQL else ""),
        template=table.text("template", "{since}"),
        value=table.text("value", "text"),
        lag=table.integer("lag", 120, most=31_536_000),
        trust_zone=table.flag("trust_zone", True),
        place=_place(table),
        etag=table.flag("etag"),
    )
    if changed.value not in ("text", "number", "json", "instant"):
        table.complain("value", zh="应为 text、number、json 或 instant", en="should be text, number, json or instant")
    if not changed.path:
        table.complain("path", zh="缺少：行内更新时间的路径", en="missing: the path of a row's time of change")
    if not (changed.param or changed.etag) or "{since}" not in changed.template:
        table.complain(
            "param", zh="需要参数名，且 template 含 {since}", en="needs a parameter, and {since} in the template"
        )
    table.close()
    return changed


def _deletes(table: Table) -> Deletes:
    style = table.term("style", DeleteStyle.NEVER)
    deletes = Deletes(style=style, path=table.path("path") or (), values=frozenset(table.texts("values") or ("true",)))
    if style is DeleteStyle.TOMBSTONE and not deletes.path:
        table.complain("path", zh="缺少：删除标记的路径", en="missing: the path of the mark")
    table.close()
    return deletes


def _envelope(table: Table | None) -> Envelope | None:
    if table is None:
        return None
    envelope = Envelope(
        path=table.path("path") or (),
        ok=frozenset(table.texts("ok")),
        unauthorized=frozenset(table.texts("unauthorized")),
        throttled=frozenset(table.texts("throttled")),
    )
    if not envelope.path or not envelope.ok:
        table.complain("ok", zh="需要 path 和 ok", en="needs path and ok")
    table.close()
    return envelope


def _redact(table: Table) -> tuple[Redact, ...]:
    found = [Redact(path=path, how=how) for how in Redaction for path in table.paths(how.value)]
    table.close()
    return tuple(found)
