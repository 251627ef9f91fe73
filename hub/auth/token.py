"""How a token is proven: the right issuer, algorithm, key, signature, type, audience and time, or a coded refusal."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

import jwt
from jwt.algorithms import OKPAlgorithm
from jwt.exceptions import InvalidKeyError, PyJWTError

from hub.auth.issuer import Issuer, SigningAlgorithm
from hub.auth.keys import Clock, Fetch, KeyRing, KeyTimes
from hub.auth.refusal import TokenCode, TokenRefused

SignedClaims = NewType("SignedClaims", Mapping[str, object])
"""Claims whose signature, issuer, audience and time have been proven."""

LEEWAY = timedelta(seconds=30)
"""By how much the clocks of two machine rooms may differ; shared by exp, nbf and iat."""

MAX_TOKEN = 8_192
REMEMBERED = 2_048
REMEMBERED_FOR = timedelta(minutes=5)  # how long a key withdrawn by its issuer may still be believed

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_LONGEST_NAME = 255

# A registry of our own: what is not in it (none, HS256 …) cannot be verified here whatever a list says.
_JWS = jwt.PyJWS(
    algorithms=["EdDSA", "ES256", "RS256"], options={"verify_signature": True, "enforce_minimum_key_length": True}
)
_JWS.register_algorithm(SigningAlgorithm.ED25519.value, OKPAlgorithm())


@dataclass(frozen=True, kw_only=True)
class _Remembered:
    claims: SignedClaims
    until: datetime


class Verifier:
    """Proves tokens of the registered issuers; one for the process."""

    def __init__(self, issuers: Iterable[Issuer], *, fetch: Fetch, clock: Clock, times: KeyTimes | None = None) -> None:
        self.issuers = {issuer.url: issuer for issuer in issuers}
        self._rings = {
            url: KeyRing(issuer, fetch=fetch, clock=clock, times=times) for url, issuer in self.issuers.items()
        }
        self._clock = clock
        self._remembered: OrderedDict[bytes, _Remembered] = OrderedDict()

    async def verify(self, token: str) -> SignedClaims | TokenRefused:
        """The claims of a token, or why it is not accepted."""
        if len(token) > MAX_TOKEN:
            return TokenRefused(code=TokenCode.TOKEN_TOO_LARGE)
        if not _COMPACT.fullmatch(token):
            return TokenRefused(code=TokenCode.TOKEN_MALFORMED)
        digest = hashlib.sha256(token.encode()).digest()
        known = self._remembered.get(digest)
        if known is not None and self._clock() < known.until:
            self._remembered.move_to_end(digest)
            return known.claims
        self._remembered.pop(digest, None)
        claims = await self._prove(token)
        if not isinstance(claims, TokenRefused):
            self._remember(digest, claims)
        return claims

    async def _prove(self, token: str) -> SignedClaims | TokenRefused:
        unverified_header, unverified_claims = (_opened(part) for part in token.split(".")[:2])
        if unverified_header is None or unverified_claims is None:
            return TokenRefused(code=TokenCode.TOKEN_MALFORMED)
        # Read before it is proven for one purpose only: to choose whose keys must prove it.
        issuer = self._issuer(unverified_claims.get("iss"))
        if issuer is None:
            return TokenRefused(code=TokenCode.TOKEN_UNKNOWN_ISSUER, claim="iss")
        wanted = _wanted(unverified_header, issuer)
        if isinstance(wanted, TokenRefused):
            return wanted
        kid, algorithm = wanted
        found = await self._rings[issuer.url].key(kid, algorithm)
        if isinstance(found, TokenRefused):
            return found
        try:
            content = _JWS.decode(token, found.key, algorithms=[algorithm.value])
        except InvalidKeyError:
            return TokenRefused(code=TokenCode.TOKEN_WEAK_KEY)
        except (PyJWTError, TypeError, ValueError):
            return TokenRefused(code=TokenCode.TOKEN_BAD_SIGNATURE)
        return check_claims(json.loads(content), issuer=issuer, now=self._clock())

    def _issuer(self, unverified_name: object) -> Issuer | None:
        return self.issuers.get(unverified_name) if isinstance(unverified_name, str) else None

    def _remember(self, digest: bytes, claims: SignedClaims) -> None:
        now = self._clock()
        life = _seconds(claims["exp"]) - now.timestamp()
        if life <= 0:
            return  # accepted by the leeway alone
        self._remembered[digest] = _Remembered(claims=claims, until=now + min(timedelta(seconds=life), REMEMBERED_FOR))
        while len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)


def check_claims(claims: Mapping[str, object], *, issuer: Issuer, now: datetime) -> SignedClaims | TokenRefused:
    """The standard claims (RFC 9068) against the issuer and the clock; the signature has been proven before."""
    for claim, required, check in _CHECKS:
        if claim not in claims:
            if required:
                return TokenRefused(code=TokenCode.TOKEN_MISSING_CLAIM, claim=claim)
            continue
        if fault := check(claims[claim], issuer, now.timestamp()):
            return TokenRefused(code=fault, claim=claim)
    return SignedClaims(claims)


def _wanted(header: Mapping[str, object], issuer: Issuer) -> tuple[str | None, SigningAlgorithm] | TokenRefused:
    """Which key a header asks for; whatever it offers itself (jku, jwk, x5u, x5c) is not looked at."""
    if "crit" in header or "b64" in header:
        return TokenRefused(code=TokenCode.TOKEN_CRITICAL_HEADER)
    kind = header.get("typ")
    if not isinstance(kind, str) or kind.lower() not in issuer.types:
        return TokenRefused(code=TokenCode.TOKEN_WRONG_TYPE, claim="typ")
    algorithm = next((known for known in issuer.algorithms if known.value == header.get("alg")), None)
    if algorithm is None:
        return TokenRefused(code=TokenCode.TOKEN_WRONG_ALGORITHM, claim="alg")
    kid = header.get("kid")
    if kid is not None and not isinstance(kid, str):
        return TokenRefused(code=TokenCode.TOKEN_MALFORMED, claim="kid")
    return kid, algorithm


def _opened(part: str) -> Mapping[str, object] | None:
    try:
        content = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


Check = Callable[[object, Issuer, float], TokenCode | None]


def _iss(value: object, issuer: Issuer, _now: float) -> TokenCode | None:
    return None if value == issuer.url else TokenCode.TOKEN_UNKNOWN_ISSUER


def _aud(value: object, issuer: Issuer, _now: float) -> TokenCode | None:
    audiences = [value] if isinstance(value, str) else value
    if not isinstance(audiences, list) or not all(isinstance(audience, str) for audience in audiences):
        return TokenCode.TOKEN_BAD_CLAIM
    return None if issuer.audience in audiences else TokenCode.TOKEN_WRONG_AUDIENCE


def _name(value: object, _issuer: Issuer, _now: float) -> TokenCode | None:
    # isprintable() is false for control characters and lone surrogates, which no log or column can hold.
    fine = isinstance(value, str) and 0 < len(value) <= _LONGEST_NAME and value.isprintable() and value == value.strip()
    return None if fine else TokenCode.TOKEN_BAD_CLAIM


def _exp(value: object, _issuer: Issuer, now: float) -> TokenCode | None:
    moment = _seconds(value)
    if math.isnan(moment):
        return TokenCode.TOKEN_BAD_CLAIM
    return None if now < moment + LEEWAY.total_seconds() else TokenCode.TOKEN_EXPIRED


def _nbf(value: object, _issuer: Issuer, now: float) -> TokenCode | None:
    return _started(value, now, otherwise=TokenCode.TOKEN_NOT_YET_VALID)


def _iat(value: object, _issuer: Issuer, now: float) -> TokenCode | None:
    return _started(value, now, otherwise=TokenCode.TOKEN_FROM_THE_FUTURE)


def _started(value: object, now: float, *, otherwise: TokenCode) -> TokenCode | None:
    moment = _seconds(value)
    if math.isnan(moment):
        return TokenCode.TOKEN_BAD_CLAIM
    return None if moment <= now + LEEWAY.total_seconds() else otherwise


def _seconds(value: object) -> float:
    """A NumericDate as seconds, or NaN where it is none; Python's JSON reader also lets Infinity and NaN pass."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**40:
        return math.nan
    return float(value)


_CHECKS: tuple[tuple[str, bool, Check], ...] = (
    # claim, required, check
    ("iss", True, _iss),
    ("aud", True, _aud),
    ("sub", True, _name),
    ("exp", True, _exp),
    ("iat", True, _iat),
    ("nbf", False, _nbf),
    ("jti", False, _name),
    ("client_id", False, _name),
    ("azp", False, _name),
)
