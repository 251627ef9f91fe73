"""How keys are fetched once, kept through an outage, renewed for a new key, and which are not taken at all."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm
from structlog.testing import capture_logs

from hub.auth.issuer import Issuer, SigningAlgorithm
from hub.auth.keys import KeyRing, KeyTimes, VerifyingKey, read_keys
from hub.auth.refusal import TokenCode, TokenRefused
from tests.auth.world import Clock, issuer, jwk, jwks

EDDSA = SigningAlgorithm.EDDSA
TIMES = KeyTimes()


class Publisher:
    """An identity provider's key page that counts its visitors and can be down."""

    def __init__(self, document: bytes) -> None:
        self.document = document
        self.visits = 0
        self.down = False
        self.gate = asyncio.Event()
        self.gate.set()

    async def fetch(self, _address: str) -> bytes:
        self.visits += 1
        await self.gate.wait()
        if self.down:
            raise OSError("no route")
        return self.document


def _ring(publisher: Publisher, clock: Clock, *, of: Issuer | None = None) -> KeyRing:
    return KeyRing(of or issuer(), fetch=publisher.fetch, clock=clock, times=TIMES)


def _outcome(answer: VerifyingKey | TokenRefused) -> str | None:
    return answer.code.value if isinstance(answer, TokenRefused) else answer.kid


async def test_two_hundred_cold_requests_fetch_once() -> None:
    publisher, clock = Publisher(jwks(jwk("EdDSA"))), Clock()
    ring = _ring(publisher, clock)

    answers = await asyncio.gather(*(ring.key("first", EDDSA) for _ in range(200)))

    assert {_outcome(answer) for answer in answers} == {"first"}
    assert publisher.visits == 1


async def test_a_request_that_goes_away_does_not_take_the_keys_from_the_others() -> None:
    publisher = Publisher(jwks(jwk("EdDSA")))
    publisher.gate.clear()
    ring = _ring(publisher, Clock())
    leaving = asyncio.create_task(ring.key("first", EDDSA))
    staying = asyncio.create_task(ring.key("first", EDDSA))
    await asyncio.sleep(0)

    leaving.cancel()
    publisher.gate.set()

    assert _outcome(await staying) == "first"
    assert publisher.visits == 1


async def test_fresh_keys_are_not_fetched_again_and_old_ones_are() -> None:
    publisher, clock = Publisher(jwks(jwk("EdDSA"))), Clock()
    ring = _ring(publisher, clock)

    await ring.key("first", EDDSA)
    clock.move(TIMES.fresh - timedelta(seconds=1))
    await ring.key("first", EDDSA)
    assert publisher.visits == 1
    clock.move(timedelta(seconds=1))
    await ring.key("first", EDDSA)

    assert publisher.visits == 2


async def test_an_outage_leaves_the_known_keys_in_force_for_a_bounded_time() -> None:
    publisher, clock = Publisher(jwks(jwk("EdDSA"))), Clock()
    ring = _ring(publisher, clock)
    await ring.key("first", EDDSA)

    publisher.down = True
    clock.move(TIMES.kept - timedelta(seconds=1))
    assert _outcome(await ring.key("first", EDDSA)) == "first"
    clock.move(timedelta(seconds=1))

    assert _outcome(await ring.key("first", EDDSA)) == TokenCode.TOKEN_KEYS_UNAVAILABLE.value


async def test_a_cold_outage_is_temporary_and_asked_again_after_a_short_pause() -> None:
    publisher, clock = Publisher(jwks(jwk("EdDSA"))), Clock()
    publisher.down = True
    ring = _ring(publisher, clock)

    first = [await ring.key("first", EDDSA) for _ in range(10)]
    publisher.down = False
    clock.move(TIMES.pause_without_keys)

    assert {_outcome(answer) for answer in first} == {TokenCode.TOKEN_KEYS_UNAVAILABLE.value}
    assert all(isinstance(answer, TokenRefused) and answer.is_temporary for answer in first)
    assert _outcome(await ring.key("first", EDDSA)) == "first"
    assert publisher.visits == 2


async def test_in_an_outage_the_known_keys_are_served_without_asking_each_time() -> None:
    publisher, clock = Publisher(jwks(jwk("EdDSA"))), Clock()
    ring = _ring(publisher, clock)
    await ring.key("first", EDDSA)

    publisher.down = True
    clock.move(TIMES.fresh)
    for _ in range(10):
        await ring.key("first", EDDSA)

    assert publisher.visits == 2


async def test_an_answer_that_never_comes_is_given_up() -> None:
    publisher = Publisher(jwks(jwk("EdDSA")))
    publisher.gate.clear()
    hasty = KeyTimes(answer_within=timedelta(0))
    ring = KeyRing(issuer(), fetch=publisher.fetch, clock=Clock(), times=hasty)

    assert _outcome(await ring.key("first", EDDSA)) == TokenCode.TOKEN_KEYS_UNAVAILABLE.value


async def test_a_new_key_is_found_by_asking_again() -> None:
    publisher, clock = Publisher(jwks(jwk("EdDSA"))), Clock()
    ring = _ring(publisher, clock)
    await ring.key("first", EDDSA)

    publisher.document = jwks(jwk("EdDSA", "next"))
    clock.move(TIMES.pause)

    assert _outcome(await ring.key("next", EDDSA)) == "next"
    assert _outcome(await ring.key("first", EDDSA)) == TokenCode.TOKEN_UNKNOWN_KEY.value


async def test_only_another_set_of_keys_is_told_to_those_who_run_the_hub() -> None:
    one, other = jwk("EdDSA"), jwk("EdDSA", "next")
    publisher, clock = Publisher(jwks(one, other)), Clock()
    ring = _ring(publisher, clock)

    with capture_logs() as lines:
        for document in (jwks(one, other), jwks(one, other), jwks(other, one), jwks(other)):
            publisher.document = document
            await ring.key("next", EDDSA)
            clock.move(TIMES.fresh)

    told = [(line["log_level"], line["keys"]) for line in lines if line["event"] == "jwks_renewed"]
    assert told == [("info", 2), ("debug", 2), ("debug", 2), ("info", 1)]


async def test_a_burst_of_unknown_keys_asks_once_in_a_pause() -> None:
    publisher, clock = Publisher(jwks(jwk("EdDSA"))), Clock()
    ring = _ring(publisher, clock)
    await ring.key("first", EDDSA)
    clock.move(TIMES.pause)

    answers = [await ring.key(f"made-up-{number}", EDDSA) for number in range(100)]

    assert {_outcome(answer) for answer in answers} == {TokenCode.TOKEN_UNKNOWN_KEY.value}
    assert publisher.visits == 2


async def test_a_clock_set_back_does_not_keep_old_keys_alive() -> None:
    publisher, clock = Publisher(jwks(jwk("EdDSA"))), Clock()
    ring = _ring(publisher, clock)
    await ring.key("first", EDDSA)

    clock.move(timedelta(hours=-1))
    await ring.key("first", EDDSA)

    assert publisher.visits == 2


async def test_keys_may_lie_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    file.write_bytes(jwks(jwk("EdDSA")))
    publisher = Publisher(b"")

    answer = await _ring(publisher, Clock(), of=issuer(jwks=file)).key("first", EDDSA)

    assert _outcome(answer) == "first"
    assert publisher.visits == 0


SECRET = {"kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0", "kid": "s", "alg": "HS256"}
NOT_TAKEN: dict[str, object] = {
    "a shared secret": SECRET,
    "a shared secret said to be EdDSA": {**SECRET, "alg": "EdDSA"},
    "a key for encrypting": jwk("EdDSA", use="enc"),
    "a key for signing only": jwk("EdDSA", key_ops=["sign"]),
    "a key with its secret half": OKPAlgorithm.to_jwk(Ed25519PrivateKey.generate(), as_dict=True),
    "a key for an algorithm that is not registered": jwk("RS256"),
    "a key that names another algorithm": jwk("EdDSA", alg="ES256"),
    "a key id that is a number": jwk("EdDSA", kid=7),
    "a curve that is not known": jwk("EdDSA", crv="Ed448"),
    "a broken key": jwk("EdDSA", x="AA"),
    "a kind that is a list": jwk("EdDSA", kty=["OKP"]),
    "no object": "first",
}


@pytest.mark.parametrize("name", NOT_TAKEN)
def test_a_key_that_cannot_serve_is_left_out(name: str) -> None:
    document = json.dumps({"keys": [NOT_TAKEN[name], jwk("EdDSA", "good")]}).encode()

    assert [key.kid for key in read_keys(document, issuer=issuer())] == ["good"]


@pytest.mark.parametrize("document", [b"", b"[]", b"{}", b'{"keys": []}', b"<html>", b'{"keys": {}}'])
def test_a_document_without_a_usable_key_is_not_taken(document: bytes) -> None:
    with pytest.raises(ValueError):
        read_keys(document, issuer=issuer())


async def test_a_broken_document_does_not_replace_good_keys() -> None:
    publisher, clock = Publisher(jwks(jwk("EdDSA"))), Clock()
    ring = _ring(publisher, clock)
    await ring.key("first", EDDSA)

    publisher.document = b"<html>maintenance</html>"
    clock.move(TIMES.fresh)

    assert _outcome(await ring.key("first", EDDSA)) == "first"
