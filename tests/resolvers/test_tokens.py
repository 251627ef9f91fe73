"""Tokens at the door: which are accepted, what a refusal says, and what a token without its claims sees."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from hub.app import Hub, now
from hub.settings import read_settings
from hub.store.session import Database
from tests.asking import KEY, Asked
from tests.auth.world import AUDIENCE, jwk, jwks, signed, unsigned
from tests.factories import World

CITY = "https://id.shangluo.example"
KEYCLOAK = "https://keycloak.example/realms/hub"
KEYS = jwks(jwk("EdDSA"), jwk("RS256", kid="third"))
ISSUERS = f"""
[[issuer]]
url = "{CITY}"
audience = "{AUDIENCE}"
jwks = "{CITY}/keys"
algorithms = ["EdDSA"]
branch = "611000"

[[issuer]]
url = "{KEYCLOAK}"
audience = "{AUDIENCE}"
jwks = "{KEYCLOAK}/keys"
algorithms = ["RS256"]
types = ["JWT"]
branch = "611000"

[issuer.claims]
roles = "realm_access.roles"
body = ["https://hub.example/claims/body"]

[issuer.role_names]
zhuguan = "MANAGING_DEPARTMENT"
"""
WHO = "{ viewer { roles bodyCode contract } }"


@dataclass(kw_only=True)
class Keys:
    """Where issuers publish their keys; may be down."""

    down: bool = False

    async def fetch(self, _url: str) -> bytes:
        if self.down:
            raise OSError("connection refused by 10.0.0.7")
        return KEYS


@pytest.fixture
def engine_name() -> str:
    """Tokens are the same in front of either database."""
    return "sqlite"


@pytest.fixture
def keys() -> Keys:
    """The issuers' key sets."""
    return Keys()


@pytest.fixture
async def ask(database: Database, tmp_path: Path, keys: Keys) -> AsyncIterator[Asked]:
    """A hub whose issuers stand in a file, and no development issuer."""
    path = tmp_path / "issuers.toml"
    path.write_text(ISSUERS, encoding="utf-8")
    settings = read_settings(var=tmp_path, database_url=database.url, issuers=path, audience=AUDIENCE)
    asked = Asked(Hub(settings, database=database, fetch=keys.fetch, engine=None, key=KEY))
    yield asked
    await asked.client.aclose()


def claims(**changes: object) -> dict[str, object]:
    """Claims of Zhashui's managing department that hold now; None leaves one out."""
    seconds = int(now().timestamp())
    plain: dict[str, object] = {
        "iss": CITY, "aud": AUDIENCE, "sub": "s-1", "iat": seconds, "exp": seconds + 600,
        "roles": ["MANAGING_DEPARTMENT"], "body": "611026",
    }  # fmt: skip
    return {name: value for name, value in {**plain, **changes}.items() if value is not None}


async def send(ask: Asked, token: str, query: str = WHO) -> Any:
    """What answers a query with this token."""
    return await ask.client.post("/graphql", json={"query": query}, headers={"authorization": f"Bearer {token}"})


async def test_a_genuine_token_is_who_it_says(ask: Asked) -> None:
    response = await send(ask, signed(claims()))

    assert response.status_code == 200
    assert response.headers["hub-contract"] == "COUNTY"
    viewer = {"roles": ["MANAGING_DEPARTMENT"], "bodyCode": "611026", "contract": "COUNTY"}
    assert response.json()["data"] == {"viewer": viewer}


async def test_a_token_of_keycloak_is_read_where_its_claims_stand(ask: Asked) -> None:
    nested = {"realm_access": {"roles": ["offline_access", "zhuguan"]}, "https://hub.example/claims/body": "611026"}
    token = signed(
        claims(iss=KEYCLOAK, roles=None, body=None, azp="console", **nested), algorithm="RS256", typ="JWT", kid="third"
    )

    response = await send(ask, token)

    assert response.json()["data"]["viewer"]["roles"] == ["MANAGING_DEPARTMENT"]
    assert response.json()["data"]["viewer"]["bodyCode"] == "611026"


EXPIRED = {"iat": 1_700_000_000, "exp": 1_700_000_600}
BAD_TOKENS: list[tuple[str, Any, str]] = [
    ("no signature", lambda: unsigned(claims(), alg="none", typ="at+jwt"), "TOKEN_WRONG_ALGORITHM"),
    ("another algorithm", lambda: signed(claims(), algorithm="ES256"), "TOKEN_WRONG_ALGORITHM"),
    ("a shared secret", lambda: unsigned(claims(), signature=b"x" * 32, alg="HS256", typ="at+jwt"),
     "TOKEN_WRONG_ALGORITHM"),
    ("a stranger's key", lambda: signed(claims(), key="stranger", kid="first"), "TOKEN_BAD_SIGNATURE"),
    ("an unknown key", lambda: signed(claims(), key="stranger"), "TOKEN_UNKNOWN_KEY"),
    ("another audience", lambda: signed(claims(aud="mail")), "TOKEN_WRONG_AUDIENCE"),
    ("no audience", lambda: signed(claims(aud=None)), "TOKEN_MISSING_CLAIM"),
    ("no expiry", lambda: signed(claims(exp=None)), "TOKEN_MISSING_CLAIM"),
    ("expired", lambda: signed(claims(**EXPIRED)), "TOKEN_EXPIRED"),
    ("not yet", lambda: signed(claims(nbf=int(now().timestamp()) + 600)), "TOKEN_NOT_YET_VALID"),
    ("an unknown issuer", lambda: signed(claims(iss="https://elsewhere.example")), "TOKEN_UNKNOWN_ISSUER"),
    ("an identity token", lambda: signed(claims(), typ="JWT"), "TOKEN_WRONG_TYPE"),
    ("a key of its own", lambda: signed(claims(), key="stranger", kid="first", jku="https://evil.example"),
     "TOKEN_BAD_SIGNATURE"),
    ("a critical header", lambda: signed(claims(), crit=["x"], x=1), "TOKEN_CRITICAL_HEADER"),
    ("the province", lambda: signed(claims(roles=["PROVINCE_OFFICE"], body="610000")), "BODY_OUT_OF_BRANCH"),
    ("another branch", lambda: signed(claims(body="610825")), "BODY_OUT_OF_BRANCH"),
    ("no token", lambda: "x.y", "TOKEN_MALFORMED"),
    ("a long token", lambda: "a" * 9_000, "TOKEN_TOO_LARGE"),
]  # fmt: skip


@pytest.mark.parametrize(("_name", "token", "code"), BAD_TOKENS, ids=[name for name, _, _ in BAD_TOKENS])
async def test_a_bad_token_is_a_401_that_says_why_and_nothing_more(
    ask: Asked, _name: str, token: Any, code: str
) -> None:
    bearer = token()
    with capture_logs() as lines:
        response = await send(ask, bearer)

    (error,) = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (401, code)
    assert response.headers["www-authenticate"].startswith("Bearer ")
    assert code in response.headers["www-authenticate"]
    assert error["message"] == f"{error['extensions']['zh']} / {error['extensions']['en']}"
    assert "data" not in response.json()
    assert response.headers["cache-control"] == "no-store"
    refused = [line for line in lines if line["event"] == "token_refused"]
    assert [line["code"] for line in refused] == [code]
    assert bearer not in str(lines) and bearer not in response.text


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic dTpw", "Token x", "Bearer a b"])
async def test_another_scheme_than_bearer_is_a_401(ask: Asked, header: str) -> None:
    response = await ask.client.post("/graphql", json={"query": WHO}, headers={"authorization": header})

    assert response.status_code == 401
    assert response.json()["errors"][0]["extensions"]["code"] == "AUTHORIZATION_NOT_BEARER"


async def test_a_refused_token_is_not_answered_as_the_public(ask: Asked) -> None:
    refused = await send(ask, signed(claims(), key="stranger"))
    public = await ask("{ bodies { totalCount } }")

    assert "data" not in refused.json()
    assert public["bodies"]["totalCount"] > 100


@pytest.mark.parametrize(
    "changes",
    [{"body": None}, {"roles": None}, {"body": "%"}, {"body": "61102_"}, {"body": ""}, {"body": ["611026"]},
     {"body": 611026}, {"roles": "MANAGING_DEPARTMENT"}, {"roles": ["NO_SUCH_ROLE"]}, {"roles": ["CITY_SYSTEM"]},
     {"narrow": ["*"]}],
)  # fmt: skip
async def test_a_token_without_its_claims_sees_nothing_at_all(
    ask: Asked, world: World, changes: dict[str, object]
) -> None:
    studio = await world.studio("611026")
    await world.residency(studio, await world.member("611026"), "611026")
    token = signed(claims(**changes))
    shown = await ask('{ __type(name: "Query") { fields { name args { name } } } }')
    lists = [one["name"] for one in shown["__type"]["fields"] if "orderBy" in {arg["name"] for arg in one["args"]}]

    counts = await send(ask, token, "{ %s }" % " ".join(f"{name} {{ totalCount nodes {{ id }} }}" for name in lists))
    single = await send(
        ask,
        token,
        '{ body(code: "611026") { id } division(code: "611026") { id } node(id: "%s") { id } viewer { roles rights '
        '{ act } } _entities(representations: [{ __typename: "Body", code: "611026" }]) { __typename } }' % studio,
    )

    assert len(lists) > 10
    assert all(one == {"totalCount": 0, "nodes": []} for one in counts.json()["data"].values())
    assert single.json()["data"] == {
        "body": None, "division": None, "node": None, "viewer": {"roles": [], "rights": []}, "_entities": [None],
    }  # fmt: skip


async def test_keys_that_cannot_be_had_are_a_503_with_a_time_to_come_back(ask: Asked, keys: Keys) -> None:
    keys.down = True

    response = await send(ask, signed(claims()))

    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert response.json()["errors"][0]["extensions"]["code"] == "TOKEN_KEYS_UNAVAILABLE"
    assert "10.0.0.7" not in response.text
    assert (await ask.client.post("/graphql", json={"query": WHO})).status_code == 200


async def test_keys_at_hand_serve_on_while_their_source_is_down(ask: Asked, keys: Keys) -> None:
    first = await send(ask, signed(claims()))
    keys.down = True

    again = await send(ask, signed(claims(sub="s-2")))
    unknown = await send(ask, signed(claims(), key="stranger"))

    assert (first.status_code, again.status_code, unknown.status_code) == (200, 200, 401)
