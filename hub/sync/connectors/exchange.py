"""What goes over the line between the hub and a source, and what a connector is: a conversation without a network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

from hub.domain.term import Term
from hub.sync.paths import Json
from hub.sync.rows import RawRow

SqlValue: TypeAlias = str | int | float | bool | Decimal | datetime | date | None


class NoteCode(Term):
    """Something about a page that a person may want to know; never a reason to delete."""

    NOT_CHANGED = "NOT_CHANGED", "自上次以来无变化", "nothing changed since the last time"
    PAGE_SIZE_CAPPED = "PAGE_SIZE_CAPPED", "来源每页给出的行数少于请求", "the source gives fewer rows a page than asked"
    POSSIBLY_TRUNCATED = "POSSIBLY_TRUNCATED", "可能被来源悄悄截断", "perhaps silently cut off by the source"
    TOTAL_NOT_REACHED = "TOTAL_NOT_REACHED", "未读满来源声称的总数", "fewer rows than the source says it has"
    REPEATS_LAST_PAGE = "REPEATS_LAST_PAGE", "末页之后重复末页", "repeats the last page past the end"
    PAGING_IGNORED = "PAGING_IGNORED", "来源忽略翻页参数", "the source ignores the paging parameter"
    PAGING_LOOP = "PAGING_LOOP", "翻页回到已读过的页", "paging led back to a page already read"
    PAST_END = "PAST_END", "越过末页时答复出错", "the source answers past its end with an error"
    PAGE_LIMIT = "PAGE_LIMIT", "达到页数上限，下次接着读", "the page limit is reached; the next run goes on from here"
    FUTURE_TIMESTAMP = (
        "FUTURE_TIMESTAMP",
        "更新时间在未来，不推进游标",
        "changed in the future; does not move the cursor",
    )
    TIMESTAMP_UNREAD = "TIMESTAMP_UNREAD", "更新时间读不出", "the time of change cannot be read"
    ROW_NOT_OBJECT = "ROW_NOT_OBJECT", "有的行不是对象", "some rows are not objects"
    ID_MISSING = "ID_MISSING", "有的行没有标识", "some rows have no identifier"
    DUPLICATE_ID = "DUPLICATE_ID", "同页标识重复而内容不同", "one identifier, different rows on the page"
    EMPTY = "EMPTY", "没有任何行", "no rows at all"
    FEWER_ROWS = "FEWER_ROWS", "行数少于上次完整读取", "fewer rows than the last complete pass"
    FILE_SKIPPED = "FILE_SKIPPED", "临时文件未读", "temporary files are not read"
    FILE_UNSETTLED = "FILE_UNSETTLED", "文件可能仍在写入，稍后再读", "a file may still be written; read later"
    SAME_FILE = "SAME_FILE", "同一文件已读过", "the same file was read before"
    ROWS_SKIPPED = "ROWS_SKIPPED", "合计、空白、重复表头等行未读", "totals, blanks and repeated headers are not rows"


@dataclass(frozen=True, kw_only=True)
class Note:
    """One remark with its counts."""

    code: NoteCode
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a stream stands, as stored with each landed page; `Position()` starts a pass over everything.

    `since` is the moment (ISO, UTC) from which this pass asks for changes; `token` is the place within the pass,
    None at its start. The rest is what the stop rule remembers.
    """

    since: str | None = None
    token: str | None = None
    index: int = 0
    rows: int = 0
    high: str | None = None
    started: str | None = None
    recent: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    etag: str | None = None
    last_total: int | None = None
    memory: str | None = None
    broken: bool = False
    thin: bool = False

    def to_text(self) -> str:
        """The position as JSON text for storing."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> Position:
        """The stored position; raises ValueError or TypeError when it is none."""
        stored: dict[str, Any] = json.loads(text)  # our own text, read back
        for name in ("recent", "anchors"):
            stored[name] = tuple(stored[name])
        return cls(**stored)

    def restarted(self) -> Position:
        """The same pass from its start, for when its place within it is of no use any more."""
        return Position(since=self.since, etag=self.etag, last_total=self.last_total, memory=self.memory)

    def afresh(self) -> Position:
        """A pass over everything that still remembers how much the last one found."""
        return Position(last_total=self.last_total)


@dataclass(frozen=True, kw_only=True)
class HttpRequest:
    """One call; what may hold a secret is not shown."""

    position: Position
    method: str
    url: str
    params: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: Json = field(default=None, repr=False)
    secret_params: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class QueryRequest:
    """One page of a SELECT: rows after a key, in the key's order."""

    position: Position
    statement: str
    key: tuple[str, ...]
    after: tuple[SqlValue, ...] | None
    limit: int
    params: Mapping[str, SqlValue] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FolderRequest:
    """Which files are there."""

    position: Position
    pattern: str


@dataclass(frozen=True, kw_only=True)
class FileRequest:
    """One file of the folder."""

    position: Position
    name: str


Request: TypeAlias = HttpRequest | QueryRequest | FolderRequest | FileRequest


@dataclass(frozen=True, kw_only=True)
class HttpResponse:
    """An answer as it came; header names are lower case."""

    status: int
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class QueryResponse:
    """Rows ready for JSON, the key of the last of them as the database holds it, and whether more follow."""

    rows: tuple[dict[str, Json], ...] = field(repr=False)
    last_key: tuple[SqlValue, ...] | None
    more: bool
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class FileEntry:
    """A file as its folder lists it."""

    name: str
    size: int
    modified: datetime


@dataclass(frozen=True, kw_only=True)
class FolderResponse:
    """The files that fit the pattern."""

    entries: tuple[FileEntry, ...]
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class FileResponse:
    """A file's bytes; `stable` when its size and time were the same before and after reading."""

    name: str
    content: bytes = field(repr=False)
    stable: bool
    received_at: datetime


Response: TypeAlias = HttpResponse | QueryResponse | FolderResponse | FileResponse


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one answer brought.

    `next` is the request to send now, None when the pass is over; `start(position)` makes the same request after a
    crash. `complete` when the pass came to its declared end; `snapshot` when it also covered everything, so that
    absence from it may count. `structure` lists paths and types for drift.
    """

    rows: tuple[RawRow, ...]
    next: Request | None
    position: Position
    complete: bool
    snapshot: bool = False
    notes: tuple[Note, ...] = ()
    structure: tuple[str, ...] = ()
    fingerprint: str = ""


class Connector(Protocol):
    """A conversation with one stream of a source: pure, so that it can be tested from recordings."""

    def start(self, position: Position) -> Request:
        """The request that goes on from a position."""
        ...

    def read(self, response: Response, request: Request) -> Page:
        """What the answer brought and what to ask next; raises SourceFault when it is not usable."""
        ...
