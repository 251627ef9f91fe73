"""The issuers whose tokens are accepted: their keys, algorithms, the branch they speak for and where claims stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from hub.domain.access import Role
from hub.domain.reading import FaultyReference, Record
from hub.domain.term import Term

ClaimPath = tuple[str, ...]

ANYWHERE = "*"
"""The branch of an issuer that may speak for every body; only the development issuer has it, no file may say it."""

BODY_CODE = re.compile(r"[0-9]{6}")
ROLE_NAME = re.compile(r"[^\s%*\\]{1,100}")
ACCESS_TOKEN_TYPES = frozenset({"at+jwt", "application/at+jwt"})
_KNOWN_TYPES = ACCESS_TOKEN_TYPES | {"jwt"}
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class SigningAlgorithm(Term):
    """A signature a token may carry; all are asymmetric, so that knowing a key to check never helps to sign."""

    EDDSA = "EdDSA", "EdDSA 签名（RFC 8037）", "EdDSA under its older name"
    ED25519 = "Ed25519", "Ed25519 签名（RFC 9864）", "EdDSA under its full name"
    ES256 = "ES256", "ECDSA P-256 签名", "ECDSA with P-256 and SHA-256"
    RS256 = "RS256", "RSA PKCS#1 签名", "RSASSA-PKCS1-v1_5 with SHA-256"


@dataclass(frozen=True, kw_only=True)
class ClaimPaths:
    """Where each of the hub's claims stands in a token: one key for each step inwards."""

    roles: ClaimPath = ("roles",)
    body: ClaimPath = ("body",)
    studio: ClaimPath = ("studio",)
    committee: ClaimPath = ("committee",)
    member: ClaimPath = ("member",)
    narrow: ClaimPath = ("narrow",)
    client: ClaimPath = ("client",)


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """A party whose tokens are accepted, for bodies of its branch and no other.

    `url` is what `iss` must say, `jwks` where its keys are published, `types` the accepted `typ` headers in
    lower case. With `role_names` only the names listed there are roles; without it, the hub's own names are.
    """

    url: str
    audience: str
    jwks: str | Path
    algorithms: frozenset[SigningAlgorithm]
    branch: str
    types: frozenset[str] = ACCESS_TOKEN_TYPES
    claims: ClaimPaths = ClaimPaths()
    role_names: Mapping[str, Role] = field(default_factory=dict)

    def role(self, name: str) -> Role | None:
        """The role a name in a token stands for, if any."""
        if self.role_names:
            return self.role_names.get(name)
        return Role.__members__.get(name)


def read_issuers(path: Path) -> tuple[Issuer, ...]:
    """The issuers of a TOML file, one `[[issuer]]` table each; a relative key file is looked for beside it.

    Raises FaultyReference, naming the table and the key.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise FaultyReference(path.name, "toml", zh="不是有效的 TOML 文件", en="is not valid TOML") from broken
    entries = tables.pop("issuer", None)
    if tables or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FaultyReference(
            path.name,
            "issuer",
            zh="文件只应含 [[issuer]] 表",
            en="the file must hold [[issuer]] tables and nothing else",
        )
    found = tuple(
        _issuer(entry, where=f"{path.name} issuer[{index}]", folder=path.parent) for index, entry in enumerate(entries)
    )
    seen: set[str] = set()
    for index, issuer in enumerate(found):
        if issuer.url in seen:
            raise FaultyReference(f"{path.name} issuer[{index}]", "url", zh="签发方重复", en="the issuer stands twice")
        seen.add(issuer.url)
    return found


def _issuer(entry: Mapping[str, object], *, where: str, folder: Path) -> Issuer:
    record = Record({key: value for key, value in entry.items() if key not in ("claims", "role_names")}, where=where)
    algorithms = frozenset(record.words("algorithms", SigningAlgorithm))
    if not algorithms:
        raise record.fault("algorithms", zh="请至少列出一种签名算法", en="list at least one algorithm")
    issuer = Issuer(
        url=record.text("url"),
        audience=record.text("audience"),
        jwks=_keys(record, folder=folder),
        algorithms=algorithms,
        branch=_branch(record),
        types=_types(record),
        claims=_claims(entry.get("claims", {}), where=f"{where} claims"),
        role_names=_role_names(entry.get("role_names", {}), where=f"{where} role_names"),
    )
    record.finish()
    return issuer


def _branch(record: Record) -> str:
    branch = record.text("branch")
    if not BODY_CODE.fullmatch(branch):
        raise record.fault("branch", zh="应为六位组织代码，如 611000", en="must be a body's six digits, such as 611000")
    return branch


def _types(record: Record) -> frozenset[str]:
    types = frozenset(name.lower() for name in record.texts("types"))
    if unknown := sorted(types - _KNOWN_TYPES):
        raise record.fault(
            "types", zh=f"只能是 at+jwt、application/at+jwt、JWT，而不是 {unknown[0]}",
            en=f"may list at+jwt, application/at+jwt and JWT, not {unknown[0]}",
        )  # fmt: skip
    return types or ACCESS_TOKEN_TYPES


def _keys(record: Record, *, folder: Path) -> str | Path:
    where = record.text("jwks")
    if "://" not in where:
        return folder / where
    address = urlsplit(where)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _LOOPBACK):
        # Keys that travel in the clear can be exchanged on the way, and with them every right.
        raise record.fault("jwks", zh="应为 https 地址或文件", en="must be an https address or a file")
    return where


def _claims(entry: object, *, where: str) -> ClaimPaths:
    paths: dict[str, ClaimPath] = {}
    known = {claim.name for claim in fields(ClaimPaths)}
    for claim, path in _table(entry, where=where).items():
        if claim not in known:
            raise FaultyReference(where, claim, zh="未知的声明", en=f"is not one of {', '.join(sorted(known))}")
        steps = tuple(path.split(".")) if isinstance(path, str) else tuple(path) if isinstance(path, list) else ()
        if not steps or not all(isinstance(step, str) and step for step in steps):
            raise FaultyReference(
                where,
                claim,
                zh="应为 a.b 形式的路径，或逐级键名的列表",
                en="must be a path such as a.b, or a list of keys",
            )
        paths[claim] = steps
    return ClaimPaths(**paths)


def _role_names(entry: object, *, where: str) -> dict[str, Role]:
    names = _table(entry, where=where)
    for name in names:
        if not (ROLE_NAME.fullmatch(name) and name.isprintable()):
            raise FaultyReference(where, repr(name), zh="角色名不规范", en="is not a name a token may carry")
    record = Record(names, where=where)
    return {name: record.word(name, Role) for name in names}


def _table(entry: object, *, where: str) -> Mapping[str, object]:
    if not isinstance(entry, dict):
        raise FaultyReference(where, "table", zh="应为表", en="must be a table")
    return entry
