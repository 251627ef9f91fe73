"""Whom the city's graph believes: tokens of the city's own identity provider, the same ones the hub is sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt

CITY = "611000"
AUDIENCE = "shangluo-graph"
_ALGORITHMS = ["EdDSA"]
_REQUIRED = ["iss", "sub", "aud", "exp", "iat"]


class NotBelieved(Exception):
    """A token that is not one of the city's."""


@dataclass(frozen=True, kw_only=True)
class CityCaller:
    """Who asks the city's graph."""

    subject: str | None = None
    of_city: bool = False


@dataclass(frozen=True, kw_only=True)
class Provider:
    """The city's identity provider: its name and its public keys by key identifier."""

    issuer: str
    keys: dict[str, jwt.PyJWK]

    def caller(self, authorization: str | None) -> CityCaller:
        """The caller an Authorization header stands for; none is anonymous. Raises NotBelieved."""
        if not authorization:
            return CityCaller()
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise NotBelieved
        claims = self._claims(token.strip())
        return CityCaller(subject=str(claims["sub"]), of_city=claims.get("body") == CITY)

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            key = self.keys[jwt.get_unverified_header(token)["kid"]]
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=_ALGORITHMS,
                issuer=self.issuer,
                audience=AUDIENCE,
                options={"require": _REQUIRED},
            )
        except (jwt.PyJWTError, KeyError) as wrong:
            raise NotBelieved from wrong
        return claims


def provider(issuer: str, *, jwks: Path) -> Provider:
    """The identity provider whose public keys stand in a JWKS file."""
    published = json.loads(jwks.read_text(encoding="utf-8"))["keys"]
    return Provider(issuer=issuer, keys={key["kid"]: jwt.PyJWK.from_dict(key) for key in published})
