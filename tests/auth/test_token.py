"""Which tokens are proven and which are refused, with which code."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hub.auth.issuer import SigningAlgorithm
from hub.auth.refusal import TokenCode, TokenRefused
from hub.auth.token import LEEWAY, MAX_TOKEN, REMEMBERED_FOR, Verifier
from tests.auth.world import (
    NOW,
    Clock,
    answering,
    claims,
    issuer,
    jwk,
    jwks,
    private_key,
    signed,
    unsigned,
    verifier,
)

SECONDS = int(NOW.timestamp())


async def _code(token: str, *, by: Verifier | None = None) -> TokenCode | None:
    answer = await (by or verifier()).verify(token)
    return answer.code if isinstance(answer, TokenRefused) else None


@pytest.mark.parametrize("algorithm", ["EdDSA", "Ed25519", "ES256", "RS256"])
async def test_each_registered_algorithm_proves_a_token(algorithm: str) -> None:
    by = verifier(issuer(algorithm), document=jwks(jwk(algorithm)))

    answer: object = await by.verify(signed(claims(), algorithm=algorithm))

    assert answer == claims()


@pytest.mark.parametrize("kind", ["at+jwt", "AT+JWT", "application/at+jwt"])
async def test_an_access_token_type_is_accepted(kind: str) -> None:
    assert await _code(signed(claims(), typ=kind)) is None


async def test_a_plain_jwt_is_accepted_only_where_the_issuer_lists_it() -> None:
    token = signed(claims(), typ="JWT")

    assert await _code(token) is TokenCode.TOKEN_WRONG_TYPE
    assert await _code(token, by=verifier(issuer(types=frozenset({"jwt"})))) is None


def _hmac_with_the_public_key() -> str:
    public = private_key("EdDSA").public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    bare = unsigned(claims(), alg="HS256", typ="at+jwt", kid="first").removesuffix(".")
    mac = hmac.new(public, bare.encode(), hashlib.sha256).digest()
    return unsigned(claims(), signature=mac, alg="HS256", typ="at+jwt", kid="first")


def _with_claims_exchanged() -> str:
    header, _, signature = signed(claims()).split(".")
    content = unsigned(claims(body="610000")).split(".")[1]
    return f"{header}.{content}.{signature}"


BAD: dict[str, tuple[Callable[[], str], TokenCode]] = {
    "no signature": (lambda: unsigned(claims(), alg="none", typ="at+jwt"), TokenCode.TOKEN_WRONG_ALGORITHM),
    "HMAC with the public key": (_hmac_with_the_public_key, TokenCode.TOKEN_WRONG_ALGORITHM),
    "an algorithm of another issuer": (
        lambda: signed(claims(), algorithm="ES256", kid="second"), TokenCode.TOKEN_WRONG_ALGORITHM),
    "an algorithm that is a number": (
        lambda: unsigned(claims(), alg=256, typ="at+jwt"), TokenCode.TOKEN_WRONG_ALGORITHM),
    "another key": (lambda: signed(claims(), key="other", kid="first"), TokenCode.TOKEN_BAD_SIGNATURE),
    "claims exchanged": (_with_claims_exchanged, TokenCode.TOKEN_BAD_SIGNATURE),
    "no signature under a good header": (
        lambda: signed(claims()).rpartition(".")[0] + ".", TokenCode.TOKEN_BAD_SIGNATURE),
    "an unknown key": (lambda: signed(claims(), kid="nobody"), TokenCode.TOKEN_UNKNOWN_KEY),
    "a key id that is a number": (
        lambda: unsigned(claims(), alg="EdDSA", typ="at+jwt", kid=7), TokenCode.TOKEN_MALFORMED),
    "an unknown issuer": (lambda: signed(claims(iss="https://evil.example")), TokenCode.TOKEN_UNKNOWN_ISSUER),
    "an issuer that is a list": (lambda: signed(claims(iss=["x"])), TokenCode.TOKEN_UNKNOWN_ISSUER),
    "no issuer": (lambda: signed(claims(iss=None)), TokenCode.TOKEN_UNKNOWN_ISSUER),
    "no type": (lambda: unsigned(claims(), alg="EdDSA", kid="first"), TokenCode.TOKEN_WRONG_TYPE),
    "an identity token": (lambda: signed(claims(), typ="JWT"), TokenCode.TOKEN_WRONG_TYPE),
    "another audience": (lambda: signed(claims(aud="account")), TokenCode.TOKEN_WRONG_AUDIENCE),
    "other audiences": (lambda: signed(claims(aud=["a", "b"])), TokenCode.TOKEN_WRONG_AUDIENCE),
    "an audience that is a number": (lambda: signed(claims(aud=7)), TokenCode.TOKEN_BAD_CLAIM),
    "expired": (lambda: signed(claims(exp=SECONDS - 31)), TokenCode.TOKEN_EXPIRED),
    "an expiry in words": (lambda: signed(claims(exp="2099")), TokenCode.TOKEN_BAD_CLAIM),
    "an expiry that is true": (lambda: signed(claims(exp=True)), TokenCode.TOKEN_BAD_CLAIM),
    "an endless expiry": (lambda: signed(claims(exp=float("inf"))), TokenCode.TOKEN_BAD_CLAIM),
    "an expiry that is no number": (lambda: signed(claims(exp=float("nan"))), TokenCode.TOKEN_BAD_CLAIM),
    "not yet valid": (lambda: signed(claims(nbf=SECONDS + 31)), TokenCode.TOKEN_NOT_YET_VALID),
    "a start in words": (lambda: signed(claims(nbf="now")), TokenCode.TOKEN_BAD_CLAIM),
    "issued in the future": (lambda: signed(claims(iat=SECONDS + 31)), TokenCode.TOKEN_FROM_THE_FUTURE),
    "an issue in words": (lambda: signed(claims(iat="now")), TokenCode.TOKEN_BAD_CLAIM),
    "a subject that is a number": (lambda: signed(claims(sub=7)), TokenCode.TOKEN_BAD_CLAIM),
    "an empty subject": (lambda: signed(claims(sub="")), TokenCode.TOKEN_BAD_CLAIM),
    "a lone surrogate": (lambda: signed(claims(sub="\ud800")), TokenCode.TOKEN_BAD_CLAIM),
    "a token id that is a list": (lambda: signed(claims(jti=["t"])), TokenCode.TOKEN_BAD_CLAIM),
    "no audience": (lambda: signed(claims(aud=None)), TokenCode.TOKEN_MISSING_CLAIM),
    "no subject": (lambda: signed(claims(sub=None)), TokenCode.TOKEN_MISSING_CLAIM),
    "no expiry": (lambda: signed(claims(exp=None)), TokenCode.TOKEN_MISSING_CLAIM),
    "no issue": (lambda: signed(claims(iat=None)), TokenCode.TOKEN_MISSING_CLAIM),
    "huge": (lambda: signed(claims(note="x" * MAX_TOKEN)), TokenCode.TOKEN_TOO_LARGE),
    "critical header": (lambda: unsigned(claims(), alg="EdDSA", typ="at+jwt", crit=["x"], x=1),
                        TokenCode.TOKEN_CRITICAL_HEADER),
    "unencoded content": (lambda: unsigned(claims(), alg="EdDSA", typ="at+jwt", b64=False, crit=["b64"]),
                          TokenCode.TOKEN_CRITICAL_HEADER),
    "two parts": (lambda: "a.b", TokenCode.TOKEN_MALFORMED),
    "five parts": (lambda: "a.b.c.d.e", TokenCode.TOKEN_MALFORMED),
    "no base64": (lambda: "a!.b.c", TokenCode.TOKEN_MALFORMED),
    "no JSON": (lambda: "AAAA.AAAA.AAAA", TokenCode.TOKEN_MALFORMED),
    "a header that is a list": (lambda: "W10.W10.AA", TokenCode.TOKEN_MALFORMED),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_token_is_refused_with_its_code(name: str) -> None:
    token, expected = BAD[name]

    assert await _code(token()) is expected


async def test_a_deeply_nested_part_is_malformed() -> None:
    nested = base64.urlsafe_b64encode(b"[" * 3000).decode()

    assert await _code(f"{nested}.{nested}.AA") is TokenCode.TOKEN_MALFORMED


async def test_keys_that_a_token_brings_along_are_not_looked_at() -> None:
    own = jwk("EdDSA", "intruder")
    token = signed(claims(), key="intruder", jku="https://evil.example", jwk=own, x5u="https://evil.example")

    assert await _code(token) is TokenCode.TOKEN_UNKNOWN_KEY


async def test_a_short_key_is_refused() -> None:
    by = verifier(issuer("RS256"), document=jwks(jwk("RS256", "short")))
    header = {"alg": "RS256", "typ": "at+jwt", "kid": "short"}

    assert await _code(unsigned(claims(), signature=b"x" * 128, **header), by=by) is TokenCode.TOKEN_WEAK_KEY


async def test_clocks_may_differ_by_the_leeway() -> None:
    late = signed(claims(exp=SECONDS - int(LEEWAY.total_seconds()) + 1))
    early = signed(claims(iat=SECONDS + 30, nbf=SECONDS + 30))

    assert await _code(late) is None
    assert await _code(early) is None


async def test_a_remembered_token_is_not_believed_after_its_expiry() -> None:
    clock = Clock()
    by, token = verifier(clock=clock), signed(claims(exp=SECONDS + 60))

    assert await _code(token, by=by) is None
    clock.move(timedelta(seconds=91))

    assert await _code(token, by=by) is TokenCode.TOKEN_EXPIRED


async def test_a_remembered_token_does_not_outlive_its_key_for_long() -> None:
    clock, published = Clock(), [jwks(jwk("EdDSA"))]

    async def fetch(_address: str) -> bytes:
        return published[0]

    by = Verifier([issuer()], fetch=fetch, clock=clock)
    token = signed(claims(exp=SECONDS + 36_000))

    assert await _code(token, by=by) is None
    published[0] = jwks(jwk("EdDSA", "next"))
    clock.move(REMEMBERED_FOR + timedelta(minutes=10))

    assert await _code(token, by=by) is TokenCode.TOKEN_UNKNOWN_KEY


async def test_a_key_for_one_issuer_does_not_prove_a_token_of_another() -> None:
    other = issuer(url="https://id.weinan.example", jwks="https://id.weinan.example/keys")
    documents = {issuer().jwks: jwks(jwk("EdDSA")), other.jwks: jwks(jwk("EdDSA", "weinan"))}

    async def fetch(address: str) -> bytes:
        return documents[address]

    by = Verifier([issuer(), other], fetch=fetch, clock=Clock())

    assert await _code(signed(claims(iss=other.url)), by=by) is TokenCode.TOKEN_UNKNOWN_KEY
    assert await _code(signed(claims(iss=other.url), key="weinan"), by=by) is None


async def test_without_a_key_id_only_a_ring_of_one_will_do() -> None:
    token = signed(claims(), kid=None)
    two = jwks(jwk("EdDSA"), jwk("EdDSA", "next"))

    assert await _code(token, by=Verifier([issuer()], fetch=answering(jwks(jwk("EdDSA"))), clock=Clock())) is None
    assert await _code(token, by=verifier(document=two)) is TokenCode.TOKEN_UNKNOWN_KEY


async def test_an_algorithm_never_verifies_with_a_key_of_another_kind() -> None:
    both = issuer(algorithms=frozenset({SigningAlgorithm.EDDSA, SigningAlgorithm.RS256}))

    assert await _code(signed(claims(), algorithm="RS256"), by=verifier(both)) is TokenCode.TOKEN_UNKNOWN_KEY


def test_a_refusal_speaks_both_languages_and_names_the_claim() -> None:
    refusal = TokenRefused(code=TokenCode.TOKEN_MISSING_CLAIM, claim="sub")

    assert (refusal.zh, refusal.en) == ("令牌缺少必要的声明（sub）", "the token lacks a required claim (sub)")
    assert not refusal.is_temporary
