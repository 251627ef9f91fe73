"""When a stream has been read to its end: by what the source declares, never by trusting an empty page alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hub.sync.connectors.exchange import Note, NoteCode, Position
from hub.sync.faults import FaultCode, SourceFault
from hub.sync.origin import follow
from hub.sync.paths import Json, Missing, Path, look
from hub.sync.rows import id_text
from hub.sync.source import Paging, PagingStyle

_REMEMBERED = 32
# Page sizes that systems fall back to without saying so; exactly as many rows are suspect.
_USUAL_CAPS = frozenset({10, 15, 20, 25, 30, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000})
_NEXT_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s;,"]*))*)')
_REL_NEXT = re.compile(r';\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next)(?=\s*(?:;|$))', re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the stop rule looks at."""

    count: int
    digest: str
    document: Json
    headers: Mapping[str, str]
    url: str
    size: int
    rebase: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """How to go on: `token` leads to the next page; without one the pass ends, complete or not."""

    token: str | None = None
    complete: bool = False
    notes: tuple[Note, ...] = ()
    repeated: bool = False
    recent: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()


def advance(paging: Paging, *, position: Position, answer: Answer) -> Step:
    """Decide from one answer whether and how the pass goes on."""
    page_mark = f"p{answer.digest}" if answer.count else None
    if page_mark is not None and page_mark in (*position.recent, *position.anchors):
        return _repeated(paging, position=position, answer=answer, page_mark=page_mark)
    step = _STYLES[paging.style](paging, position, answer)
    if step.token is None:
        return step
    token_mark = "t" + hashlib.sha256(step.token.encode()).hexdigest()[:16]
    if step.token == position.token or token_mark in (*position.recent, *position.anchors):
        return Step(notes=(Note(code=NoteCode.PAGING_LOOP),))
    marks = tuple(mark for mark in (page_mark, token_mark) if mark is not None)
    # A mark kept at each power of two meets any loop sooner or later (Brent), however long it is.
    power_of_two = (position.index + 1) & position.index == 0
    return Step(
        token=step.token,
        notes=step.notes,
        recent=(*position.recent, *marks)[-_REMEMBERED:],
        anchors=marks if power_of_two else position.anchors,
    )


def first_token(paging: Paging) -> str | None:
    """The token of the first page; only numbers have one."""
    return str(paging.first) if paging.style in (PagingStyle.PAGE, PagingStyle.OFFSET) else None


def next_link(header: str) -> str | None:
    """The target marked rel=next in a Link header (RFC 8288)."""
    for found in _NEXT_LINK.finditer(header):
        if _REL_NEXT.search(found[2]):
            return found[1]
    return None


def _repeated(paging: Paging, *, position: Position, answer: Answer, page_mark: str) -> Step:
    last_page = [mark for mark in position.recent if mark.startswith("p")][-1:] == [page_mark]
    if paging.style not in (PagingStyle.PAGE, PagingStyle.OFFSET) or not last_page:
        return Step(repeated=True, notes=(Note(code=NoteCode.PAGING_LOOP),))
    if position.index == 1 and (answer.count >= answer.size or answer.count in _USUAL_CAPS):
        # The second page equals a full first one: the source may not know the parameter at all.
        return Step(repeated=True, notes=(Note(code=NoteCode.PAGING_IGNORED),))
    missing = _short_of_total(paging, seen=position.rows, answer=answer)
    return Step(repeated=True, complete=not missing, notes=(Note(code=NoteCode.REPEATS_LAST_PAGE), *missing))


def _whole(paging: Paging, position: Position, answer: Answer) -> Step:
    total = _total(paging, answer)
    if total is not None or paging.whole:
        return _end(paging, position, answer)
    if answer.count in _USUAL_CAPS:
        return Step(notes=(Note(code=NoteCode.POSSIBLY_TRUNCATED, counts=(("rows", answer.count),)),))
    return Step(complete=True)


def _by_page(paging: Paging, position: Position, answer: Answer) -> Step:
    return _numbered(paging, position, answer, step=1)


def _by_offset(paging: Paging, position: Position, answer: Answer) -> Step:
    # As many as came, not as many as were asked for: a capped page would leave a gap.
    return _numbered(paging, position, answer, step=answer.count)


def _numbered(paging: Paging, position: Position, answer: Answer, *, step: int) -> Step:
    here = int(position.token) if position.token is not None else paging.first
    if not _more(paging, position, answer, here=here) or answer.count == 0:
        return _end(paging, position, answer)
    declared = _total(paging, answer) is not None or paging.more is not None or paging.last is not None
    return Step(token=str(here + step), notes=_capped(position, answer) if declared else ())


def _more(paging: Paging, position: Position, answer: Answer, *, here: int) -> bool:
    if paging.more is not None:
        return _flag(answer.document, paging.more)
    last = _number(answer.document, paging.last)
    if last is not None:
        return here < last
    total = _total(paging, answer)
    return total is None or position.rows + answer.count < total


def _by_link(paging: Paging, position: Position, answer: Answer) -> Step:
    return _to_url(next_link(answer.headers.get("link", "")), paging, position, answer)


def _by_header(paging: Paging, position: Position, answer: Answer) -> Step:
    return _to_url(answer.headers.get((paging.header or "").lower()), paging, position, answer)


def _by_body_url(paging: Paging, position: Position, answer: Answer) -> Step:
    found = look(answer.document, paging.next or ())
    return _to_url(found if isinstance(found, str) else None, paging, position, answer)


def _to_url(url: str | None, paging: Paging, position: Position, answer: Answer) -> Step:
    if not url:
        return _end(paging, position, answer)
    absolute = follow(url, seen_from=answer.url, rebase=answer.rebase)
    if absolute == answer.url:
        return Step(notes=(Note(code=NoteCode.PAGING_LOOP),))
    return Step(token=absolute, notes=_capped(position, answer))


def _by_token(paging: Paging, position: Position, answer: Answer) -> Step:
    found = look(answer.document, paging.next or ())
    more = _flag(answer.document, paging.more) if paging.more is not None else None
    token = None if isinstance(found, Missing | bool) else id_text(found)
    if more is False or (more is None and token is None):
        return _end(paging, position, answer)
    if token is None:
        raise SourceFault(FaultCode.PAGING_BROKEN)
    return Step(token=token, notes=_capped(position, answer))


def _end(paging: Paging, position: Position, answer: Answer) -> Step:
    missing = _short_of_total(paging, seen=position.rows + answer.count, answer=answer)
    return Step(complete=not missing, notes=missing)


def _short_of_total(paging: Paging, *, seen: int, answer: Answer) -> tuple[Note, ...]:
    total = _total(paging, answer)
    if total is None or seen >= total:
        return ()
    return (Note(code=NoteCode.TOTAL_NOT_REACHED, counts=(("rows", seen), ("total", total))),)


def _capped(position: Position, answer: Answer) -> tuple[Note, ...]:
    if position.index or not 0 < answer.count < answer.size:
        return ()
    return (Note(code=NoteCode.PAGE_SIZE_CAPPED, counts=(("asked", answer.size), ("rows", answer.count))),)


def _total(paging: Paging, answer: Answer) -> int | None:
    if paging.total_header is not None:
        text = answer.headers.get(paging.total_header.lower(), "").rpartition("/")[2].strip()
        return int(text) if text.isascii() and text.isdigit() else None
    return _number(answer.document, paging.total)


def _number(document: Json, path: Path | None) -> int | None:
    found = look(document, path) if path is not None else None
    text = None if isinstance(found, Missing) else id_text(found)
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def _flag(document: Json, path: Path) -> bool:
    found = look(document, path)
    if isinstance(found, Missing) or not isinstance(found, bool | int):
        raise SourceFault(FaultCode.PAGING_BROKEN)
    return bool(found)


_STYLES: dict[PagingStyle, Callable[[Paging, Position, Answer], Step]] = {
    PagingStyle.NONE: _whole,
    PagingStyle.PAGE: _by_page,
    PagingStyle.OFFSET: _by_offset,
    PagingStyle.LINK: _by_link,
    PagingStyle.HEADER: _by_header,
    PagingStyle.BODY: _by_body_url,
    PagingStyle.TOKEN: _by_token,
    PagingStyle.CURSOR: _by_token,
}
