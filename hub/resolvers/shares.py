"""How many operations of one caller are at work at once, so that nobody takes the whole hub."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque

from hub.errors import Exhausted
from hub.resolvers.budget import Who

_WAITING = 16  # operations of one caller that may wait, for each that may be at work


class Shares:
    """Places at work: `whole` of them, at most `share` for one caller; who waits is served in turn with the others."""

    def __init__(self, *, whole: int, share: int) -> None:
        self.whole = whole
        self.share = min(share, whole)
        self.queue = _WAITING * self.share
        self.waiting = 0
        self.at_work = 0
        self._held: dict[Who, int] = {}
        self._queues: OrderedDict[Who, deque[asyncio.Future[None]]] = OrderedDict()

    def take(self, name: Who) -> bool:
        """Take a place if there is one at once; whoever takes one gives it back with `leave`."""
        held = self._held.get(name, 0)
        if held >= self.share or self.at_work >= self.whole or name in self._queues:
            return False
        self._held[name] = held + 1
        self.at_work += 1
        return True

    async def wait(self, name: Who) -> None:
        """Wait for a place in the caller's own queue, or raise Exhausted when too many wait there already."""
        queue = self._queues.setdefault(name, deque())
        if len(queue) >= self.queue:
            raise self.too_many()
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        self.waiting += 1
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._forget(name, turn)
            else:  # given at the very moment when it was no longer wanted
                self.leave(name)
            raise

    def leave(self, name: Who) -> None:
        """Give a place back; the next in turn gets it."""
        held = self._held[name] - 1
        if held:
            self._held[name] = held
        else:
            del self._held[name]
        self.at_work -= 1
        if self._queues:
            self._serve()

    def too_many(self) -> Exhausted:
        """The refusal of a request for which there was no place in time."""
        return Exhausted(
            "TOO_MANY_AT_ONCE",
            f"同一调用者同时执行 {self.share} 个请求，排队上限 {self.queue} 个，已无空位；请等前面的请求返回后再发",
            f"{self.share} requests of one caller are at work at once and {self.queue} may wait; there was no place. "
            "Send the next when earlier ones have been answered",
            after=1,
            numbers={"share": self.share, "queue": self.queue, "retryAfter": 1},
        )

    def _serve(self) -> None:
        for name in list(self._queues):
            if self.at_work >= self.whole:
                return
            held = self._held.get(name, 0)
            if held < self.share and (turn := self._next(name)) is not None:
                self._held[name] = held + 1
                self.at_work += 1
                turn.set_result(None)

    def _next(self, name: Who) -> asyncio.Future[None] | None:
        """Take the first who still waits out of a caller's queue, which goes behind the others'."""
        queue = self._queues[name]
        while queue:
            turn = queue.popleft()
            self.waiting -= 1
            if not queue:
                del self._queues[name]
            if not turn.done():
                if queue:
                    self._queues.move_to_end(name)
                return turn
        return None

    def _forget(self, name: Who, turn: asyncio.Future[None]) -> None:
        queue = self._queues.get(name)
        if queue is None or turn not in queue:
            return
        queue.remove(turn)
        self.waiting -= 1
        if not queue:
            del self._queues[name]
