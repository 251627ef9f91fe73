"""The latest used entries of anything that is worth keeping."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(OrderedDict[K, V], Generic[K, V]):
    """The latest used entries, up to a number."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def recall(self, key: K) -> V | None:
        """An entry, which is then the latest used."""
        found = self.get(key)
        if found is not None:
            self.move_to_end(key)
        return found

    def keep(self, key: K, value: V) -> V:
        """Keep an entry; the one not used for longest gives way."""
        self[key] = value
        if len(self) > self._most:
            self.popitem(last=False)
        return value
