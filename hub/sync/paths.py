"""How a configuration names a place inside a JSON document: `a.b`, `list.0`, `list.*.name`, `"key.with.dots"`, `$`."""

from __future__ import annotations

import re
from enum import Enum
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Path: TypeAlias = tuple[str, ...]

EVERY = "*"
_SEGMENT = re.compile(r'"([^"]+)"|([^."]+)')


class Missing(Enum):
    """The answer for a place that is not there, unlike one that holds null."""

    MISSING = "MISSING"


MISSING = Missing.MISSING


def parse_path(text: str) -> Path:
    """Read a path; raises ValueError when it is not one. `$` is the whole document."""
    if text == "$":
        return ()
    segments: list[str] = []
    place = 0
    while True:
        found = _SEGMENT.match(text, place)
        if found is None:
            raise ValueError("not a path")
        segments.append(found.group(1) or found.group(2))
        place = found.end()
        if place == len(text):
            return tuple(segments)
        if text[place] != ".":
            raise ValueError("not a path")
        place += 1


def look(document: Json, path: Path) -> Json | Missing:
    """What stands at the path; `*` gathers from every item of a list."""
    here: Json = document
    for depth, segment in enumerate(path):
        if segment == EVERY and isinstance(here, list):
            found = [look(item, path[depth + 1 :]) for item in here]
            return [item for item in found if not isinstance(item, Missing)]
        below = _step(here, segment)
        if isinstance(below, Missing):
            return MISSING
        here = below
    return here


def _step(here: Json, segment: str) -> Json | Missing:
    if isinstance(here, dict):
        return here.get(segment, MISSING)
    if isinstance(here, list) and segment.isascii() and segment.isdigit() and int(segment) < len(here):
        return here[int(segment)]
    return MISSING


def pointer(path: Path) -> str:
    """The path as a JSON pointer (RFC 6901)."""
    return "".join("/" + segment.replace("~", "~0").replace("/", "~1") for segment in path)
