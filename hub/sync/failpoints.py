"""Places where a test may kill the process; they do nothing unless one was named when the engine was made."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from hub.domain.term import Term


class Failpoint(Term):
    """The instants at which a crash is told apart (behaviour.md §2c.3)."""

    F1 = "F1", "抓取之前", "before a page is fetched"
    F2 = "F2", "已抓取未入站", "fetched, not landed"
    F3 = "F3", "已入站未确认", "landed, not acknowledged"
    F4 = "F4", "应用途中", "in the middle of applying"
    F5 = "F5", "已应用未结束", "applied, not closed"


@dataclass(kw_only=True)
class Fuse:
    """Kills the process at the named failpoint, after passing it `after` times unharmed."""

    at: Failpoint | None = None
    after: int = 0

    @classmethod
    def from_text(cls, text: str | None) -> Fuse:
        """Read `F3` or `F3:2` as a setting writes it; nothing written is a fuse that never burns."""
        if not text:
            return cls()
        name, _, after = text.partition(":")
        return cls(at=Failpoint[name], after=int(after or 0))

    def passing(self, here: Failpoint) -> None:
        """Die here if this is the place, without a chance to tidy up."""
        if self.at is not here:
            return
        if self.after > 0:
            self.after -= 1
            return
        os.kill(os.getpid(), signal.SIGKILL)
