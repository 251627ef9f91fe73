"""How issuers are read from a file, and what is refused there."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.auth.issuer import ACCESS_TOKEN_TYPES, ClaimPaths, SigningAlgorithm, read_issuers
from hub.domain.access import Role
from hub.domain.reading import FaultyReference

GOOD = """
[[issuer]]
url = "https://id.shangluo.example/realms/zx"
audience = "studio-hub"
jwks = "https://id.shangluo.example/realms/zx/certs"
algorithms = ["RS256", "ES256"]
types = ["JWT", "at+jwt"]
branch = "611000"

[issuer.claims]
roles = "realm_access.roles"
body = ["https://hub.example/claims/body"]

[issuer.role_names]
zx-office = "MANAGING_DEPARTMENT"
"""
PLAIN = GOOD.split("[issuer.claims]")[0]


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "issuers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_issuer_is_read_with_its_claim_paths_and_role_names(tmp_path: Path) -> None:
    (issuer,) = read_issuers(_file(tmp_path, GOOD))

    assert issuer.claims == ClaimPaths(roles=("realm_access", "roles"), body=("https://hub.example/claims/body",))
    assert issuer.algorithms == {SigningAlgorithm.RS256, SigningAlgorithm.ES256}
    assert issuer.types == {"jwt", "at+jwt"}
    assert (issuer.role("zx-office"), issuer.role("MANAGING_DEPARTMENT")) == (Role.MANAGING_DEPARTMENT, None)


def test_without_a_list_only_access_tokens_and_our_own_role_names_count(tmp_path: Path) -> None:
    (issuer,) = read_issuers(_file(tmp_path, PLAIN.replace('types = ["JWT", "at+jwt"]\n', "")))

    assert issuer.types == ACCESS_TOKEN_TYPES
    assert (issuer.role("AUDITOR"), issuer.role("auditor")) == (Role.AUDITOR, None)


def test_a_key_file_is_looked_for_beside_the_list(tmp_path: Path) -> None:
    (issuer,) = read_issuers(_file(tmp_path, PLAIN.replace("https://id.shangluo.example/realms/zx/certs", "keys.json")))

    assert issuer.jwks == tmp_path / "keys.json"


FAULTS = {
    "not TOML": ("url =", "toml"),
    "no issuer": ("", "issuer"),
    "something else beside the issuers": (PLAIN + "\n[other]\n", "issuer"),
    "a misspelt key": (PLAIN.replace("audience", "audiences"), "audience"),
    "a key too many": (PLAIN + "leeway = 10\n", "leeway"),
    "no algorithm": (PLAIN.replace('["RS256", "ES256"]', "[]"), "algorithms"),
    "a symmetric algorithm": (PLAIN.replace('"RS256"', '"HS256"'), "algorithms"),
    "no signature": (PLAIN.replace('"RS256"', '"none"'), "algorithms"),
    "an identity token type": (PLAIN.replace('"JWT"', '"id+jwt"'), "types"),
    "keys in the clear": (PLAIN.replace('jwks = "https', 'jwks = "http'), "jwks"),
    "keys from elsewhere": (PLAIN.replace('jwks = "https', 'jwks = "ftp'), "jwks"),
    "no branch": (PLAIN.replace('branch = "611000"', ""), "branch"),
    "every branch": (PLAIN.replace("611000", "*"), "branch"),
    "a branch by prefix": (PLAIN.replace("611000", "61"), "branch"),
    "an unknown claim": (GOOD.replace("body =", "level ="), "level"),
    "a claim path with a gap": (GOOD.replace("realm_access.roles", "realm_access..roles"), "roles"),
    "a claim path that is a number": (GOOD.replace('"realm_access.roles"', "7"), "roles"),
    "an unknown role": (GOOD.replace("MANAGING_DEPARTMENT", "KING"), "zx-office"),
    "a role name no token may carry": (GOOD.replace("zx-office", '"%"'), "'%'"),
    "twice the same": (PLAIN + PLAIN, "url"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_the_file_is_named_by_its_key(tmp_path: Path, name: str) -> None:
    text, key = FAULTS[name]

    with pytest.raises(FaultyReference) as refused:
        read_issuers(_file(tmp_path, text))

    assert refused.value.key == key
    assert " / " in str(refused.value)
