"""What is taken out of a raw row at the edge, before anything of it is stored (behaviour.md §2f)."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import replace

from hub.sync.mapping_text import scrub
from hub.sync.paths import EVERY, Json, Missing, Path, look
from hub.sync.rows import RawRow, content_hash, external_id
from hub.sync.source import DeleteStyle, RecordsMapping, Redaction, Stream

_DIGEST_LETTERS = 32


def redact(row: RawRow, stream: Stream, key: bytes) -> RawRow:
    """The row as it may be stored; its hash and its id are made anew, so that neither gives away what is gone.

    A stream that keeps only what is mapped (every stream of opinions) is copied place by place, and
    telephone and identity numbers in its texts are masked. Raises ValueError without a key.
    """
    if not key:
        raise ValueError("a key is needed")
    content = _copied(row.content, stream) if stream.keep_only_mapped else row.content
    for rule in stream.redact:
        content = _object(_changed(content, rule.path, rule.how, key))
    if content == row.content:
        return row
    return replace(
        row, content=content, content_hash=content_hash(content), external_id=external_id(content, stream.id_paths)
    )


def pseudonym(value: Json, key: bytes) -> str:
    """A keyed digest that is equal for equal values however they are spaced or cased."""
    plain = "".join(unicodedata.normalize("NFKC", str(value)).split()).replace("-", "").upper()
    return "hmac:" + hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()[:_DIGEST_LETTERS]


def kept_paths(stream: Stream) -> list[Path]:
    """The places of a row that the configuration speaks of."""
    paths = [*stream.id_paths, *(path for mapping in stream.fields for path in mapping.paths)]
    if stream.changed is not None:
        paths.append(stream.changed.path)
    if stream.deletes.style is DeleteStyle.TOMBSTONE:
        paths.append(stream.deletes.path)
    return list(dict.fromkeys(paths))


def _copied(content: dict[str, Json], stream: Stream) -> dict[str, Json]:
    kept: dict[str, Json] = {}
    plain = {*stream.id_paths, stream.changed.path if stream.changed else ()}
    inside = {place.path: place for mapping in stream.fields for place in mapping.records}
    for path in kept_paths(stream):
        found = look(content, path)
        if path in inside and not isinstance(found, Missing):
            found = _pruned(found, inside[path])
        if path and not isinstance(found, Missing):
            _place(kept, path, found if path in plain else _scrubbed(found))
    return kept


def _pruned(value: Json, place: RecordsMapping) -> Json:
    """Records with nothing in them that no field is read from."""
    names = {path[0] for field in place.fields for path in field.paths if path}
    if isinstance(value, list):
        return [_pruned(one, place) for one in value]
    if isinstance(value, dict):
        return {name: one for name, one in value.items() if name in names}
    return value


def _place(kept: dict[str, Json], path: Path, value: Json) -> None:
    """Put a value where it stood; what lies under a list is kept as the list of its finds."""
    here = kept
    for segment in path[:-1]:
        if segment == EVERY:
            break
        below = here.setdefault(segment, {})
        if not isinstance(below, dict):
            return
        here = below
    here[path[-1]] = value


def _scrubbed(value: Json) -> Json:
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, list):
        return [_scrubbed(item) for item in value]
    if isinstance(value, dict):
        return {key: _scrubbed(item) for key, item in value.items()}
    return value


def _changed(here: Json, path: Path, how: Redaction, key: bytes) -> Json:
    if not path:
        return _applied(here, how, key)
    step, rest = path[0], path[1:]
    if isinstance(here, list):
        chosen = [step in (EVERY, str(place)) for place in range(len(here))]
        return [_changed(item, rest, how, key) if hit else item for item, hit in zip(here, chosen, strict=True)]
    if not isinstance(here, dict) or step not in here:
        return here
    if not rest and how is Redaction.REMOVE:
        return {name: item for name, item in here.items() if name != step}
    return {name: _changed(item, rest, how, key) if name == step else item for name, item in here.items()}


def _applied(value: Json, how: Redaction, key: bytes) -> Json:
    match how:
        case Redaction.REMOVE:
            return None
        case Redaction.SCRUB:
            return _scrubbed(value)
        case Redaction.HMAC:
            if isinstance(value, list):
                return [_applied(item, how, key) for item in value]
            return None if value is None or value == "" else pseudonym(value, key)


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
