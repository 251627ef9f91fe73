"""Signing receipts: whatever is changed afterwards is found, and old receipts hold after a rotation."""

from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.auth.key_files import FaultyKey
from hub.auth.receipt_keys import PublicKeys, ReceiptKeys, check, read_public_keys
from hub.domain.receipt import DigestAlgorithm, FaultyReceipt, OnTime, Receipt, SignedReceipt, read, written

RECEIPT = Receipt(
    number="回〔2026〕12号",
    obligation="obl_1",
    body="611000",
    period="2026-Q3",
    version=2,
    digest="a" * 64,
    digest_algorithm=DigestAlgorithm.SHA256,
    received_us=1_790_000_000_000_001,
    on_time=OnTime.ON_TIME,
    findings="无",
    audit_root="b" * 64,
    seal=7,
)


def _published(keys: ReceiptKeys) -> PublicKeys:
    return read_public_keys(keys.published(), name="keys.json")


def _fault(signed: SignedReceipt, keys: PublicKeys) -> str | None:
    wrong = check(signed, keys)
    return None if wrong is None else wrong.at


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[SignedReceipt, PublicKeys]:
    """A receipt with the keys it holds by."""
    keys = ReceiptKeys(tmp_path_factory.mktemp("keys"))
    return keys.signed(RECEIPT), _published(keys)


def test_a_receipt_holds_as_it_was_signed(signed: tuple[SignedReceipt, PublicKeys]) -> None:
    assert check(*signed) is None


@given(place=st.integers(0, 2_000), letter=st.integers(0, 255))
def test_any_changed_byte_of_the_file_is_found(
    signed: tuple[SignedReceipt, PublicKeys], place: int, letter: int
) -> None:
    one, keys = signed
    content = bytearray(written(one).encode())
    content[place % len(content)] = letter

    try:
        found = read(content.decode())
    except (FaultyReceipt, UnicodeDecodeError):
        return
    assert check(found, keys) is not None or found == one  # a space for another


def test_every_byte_of_content_and_signature_counts(signed: tuple[SignedReceipt, PublicKeys]) -> None:
    one, keys = signed
    content = written(one).encode()
    meant = [place for place, byte in enumerate(content) if byte not in b" \n"]

    for place in meant:
        changed = bytearray(content)
        changed[place] ^= 1
        try:
            found = read(changed.decode())
        except (FaultyReceipt, UnicodeDecodeError):
            continue
        assert check(found, keys) is not None, (place, content[place - 9 : place + 9])


@pytest.mark.parametrize(
    "changed",
    [
        replace(RECEIPT, on_time=OnTime.LATE),
        replace(RECEIPT, seal=8),
        replace(RECEIPT, version=20),
        replace(RECEIPT, period="2026-Q4"),
    ],
)
def test_another_content_does_not_fit_the_signature(signed: tuple[SignedReceipt, PublicKeys], changed: Receipt) -> None:
    one, keys = signed

    assert _fault(replace(one, receipt=changed), keys) == "signature"


def test_a_key_of_somebody_else_is_found(tmp_path: Path) -> None:
    ours, theirs = ReceiptKeys(tmp_path / "ours"), ReceiptKeys(tmp_path / "theirs")
    forged = theirs.signed(RECEIPT)
    (our_id,) = _published(ours)

    assert _fault(forged, _published(ours)) == "keyId"
    assert _fault(replace(forged, key_id=our_id), _published(ours)) == "signature"


def test_old_receipts_hold_after_a_rotation_and_new_ones_bear_the_new_key(tmp_path: Path) -> None:
    keys = ReceiptKeys(tmp_path)
    before = keys.signed(RECEIPT)
    published_before = _published(keys)

    new_id = keys.rotate()
    after = keys.signed(RECEIPT)

    assert (check(before, _published(keys)), check(after, _published(keys))) == (None, None)
    assert after.key_id == new_id != before.key_id
    assert [entry["kid"] for entry in json.loads(keys.published())["keys"]] == [new_id, before.key_id]
    assert _fault(after, published_before) == "keyId"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0001.json", "0002.json", "0002.pem"]


def test_another_process_signs_with_the_new_key_at_once(tmp_path: Path) -> None:
    one, other = ReceiptKeys(tmp_path), ReceiptKeys(tmp_path)
    one.signed(RECEIPT)

    new_id = other.rotate()

    assert one.signed(RECEIPT).key_id == new_id


def test_processes_that_begin_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        names = {one.key_id for one in pool.map(lambda _: ReceiptKeys(tmp_path).signed(RECEIPT), range(16))}

    assert len(names) == 1


def test_the_private_half_is_for_its_owner_alone_and_never_published(tmp_path: Path) -> None:
    keys = ReceiptKeys(tmp_path)
    published = keys.published()

    assert stat.S_IMODE((tmp_path / "0001.pem").stat().st_mode) == 0o600
    assert b'"d"' not in published
    (tmp_path / "0001.pem").chmod(0o644)
    with pytest.raises(FaultyKey, match="0600"):
        keys.signed(RECEIPT)


def test_asking_for_keys_without_beginning_makes_none(tmp_path: Path) -> None:
    keys = ReceiptKeys(tmp_path / "keys")

    assert read_public_keys(keys.published(begin=False), name="keys.json") == {}
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"keys": {}}',
        b'{"keys": [{"kty": "OKP", "crv": "Ed25519"}]}',
        b'{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}]}',
        b'{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "!"}]}',
        b" " * 300_000,
    ],
)
def test_a_file_without_keys_that_can_be_trusted_is_refused(content: bytes) -> None:
    with pytest.raises(FaultyKey, match=r"keys\.json"):
        read_public_keys(content, name="keys.json")


def test_a_key_under_the_name_of_another_is_refused(tmp_path: Path) -> None:
    told = json.loads(ReceiptKeys(tmp_path / "one").published())
    told["keys"][0]["kid"] = json.loads(ReceiptKeys(tmp_path / "other").published())["keys"][0]["kid"]

    with pytest.raises(FaultyKey, match="标识"):
        read_public_keys(json.dumps(told).encode(), name="keys.json")


def test_kinds_of_keys_that_this_release_does_not_know_may_stand_beside(tmp_path: Path) -> None:
    told = json.loads(ReceiptKeys(tmp_path).published())
    told["keys"].insert(0, {"kty": "EC", "crv": "SM2", "x": "?", "y": "?"})

    assert len(read_public_keys(json.dumps(told).encode(), name="keys.json")) == 1
