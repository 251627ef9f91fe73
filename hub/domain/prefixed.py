"""Values as one text of bytes that can be read in one way only: what chains, seals and signatures are made over."""

from __future__ import annotations

from collections.abc import Iterable


def prefixed(values: Iterable[object]) -> bytes:
    """Each value behind its length in bytes, `5:value`; an absent one is `-;`, which no value is.

    No two rows of values give the same bytes, whatever the values hold.
    """
    return b"".join(_one(value) for value in values)


def _one(value: object) -> bytes:
    if value is None:
        return b"-;"
    text = str(value).encode()
    return b"%d:" % len(text) + text
