"""Identifiers: opaque, sortable by time, never reused; the prefix says what kind of row it is."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from datetime import datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_PLACES = range(120, -1, -10)
_TIME_LETTERS, _LAST_LETTERS = 10, 16
_OURS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _ALPHABET.encode())
RANDOM_BYTES = 10
"""How much chance is in an identifier."""

_PLAIN = re.compile(r"[a-z0-9_]+")


def new_id(prefix: str, at: datetime, *, seed: bytes) -> str:
    """Make `prefix_` and 26 characters: 48 bits of milliseconds, then 80 bits drawn from the seed.

    The seed is random for rows made here. For rows that follow from something (a landed record, a
    reference table) it is that thing's own key, so that making the row again gives the same identifier.
    """
    moment = int(at.timestamp() * 1000).to_bytes(6, "big")
    number = int.from_bytes(moment + hashlib.sha256(seed).digest()[:RANDOM_BYTES], "big")
    letters = "".join([_PAIRS[(number >> place) & 1023] for place in _PLACES])
    return f"{prefix}_{letters}"


def new_ids(prefix: str, at: datetime, *, seed: bytes) -> list[str]:
    """Identifiers of one moment in ascending order, one for every ten bytes of a seed that is random."""
    moment = new_id(prefix, at, seed=b"")[: len(prefix) + 1 + _TIME_LETTERS]
    drawn = sorted(seed[start : start + RANDOM_BYTES] for start in range(0, len(seed), RANDOM_BYTES))
    letters = b32encode(b"".join(drawn)).translate(_OURS).decode()
    return [moment + letters[start : start + _LAST_LETTERS] for start in range(0, len(letters), _LAST_LETTERS)]


def prefix_of(identifier: str) -> str | None:
    """The kind an identifier claims to be of, or None when it is not one of ours."""
    prefix, separator, rest = identifier.partition("_")
    well_formed = bool(separator) and len(rest) == 26 and all(letter in _ALPHABET for letter in rest)
    return prefix if well_formed else None


def is_plain(identifier: str) -> bool:
    """Whether it holds small letters, digits and low lines only, so that it stands in any text as it is."""
    return _PLAIN.fullmatch(identifier) is not None
