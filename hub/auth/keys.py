"""The public keys of an issuer: fetched once for all who wait, kept through an outage, renewed for a new one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from jwt.exceptions import PyJWTError

from hub.auth.issuer import Issuer, SigningAlgorithm
from hub.auth.refusal import TokenCode, TokenRefused

Fetch = Callable[[str], Awaitable[bytes]]
Clock = Callable[[], datetime]
PublicKey = Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey

MAX_BYTES = 262_144
MAX_KEYS = 64

_EDWARDS = frozenset({SigningAlgorithm.EDDSA, SigningAlgorithm.ED25519})
_ALGORITHMS_OF: Mapping[tuple[str, str | None], frozenset[SigningAlgorithm]] = {
    ("OKP", "Ed25519"): _EDWARDS,
    ("EC", "P-256"): frozenset({SigningAlgorithm.ES256}),
    ("RSA", None): frozenset({SigningAlgorithm.RS256}),
}

_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class KeyTimes:
    """How long keys count as fresh and serve through an outage, how often is asked again, how long is waited."""

    fresh: timedelta = timedelta(minutes=10)
    kept: timedelta = timedelta(hours=24)
    pause: timedelta = timedelta(seconds=30)
    pause_without_keys: timedelta = timedelta(seconds=5)
    answer_within: timedelta = timedelta(seconds=3)


@dataclass(frozen=True, kw_only=True)
class VerifyingKey:
    """A public key and the signatures it may check."""

    kid: str | None
    algorithms: frozenset[SigningAlgorithm]
    key: PublicKey


class KeyRing:
    """The keys of one issuer, shared by all requests of the process."""

    def __init__(self, issuer: Issuer, *, fetch: Fetch, clock: Clock, times: KeyTimes | None = None) -> None:
        self._issuer = issuer
        self._fetch = fetch
        self._clock = clock
        self._times = times or KeyTimes()
        self._keys: tuple[VerifyingKey, ...] = ()
        self._fetched_at: datetime | None = None
        self._tried_at: datetime | None = None
        self._renewal: asyncio.Task[None] | None = None

    async def key(self, kid: str | None, algorithm: SigningAlgorithm) -> VerifyingKey | TokenRefused:
        """The key for a token's header, renewing the ring if it is old or does not know the key."""
        if not self._younger_than(self._times.fresh):
            await self._renew_unless_just_tried()
        found = self._find(kid, algorithm)
        if found is None and self._younger_than(self._times.kept):
            await self._renew_unless_just_tried()
            found = self._find(kid, algorithm)
        if not self._younger_than(self._times.kept):
            return TokenRefused(code=TokenCode.TOKEN_KEYS_UNAVAILABLE)
        return found or TokenRefused(code=TokenCode.TOKEN_UNKNOWN_KEY, claim="kid")

    def _find(self, kid: str | None, algorithm: SigningAlgorithm) -> VerifyingKey | None:
        fitting = [key for key in self._keys if algorithm in key.algorithms]
        if kid is None:
            # Without a name only a ring of one leaves no doubt which key is meant.
            return fitting[0] if len(fitting) == 1 else None
        return next((key for key in fitting if key.kid == kid), None)

    def _younger_than(self, age: timedelta) -> bool:
        # A clock set back gives a negative age: such keys count as old, or they would live too long.
        return self._fetched_at is not None and timedelta(0) <= self._clock() - self._fetched_at < age

    async def _renew_unless_just_tried(self) -> None:
        if self._renewal is None:
            served = self._younger_than(self._times.kept)
            pause = self._times.pause if served else self._times.pause_without_keys
            if self._tried_at is not None and timedelta(0) <= self._clock() - self._tried_at < pause:
                return
            self._renewal = asyncio.create_task(self._renew())
        # Shielded: a request that goes away must not take the answer from the others.
        await asyncio.shield(self._renewal)

    async def _renew(self) -> None:
        try:
            async with asyncio.timeout(self._times.answer_within.total_seconds()):
                answer = await self._published()
            held, self._keys = self._keys, read_keys(answer, issuer=self._issuer)
            self._fetched_at = self._clock()
            # Only another set of keys is news; the same one again is what happens every few minutes.
            told = _log.debug if _same(held, self._keys) else _log.info
            told("jwks_renewed", issuer=self._issuer.url, keys=len(self._keys))
        except Exception as failure:
            # Whatever went wrong out there, the keys at hand serve on until they are too old.
            _log.warning("jwks_renewal_failed", issuer=self._issuer.url, reason=type(failure).__name__)
        finally:
            self._tried_at = self._clock()
            self._renewal = None

    async def _published(self) -> bytes:
        where = self._issuer.jwks
        if isinstance(where, Path):
            return await asyncio.to_thread(where.read_bytes)
        return await self._fetch(where)


def read_keys(document: bytes, *, issuer: Issuer) -> tuple[VerifyingKey, ...]:
    """The usable keys of a JWK set; the others are left out. Raises ValueError when there is none at all."""
    if len(document) > MAX_BYTES:
        raise ValueError("the key set is too large")
    held = json.loads(document)
    entries = held.get("keys") if isinstance(held, dict) else None
    if not isinstance(entries, list) or len(entries) > MAX_KEYS:
        raise ValueError("not a key set")
    keys = tuple(key for entry in entries if (key := _verifying_key(entry, issuer=issuer)) is not None)
    if not keys:
        raise ValueError("the key set holds no usable key")
    return keys


def _same(held: Sequence[VerifyingKey], read: Sequence[VerifyingKey]) -> bool:
    """Whether two sets hold the same keys, in whatever order they stand."""
    return len(held) == len(read) and all(key in held for key in read) and all(key in read for key in held)


def _verifying_key(entry: object, *, issuer: Issuer) -> VerifyingKey | None:
    if not isinstance(entry, dict) or not _may_verify(entry):
        return None
    kid, algorithms = entry.get("kid"), _algorithms(entry) & issuer.algorithms
    if not algorithms or not (kid is None or isinstance(kid, str)):
        return None
    try:
        key = _public_key(entry)
    except (PyJWTError, TypeError, ValueError):
        return None
    return None if key is None else VerifyingKey(kid=kid, algorithms=algorithms, key=key)


def _may_verify(entry: Mapping[str, object]) -> bool:
    operations = entry.get("key_ops", ["verify"])
    return entry.get("use", "sig") == "sig" and isinstance(operations, list) and "verify" in operations


def _algorithms(entry: Mapping[str, object]) -> frozenset[SigningAlgorithm]:
    family, curve, said = entry.get("kty"), entry.get("crv"), entry.get("alg")
    if not isinstance(family, str) or not (curve is None or isinstance(curve, str)):
        return frozenset()
    possible = _ALGORITHMS_OF.get((family, curve), frozenset())
    if said is None or (possible == _EDWARDS and said in possible):
        return possible
    return frozenset(algorithm for algorithm in possible if algorithm == said)


def _public_key(entry: dict[str, object]) -> PublicKey | None:
    key: object
    match entry["kty"]:
        case "OKP":
            key = OKPAlgorithm.from_jwk(entry)
        case "EC":
            key = ECAlgorithm.from_jwk(entry)
        case _:
            key = RSAAlgorithm.from_jwk(entry)
    # A key whose secret half lies open is read as a private one: it proves nothing about who signed.
    return key if isinstance(key, Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey) else None
