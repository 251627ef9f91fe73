"""What was looked at and how it came out, printed as it happens, Chinese first."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Report:
    """Counts the checks of a run; `failed` decides its exit code."""

    passed: int = 0
    failed: int = 0
    lines: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Print a line that is not a check."""
        self.lines.append(text)
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def check(self, text: str, *, faults: Iterable[str] = ()) -> bool:
        """Count a check and print it, with every fault beneath; without faults it has passed."""
        found = list(faults)
        self.say(f"  {'失败' if found else '通过'}  {text}")
        for fault in found:
            self.say(f"        {fault}")
        if found:
            self.failed += 1
        else:
            self.passed += 1
        return not found

    def end(self, *, seconds: float) -> int:
        """Print the sum and give the exit code: 0 when nothing failed."""
        verdict = "全部通过 · all passed" if not self.failed else f"{self.failed} 项失败 · failed"
        self.say(f"共 {self.passed + self.failed} 项检查，{verdict}（{seconds:.0f} 秒 · s）")
        return 1 if self.failed else 0
