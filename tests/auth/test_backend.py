"""What the door answers to an Authorization header."""

from __future__ import annotations

import pytest

from hub.auth.caller import Caller
from hub.auth.refusal import TokenCode, TokenRefused
from hub.domain.access import Role
from tests.auth.world import SHANGLUO, backend, claims, issuer, keycloak, signed


async def test_without_a_header_the_public_asks() -> None:
    assert await backend().authenticate(None) == Caller.anonymous()


@pytest.mark.parametrize("header", ["Bearer {}", "bearer {}", "BEARER  {} "])
async def test_a_good_token_becomes_a_caller(header: str) -> None:
    caller = await backend().authenticate(header.format(signed(claims())))

    assert isinstance(caller, Caller)
    assert caller.roles == {Role.MANAGING_DEPARTMENT}
    assert caller.place == SHANGLUO


@pytest.mark.parametrize("header", ["", " ", "Bearer", "Bearer ", "Basic dTpw", "Bearer a b", "Bearera.b.c", "\ud800"])
async def test_a_header_that_is_no_bearer_token_is_refused(header: str) -> None:
    assert await backend().authenticate(header) == TokenRefused(code=TokenCode.AUTHORIZATION_NOT_BEARER)


@pytest.mark.parametrize("token", ["\ud800.a.b", "令牌", "a" * 100_000])
async def test_a_token_that_is_none_is_refused(token: str) -> None:
    assert isinstance(await backend().authenticate(f"Bearer {token}"), TokenRefused)


async def test_a_bad_token_is_refused_and_never_taken_for_the_public() -> None:
    refusal = await backend().authenticate(f"Bearer {signed(claims(aud='other'))}")

    assert refusal == TokenRefused(code=TokenCode.TOKEN_WRONG_AUDIENCE, claim="aud")


async def test_a_city_s_key_never_makes_a_province_clerk() -> None:
    forged = signed(claims(roles=["PROVINCE_OFFICE"], body="610000"))

    assert await backend().authenticate(f"Bearer {forged}") == TokenRefused(
        code=TokenCode.BODY_OUT_OF_BRANCH, claim="body"
    )


async def test_each_issuer_is_read_by_its_own_registration() -> None:
    door = backend(issuer(), keycloak(url="https://kc.example"))
    shaped = claims(iss="https://kc.example", roles=None, body=None) | {
        "realm_access": {"roles": ["AUDITOR"]},
        "https://hub.example/claims/body": SHANGLUO.code,
    }

    caller = await door.authenticate(f"Bearer {signed(shaped, algorithm='RS256', kid='third', typ='JWT')}")

    assert isinstance(caller, Caller)
    assert caller.roles == {Role.AUDITOR}
