"""A row as its source gave it: clean JSON, its external id, its content hash and where it was found."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hub.sync.paths import Json, Missing, Path, look

_ID_JOINT = "|"
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_UNFIT = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class RawRow:
    """One landed row; `pointer` says where in the source it stands (`page/index` or `file!sheet!row`)."""

    external_id: str | None
    content: dict[str, Json] = field(repr=False)
    content_hash: str
    page: int
    index: int
    pointer: str


def make_row(
    content: dict[str, Json],
    *,
    id_paths: Sequence[Path],
    page: int,
    index: int,
    pointer: str,
) -> RawRow:
    """Give a row its external id and its hash."""
    return RawRow(
        external_id=external_id(content, id_paths),
        content=content,
        content_hash=content_hash(content),
        page=page,
        index=index,
        pointer=pointer,
    )


def external_id(content: dict[str, Json], id_paths: Sequence[Path]) -> str | None:
    """The row's own identifier as text, several parts joined by `|`; None when a part is missing."""
    parts = [id_text(look(content, path)) for path in id_paths]
    known = [part for part in parts if part is not None]
    return _ID_JOINT.join(known) if parts and len(known) == len(parts) else None


def id_text(value: Json | Missing) -> str | None:
    """An identifier as text; 12, 12.0, "12" and "１２" are one, since a system's doors differ in its type."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else None
    return unicodedata.normalize("NFKC", str(value)).strip() or None


def canonical(content: Json) -> bytes:
    """The one text of a JSON value: sorted keys, no spaces, UTF-8."""
    return _CANONICAL.encode(content).encode()


def content_hash(content: Json) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def clean(value: Json) -> Json:
    """Replace what no database can hold as text (NUL, lone surrogates), so that one letter cannot stop a run."""
    if isinstance(value, str):
        return _UNFIT.sub("\ufffd", value)
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {str(clean(key)): clean(item) for key, item in value.items()}
    return value


def structure(rows: Iterable[RawRow]) -> tuple[str, ...]:
    """The paths and types that occur in a page, sorted; null says nothing about a type and is left out."""
    return tuple(sorted({line for row in rows for line in _types(row.content, "")}))


def fingerprint(lines: Sequence[str]) -> str:
    """A short text that is equal for equal structures."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Drift:
    """How a page's structure differs from the one known before."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    retyped: tuple[str, ...] = ()


def drift(before: Sequence[str], now: Sequence[str]) -> Drift:
    """Paths that are new, that are gone, and those that changed their type."""
    old, new = _by_path(before), _by_path(now)
    return Drift(
        added=tuple(sorted(new.keys() - old.keys())),
        gone=tuple(sorted(old.keys() - new.keys())),
        retyped=tuple(sorted(path for path in old.keys() & new.keys() if not new[path] <= old[path])),
    )


def _types(value: Json, path: str) -> Iterator[str]:
    match value:
        case None:
            return
        case dict():
            for key, item in value.items():
                yield from _types(item, f"{path}/{key}")
        case list():
            for item in value:
                yield from _types(item, f"{path}/*")
        case bool():
            yield f"{path}:boolean"
        case int() | float():
            yield f"{path}:number"
        case str():
            yield f"{path}:text"


def _by_path(lines: Sequence[str]) -> dict[str, set[str]]:
    types: dict[str, set[str]] = {}
    for line in lines:
        path, _, kind = line.rpartition(":")
        types.setdefault(path, set()).add(kind)
    return types
