"""What is said of the rights of some roles at some place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.auth.explain import explain
from hub.auth.policy import PAGE
from hub.auth.scope import may, rows
from hub.auth.tree import Place
from hub.domain.access import Act, Noun, Reach, Role
from tests.auth.world import PLACES, SHANGLUO, caller


def test_a_right_is_said_in_words_with_the_line_that_gives_it() -> None:
    lines = explain([Role.MANAGING_DEPARTMENT], SHANGLUO, noun=Noun.OPINION)

    read = next(line for line in lines if line.key == "MD-1")
    assert (read.act, read.about, read.reach) == (Act.READ, Noun.OPINION, Reach.BRANCH)
    assert read.source == "S3:133, S3:183, D-7"
    assert read.zh == "主管部门：查阅“群众意见建议”，范围：本级及下级"
    assert read.en == "managing department: read opinion, reach: the caller's own body and all that report to it"


def test_private_fields_are_part_of_the_answer() -> None:
    lines = explain([Role.MANAGING_DEPARTMENT], SHANGLUO, noun=Noun.OPINION)

    assert [line.zh for line in lines if line.key == "MD-6"] == ["主管部门：查阅“个人信息”字段，范围：本级及下级"]


def test_a_role_that_does_not_fit_is_said_to_be_void() -> None:
    (line,) = explain([Role.PROVINCE_OFFICE], SHANGLUO)

    assert (line.about, line.reach) == (None, Reach.NONE)
    assert line.zh == "省政协办公厅：不适用于市级政协组织，此角色无效"


def test_what_the_public_has_is_said_too() -> None:
    keys = {line.key for line in explain([Role.GOV_DEPARTMENT], SHANGLUO)}

    assert keys == {"PUB-1", "PUB-2", "PUB-3"}


@given(st.frozensets(st.sampled_from(Role), max_size=3), st.sampled_from(PLACES), st.sampled_from(Noun))
def test_what_is_explained_is_what_holds(roles: frozenset[Role], at: Place, noun: Noun) -> None:
    who = caller(*roles, at=at, studios=["x"], committees=["x"], member="x")

    explained = {line.act for line in explain(roles, at, noun=noun) if line.about is noun}

    assert explained == {act for act in Act if may(who, act, noun)}
    assert bool(rows(who, Act.READ, noun).any_of) == (Act.READ in explained)


def test_every_line_of_the_page_can_be_explained() -> None:
    keys = {line.key for role in Role for place in PLACES for line in explain([role], place)}

    assert {line.key for entry in PAGE.values() for line in entry.may} <= keys
