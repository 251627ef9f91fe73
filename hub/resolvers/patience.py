"""How long an operation is worked on: until its time is over, or until nobody waits for it any more."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType

UNWATCHED = 0.02
"""Seconds for which nobody looks whether the client is still there: most answers are gone by then."""

Gone = Callable[[], Awaitable[None]]
"""Ends when the client has left."""


class ClientLeft(Exception):
    """The client has left; there is nobody to answer."""


class TimeOver(Exception):
    """The operation has taken all the time that it had."""


class Patience:
    """Cancels the work in its block, and raises TimeOver or ClientLeft instead of what that does to it."""

    __slots__ = ("_before", "_gone", "_over", "_seconds", "_task", "_timer", "_watcher")

    def __init__(self, seconds: float, gone: Gone | None = None) -> None:
        self._seconds = seconds
        self._gone = gone
        self._over: Exception | None = None
        self._watcher: asyncio.Task[None] | None = None

    def __enter__(self) -> Patience:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("there is no task to end")
        self._task = task
        self._before = task.cancelling()
        self._timer = asyncio.get_running_loop().call_later(min(UNWATCHED, self._seconds), self._look)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        if self._over is None or self._task.uncancel() > self._before:
            return  # nothing was ended here, or somebody else ends it too
        if kind is None or kind is asyncio.CancelledError:
            raise self._over from None

    def _look(self) -> None:
        """Begin to look at the client and at the clock: this answer takes its time."""
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(max(0.0, self._seconds - UNWATCHED), self._end, TimeOver())
        if self._gone is not None:
            self._watcher = loop.create_task(self._watch(self._gone))

    async def _watch(self, gone: Gone) -> None:
        await gone()
        self._end(ClientLeft())

    def _end(self, why: Exception) -> None:
        if self._over is None:
            self._over = why
            self._timer.cancel()
            self._task.cancel()
