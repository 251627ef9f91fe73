"""Makes the bytes of an old `.xls` workbook (BIFF8 in a compound file) without any library."""

from __future__ import annotations

import struct

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def old_workbook(lines: list[list[str | int]]) -> bytes:
    """One sheet with texts and numbers."""
    return _compound(_stream(lines))


def _stream(lines: list[list[str | int]]) -> bytes:
    cells = b"".join(_cell(at, place, value) for at, line in enumerate(lines) for place, value in enumerate(line))
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells + _record(0x000A, b"")
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    start += _record(0x0042, struct.pack("<H", 1200))
    name = b"Sheet1"
    length = len(start) + 4 + 8 + len(name) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(name), 0) + name)
    book = start + bound + _record(0x000A, b"") + sheet
    return book.ljust(4096, b"\0")


def _cell(row: int, column: int, value: str | int) -> bytes:
    if isinstance(value, int):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    text = value.encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + text)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    """Sector 0 is the allocation table, sector 1 the directory, the stream follows."""
    sectors = len(stream) // _SECTOR
    chain = [*range(3, 2 + sectors), _END]
    table = [_FAT, _END, *chain]
    fat = struct.pack("<128I", *(table + [_FREE] * (128 - len(table))))
    directory = _entry("Root Entry", kind=5, child=1, start=_END, size=0)
    directory += _entry("Workbook", kind=2, child=_FREE, start=2, size=len(stream)) + _entry("", kind=0) * 2
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    return head + struct.pack("<I", _FREE) * 108 + fat + directory + stream


def _entry(name: str, *, kind: int, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0" if name else b""
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
