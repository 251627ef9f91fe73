"""Where secrets come from: the environment or a file, never a source's configuration, never a log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hub.sync.faults import FaultCode, SourceFault


@dataclass(frozen=True, kw_only=True)
class Secret:
    """A reference to a secret: `env:NAME` or `file:PATH`; the value itself is never held here."""

    origin: str
    name: str


def parse_secret(text: str) -> Secret | None:
    """Read a reference, or answer None when the text is something else (perhaps the secret itself)."""
    origin, separator, name = text.partition(":")
    return Secret(origin=origin, name=name) if separator and name and origin in ("env", "file") else None


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """Opens references; relative files stand beside the source's configuration."""

    environment: Mapping[str, str] = field(repr=False)
    folder: Path

    def reveal(self, secret: Secret) -> str:
        """The value; raises SECRET_MISSING, which names the reference and not the value."""
        found = self.environment.get(secret.name) if secret.origin == "env" else self._in_file(secret.name)
        if not found:
            raise SourceFault(FaultCode.SECRET_MISSING, f"{secret.origin}:{secret.name}")
        return found

    def _in_file(self, name: str) -> str | None:
        try:
            return (self.folder / name).read_text(encoding="utf-8-sig").strip()
        except (OSError, UnicodeDecodeError):
            return None
