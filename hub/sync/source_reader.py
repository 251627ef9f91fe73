"""Reads the one TOML file of a source into a `Source`, or says everything that is to be corrected in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path as FilePath
from urllib.parse import urlsplit

from hub.domain.shape import EntityShape
from hub.domain.words import SourceKind
from hub.sync.faults import SourceFault
from hub.sync.origin import origin
from hub.sync.source import Auth, AuthKind, Connection, Limits, Login, Source
from hub.sync.source_check import check_stream
from hub.sync.source_streams import read_stream
from hub.sync.source_table import Complaints, SourceConfigError, Table

DEFAULT_ZONE = "Asia/Shanghai"
_CODE = re.compile(r"[a-z][a-z0-9_-]{1,39}")
_DIVISION = re.compile(r"\d{6}")
_CRON_FIELD = re.compile(r"[\d*/,\-]+|[A-Za-z,\-]+")
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_KINDS = {"rest": SourceKind.REST, "graphql": SourceKind.GRAPHQL, "sql": SourceKind.SQL, "files": SourceKind.FILES}


def read_source(
    text: str,
    *,
    file: str,
    environment: Mapping[str, str],
    folder: FilePath,
    shapes: Mapping[str, EntityShape] | None = None,
) -> Source:
    """Read one source; relative folders count from `folder`, `${NAME}` comes from `environment`.

    With `shapes` the mappings are checked against the hub's entities too. Raises SourceConfigError.
    """
    complaints = Complaints(file)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = str(error).rpartition("(")[2].rstrip(")")
        complaints.add("-", zh=f"不是合法的 TOML（{place}）", en=f"not well-formed TOML ({place})")
        raise SourceConfigError(complaints.problems) from error
    source = _source(Table(values, where="", complaints=complaints), environment=environment, folder=folder)
    for stream in source.streams if shapes is not None else ():
        check_stream(stream, shapes=shapes or {}, complaints=complaints)
    if complaints.problems:
        raise SourceConfigError(complaints.problems)
    return source


def _source(top: Table, *, environment: Mapping[str, str], folder: FilePath) -> Source:
    kind_text = top.text("kind")
    if kind_text not in _KINDS:
        top.complain("kind", zh="应为其中之一：" + " | ".join(_KINDS), en="should be one of " + " | ".join(_KINDS))
    kind = _KINDS.get(kind_text, SourceKind.REST)
    zone = top.zone(DEFAULT_ZONE)
    source = Source(
        code=_matching(top, "code", _CODE, zh="小写字母、数字、连字符", en="lower-case letters, digits, hyphens"),
        zh=top.text("zh"),
        en=top.text("en"),
        body=_matching(top, "body", _DIVISION, zh="六位区划代码", en="a division code of six digits"),
        kind=kind,
        zone=zone,
        schedule=_schedule(top),
        limits=_limits(top.child("limits")),
        connection=_connection(top.child("connection"), kind=kind, environment=environment, folder=folder),
        auth=_auth(top.child("auth"), kind=kind),
        streams=tuple(read_stream(table, kind=kind, zone=zone) for table in top.tables("streams")),
    )
    names = [stream.name for stream in source.streams]
    if not names or len(set(names)) < len(names):
        top.complain("streams", zh="至少一个数据流，名称不得重复", en="at least one stream, each with its own name")
    top.close()
    return source


def _matching(table: Table, key: str, pattern: re.Pattern[str], *, zh: str, en: str) -> str:
    text = table.text(key)
    if text and not pattern.fullmatch(text):
        table.complain(key, zh=f"应为{zh}", en=f"should be {en}")
    return text


def _schedule(top: Table) -> str:
    text = top.text("schedule", "")
    fields = text.split()
    if text and not (len(fields) == 5 and all(_CRON_FIELD.fullmatch(field) for field in fields)):
        top.complain(
            "schedule", zh="应为五段 cron，例：*/15 * * * *", en="should be cron of five fields, e.g. */15 * * * *"
        )
    return text


def _limits(table: Table) -> Limits:
    standard = Limits()
    limits = Limits(
        page_size=table.integer("page_size", standard.page_size, least=1, most=10_000),
        timeout=table.number("timeout", standard.timeout, least=0.1, most=3600),
        attempts=table.integer("attempts", standard.attempts, least=1, most=20),
        patience=table.number("patience", standard.patience, least=0, most=3600),
        pages=table.integer("pages", standard.pages, least=1),
        max_bytes=table.integer("max_bytes", standard.max_bytes, least=1024, most=2_000_000_000),
    )
    table.close()
    return limits


def _connection(table: Table, *, kind: SourceKind, environment: Mapping[str, str], folder: FilePath) -> Connection:
    def place(key: str) -> str:
        return _filled(table, key, environment=environment)

    match kind:
        case SourceKind.REST | SourceKind.GRAPHQL:
            connection = Connection(
                base_url=_checked_url(table, place("base_url")),
                headers=tuple(sorted(table.texts_by_name("headers").items())),
                rebase=table.flag("rebase"),
            )
        case SourceKind.SQL:
            connection = Connection(
                database=_checked_database(table, place("database")),
                password=table.secret("password", needed=False),
            )
        case SourceKind.FILES:
            connection = Connection(folder=folder / place("folder"))
    table.close()
    return connection


def _filled(table: Table, key: str, *, environment: Mapping[str, str]) -> str:
    text = table.text(key)
    for name in _VARIABLE.findall(text):
        if not environment.get(name):
            table.complain(key, zh=f"环境变量 {name} 未设置", en=f"the environment variable {name} is not set")
    return _VARIABLE.sub(lambda found: environment.get(found[1], ""), text)


def _checked_url(table: Table, url: str) -> str:
    try:
        origin(url)
        plain = not urlsplit(url).query and not urlsplit(url).fragment
    except SourceFault:
        plain = False
    if url and not plain:
        table.complain(
            "base_url",
            zh="应为 http(s)://主机[:端口][/路径]，不含用户名、参数",
            en="should be http(s)://host[:port][/path] without account or parameters",
        )
    return url.rstrip("/")


def _checked_database(table: Table, url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("sqlite", "postgresql") and parts.password is None
    except ValueError:
        usable = False
    if url and not usable:
        table.complain(
            "database",
            zh="应为 sqlite:///文件 或 postgresql://账号@主机/库；密码写在 password 键",
            en="should be sqlite:///file or postgresql://account@host/name; the password goes under `password`",
        )
    return url


def _auth(table: Table, *, kind: SourceKind) -> Auth:
    chosen = table.term("kind", AuthKind.NONE)
    over_http = kind in (SourceKind.REST, SourceKind.GRAPHQL)
    if chosen is not AuthKind.NONE and not over_http:
        table.complain("kind", zh="数据库和文件夹不用 [auth]", en="databases and folders take no [auth]")
    place = table.text("in", "header")
    if place not in ("header", "query"):
        table.complain("in", zh="应为 header 或 query", en="should be header or query")
    auth = Auth(
        kind=chosen,
        place=place,
        name=table.text("name", "X-Api-Key" if chosen is AuthKind.API_KEY else "Authorization"),
        prefix=table.text("prefix", "" if chosen is AuthKind.API_KEY else "Bearer "),
        account=table.text("account") if chosen in (AuthKind.BASIC, AuthKind.LOGIN) else "",
        secret=table.secret("secret", needed=chosen is not AuthKind.NONE),
        login=_login(table.child("login")) if chosen is AuthKind.LOGIN else None,
    )
    table.close()
    return auth


def _login(table: Table) -> Login:
    standard = Login(path="")
    login = Login(
        path=table.text("path"),
        account_field=table.text("account_field", standard.account_field),
        password_field=table.text("password_field", standard.password_field),
        token=table.path("token") or standard.token,
        expires_in=table.path("expires_in"),
        lifetime=table.integer("lifetime", standard.lifetime, least=1, most=31_536_000),
        refresh_path=table.text("refresh_path", "") or None,
        refresh_token=table.path("refresh_token"),
        refresh_field=table.text("refresh_field", standard.refresh_field),
    )
    table.close()
    return login
