"""The city's own identity provider for one run: a fresh key, its published half, and tokens both graphs accept."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from examples.city_subgraph.caller import AUDIENCE as CITY_AUDIENCE
from examples.city_subgraph.caller import CITY

ISSUER = "https://id.shangluo.example"
HUB_AUDIENCE = "studio-hub"
_KEY = "shangluo-1"
_LIFE = 3600


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What the city's provider publishes, where the hub is told of it, and a token of the city's system."""

    jwks: Path
    issuers: Path
    token: str


def identity(folder: Path) -> Identity:
    """Set up the provider in a folder; the private key is never written down."""
    key = Ed25519PrivateKey.generate()
    public = OKPAlgorithm.to_jwk(key.public_key(), as_dict=True) | {"kid": _KEY, "alg": "EdDSA", "use": "sig"}
    jwks, issuers = folder / "shangluo-jwks.json", folder / "issuers.toml"
    jwks.write_text(json.dumps({"keys": [public]}), encoding="utf-8")
    issuers.write_text(
        "[[issuer]]\n"
        f'url = "{ISSUER}"\naudience = "{HUB_AUDIENCE}"\njwks = "{jwks.name}"\n'
        f'algorithms = ["EdDSA"]\nbranch = "{CITY}"\n',
        encoding="utf-8",
    )
    return Identity(jwks=jwks, issuers=issuers, token=_token(key))


def _token(key: Ed25519PrivateKey) -> str:
    now = int(time.time())
    claims = {
        "iss": ISSUER, "sub": "shangluo-graph", "client_id": "shangluo-graph", "aud": [HUB_AUDIENCE, CITY_AUDIENCE],
        "iat": now, "exp": now + _LIFE, "roles": ["CITY_SYSTEM"], "body": CITY,
    }  # fmt: skip
    return jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": _KEY, "typ": "at+jwt"})
