"""A seal: one number for all audit chains as they stood at one moment, and for every seal before it.

The form `sha256-1`, H being SHA-256 and P the bytes of `prefixed`:
leaf = H(00 ‖ P(stream, seq, chain hash)), the heads sorted by the name of their stream;
node = H(01 ‖ left ‖ right), split as in RFC 9162 §2.1.1; no heads at all give H of nothing;
root = H(P("sha256-1", number, microseconds since 1970 UTC, tree in hexadecimal, root of the seal before)).
The seal before the first has the number 0 and 64 zeros as its root.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hub.domain.prefixed import prefixed

FORM = "sha256-1"
GROUND = "0" * 64

_LINE = re.compile(r"(\d{1,18}) (-?\d{1,18}) (\S+) ([0-9a-f]{64}) ([0-9a-f]{64}) (\d{1,9})")


@dataclass(frozen=True, kw_only=True)
class Head:
    """The last link of a chain at some time, and its place."""

    stream: str
    seq: int
    chain_hash: str


@dataclass(frozen=True, kw_only=True)
class Seal:
    """One seal; `sealed_us` in microseconds since 1970 UTC, `chains` the number of chains under it."""

    number: int
    sealed_us: int
    algorithm: str
    root: str
    previous: str
    chains: int

    def line(self) -> str:
        """The seal as it stands in the append-only file, without the end of the line."""
        return f"{self.number} {self.sealed_us} {self.algorithm} {self.root} {self.previous} {self.chains}"


def seal_of(line: str) -> Seal | None:
    """The seal of a line of the append-only file, or None when it is none."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    number, moment, algorithm, root, previous, chains = found.groups()
    return Seal(
        number=int(number), sealed_us=int(moment), algorithm=algorithm, root=root, previous=previous, chains=int(chains)
    )


def sealed_over(heads: Sequence[Head], *, number: int, sealed_us: int, previous: str) -> Seal:
    """The seal over these heads, in whatever order they come."""
    leaves = [
        hashlib.sha256(b"\x00" + prefixed((one.stream, one.seq, one.chain_hash))).digest()
        for one in sorted(heads, key=lambda one: one.stream.encode())
    ]
    told = prefixed((FORM, number, sealed_us, _tree(leaves).hex(), previous))
    return Seal(
        number=number,
        sealed_us=sealed_us,
        algorithm=FORM,
        root=hashlib.sha256(told).hexdigest(),
        previous=previous,
        chains=len(heads),
    )


def _tree(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    left = 1 << ((len(leaves) - 1).bit_length() - 1)  # the greatest power of two below their number
    return hashlib.sha256(b"\x01" + _tree(leaves[:left]) + _tree(leaves[left:])).digest()
