"""The development issuer: a key of this installation's own, with which tokens for trying things out are made."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import jwt

from hub.auth.issuer import ANYWHERE, Issuer, SigningAlgorithm
from hub.auth.key_files import Randomness, jwk_of, key_in, thumbprint, write_anew
from hub.domain.access import Role

URL = "urn:hub:development"
LONGEST = timedelta(hours=12)


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
        self._key = key_in(key_file, randomness=randomness)
        self._jwk = jwk_of(self._key.public_key())
        self._kid = thumbprint(self._jwk)
        self._randomness = randomness
        keys_file = key_file.with_suffix(".jwks.json")
        write_anew(keys_file, self.jwks(), randomness=randomness)
        self.issuer = Issuer(
            url=url,
            audience=audience,
            jwks=keys_file,
            algorithms=frozenset({SigningAlgorithm.EDDSA}),
            branch=branch,
        )

    def jwks(self) -> bytes:
        """The public half as a JWK set (RFC 7517)."""
        entry = {**self._jwk, "kid": self._kid, "use": "sig", "alg": SigningAlgorithm.EDDSA.value}
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
            headers={"typ": "at+jwt", "kid": self._kid},
        )


def _given(wish: Wish) -> Iterable[tuple[str, object]]:
    lists = {"studio": wish.studios, "committee": wish.committees, "narrow": wish.narrow}
    yield from ((claim, list(values)) for claim, values in lists.items() if values)
    texts = {"member": wish.member, "client": wish.client}
    yield from ((claim, value) for claim, value in texts.items() if value is not None)
