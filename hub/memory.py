"""How a serving process keeps its memory."""

from __future__ import annotations

import ctypes
import gc

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # names of glibc's malloc.h
_LARGEST = 32 << 20  # bytes; glibc takes no greater threshold
_KEPT = 64 << 20  # bytes


def settle() -> None:
    """Keep what was loaded out of the collector's way, and freed memory at hand for the next answer.

    A large answer that is given back to the system comes again page by page, which takes longer than to send it.
    Other C libraries than glibc have no such switch and need none.
    """
    gc.collect()
    gc.freeze()
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune is not None:
        tune(_MMAP_THRESHOLD, _LARGEST)
        tune(_TRIM_THRESHOLD, _KEPT)
