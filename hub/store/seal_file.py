"""The append-only file of seals: the same lines outside the database, where whoever alters that cannot reach them."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.seal import Seal, seal_of
from hub.store.seal import Contradiction, seals
from hub.store.session import Database

Wait = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""

_log = structlog.get_logger()
_TAIL = 4_096  # bytes at the end of the file in which its last line stands


async def appended(database: Database, path: Path) -> Contradiction | None:
    """Append the committed seals that the file does not hold yet, or say where the database contradicts the file.

    A crash before this leaves lines out, which the next call adds; a seal that was rolled back never gets a line.
    Several processes may do so at once. Raises OSError where the file cannot be written.
    """
    last = await asyncio.to_thread(_last, path)
    if isinstance(last, Contradiction):
        return last
    async with database.read() as connection:
        fresh = await seals(connection, first=1 if last is None else last.number)
    if last is not None:
        if not fresh or fresh[0] != last:
            return _parted(last)
        fresh = fresh[1:]
    if fresh:
        await asyncio.to_thread(_append, path, fresh)
    return None


async def against_file(connection: AsyncConnection, path: Path) -> list[Contradiction]:
    """Compare the seals in the database with the file; seals that it does not hold yet are none of its business."""
    lines = await asyncio.to_thread(_lines, path)
    held = {seal.number: seal for seal in await seals(connection)}
    found: list[Contradiction] = []
    for number, line in enumerate(lines, start=1):
        kept = seal_of(line)
        if kept is None or kept.number != number:
            found.append(_altered(number))
            break
        if held.get(number) != kept:
            found.append(_parted(kept))
    return found


def _parted(kept: Seal) -> Contradiction:
    return Contradiction(
        number=kept.number,
        zh="数据库与封记文件不符：历史被截断或改动",
        en="the database does not agree with the file of seals: history was cut off or altered",
    )


def _altered(number: int) -> Contradiction:
    return Contradiction(number=number, zh="封记文件中缺失或被改动", en="its line in the file is missing or altered")


def _lines(path: Path, *, most: int | None = None) -> list[str]:
    """The whole lines; one that a crash broke off stands before the same line whole, or at the end.

    With `most` those of so many bytes at the end, of which the first may be a piece.
    """
    if not path.exists():
        return []
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0 if most is None else max(0, size - most))
        text = file.read().decode("utf-8", errors="replace")
    lines = text.split("\n")[:-1]
    return [line for line, after in zip(lines, [*lines[1:], ""], strict=False) if not _broken(line, after)]


def _broken(line: str, after: str) -> bool:
    """Whether a line is the beginning of the next one."""
    return line != after and after.startswith(line)


def _last(path: Path) -> Seal | Contradiction | None:
    lines = _lines(path, most=_TAIL)
    if not lines:
        return None
    return seal_of(lines[-1]) or _altered(len(_lines(path)))


def _append(path: Path, fresh: Sequence[Seal]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "rb+", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = _last(path)
        if isinstance(last, Contradiction):
            return  # the next call tells
        reached = 0 if last is None else last.number
        lines = "".join(f"{seal.line()}\n" for seal in fresh if seal.number > reached)
        size = file.seek(0, os.SEEK_END)
        begun = size > 0 and os.pread(file.fileno(), 1, size - 1) != b"\n"
        if lines:
            file.write((("\n" if begun else "") + lines).encode())
            os.fsync(file.fileno())


class SealKeeper:
    """Keeps the file up with the seals of all processes on the database; what is in the way is logged once."""

    def __init__(self, database: Database, path: Path, *, wait: Wait = asyncio.sleep) -> None:
        self._database = database
        self._path = path
        self._wait = wait
        self._told: str | None = None

    async def append(self) -> None:
        """Append what is missing; never raises for a file or a database that is out of reach for a while."""
        try:
            wrong = await appended(self._database, self._path)
            reason = None if wrong is None else f"seal {wrong.number}: {wrong.en}"
        except (OSError, SQLAlchemyError) as problem:
            reason = type(problem).__name__
        if reason is not None and reason != self._told:
            _log.error("seals_not_appended", reason=reason)
        self._told = reason

    async def keep(self, *, seconds: float = 5.0) -> None:
        """Append every so many seconds, until cancelled."""
        while True:
            await self._wait(seconds)
            await self.append()
