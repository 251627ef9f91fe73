"""The office's own definition for the demonstration: the packaged one with a due day, and a notice that is invented."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

PACKAGED = "province-quarterly-2023-12-05.toml"
VERSION = "demonstration"

_HEAD = """# 仅供演示：各文件都没有规定季度汇总的截止日（A-43），这里的通知是虚构的。
# For the demonstration only: no document gives a due day (A-43); the notice that is named here is invented.

due_month_day = "{day}"
due_notice = "演示通知（虚构） an invented notice of the demonstration"
due_clause = "第一条"
grace_days = 0
"""


def write_definition(folder: Path, *, due: date) -> Path:
    """Write the definition into a folder, unless an earlier start has; the day of that start stands then."""
    path = folder / f"province-quarterly-{VERSION}.toml"
    if path.exists():
        return path
    packaged = resources.files("hub.domain.reports").joinpath(PACKAGED).read_text(encoding="utf-8")
    changed = packaged.replace('version = "2023-12-05"', f'version = "{VERSION}"').replace(
        "effective_from = 2024-01-01", "effective_from = 2026-07-01\neffective_to = 2026-10-01"
    )
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(_HEAD.format(day=due.strftime("%m-%d")) + "\n" + changed, encoding="utf-8")
    return path
