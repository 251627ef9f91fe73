"""The deployment's key: from it follow the digests of the audit trail and the pseudonyms of what is redacted."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from hub.errors import BadConfiguration
from hub.settings import Settings

_LEAST = 32


def deployment_key(settings: Settings) -> bytes:
    """The key of this deployment, made on first use inside HUB_VAR; raises BadConfiguration for one too short."""
    path = settings.key_path
    if settings.key_file is None and not path.exists():
        _make(path)
    key = path.read_bytes().strip()
    if len(key) < _LEAST:
        raise BadConfiguration(
            "KEY_TOO_SHORT",
            f"HUB_KEY_FILE 的密钥须有 {_LEAST} 字节以上，请用 openssl rand -hex 32 重新生成",
            f"the key in HUB_KEY_FILE needs {_LEAST} bytes or more: make it with openssl rand -hex 32",
        )
    return key


def _make(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(_LEAST) + "\n")
    # A link never replaces the key that another process has just made.
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
