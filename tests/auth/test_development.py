"""How the development issuer makes its key, its key set and its tokens."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from hub.auth.backend import Backend
from hub.auth.caller import Caller, CallerKind
from hub.auth.development import LONGEST, DevelopmentIssuer, Wish
from hub.auth.key_files import FaultyKey
from hub.auth.keys import read_keys
from hub.auth.refusal import TokenCode, TokenRefused
from hub.auth.token import Verifier
from hub.domain.access import Role
from tests.auth.world import AUDIENCE, NOW, SHANGZHOU, ZHASHUI, Clock, SmallTree, answering

WISH = Wish(roles=(Role.LIAISON,), body=SHANGZHOU.code)
HOUR = timedelta(hours=1)


def _issuer(folder: Path) -> DevelopmentIssuer:
    return DevelopmentIssuer(folder / "keys" / "development.pem", audience=AUDIENCE)


def _door(development: DevelopmentIssuer, clock: Clock) -> Backend:
    return Backend(Verifier([development.issuer], fetch=answering(b""), clock=clock), SmallTree())


async def test_a_minted_token_comes_back_as_the_caller_that_was_wished(tmp_path: Path) -> None:
    development = _issuer(tmp_path)
    wish = Wish(
        roles=(Role.LIAISON, Role.MEMBER), body=SHANGZHOU.code, subject="s-7", client="service", studios=("stu_1",),
        committees=("com_1",), member="mem_1", narrow=(ZHASHUI.code,),
    )  # fmt: skip

    caller = await _door(development, Clock()).authenticate(f"Bearer {development.mint(wish, now=NOW, ttl=HOUR)}")

    assert isinstance(caller, Caller)
    assert (caller.subject, caller.kind, caller.member) == ("s-7", CallerKind.SERVICE, "mem_1")
    assert (caller.place, caller.narrow) == (SHANGZHOU, (ZHASHUI,))
    assert caller.roles == {Role.LIAISON, Role.MEMBER}
    assert caller.studios | caller.committees == {"stu_1", "com_1"}


async def test_a_minted_token_expires(tmp_path: Path) -> None:
    development, clock = _issuer(tmp_path), Clock()
    token = development.mint(WISH, now=NOW, ttl=HOUR)

    clock.move(HOUR + timedelta(seconds=30))

    answer = await _door(development, clock).authenticate(f"Bearer {token}")
    assert isinstance(answer, TokenRefused)
    assert answer.code is TokenCode.TOKEN_EXPIRED


@pytest.mark.parametrize("ttl", [timedelta(0), timedelta(seconds=-1), LONGEST + timedelta(seconds=1)])
def test_the_life_of_a_token_is_bounded(tmp_path: Path, ttl: timedelta) -> None:
    with pytest.raises(ValueError, match="12 小时"):
        _issuer(tmp_path).mint(WISH, now=NOW, ttl=ttl)


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = _issuer(tmp_path), _issuer(tmp_path)

    key_file = tmp_path / "keys" / "development.pem"
    assert first.jwks() == second.jwks()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert sorted(file.name for file in key_file.parent.iterdir()) == ["development.jwks.json", "development.pem"]


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        keys = {issuer.jwks() for issuer in pool.map(_issuer, [tmp_path] * 16)}

    assert len(keys) == 1


def test_the_key_set_holds_the_public_half_only(tmp_path: Path) -> None:
    development = _issuer(tmp_path)

    (key,) = read_keys(development.jwks(), issuer=development.issuer)
    assert key.kid is not None and len(key.kid) == 43
    assert b'"d"' not in development.jwks()


def test_a_key_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    _issuer(tmp_path)
    (tmp_path / "keys" / "development.pem").chmod(0o640)

    with pytest.raises(FaultyKey, match="0600"):
        _issuer(tmp_path)


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_file_that_holds_no_key_is_named(tmp_path: Path, content: bytes) -> None:
    _issuer(tmp_path)
    (tmp_path / "keys" / "development.pem").write_bytes(content)

    with pytest.raises(FaultyKey, match=r"development\.pem"):
        _issuer(tmp_path)
