"""How proven claims become a caller: both token shapes, odd claims that give nothing, and the branch of an issuer."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from hub.auth.caller import Caller, CallerKind
from hub.auth.claims import caller_of
from hub.auth.issuer import ANYWHERE, Issuer
from hub.auth.refusal import TokenCode, TokenRefused
from hub.auth.scope import contract_of, may
from hub.auth.token import SignedClaims
from hub.auth.tree import WHOLE_TREE, Place
from hub.domain.access import Act, Contract, Noun, Role
from tests.auth.world import (
    HANCHENG,
    SHAANXI,
    SHANGLUO,
    SHANGZHOU,
    WEINAN,
    ZHASHUI,
    SmallTree,
    claims,
    issuer,
    keycloak,
)

PROVINCIAL = issuer(branch=SHAANXI.code)


def _answer(*, of: Issuer | None = None, **changes: object) -> Caller | TokenRefused:
    return caller_of(SignedClaims(claims(**changes)), issuer=of or issuer(), tree=SmallTree())


def _from(content: Mapping[str, object], *, of: Issuer | None = None) -> Caller:
    answer = caller_of(SignedClaims(content), issuer=of or issuer(), tree=SmallTree())
    assert isinstance(answer, Caller)
    return answer


def _caller(*, of: Issuer | None = None, **changes: object) -> Caller:
    return _from(claims(**changes), of=of)


def _sees_nothing(caller: Caller) -> bool:
    return not caller.roles and not any(may(caller, act, noun) for act in Act for noun in Noun)


def test_a_flat_token_becomes_a_caller() -> None:
    caller = _caller(studio="stu_1", committee=["com_1", "com_2"], member="mem_1", narrow=ZHASHUI.code)

    assert caller == Caller(
        kind=CallerKind.HUMAN, subject="s-1", issuer=issuer().url, client_id="console", token_id="t-1",
        roles=frozenset({Role.MANAGING_DEPARTMENT}), place=SHANGLUO, studios=frozenset({"stu_1"}),
        committees=frozenset({"com_1", "com_2"}), member="mem_1", bounds=SHANGLUO.branch, narrow=(ZHASHUI,),
        contract=Contract.CITY,
    )  # fmt: skip


def test_a_token_shaped_by_keycloak_becomes_the_same_caller() -> None:
    names = {"roles": ["offline_access", "uma_authorization", "zx-office"]}
    own = {"realm_access": names, "https://hub.example/claims/body": SHANGLUO.code, "azp": "console"}
    shaped = claims(roles=None, body=None, client_id=None) | own

    caller = _from(shaped, of=keycloak(role_names={"zx-office": Role.MANAGING_DEPARTMENT}))

    assert caller == _caller()


ODD: list[object] = [
    "", " ", "%", "_", "*", "61", "61%", "611000 ", " 611000", "611000\n", "６１１０００", "6" * 5000, "\ud800",
    "999999", 7, 611000, 1.5, True, False, [], ["611000"], {}, {"code": "611000"}, [["611000"]],
]  # fmt: skip


@pytest.mark.parametrize("body", ODD)
def test_an_odd_body_gives_no_rights(body: object) -> None:
    assert _sees_nothing(_caller(body=body))


class CarelessTree:
    """A tree that finds a place for whatever it is asked."""

    reading: object = None

    def place(self, _code: str) -> Place | None:
        return SHANGLUO


@pytest.mark.parametrize("body", [body for body in ODD if body != "999999"])
def test_an_odd_body_is_not_even_looked_for(body: object) -> None:
    answer = caller_of(SignedClaims({**claims(), "body": body}), issuer=issuer(), tree=CarelessTree())

    assert isinstance(answer, Caller)
    assert _sees_nothing(answer)


@pytest.mark.parametrize("path", ["roles", "body"])
def test_a_missing_claim_gives_no_rights(path: str) -> None:
    assert _sees_nothing(_from(claims(**{path: None})))


def test_a_claim_that_is_there_but_null_gives_no_rights() -> None:
    for name in ("roles", "body", "studio", "committee", "member", "narrow", "client"):
        assert _sees_nothing(_from({**claims(), name: None})), name


@pytest.mark.parametrize(
    "roles",
    [
        "", "AUDITOR", "%", 7, True, {}, {"AUDITOR": True}, [], [""], ["%"], ["_"], ["KING"], ["auditor"], ["AUDITOR "],
        [" AUDITOR"], ["AUDITOR\n"], [7], [None], [["AUDITOR"]], ["AUDITOR", 7], ["AUDITOR", "%"], ["A" * 5000],
        ["AUDITOR", "\ud800"],
        ["\ud800"], ["AUDITOR"] * 5000,
    ],
)  # fmt: skip
def test_odd_roles_give_no_rights(roles: object) -> None:
    assert _sees_nothing(_caller(roles=roles))


@pytest.mark.parametrize("claim", ["studio", "committee", "member"])
@pytest.mark.parametrize("value", ["", "%", "_", "a b", "a%", 7, True, [], {}, [7], [""], "x" * 500, "\ud800"])
def test_an_odd_identifier_gives_no_rights(claim: str, value: object) -> None:
    assert _sees_nothing(_from(claims(**{claim: value})))


@pytest.mark.parametrize("value", [*ODD[:-5], [], {}, ["611000", "%"], [SHANGLUO.code] * 5000])
def test_an_odd_narrowing_gives_no_rights_rather_than_none_less(value: object) -> None:
    assert _sees_nothing(_caller(narrow=value))


@pytest.mark.parametrize("value", ["", "robot", 7, ["service"], {}])
def test_an_odd_client_gives_no_rights(value: object) -> None:
    assert _sees_nothing(_caller(client=value))


def test_a_step_of_a_claim_path_into_something_else_gives_no_rights() -> None:
    assert _sees_nothing(_caller(of=keycloak(), realm_access=["AUDITOR"]))


def test_a_genuine_token_without_rights_still_says_who_asks() -> None:
    nobody = _caller(body=None)

    assert (nobody.subject, nobody.issuer, nobody.client_id, nobody.token_id) == ("s-1", issuer().url, "console", "t-1")
    assert contract_of(nobody) is Contract.PUBLIC


@pytest.mark.parametrize("body", [SHAANXI.code, WEINAN.code, HANCHENG.code])
def test_a_body_outside_the_branch_of_its_issuer_is_refused(body: str) -> None:
    refusal = _answer(body=body, roles=["PROVINCE_OFFICE", "AUDITOR"])

    assert refusal == TokenRefused(code=TokenCode.BODY_OUT_OF_BRANCH, claim="body")


def test_an_issuer_whose_branch_is_not_in_the_tree_speaks_for_nobody() -> None:
    refusal = _answer(of=issuer(branch="440000"))

    assert refusal == TokenRefused(code=TokenCode.BODY_OUT_OF_BRANCH, claim="body")


def test_an_issuer_speaks_for_the_bodies_below_its_own() -> None:
    assert _caller(body=ZHASHUI.code).place == ZHASHUI
    assert _caller(of=issuer(branch=ANYWHERE), body=HANCHENG.code).bounds == WHOLE_TREE


@pytest.mark.parametrize(
    ("role", "body", "kept"),
    [
        (Role.PROVINCE_OFFICE, SHAANXI.code, True),
        (Role.PROVINCE_OFFICE, SHANGLUO.code, False),
        (Role.PROVINCE_OFFICE, SHANGZHOU.code, False),
        (Role.CITY_SYSTEM, SHANGLUO.code, True),
        (Role.CITY_SYSTEM, HANCHENG.code, True),
        (Role.CITY_SYSTEM, SHANGZHOU.code, False),
        (Role.CITY_SYSTEM, SHAANXI.code, False),
        (Role.COUNTY_FRONTEND, SHANGZHOU.code, True),
        (Role.COUNTY_FRONTEND, SHANGLUO.code, False),
        (Role.FULLTIME_WORKER, SHANGLUO.code, False),
    ],
)
def test_a_role_that_does_not_fit_the_level_of_its_body_is_void(role: Role, body: str, kept: bool) -> None:
    caller = _caller(of=PROVINCIAL, roles=[role.value], body=body)

    assert (role in caller.roles) is kept
    assert _sees_nothing(caller) is not kept


def test_a_void_role_leaves_the_others_in_force() -> None:
    caller = _caller(roles=["PROVINCE_OFFICE", "AUDITOR"])

    assert caller.roles == {Role.AUDITOR}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, CallerKind.HUMAN),
        ({"client": "human"}, CallerKind.HUMAN),
        ({"client": "explorer"}, CallerKind.HUMAN),
        ({"client": "service"}, CallerKind.SERVICE),
        ({"sub": "console"}, CallerKind.SERVICE),
        ({"client_id": None, "azp": "s-1"}, CallerKind.SERVICE),
        ({"roles": ["CITY_SYSTEM"]}, CallerKind.SERVICE),
        ({"roles": ["CITY_SYSTEM"], "client": "human"}, CallerKind.SERVICE),
        ({"roles": ["COUNTY_FRONTEND"], "body": SHANGZHOU.code}, CallerKind.SERVICE),
    ],
)
def test_a_person_and_a_system_are_told_apart_by_rule(changes: dict[str, object], kind: CallerKind) -> None:
    assert _from(claims(**changes)).kind is kind


@pytest.mark.parametrize(
    ("roles", "body", "contract"),
    [
        (["PROVINCE_OFFICE"], SHAANXI.code, Contract.PROVINCE),
        (["MANAGING_DEPARTMENT"], SHAANXI.code, Contract.PROVINCE),
        (["MANAGING_DEPARTMENT"], SHANGLUO.code, Contract.CITY),
        (["LIAISON"], SHANGZHOU.code, Contract.COUNTY),
        (["CITY_SYSTEM"], HANCHENG.code, Contract.CITY),
        (["COUNTY_FRONTEND"], SHANGZHOU.code, Contract.COUNTY),
        (["INTEGRATOR"], SHANGLUO.code, Contract.INTEGRATOR),
        (["INTEGRATOR", "MEMBER"], SHANGZHOU.code, Contract.COUNTY),
        (["PUBLIC"], SHANGLUO.code, Contract.PUBLIC),
    ],
)
def test_a_caller_gets_the_schema_of_its_level(roles: list[str], body: str, contract: Contract) -> None:
    caller = _caller(of=PROVINCIAL, roles=roles, body=body)

    assert caller.contract is contract
    assert contract_of(caller) is contract
