"""One token of the city's identity provider opens both graphs, and nothing else does."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from examples.city_subgraph.caller import CityCaller, NotBelieved, Provider, provider
from examples.federation.identity import HUB_AUDIENCE, ISSUER, identity
from hub.auth.issuer import read_issuers


@pytest.fixture
def city(tmp_path: Path) -> tuple[Provider, str]:
    """The provider as the city's graph knows it, and a token of its."""
    made = identity(tmp_path)
    return provider(ISSUER, jwks=made.jwks), made.token


def test_the_citys_token_is_believed(city: tuple[Provider, str]) -> None:
    known, token = city

    assert known.caller(f"Bearer {token}") == CityCaller(subject="shangluo-graph", of_city=True)


def test_a_caller_without_a_token_is_anonymous(city: tuple[Provider, str]) -> None:
    known, _ = city

    assert known.caller(None) == CityCaller()


def test_a_token_signed_by_somebody_else_is_not_believed(city: tuple[Provider, str]) -> None:
    known, token = city
    claims = jwt.decode(token, options={"verify_signature": False})
    forged = jwt.encode(
        claims, Ed25519PrivateKey.generate(), algorithm="EdDSA", headers=jwt.get_unverified_header(token)
    )

    with pytest.raises(NotBelieved):
        known.caller(f"Bearer {forged}")


@pytest.mark.parametrize("header", ["Basic c2g6c2g=", "Bearer", "Bearer x.y.z", "Bearer a"])
def test_a_header_that_holds_no_token_is_not_believed(city: tuple[Provider, str], header: str) -> None:
    known, _ = city

    with pytest.raises(NotBelieved):
        known.caller(header)


def test_an_unsigned_token_is_not_believed(city: tuple[Provider, str]) -> None:
    known, token = city
    head = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": "shangluo-1"}).encode()).decode().rstrip("=")

    with pytest.raises(NotBelieved):
        known.caller(f"Bearer {head}.{token.split('.')[1]}.")


def test_the_hub_takes_the_provider_for_the_citys_branch_and_no_other(tmp_path: Path) -> None:
    [issuer] = read_issuers(identity(tmp_path).issuers)

    assert (issuer.url, issuer.audience, issuer.branch) == (ISSUER, HUB_AUDIENCE, "611000")


def test_the_private_key_is_never_written_down(tmp_path: Path) -> None:
    identity(tmp_path)

    for path in tmp_path.iterdir():
        assert '"d"' not in path.read_text(encoding="utf-8")
        assert "PRIVATE" not in path.read_text(encoding="utf-8")
