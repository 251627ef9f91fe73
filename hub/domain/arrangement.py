"""Joint work of several parties: what may be asked and the rules it follows."""

from __future__ import annotations

from hub.domain.command import Command

COMMANDS: tuple[type[Command], ...] = ()
