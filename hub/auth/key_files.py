"""Ed25519 keys in files of this installation: made once however many processes start, for their owner alone."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

Randomness = Callable[[int], bytes]


class FaultyKey(ValueError):
    """A key cannot be used as it lies there; says in both languages what to do."""


def key_in(path: Path, *, randomness: Randomness = secrets.token_bytes) -> Ed25519PrivateKey:
    """The key in a file, made on first use; when several processes start at once, one of them makes it for all."""
    if not path.exists():
        make_key(path, randomness=randomness)
    return kept_key(path)


def make_key(path: Path, *, randomness: Randomness = secrets.token_bytes) -> bool:
    """Make a key in a file and say whether it was made: one that is there already stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = _draft(path, made, mode=0o600, randomness=randomness)
    try:
        os.link(draft, path)  # unlike a rename, a link never replaces the key another process has just made
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def kept_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file; raises FaultyKey where others can read it or it is none."""
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise FaultyKey(
            f"{path.name}：其他账户可读此密钥，请改为 0600 或删除后重新生成"
            f" / {path.name}: others can read this key, set its mode to 0600 or delete it to have a new one made"
        )
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (TypeError, ValueError) as broken:
        raise _not_a_key(path) from broken
    if not isinstance(key, Ed25519PrivateKey):
        raise _not_a_key(path)
    return key


def write_anew(path: Path, content: bytes, *, randomness: Randomness = secrets.token_bytes) -> None:
    """Put a file in the place of the one that is there; whoever reads meanwhile sees one of them whole."""
    os.replace(_draft(path, content, mode=0o644, randomness=randomness), path)


def jwk_of(key: Ed25519PublicKey) -> dict[str, str]:
    """A public key as a JWK (RFC 8037), without its name."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": base64url(raw)}


def thumbprint(jwk: dict[str, str]) -> str:
    """The name of a key: its thumbprint (RFC 7638)."""
    canonical = json.dumps(jwk, separators=(",", ":"), sort_keys=True)
    return base64url(hashlib.sha256(canonical.encode()).digest())


def base64url(raw: bytes) -> str:
    """Bytes as text that stands in addresses and tokens as it is."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _not_a_key(path: Path) -> FaultyKey:
    return FaultyKey(
        f"{path.name}：不是 Ed25519 私钥，请删除后重新生成"
        f" / {path.name}: is no Ed25519 key, delete it to have a new one made"
    )


def _draft(path: Path, content: bytes, *, mode: int, randomness: Randomness) -> Path:
    draft = path.with_name(f".{path.name}.{randomness(8).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft
