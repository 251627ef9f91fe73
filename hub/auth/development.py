"""The development issuer: a key of this installation's own, with which tokens for trying things out are made."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from hub.auth.issuer import ANYWHERE, Issuer, SigningAlgorithm
from hub.domain.access import Role

URL = "urn:hub:development"
LONGEST = timedelta(hours=12)

Randomness = Callable[[int], bytes]


class FaultyDevelopmentKey(ValueError):
    """The development key cannot be used as it lies there; says in both languages what to do."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a development token shall say; every field is a claim of the hub's own, unset ones are left out."""

    roles: tuple[Role, ...]
    body: str
    subject: str = "development"
    client: str | None = None
    studios: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()
    member: str | None = None
    narrow: tuple[str, ...] = ()


class DevelopmentIssuer:
    """An issuer that lives in a key file; to be registered only where no other issuer is."""

    def __init__(
        self,
        key_file: Path,
        *,
        audience: str,
        branch: str = ANYWHERE,
        url: str = URL,
        randomness: Randomness = secrets.token_bytes,
    ) -> None:
        self._key = _key_in(key_file, randomness=randomness)
        self._randomness = randomness
        keys_file = key_file.with_suffix(".jwks.json")
        _write_anew(keys_file, self.jwks(), randomness=randomness)
        self.issuer = Issuer(
            url=url,
            audience=audience,
            jwks=keys_file,
            algorithms=frozenset({SigningAlgorithm.EDDSA}),
            branch=branch,
        )

    def jwks(self) -> bytes:
        """The public half as a JWK set (RFC 7517)."""
        entry = {**self._jwk(), "kid": self._kid(), "use": "sig", "alg": SigningAlgorithm.EDDSA.value}
        return json.dumps({"keys": [entry]}, indent=2).encode() + b"\n"

    def mint(self, wish: Wish, *, now: datetime, ttl: timedelta) -> str:
        """A signed access token that says what is wished, for at most twelve hours."""
        if not timedelta(0) < ttl <= LONGEST:
            raise ValueError("有效期应在 0 到 12 小时之间 / the life of a token is more than 0 and at most 12 hours")
        claims: dict[str, object] = {
            "iss": self.issuer.url,
            "aud": self.issuer.audience,
            "sub": wish.subject,
            "iat": int(now.timestamp()),
            "exp": int((now + ttl).timestamp()),
            "jti": self._randomness(16).hex(),
            "client_id": "hub-development",
            "roles": [role.value for role in wish.roles],
            "body": wish.body,
        }
        claims.update(_given(wish))
        return jwt.encode(
            claims,
            self._key,
            algorithm=SigningAlgorithm.EDDSA.value,
            headers={"typ": "at+jwt", "kid": self._kid()},
        )

    def _jwk(self) -> dict[str, str]:
        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}

    def _kid(self) -> str:
        """The thumbprint of the key (RFC 7638)."""
        canonical = json.dumps(self._jwk(), separators=(",", ":"), sort_keys=True)
        return _base64url(hashlib.sha256(canonical.encode()).digest())


def _given(wish: Wish) -> Iterable[tuple[str, object]]:
    lists = {"studio": wish.studios, "committee": wish.committees, "narrow": wish.narrow}
    yield from ((claim, list(values)) for claim, values in lists.items() if values)
    texts = {"member": wish.member, "client": wish.client}
    yield from ((claim, value) for claim, value in texts.items() if value is not None)


def _key_in(path: Path, *, randomness: Randomness) -> Ed25519PrivateKey:
    """The key in a file, made on first use; when several processes start at once, one of them makes it for all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        draft = _draft(path, made, mode=0o600, randomness=randomness)
        try:
            os.link(draft, path)  # unlike a rename, a link never replaces the key another process has just made
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise FaultyDevelopmentKey(
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


def _not_a_key(path: Path) -> FaultyDevelopmentKey:
    return FaultyDevelopmentKey(
        f"{path.name}：不是 Ed25519 私钥，请删除后重新生成"
        f" / {path.name}: is no Ed25519 key, delete it to have a new one made"
    )


def _write_anew(path: Path, content: bytes, *, randomness: Randomness) -> None:
    os.replace(_draft(path, content, mode=0o644, randomness=randomness), path)


def _draft(path: Path, content: bytes, *, mode: int, randomness: Randomness) -> Path:
    draft = path.with_name(f".{path.name}.{randomness(8).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
