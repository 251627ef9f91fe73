"""What a caller may still ask for: fields of answers within a window, charged before the work and settled after it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from hub.auth.caller import Caller
from hub.errors import Exhausted, TooMuch

WINDOW_SECONDS = 60
_WINDOW = WINDOW_SECONDS * 1_000_000_000  # nanoseconds
_CALLERS = 10_000

Who = tuple[str | None, str | None, str | None]
"""A caller as it is counted: issuer, subject, client; everybody without a token is one."""

Nanoseconds = Callable[[], int]


def who(caller: Caller) -> Who:
    """Under which name a caller is counted."""
    return caller.issuer, caller.subject, caller.client_id


class _Bucket:
    """What is left to one caller, in fields times the window's nanoseconds, so that every sum is exact."""

    __slots__ = ("at", "level")

    def __init__(self, *, level: int, at: int) -> None:
        self.level = level
        self.at = at


class Charge:
    """Fields taken from a budget for one operation."""

    __slots__ = ("_bucket", "_budget", "_fields")

    def __init__(self, budget: Budget, bucket: _Bucket | None, fields: int) -> None:
        self._budget = budget
        self._bucket = bucket  # none where nothing is counted
        self._fields = fields

    def settle(self, actual: int) -> int | None:
        """Give back what was not used; says what is left. Settling again gives nothing back."""
        if self._bucket is None:
            return None
        unused, self._fields = self._fields - actual, actual
        return self._budget._returned(self._bucket, max(0, unused))


class Budget:
    """A bucket for each caller, filled evenly over the window; a budget of 0 fields counts nothing."""

    def __init__(self, fields: int, *, clock: Nanoseconds = time.monotonic_ns, callers: int = _CALLERS) -> None:
        self.fields = fields
        self._full = fields * _WINDOW
        self._clock = clock
        self._most = callers
        self._buckets: OrderedDict[Who, _Bucket] = OrderedDict()
        self._free = Charge(self, None, 0)

    def charge(self, name: Who, fields: int) -> Charge:
        """Take the estimated cost of an operation.

        Raises TooMuch where no window could ever hold it, and Exhausted where this one does not any more.
        """
        if not self.fields:
            return self._free
        if fields > self.fields:
            raise _beyond(fields, self.fields)
        bucket = self._bucket(name)
        needed = fields * _WINDOW
        if bucket.level < needed:
            raise _exhausted(fields, bucket.level // _WINDOW, self.fields, needed - bucket.level)
        bucket.level -= needed
        return Charge(self, bucket, fields)

    def left(self, name: Who) -> int | None:
        """The fields that a caller may ask for now, or None where nothing is counted."""
        if not self.fields:
            return None
        held = self._buckets.get(name)
        return self.fields if held is None else self._filled(held).level // _WINDOW

    def __len__(self) -> int:
        return len(self._buckets)

    def _bucket(self, name: Who) -> _Bucket:
        held = self._buckets.get(name)
        if held is not None:
            self._buckets.move_to_end(name)
            return self._filled(held)
        held = self._buckets[name] = _Bucket(level=self._full, at=self._clock())
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return held

    def _filled(self, bucket: _Bucket) -> _Bucket:
        now = self._clock()
        if now > bucket.at:
            bucket.level = min(self._full, bucket.level + (now - bucket.at) * self.fields)
            bucket.at = now
        return bucket

    def _returned(self, bucket: _Bucket, fields: int) -> int:
        self._filled(bucket)
        bucket.level = min(self._full, bucket.level + fields * _WINDOW)
        return bucket.level // _WINDOW


def _beyond(fields: int, most: int) -> TooMuch:
    return TooMuch(
        "TOO_MUCH_COST",
        f"查询最多可答 {fields} 个字段，每 {WINDOW_SECONDS} 秒的额度为 {most}；请缩小 first、少选字段或拆分查询",
        f"the answer may hold {fields} fields, and {most} are allowed in {WINDOW_SECONDS} s; "
        "ask for smaller pages, fewer fields, or split the query",
        numbers={"estimated": fields, "budget": most},
    )


def _exhausted(fields: int, left: int, most: int, missing: int) -> Exhausted:
    seconds = -(-missing // (most * 1_000_000_000))
    return Exhausted(
        "BUDGET_EXCEEDED",
        f"查询最多可答 {fields} 个字段，本时段额度还剩 {left}，{seconds} 秒后足够；"
        "请稍候，或缩小 first、少选字段、只取 totalCount",
        f"the answer may hold {fields} fields and {left} are left in this window; there will be enough in {seconds} s. "
        "Wait, or ask for smaller pages, fewer fields, or totalCount alone",
        after=seconds,
        numbers={"estimated": fields, "left": left, "budget": most, "retryAfter": seconds},
    )
