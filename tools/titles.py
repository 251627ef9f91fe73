"""The translation guard: every word of a closed set has a Chinese and an English title.

`python -m tools.titles` prints the words that lack one and exits with 1 if there is any.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator

import hub
from hub.domain.term import Term

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Importing these runs something: the command line, and migrations under alembic's own context.
RUN_ON_IMPORT = ("hub.__main__", "hub.store.migrations")


def closed_sets() -> list[type[Term]]:
    """Every closed set of the hub, found by importing all its modules."""
    for module in _modules(hub.__path__, prefix="hub."):
        importlib.import_module(module)
    return sorted(_descendants(Term), key=lambda found: (found.__module__, found.__qualname__))


def untitled(sets: Iterable[type[Term]]) -> list[str]:
    """The words without a Chinese or an English title, each with what it lacks."""
    return [
        f"{words.__module__}.{words.__qualname__}.{word.name} lacks {lack}"
        for words in sets
        for word in words
        for lack in _lacks(word)
    ]


def _lacks(word: Term) -> Iterator[str]:
    if not CHINESE.search(word.title_zh):
        yield "a Chinese title"
    if not word.title_en.strip() or CHINESE.search(word.title_en):
        yield "an English title"


def _modules(paths: Iterable[str], *, prefix: str) -> Iterator[str]:
    for found in pkgutil.iter_modules(paths, prefix):
        if found.name in RUN_ON_IMPORT:
            continue
        yield found.name
        if found.ispkg:
            yield from _modules(importlib.import_module(found.name).__path__, prefix=f"{found.name}.")


def _descendants(root: type[Term]) -> Iterator[type[Term]]:
    for child in root.__subclasses__():
        yield child
        yield from _descendants(child)


def main() -> int:
    """Print the words that lack a title."""
    lacking = untitled(closed_sets())
    for line in lacking:
        sys.stdout.write(f"{line}: give it one where the word is declared\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
