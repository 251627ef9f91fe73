"""A receipt has one form: what is read from a file is what was written, and whatever is not so is named."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.receipt import (
    DigestAlgorithm,
    FaultyReceipt,
    OnTime,
    Receipt,
    SignedReceipt,
    canonical,
    digest_of,
    read,
    written,
)

RECEIPT = Receipt(
    number="回〔2026〕12号",
    obligation="obl_1",
    body="611000",
    period="2026-Q3",
    version=2,
    digest="a" * 64,
    digest_algorithm=DigestAlgorithm.SM3,
    received_us=1_790_000_000_000_001,
    on_time=OnTime.ON_TIME,
    findings="须作说明 2 条",
    audit_root="b" * 64,
    seal=7,
)
SIGNED = SignedReceipt(receipt=RECEIPT, key_id="key", signature="0" * 128)

_texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
_digests = st.text("0123456789abcdef", min_size=64, max_size=64)
receipts = st.builds(
    Receipt,
    number=_texts,
    obligation=_texts,
    body=_texts,
    period=_texts,
    version=st.integers(0, 10**6),
    digest=_digests,
    digest_algorithm=st.sampled_from(DigestAlgorithm),
    received_us=st.integers(0, 4 * 10**15),
    on_time=st.sampled_from(OnTime),
    findings=_texts,
    audit_root=_digests,
    seal=st.integers(0, 10**9),
)


@given(receipts)
def test_what_is_read_is_what_was_written(receipt: Receipt) -> None:
    signed = SignedReceipt(receipt=receipt, key_id="key", signature="f" * 128)

    assert read(written(signed)) == signed


@given(receipts, receipts)
def test_two_receipts_never_have_the_same_bytes(one: Receipt, other: Receipt) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)


@given(receipts, _texts, _texts)
def test_fields_cannot_be_shifted_into_each_other(receipt: Receipt, first: str, second: str) -> None:
    one = replace(receipt, obligation=first + second, body="")
    other = replace(receipt, obligation=first, body=second)

    assert (canonical(one) == canonical(other)) == (second == "")


def test_every_field_is_signed() -> None:
    others: dict[str, Any] = {
        "version": 3, "seal": 8, "received_us": RECEIPT.received_us + 1, "digest": "c" * 64, "audit_root": "c" * 64,
        "digest_algorithm": DigestAlgorithm.SHA256, "on_time": OnTime.LATE,
    }  # fmt: skip

    for field in fields(Receipt):
        changed = replace(RECEIPT, **{field.name: others.get(field.name, "别的")})
        assert canonical(changed) != canonical(RECEIPT), field.name


def test_people_read_the_moment_in_their_own_time() -> None:
    assert RECEIPT.received_at == "2026-09-21 22:13:20.000001+08:00 Asia/Shanghai"


@pytest.mark.parametrize(
    ("at", "value"),
    [
        ("receivedAt", "2026-09-21 22:13:20.000002+08:00 Asia/Shanghai"),
        ("version", 2.0),
        ("version", True),
        ("version", -1),
        ("seal", "7"),
        ("receivedUs", 10**18),
        ("digest", "A" * 64),
        ("digest", "a" * 63),
        ("auditRoot", ""),
        ("digestAlgorithm", "MD5"),
        ("onTime", "SOON"),
        ("body", None),
        ("findings", "第一行\n第二行"),
        ("findings", "\x1b[2J"),
        ("findings", "\ud800"),
    ],
)
def test_a_value_that_is_not_one_is_named(at: str, value: object) -> None:
    told = json.loads(written(SIGNED))
    told["receipt"][at] = value

    with pytest.raises(FaultyReceipt) as refused:
        read(json.dumps(told))

    assert refused.value.at == at


@pytest.mark.parametrize(
    ("before", "after", "at"),
    [
        ('"form": "hub-receipt-1"', '"form": "hub-receipt-2"', "form"),
        ('"seal": 7', '"seal": 7, "more": 1', "more"),
        ('"seal": 7', '"seal": 7, "seal": 7', "seal"),
        ('"seal": 7', '"seal": NaN', "NaN"),
        ('"seal": 7', '"seal": ' + "9" * 5_000, "JSON"),
        ('"seal": 7', '"seal": ' + "[" * 200_000, "JSON"),
        (',\n    "seal": 7', "", "seal"),
        ('"' + "0" * 128, '"' + "0" * 127, "signature"),
        ('"' + "0" * 128, '"' + "A" * 128, "signature"),
        ('{\n  "form"', '[{\n  "form"', "JSON"),
    ],
)
def test_a_file_that_is_no_receipt_is_refused(before: str, after: str, at: str) -> None:
    text = written(SIGNED)
    assert before in text

    with pytest.raises(FaultyReceipt) as refused:
        read(text.replace(before, after))

    assert refused.value.at == at


@pytest.mark.parametrize("text", ["", "1", "[]", "null", '"回执"'])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(FaultyReceipt):
        read(text)


def test_digests_are_those_of_the_standards() -> None:
    # The first example of GB/T 32905-2016 and of FIPS 180-4.
    assert digest_of(b"abc", DigestAlgorithm.SM3) == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert (
        digest_of(b"abc", DigestAlgorithm.SHA256) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
