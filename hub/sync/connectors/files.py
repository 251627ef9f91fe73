"""The conversation with a folder of CSV and spreadsheet files: which are finished, which are new, what they hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from hub.sync.connectors.exchange import (
    FileEntry,
    FileRequest,
    FileResponse,
    FolderRequest,
    FolderResponse,
    Note,
    NoteCode,
    Page,
    Position,
    Request,
    Response,
)
from hub.sync.connectors.paging import Step
from hub.sync.connectors.sheets import read_grids
from hub.sync.connectors.tables import read_table
from hub.sync.connectors.walk import Arrived, turn
from hub.sync.rows import RawRow, make_row
from hub.sync.source import FileAsk, Source, Stream

_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".download", ".swp", ".filepart", "~")
_UNFINISHED_STARTS = ("~$", ".", "._")


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What is still to be read in this pass: file names, and how far the first of them is."""

    names: tuple[str, ...]
    offset: int = 0
    digest: str | None = None
    seen: tuple[str, ...] = field(default=())

    def to_text(self) -> str:
        """The progress as the token of a position."""
        return json.dumps([self.names, self.offset, self.digest, self.seen], ensure_ascii=False)

    @classmethod
    def from_text(cls, token: str) -> Progress:
        """The progress of a stored token."""
        names, offset, digest, seen = json.loads(token)
        return cls(names=tuple(names), offset=offset, digest=digest, seen=tuple(seen))


@dataclass(frozen=True, kw_only=True)
class _Known:
    digest: str
    rows: int


class FilesConnector:
    """Walks the files of one stream.

    Position.memory keeps the content hash and row count of each file read, by name: a file that did not change is
    left alone. A pass over everything, as after a change of the mapping, starts from `afresh()`.
    """

    def __init__(self, source: Source, stream: Stream) -> None:
        if stream.files is None:
            raise ValueError("a stream of files is needed")
        self._source = source
        self._stream = stream
        self._ask: FileAsk = stream.files

    def start(self, position: Position) -> FolderRequest | FileRequest:
        """The request that goes on from a position."""
        if position.token is None:
            return FolderRequest(position=position, pattern=self._ask.pattern)
        return FileRequest(position=position, name=Progress.from_text(position.token).names[0])

    def read(self, response: Response, request: Request) -> Page:
        """What the listing or the file brought and what to ask next."""
        before = request.position
        if isinstance(response, FolderResponse):
            return self._listed(response, before)
        if isinstance(response, FileResponse) and before.token is not None:
            return self._file(response, before, Progress.from_text(before.token))
        raise TypeError("a folder's or a file's answer is needed")

    def _listed(self, response: FolderResponse, before: Position) -> Page:
        ready, notes = settled(response.entries, ask=self._ask, now=response.received_at)
        chosen = ready[-1:] if self._ask.newest else ready
        partial = any(note.code is NoteCode.FILE_UNSETTLED for note in notes)
        token = Progress(names=tuple(entry.name for entry in chosen)).to_text() if chosen else None
        arrived = Arrived(rows=(), received_at=response.received_at, notes=notes, partial=partial)
        return self._turn(before, arrived, Step(token=token, complete=token is None))

    def _file(self, response: FileResponse, before: Position, progress: Progress) -> Page:
        at = response.received_at
        if not response.stable:
            note = Note(code=NoteCode.FILE_UNSETTLED, counts=(("files", 1),))
            arrived = Arrived(rows=(), received_at=at, notes=(note,), partial=True)
            return self._turn(before, arrived, _next_file(progress, None))
        digest = hashlib.sha256(response.content).hexdigest()
        if progress.digest not in (None, digest):
            # The file was replaced between two pages: from its beginning again, twice landed is once kept.
            progress = Progress(names=progress.names, seen=progress.seen)
        known = _remembered(before.memory).get(response.name)
        if progress.offset == 0 and ((known is not None and known.digest == digest) or digest in progress.seen):
            thin = digest not in progress.seen
            arrived = Arrived(rows=(), received_at=at, notes=(Note(code=NoteCode.SAME_FILE),), thin=thin)
            return self._turn(before, arrived, _next_file(progress, digest))
        return self._slice(response, before, replace(progress, digest=digest), known)

    def _slice(self, response: FileResponse, before: Position, progress: Progress, known: _Known | None) -> Page:
        rows, skipped = self._rows(response, page=before.index)
        end = progress.offset + self._source.limits.page_size
        notes = (
            [Note(code=NoteCode.ROWS_SKIPPED, counts=(("rows", skipped),))] if skipped and not progress.offset else []
        )
        step, memory = Step(token=replace(progress, offset=end).to_text()), None
        if end >= len(rows):
            step = _next_file(progress, progress.digest)
            memory = _memory_with(before.memory, response.name, _Known(digest=progress.digest or "", rows=len(rows)))
            if known is not None and len(rows) < known.rows:
                notes.append(Note(code=NoteCode.FEWER_ROWS, counts=(("before", known.rows), ("now", len(rows)))))
        arrived = Arrived(
            rows=rows[progress.offset : end], received_at=response.received_at, notes=tuple(notes), memory=memory
        )
        return self._turn(before, arrived, step)

    def _rows(self, response: FileResponse, *, page: int) -> tuple[tuple[RawRow, ...], int]:
        found: list[RawRow] = []
        skipped = 0
        for grid in read_grids(response.content, self._ask):
            table = read_table(grid, self._ask)
            skipped += table.skipped
            for row in table.rows:
                place = "!".join(part for part in (response.name, grid.sheet, str(row.number)) if part)
                found.append(
                    make_row(row.content, id_paths=self._stream.id_paths, page=page, index=len(found), pointer=place)
                )
        return tuple(found), skipped

    def _turn(self, before: Position, arrived: Arrived, step: Step) -> Page:
        return turn(
            self._stream, before=before, arrived=arrived, step=step, ask=self.start, pages=self._source.limits.pages
        )


def settled(entries: Sequence[FileEntry], *, ask: FileAsk, now: datetime) -> tuple[list[FileEntry], tuple[Note, ...]]:
    """The files that are finished, and notes on those that are not."""
    named = [entry for entry in entries if not _is_unfinished_name(entry.name)]
    ready = [entry for entry in named if entry.size and now - entry.modified >= timedelta(seconds=ask.settle)]
    counts = (
        (NoteCode.FILE_SKIPPED, len(entries) - len(named)),
        (NoteCode.FILE_UNSETTLED, len(named) - len(ready)),
    )
    return ready, tuple(Note(code=code, counts=(("files", count),)) for code, count in counts if count)


def _is_unfinished_name(name: str) -> bool:
    return name.startswith(_UNFINISHED_STARTS) or name.lower().endswith(_UNFINISHED)


def _next_file(progress: Progress, digest: str | None) -> Step:
    rest = progress.names[1:]
    if not rest:
        return Step(complete=True)
    seen = progress.seen if digest is None else (*progress.seen, digest)
    return Step(token=Progress(names=rest, seen=seen).to_text())


def _remembered(memory: str | None) -> dict[str, _Known]:
    stored: dict[str, Any] = json.loads(memory) if memory is not None else {}  # our own text, read back
    return {name: _Known(digest=digest, rows=rows) for name, (digest, rows) in stored.items()}


def _memory_with(memory: str | None, name: str, known: _Known) -> str:
    files = _remembered(memory) | {name: known}
    return json.dumps({name: (file.digest, file.rows) for name, file in files.items()}, ensure_ascii=False)
