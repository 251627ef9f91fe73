"""A small world for the tests of the room: a reporting tree, issuers with real keys, and a clock that stands still."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from hub.auth.backend import Backend
from hub.auth.caller import Caller, CallerKind
from hub.auth.issuer import ClaimPaths, Issuer, SigningAlgorithm
from hub.auth.keys import KeyTimes
from hub.auth.scope import contract_for, fitting
from hub.auth.token import Verifier
from hub.auth.tree import WHOLE_TREE, Interval, Place
from hub.domain.access import Role
from hub.domain.level import Level

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
URL = "https://id.shangluo.example"
AUDIENCE = "studio-hub"
PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def _place(code: str, level: Level, position: int, *, last: int | None = None, rollup_unit: bool = False) -> Place:
    return Place(
        body_id=f"bod_{code}", code=code, level=level, position=position,
        last=position if last is None else last, rollup_unit=rollup_unit,
    )  # fmt: skip


SHAANXI = _place("610000", Level.PROVINCE, 0, last=6)
SHANGLUO = _place("611000", Level.CITY, 1, last=3, rollup_unit=True)
SHANGZHOU = _place("611002", Level.COUNTY, 2)
ZHASHUI = _place("611026", Level.COUNTY, 3)
WEINAN = _place("610500", Level.CITY, 4, last=5, rollup_unit=True)
LINWEI = _place("610502", Level.COUNTY, 5)
HANCHENG = _place("610581", Level.COUNTY, 6, rollup_unit=True)
PLACES = (SHAANXI, SHANGLUO, SHANGZHOU, ZHASHUI, WEINAN, LINWEI, HANCHENG)


class SmallTree:
    """The seven places above."""

    @property
    def reading(self) -> object:
        return self

    def place(self, code: str) -> Place | None:
        return next((place for place in PLACES if place.code == code), None)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> None:
        self.now += by


@dataclass(kw_only=True)
class Row:
    """A row as far as reach looks at it."""

    owners: Collection[int] = ()
    published: bool = False
    studio_ids: Collection[str] = ()
    committee_id: str | None = None
    member_id: str | None = None


def private_key(algorithm: str, name: str = "first") -> PrivateKey:
    """A key for an algorithm; the same name gives the same key again, under either name of EdDSA."""
    return _made("EdDSA" if algorithm == "Ed25519" else algorithm, name)


@cache
def _made(algorithm: str, name: str) -> PrivateKey:
    if algorithm == "ES256":
        return ec.generate_private_key(ec.SECP256R1())
    if algorithm == "RS256":
        return rsa.generate_private_key(public_exponent=65537, key_size=1024 if name == "short" else 2048)
    return ed25519.Ed25519PrivateKey.generate()


def jwk(algorithm: str, name: str = "first", **more: object) -> dict[str, object]:
    """The public half of such a key as an entry of a JWK set; its name is its key id."""
    key = private_key(algorithm, name).public_key()
    shape: Any = {"ES256": ECAlgorithm, "RS256": RSAAlgorithm}.get(algorithm, OKPAlgorithm)  # no common type there
    return {**shape.to_jwk(key, as_dict=True), "kid": name, "use": "sig", **more}


def jwks(*entries: Mapping[str, object]) -> bytes:
    """A JWK set of these entries."""
    return json.dumps({"keys": entries}).encode()


def issuer(algorithm: str = "EdDSA", **changes: Any) -> Issuer:  # any field of an issuer
    """The issuer of the city of Shangluo, unless something else is said."""
    plain = Issuer(
        url=URL, audience=AUDIENCE, jwks=f"{URL}/keys",
        algorithms=frozenset(known for known in SigningAlgorithm if known.value == algorithm), branch=SHANGLUO.code,
    )  # fmt: skip
    return replace(plain, **changes)


def keycloak(**changes: Any) -> Issuer:  # any field of an issuer
    """An issuer whose tokens are shaped as Keycloak shapes them."""
    claims = ClaimPaths(roles=("realm_access", "roles"), body=("https://hub.example/claims/body",))
    return issuer("RS256", types=frozenset({"jwt"}), claims=claims, **changes)


def claims(**changes: object) -> dict[str, object]:
    """The claims of Shangluo's managing department; `None` leaves a claim out."""
    seconds = int(NOW.timestamp())
    plain: dict[str, object] = {
        "iss": URL, "aud": AUDIENCE, "sub": "s-1", "iat": seconds, "exp": seconds + 600, "jti": "t-1",
        "client_id": "console", "roles": ["MANAGING_DEPARTMENT"], "body": SHANGLUO.code,
    }  # fmt: skip
    return {name: value for name, value in {**plain, **changes}.items() if value is not None}


def signed(content: Mapping[str, object], *, algorithm: str = "EdDSA", key: str = "first", **header: object) -> str:
    """A token with these claims; `typ` and `kid` are right unless the header says otherwise."""
    headers = {"typ": "at+jwt", "kid": key, **header}
    jws = jwt.PyJWS()
    jws.register_algorithm("Ed25519", OKPAlgorithm())
    kept = {name: value for name, value in headers.items() if value is not None}
    return jws.encode(json.dumps(content).encode(), private_key(algorithm, key), algorithm=algorithm, headers=kept)


def unsigned(content: Mapping[str, object], *, signature: bytes = b"", **header: object) -> str:
    """A token put together by hand."""
    parts = (json.dumps(header).encode(), json.dumps(content).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def answering(document: bytes) -> Callable[[str], Awaitable[bytes]]:
    """A fetch that always brings this document."""

    async def fetch(_address: str) -> bytes:
        return document

    return fetch


def verifier(*issuers: Issuer, document: bytes | None = None, clock: Clock | None = None) -> Verifier:
    """A verifier for some issuers that all publish the same keys."""
    known = document or jwks(jwk("EdDSA"), jwk("ES256", kid="second"), jwk("RS256", kid="third"))
    return Verifier(issuers or (issuer(),), fetch=answering(known), clock=clock or Clock(), times=KeyTimes())


def backend(*issuers: Issuer) -> Backend:
    """The door, with the small tree behind it."""
    return Backend(verifier(*issuers), SmallTree())


def caller(
    *roles: Role,
    at: Place = SHANGLUO,
    studios: Collection[str] = (),
    committees: Collection[str] = (),
    member: str | None = None,
    narrow: tuple[Place, ...] = (),
    bounds: Interval = WHOLE_TREE,
) -> Caller:
    """A caller with the roles that fit its place."""
    held = fitting(roles, at)
    return Caller(
        kind=CallerKind.HUMAN, subject="s-1", issuer=URL, roles=held, place=at, studios=frozenset(studios),
        committees=frozenset(committees), member=member, narrow=narrow, bounds=bounds, contract=contract_for(held, at),
    )  # fmt: skip
