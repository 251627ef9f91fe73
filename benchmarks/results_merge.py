"""The tables of some measures, put in the place of those that a whole run left; a line says which were repeated.

A table with fewer columns than the one before replaces these columns, so that each holds what one run has measured. Of
the goals the rows are replaced that the run speaks about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_GOALS = "## Goals"
_AGAIN = "- measured again: "


@dataclass(frozen=True, kw_only=True)
class _Report:
    """What stands before the first heading, and what stands below each."""

    head: str
    sections: Mapping[str, str]


def merged(before: str, text: str, *, only: Sequence[str]) -> str:
    """The report before with the tables of a later one."""
    held, new = _report(before), _report(text)
    sections = dict(held.sections)
    goals = sections.pop(_GOALS, None)
    for title, body in new.sections.items():
        if title != _GOALS:
            sections[title] = _replaced(sections[title], body) if title in sections else body
    found = new.sections.get(_GOALS)
    if goals is not None or found is not None:
        sections[_GOALS] = found or "" if goals is None else _rows_replaced(goals, found or "")
    parts = [_told(held.head, new.head, only), *(f"{title}\n\n{body}" for title, body in sections.items())]
    return "\n\n".join(part.strip() for part in parts)


def _report(text: str) -> _Report:
    head, *rest = re.split(r"^(#{2,3} .*)$", text, flags=re.MULTILINE)
    bodies = dict(zip(rest[::2], (body.strip() for body in rest[1::2]), strict=True))
    return _Report(head=head.strip(), sections=bodies)


def _told(head: str, new: str, only: Sequence[str]) -> str:
    """The head with a line on what was measured again, in the place of an earlier line on the same."""
    facts = dict(line[2:].split(": ", 1) for line in new.splitlines() if line.startswith("- "))
    named = f"{_AGAIN}{', '.join(only)}"
    lines = [line for line in head.splitlines() if not line.startswith(f"{named} on ")]
    listed = next((at for at, line in enumerate(lines) if not line.startswith("- ")), len(lines))
    lines.insert(listed, f"{named} on {facts['date']}; load: {facts['load'].partition(';')[0]}")
    return "\n".join(lines)


def _replaced(before: str, after: str) -> str:
    """A section in the place of another; where it has some of its columns, these alone."""
    held, new = _table(before), _table(after)
    if not held or not new or not set(new[0]) < set(held[0]):
        return after
    rows = {row[0]: dict(zip(new[0], row, strict=True)) for row in new[2:]}
    named = [row[0] for row in held]
    lines = [held[0], held[1]]
    for row in (*held[2:], *([name, *[""] * (len(held[0]) - 1)] for name in rows if name not in named)):
        cells = rows.get(row[0], dict.fromkeys(new[0][1:], ""))
        lines.append([row[0], *(cells.get(column, cell) for column, cell in zip(held[0][1:], row[1:], strict=True))])
    return "\n".join(map(_line, lines))


def _rows_replaced(before: str, after: str) -> str:
    held, new = _table(before), _table(after)
    if not held or not new:
        return before or after
    rows = {row[0]: row for row in new[2:]}
    lines = [held[0], held[1], *(rows.pop(row[0], row) for row in held[2:]), *rows.values()]
    return "\n".join(map(_line, lines))


def _table(text: str) -> list[list[str]]:
    """The cells of the one table of a section; empty where it has none, or something beside it."""
    lines = text.splitlines()
    if not lines or not all(line.startswith("|") for line in lines):
        return []
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _line(cells: Sequence[str]) -> str:
    if all(re.fullmatch(r"-+:?", cell) for cell in cells):
        return f"|{'|'.join(cells)}|"
    return f"|{''.join(f' {cell} |' if cell else ' |' for cell in cells)}"
