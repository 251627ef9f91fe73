"""The receipt of a reported version: what the reporting unit holds in its hands, to be checked without the hub.

What is signed, in the form `hub-receipt-1`: the bytes of `prefixed` over the name of the form and the fields in the
order of `Receipt`, with the moment as text after the moment as a number. Digests and roots are small hexadecimal
letters. The file is JSON: `form`, `receipt` with the same fields, `keyId`, and `signature` in hexadecimal letters.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from hub.domain.prefixed import prefixed
from hub.domain.term import Term

FORM = "hub-receipt-1"

_ZONE = ZoneInfo("Asia/Shanghai")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_US = 253_402_214_400_000_000  # the last day of the year 9999
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_NO_LETTERS = frozenset({"Cc", "Cs"})
_WHOLE = ("version", "receivedUs", "seal")
_NAMES = (
    *("number", "obligation", "body", "period", "version", "digest", "digestAlgorithm"),
    *("receivedUs", "receivedAt", "onTime", "findings", "auditRoot", "seal"),
)
_Word = TypeVar("_Word", bound=Term)


class DigestAlgorithm(Term):
    """How the digest of a version was made; both give 64 hexadecimal letters (behaviour.md §2e)."""

    SHA256 = "SHA-256", "SHA-256 摘要", "SHA-256"
    SM3 = "SM3", "国密 SM3 摘要", "SM3 (GB/T 32905)"


class OnTime(Term):
    """Whether a version came in time, decided once and never rewritten (behaviour.md §2a)."""

    ON_TIME = "ON_TIME", "按时", "by the day it was due"
    WITHIN_EXTENSION = "WITHIN_EXTENSION", "延期内", "after the day it was due, within the extension"
    LATE = "LATE", "逾期", "late"
    NO_DUE_DAY = "NO_DUE_DAY", "未规定时限", "no document states a day"


class FaultyReceipt(ValueError):
    """What is no receipt as it should be; says in both languages where and what is wrong."""

    def __init__(self, at: str, *, zh: str, en: str) -> None:
        super().__init__(f"{at}：{zh} / {at}: {en}")
        self.at = at
        self.zh = zh
        self.en = en


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Where a receipt and what it is compared with part, and what that means."""

    at: str
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What is confirmed: which version came when, in time or not, with which findings, and how the trail stood."""

    number: str
    obligation: str
    body: str
    period: str
    version: int
    digest: str
    digest_algorithm: DigestAlgorithm
    received_us: int
    on_time: OnTime
    findings: str
    audit_root: str
    seal: int

    def __post_init__(self) -> None:
        for name, digest in (("digest", self.digest), ("auditRoot", self.audit_root)):
            if not _DIGEST.fullmatch(digest):
                raise FaultyReceipt(name, zh="应为 64 位小写十六进制", en="must be 64 small hexadecimal letters")
        if not 0 <= self.received_us < _LATEST_US:
            raise FaultyReceipt("receivedUs", zh="不是有效的时刻", en="is no moment")
        for name, value in _fields(self).items():
            if isinstance(value, str) and any(unicodedata.category(letter) in _NO_LETTERS for letter in value):
                raise FaultyReceipt(name, zh="含有控制字符", en="holds letters that cannot be shown")

    @property
    def received_at(self) -> str:
        """The moment as people read it, in Asia/Shanghai, to the microsecond."""
        moment = (_EPOCH + timedelta(microseconds=self.received_us)).astimezone(_ZONE)
        return f"{moment.isoformat(sep=' ', timespec='microseconds')} Asia/Shanghai"


@dataclass(frozen=True, kw_only=True)
class SignedReceipt:
    """A receipt, the key it is signed with, and the Ed25519 signature in hexadecimal letters."""

    receipt: Receipt
    key_id: str
    signature: str


def microseconds(moment: datetime) -> int:
    """A moment as a receipt and a seal count it: whole microseconds since 1970, UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def canonical(receipt: Receipt) -> bytes:
    """The bytes that are signed."""
    return prefixed((FORM, *_fields(receipt).values()))


def digest_of(content: bytes, algorithm: DigestAlgorithm) -> str:
    """The digest of a version's bytes; raises FaultyReceipt where this machine cannot make it."""
    try:
        return hashlib.new("sm3" if algorithm is DigestAlgorithm.SM3 else "sha256", content).hexdigest()
    except ValueError as unknown:
        raise FaultyReceipt(
            "digestAlgorithm",
            zh=f"本机不能计算 {algorithm}，请换一台支持国密的机器",
            en=f"this machine cannot make {algorithm}: use one whose OpenSSL can",
        ) from unknown


def written(signed: SignedReceipt) -> str:
    """The receipt as a file."""
    told = {
        "form": FORM,
        "receipt": _fields(signed.receipt),
        "keyId": signed.key_id,
        "signature": signed.signature,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def read(text: str) -> SignedReceipt:
    """The receipt in a file, read strictly; raises FaultyReceipt, which names the key at fault."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except FaultyReceipt:
        raise
    except (ValueError, RecursionError) as broken:
        raise FaultyReceipt("JSON", zh="不是有效的 JSON 文件", en="is not valid JSON") from broken
    whole = _keys("JSON", found, ("form", "receipt", "keyId", "signature"))
    form, key_id, signature = (_text(whole, name) for name in ("form", "keyId", "signature"))
    if form != FORM:
        raise FaultyReceipt("form", zh=f"应为 {FORM}", en=f"must be {FORM}")
    if not _SIGNATURE.fullmatch(signature):
        raise FaultyReceipt("signature", zh="应为 128 位小写十六进制", en="must be 128 small hexadecimal letters")
    return SignedReceipt(receipt=_receipt(whole["receipt"]), key_id=key_id, signature=signature)


def _fields(receipt: Receipt) -> dict[str, object]:
    return {
        "number": receipt.number,
        "obligation": receipt.obligation,
        "body": receipt.body,
        "period": receipt.period,
        "version": receipt.version,
        "digest": receipt.digest,
        "digestAlgorithm": receipt.digest_algorithm.value,
        "receivedUs": receipt.received_us,
        "receivedAt": receipt.received_at,
        "onTime": receipt.on_time.value,
        "findings": receipt.findings,
        "auditRoot": receipt.audit_root,
        "seal": receipt.seal,
    }


def _receipt(found: object) -> Receipt:
    values = _keys("receipt", found, _NAMES)
    whole = {name: _whole(values, name) for name in _WHOLE}
    text = {name: _text(values, name) for name in _NAMES if name not in _WHOLE}
    receipt = Receipt(
        number=text["number"],
        obligation=text["obligation"],
        body=text["body"],
        period=text["period"],
        version=whole["version"],
        digest=text["digest"],
        digest_algorithm=_word("digestAlgorithm", text["digestAlgorithm"], DigestAlgorithm),
        received_us=whole["receivedUs"],
        on_time=_word("onTime", text["onTime"], OnTime),
        findings=text["findings"],
        audit_root=text["auditRoot"],
        seal=whole["seal"],
    )
    if text["receivedAt"] != receipt.received_at:
        raise FaultyReceipt(
            "receivedAt",
            zh="与 receivedUs 不是同一时刻",
            en="is not the moment of receivedUs",
        )
    return receipt


def _keys(at: str, found: object, names: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise FaultyReceipt(at, zh="应为 JSON 对象", en="must be a JSON object")
    for name in sorted(found.keys() ^ set(names)):
        missing = name in names
        raise FaultyReceipt(
            name, zh="缺少此项" if missing else "未知的键", en="is missing" if missing else "is unknown"
        )
    return found


def _text(values: Mapping[str, object], name: str) -> str:
    value = values[name]
    if not isinstance(value, str):
        raise FaultyReceipt(name, zh="应为文本", en="must be text")
    return value


def _whole(values: Mapping[str, object], name: str) -> int:
    value = values[name]
    if type(value) is not int or value < 0:
        raise FaultyReceipt(name, zh="应为非负整数", en="must be a whole number, zero or more")
    return value


def _word(name: str, value: str, words: type[_Word]) -> _Word:
    try:
        return words.of(value)
    except ValueError as unknown:
        known = ", ".join(str(word.value) for word in words)
        raise FaultyReceipt(name, zh=f"应为 {known} 之一", en=f"must be one of {known}") from unknown


def _once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise FaultyReceipt(name, zh="出现两次", en="stands there twice")
        found[name] = value
    return found


def _no_number(name: str) -> object:
    raise FaultyReceipt(name, zh="不是数", en="is no number")
