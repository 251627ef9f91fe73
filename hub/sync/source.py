"""What the hub knows about a linked local system: how to reach it, what to ask for, how to read its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from hub.domain.term import Term
from hub.domain.words import SourceKind
from hub.sync.dates import DateStyle
from hub.sync.paths import Json, Path
from hub.sync.secrets import Secret


class AuthKind(Term):
    """How the hub shows who it is."""

    NONE = "none", "不需要", "none"
    BEARER = "bearer", "固定令牌", "fixed bearer token"
    API_KEY = "api_key", "接口密钥", "key in a header or in the query"
    BASIC = "basic", "用户名与密码", "account name and password with each request"
    LOGIN = "login", "登录换短期令牌", "log in for a short token, refresh it"


class PagingStyle(Term):
    """How the next page is asked for."""

    NONE = "none", "不分页", "everything in one answer"
    PAGE = "page", "页码", "page number"
    OFFSET = "offset", "偏移量", "offset"
    LINK = "link", "Link 响应头", "Link header"
    HEADER = "header_url", "响应头中的地址", "address in a header"
    BODY = "body_url", "正文中的地址", "address in the body"
    TOKEN = "token", "正文中的续页标记", "token in the body"
    CURSOR = "cursor", "游标与是否还有下一页", "cursor with a has-more mark"


class DeleteStyle(Term):
    """How a source shows that a row is gone."""

    NEVER = "never", "不提供", "it does not"
    TOMBSTONE = "tombstone", "删除标记", "a mark on the row"
    SNAPSHOT = "snapshot", "完整清单中缺席", "absence from a complete list"


class Unknown(Term):
    """What happens to a value that its value table does not list."""

    QUARANTINE = "quarantine", "隔离", "the row is quarantined"
    NULL = "null", "留空", "the field stays empty"
    KEEP = "keep", "原样保留", "the value is taken as it is"


class Redaction(Term):
    """What happens to a private place of a row before it is stored."""

    REMOVE = "remove", "删除", "removed"
    HMAC = "hmac", "以密钥摘要替代", "replaced by a keyed digest"
    SCRUB = "scrub", "遮盖其中的号码", "numbers inside the text are masked"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the hub bears from a source, and spares it."""

    page_size: int = 100
    timeout: float = 30.0
    attempts: int = 5
    patience: float = 120.0
    pages: int = 10_000
    max_bytes: int = 20_000_000


@dataclass(frozen=True, kw_only=True)
class Connection:
    """Where the source is: one of an address, a database or a folder."""

    base_url: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    database: str = ""
    password: Secret | None = None
    folder: FilePath | None = None
    rebase: bool = False


@dataclass(frozen=True, kw_only=True)
class Login:
    """The conversation that gives a short token and renews it."""

    path: str
    account_field: str = "username"
    password_field: str = "password"
    token: Path = ("access_token",)
    expires_in: Path | None = None
    lifetime: int = 600
    refresh_path: str | None = None
    refresh_token: Path | None = None
    refresh_field: str = "refresh_token"


@dataclass(frozen=True, kw_only=True)
class Auth:
    """How the hub shows who it is, with references to its secrets."""

    kind: AuthKind = AuthKind.NONE
    place: str = "header"
    name: str = "Authorization"
    prefix: str = "Bearer "
    account: str = ""
    secret: Secret | None = None
    login: Login | None = None


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A status inside the answer, as systems send it that answer 200 to everything."""

    path: Path
    ok: frozenset[str]
    unauthorized: frozenset[str] = frozenset()
    throttled: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a stream asks for; which parts count depends on the kind of source."""

    method: str = "GET"
    path: str = ""
    params: tuple[tuple[str, str], ...] = ()
    body: Json = None
    query: str = ""
    variables: Mapping[str, Json] = field(default_factory=dict)
    sql: str = ""
    key: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FileAsk:
    """Which files a stream reads and how their tables are laid out."""

    pattern: str
    newest: bool = False
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    fill_down: tuple[str, ...] = ()
    stop_words: tuple[str, ...] = ()
    settle: float = 60.0


@dataclass(frozen=True, kw_only=True)
class Paging:
    """How a stream is walked; paths say where an answer tells about further pages."""

    style: PagingStyle = PagingStyle.NONE
    param: str = ""
    size_param: str | None = None
    first: int = 1
    place: str = "query"
    next: Path | None = None
    header: str | None = None
    more: Path | None = None
    total: Path | None = None
    total_header: str | None = None
    last: Path | None = None
    whole: bool = False
    end_status: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Changed:
    """How to ask for rows changed since a moment, and where a row says when it changed."""

    path: Path
    style: DateStyle = DateStyle.ISO
    param: str = ""
    template: str = "{since}"
    value: str = "text"
    lag: int = 120
    trust_zone: bool = True
    place: str = "query"
    etag: bool = False


@dataclass(frozen=True, kw_only=True)
class Deletes:
    """How a stream shows that a row is gone."""

    style: DeleteStyle = DeleteStyle.NEVER
    path: Path = ()
    values: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class RecordsMapping:
    """A place of a row where records stand, and how the fields of each are read; without a path, the row is one.

    `split` separates the records of a text, `parts` the parts of each, which then are called 0, 1, 2 and so on.
    """

    path: Path = ()
    split: str = ""
    parts: str = ""
    empty: frozenset[str] = frozenset()
    fields: tuple[FieldMapping, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FieldMapping:
    """How one field of the hub is read from a row; `records` where it holds records and not plain values."""

    name: str
    paths: tuple[Path, ...] = ()
    constant: Json = None
    values: Mapping[str, str] | None = None
    unknown: Unknown = Unknown.QUARANTINE
    otherwise: str | None = None
    steps: tuple[str, ...] = ("strip",)
    dates: tuple[DateStyle, ...] = (DateStyle.ISO,)
    trust_zone: bool = True
    split: str = ""
    empty: frozenset[str] = frozenset()
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    units: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    absent_is_null: bool = False
    records: tuple[RecordsMapping, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Redact:
    """One private place of a row."""

    path: Path
    how: Redaction


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One kind of row of a source, from asking to reading."""

    name: str
    entity: str
    zone: str
    mapping_version: int
    id_paths: tuple[Path, ...]
    rows: Path = ()
    row: Path = ()
    columns: Path | None = None
    ask: Ask = field(default_factory=Ask)
    files: FileAsk | None = None
    paging: Paging = field(default_factory=Paging)
    changed: Changed | None = None
    deletes: Deletes = field(default_factory=Deletes)
    envelope: Envelope | None = None
    fields: tuple[FieldMapping, ...] = ()
    redact: tuple[Redact, ...] = ()
    keep_only_mapped: bool = False


@dataclass(frozen=True, kw_only=True)
class Source:
    """A linked local system."""

    code: str
    zh: str
    en: str
    body: str
    kind: SourceKind
    zone: str
    schedule: str
    limits: Limits
    connection: Connection
    auth: Auth
    streams: tuple[Stream, ...]

    def stream(self, name: str) -> Stream:
        """The stream of that name; raises KeyError when there is none."""
        return {stream.name: stream for stream in self.streams}[name]
