"""The keys that receipts are signed with: one at a time, and the public half of every one that ever was."""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hub.auth.key_files import FaultyKey, Randomness, jwk_of, kept_key, make_key, thumbprint, write_anew
from hub.domain.receipt import Difference, Receipt, SignedReceipt, canonical

MAX_BYTES = 262_144

_PRIVATE, _PUBLIC = ".pem", ".json"
_NAME = re.compile(r"(\d{4,9})\.(?:pem|json)")

PublicKeys = Mapping[str, Ed25519PublicKey]
"""Public keys by their names."""


class ReceiptKeys:
    """A folder with a numbered pair of files for each key; the newest signs, of the older ones the public half stays.

    Nothing is kept in memory, so that a key which another process has made is used from the next receipt on.
    """

    def __init__(self, folder: Path, *, randomness: Randomness = secrets.token_bytes) -> None:
        self._folder = folder
        self._randomness = randomness

    def signed(self, receipt: Receipt) -> SignedReceipt:
        """The receipt with the signature of the newest key, which is made on first use; reads and may write files."""
        self._begin()
        key = self._newest()
        signature = key.sign(canonical(receipt)).hex()
        return SignedReceipt(receipt=receipt, key_id=thumbprint(jwk_of(key.public_key())), signature=signature)

    def published(self, *, begin: bool = True) -> bytes:
        """The public keys as a JWK set (RFC 7517), the newest first; without `begin` no key is made."""
        if begin:
            self._begin()
        found = [self._public(number) for number in sorted(self._numbers(), reverse=True)]
        entries = [{**jwk, "kid": thumbprint(jwk), "use": "sig", "alg": "EdDSA"} for jwk in found]
        return json.dumps({"keys": entries}, indent=2).encode() + b"\n"

    def rotate(self) -> str:
        """Make a new key, which signs from now on, and destroy the private half of the one before; the new name."""
        before = self._numbers(_PRIVATE)
        for number in before:
            self._publish(number)
        number = max(self._numbers(), default=0) + 1
        if make_key(self._file(number, _PRIVATE), randomness=self._randomness):
            self._publish(number)
            for old in before:
                self._file(old, _PRIVATE).unlink(missing_ok=True)
        return thumbprint(jwk_of(self._newest().public_key()))

    def _begin(self) -> None:
        """Make the first key; whoever begins at the same moment finds the one that was made and takes it."""
        names = self._names()
        if any(suffix == _PRIVATE for _, suffix in names):
            return
        number = max((number for number, _ in names), default=0) + 1
        make_key(self._file(number, _PRIVATE), randomness=self._randomness)
        self._publish(number)

    def _newest(self) -> Ed25519PrivateKey:
        number = max(self._numbers(_PRIVATE))
        try:
            key = kept_key(self._file(number, _PRIVATE))
        except FileNotFoundError:  # taken out of use just now; the next one was there before that
            number = max(self._numbers(_PRIVATE))
            key = kept_key(self._file(number, _PRIVATE))
        self._publish(number)
        return key

    def _publish(self, number: int) -> None:
        path = self._file(number, _PUBLIC)
        if not path.exists():
            jwk = jwk_of(kept_key(self._file(number, _PRIVATE)).public_key())
            write_anew(path, json.dumps(jwk).encode() + b"\n", randomness=self._randomness)

    def _public(self, number: int) -> dict[str, str]:
        self._publish(number)
        path = self._file(number, _PUBLIC)
        (key,) = _read_jwks({"keys": [_parsed(path.read_bytes(), path.name)]}, path.name).values()
        return jwk_of(key)

    def _numbers(self, suffix: str = "") -> set[int]:
        return {number for number, found in self._names() if found.endswith(suffix)}

    def _names(self) -> set[tuple[int, str]]:
        """The numbers of the files with their suffixes, as one look at the folder finds them."""
        if not self._folder.is_dir():
            return set()
        named = (_NAME.fullmatch(path.name) for path in self._folder.iterdir())
        return {(int(found[1]), Path(found[0]).suffix) for found in named if found is not None}

    def _file(self, number: int, suffix: str) -> Path:
        return self._folder / f"{number:04}{suffix}"


def read_public_keys(content: bytes, *, name: str) -> PublicKeys:
    """The keys of a JWK set that was published or exported; raises FaultyKey for one that cannot be trusted."""
    if len(content) > MAX_BYTES:
        raise _faulty(name, zh="过大", en="is too large")
    return _read_jwks(_parsed(content, name), name)


def check(signed: SignedReceipt, keys: PublicKeys) -> Difference | None:
    """Whether a receipt is as it was signed, by one of these keys; None when it is."""
    key = keys.get(signed.key_id)
    if key is None:
        return Difference(
            at="keyId",
            zh="不在所给的公钥之中：请取最新的公钥文件再核对，仍不在其中则不是本中枢签发",
            en="is none of the keys given: fetch the published keys anew; if it is still missing, the hub did not sign",
        )
    try:
        key.verify(bytes.fromhex(signed.signature), canonical(signed.receipt))
    except InvalidSignature:
        return Difference(
            at="signature",
            zh="与内容不符：内容、签名或密钥标识被改动过",
            en="does not fit the content: content, signature or key name was altered",
        )
    return None


def _parsed(content: bytes, name: str) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as broken:
        raise _faulty(name, zh="不是有效的 JSON 文件", en="is not valid JSON") from broken


def _read_jwks(found: object, name: str) -> PublicKeys:
    entries = found.get("keys") if isinstance(found, dict) else None
    if not isinstance(entries, list):
        raise _faulty(name, zh="不是公钥集（JWK Set）", en="is no JWK set")
    keys: dict[str, Ed25519PublicKey] = {}
    for entry in entries:
        if not isinstance(entry, dict) or entry.get("kty") != "OKP" or entry.get("crv") != "Ed25519":
            continue  # kinds that this release does not know may stand beside ours
        try:
            raw = base64.b64decode(str(entry.get("x")) + "=", altchars=b"-_", validate=True)
            key = Ed25519PublicKey.from_public_bytes(raw)
        except (binascii.Error, ValueError) as broken:
            raise _faulty(name, zh="其中一个公钥无效", en="holds a key that is none") from broken
        named = thumbprint(jwk_of(key))
        if entry.get("kid", named) != named:
            raise _faulty(name, zh="公钥与其标识不符", en="holds a key under a name that is not its own")
        keys[named] = key
    return keys


def _faulty(name: str, *, zh: str, en: str) -> FaultyKey:
    return FaultyKey(f"{name}：{zh}，请重新下载或导出公钥 / {name}: {en}, fetch or export the keys anew")
