"""The files of a source's folder: listed by pattern, read whole, never outside the folder."""

from __future__ import annotations

from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from hub.sync.connectors.exchange import FileEntry
from hub.sync.faults import FaultCode, SourceFault


class Folder:
    """A folder that a local office fills."""

    def __init__(self, root: Path, *, most_bytes: int) -> None:
        self._root = root
        self._most_bytes = most_bytes

    def entries(self, pattern: str) -> tuple[FileEntry, ...]:
        """The files whose names fit, oldest first; links that lead out of the folder are not followed."""
        try:
            home = self._root.resolve(strict=True)
            files = [path for path in self._root.iterdir() if fnmatchcase(path.name.lower(), pattern.lower())]
            inside = [path for path in files if path.is_file() and path.resolve().is_relative_to(home)]
            found = [_entry(path) for path in inside]
        except OSError as error:
            raise SourceFault(FaultCode.FOLDER_MISSING) from error
        return tuple(sorted(found, key=lambda entry: (entry.modified, entry.name)))

    def read(self, name: str) -> tuple[bytes, bool]:
        """A file's bytes, and whether it stayed there, and the same, while it was read."""
        path = self._root / name
        if Path(name).name != name:
            raise SourceFault(FaultCode.BAD_FILE)
        try:
            before = path.stat()
            if before.st_size > self._most_bytes:
                raise SourceFault(FaultCode.TOO_LARGE)
            content = path.read_bytes()
            after = path.stat()
        except FileNotFoundError:
            return b"", False
        except OSError as error:
            raise SourceFault(FaultCode.BAD_FILE) from error
        same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        return content, same and len(content) == after.st_size


def _entry(path: Path) -> FileEntry:
    facts = path.stat()
    return FileEntry(name=path.name, size=facts.st_size, modified=datetime.fromtimestamp(facts.st_mtime, tz=UTC))
