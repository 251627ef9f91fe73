"""What reach does to rows: grants unite, restrictions intersect, and no token names rows beyond its issuer's branch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.auth.caller import Caller
from hub.auth.predicate import NOTHING, Everything, Placed, Predicate, PublishedRows, admits
from hub.auth.scope import contract_of, fields, may, nouns_of, rights, rows, sensitivities_of
from hub.auth.tree import Interval, Place
from hub.domain.access import Act, Noun, Role, Sensitivity
from tests.auth.world import (
    HANCHENG,
    LINWEI,
    PLACES,
    SHAANXI,
    SHANGLUO,
    SHANGZHOU,
    WEINAN,
    ZHASHUI,
    Row,
    caller,
)

IDS = st.sampled_from(["x", "y"])
ROLES = st.frozensets(st.sampled_from(Role), min_size=1, max_size=4)
PLACE = st.sampled_from(PLACES)
ROW = st.builds(
    Row,
    owners=st.frozensets(st.integers(0, 6), max_size=3),
    published=st.booleans(),
    studio_ids=st.frozensets(IDS),
    committee_id=st.none() | IDS,
    member_id=st.none() | IDS,
)
BOUNDS = st.sampled_from([place.branch for place in PLACES])


@st.composite
def callers(draw: st.DrawFn) -> Caller:
    return caller(
        *draw(ROLES),
        at=draw(PLACE),
        studios=draw(st.frozensets(IDS)),
        committees=draw(st.frozensets(IDS)),
        member=draw(st.none() | IDS),
        bounds=draw(BOUNDS),
        narrow=tuple(draw(st.lists(PLACE, max_size=2))),
    )


def _with_role(before: Caller, role: Role) -> Caller:
    assert before.place is not None and before.bounds is not None
    return caller(
        *before.roles,
        role,
        at=before.place,
        studios=before.studios,
        committees=before.committees,
        member=before.member,
        bounds=before.bounds,
        narrow=before.narrow,
    )


@given(callers(), st.sampled_from(Role), st.sampled_from(Act), st.sampled_from(Noun), ROW)
def test_another_role_never_takes_a_right_away(before: Caller, role: Role, act: Act, noun: Noun, row: Row) -> None:
    after = _with_role(before, role)

    assert admits(rows(after, act, noun), row) or not admits(rows(before, act, noun), row)
    assert may(after, act, noun) or not may(before, act, noun)
    assert nouns_of(contract_of(before), act) <= nouns_of(contract_of(after), act)
    assert sensitivities_of(contract_of(before)) <= sensitivities_of(contract_of(after))


@given(callers(), st.sampled_from(Role), st.sampled_from(Sensitivity), ROW)
def test_another_role_never_hides_a_field(before: Caller, role: Role, sensitivity: Sensitivity, row: Row) -> None:
    after = _with_role(before, role)

    assert admits(fields(after, sensitivity), row) or not admits(fields(before, sensitivity), row)


@given(ROLES, PLACE, PLACE, st.sampled_from(Act), st.sampled_from(Noun), ROW)
def test_narrowing_a_token_never_adds_a_right(
    roles: frozenset[Role], at: Place, to: Place, act: Act, noun: Noun, row: Row
) -> None:
    wide = caller(*roles, at=at, studios=["x"])
    narrow = caller(*roles, at=at, studios=["x"], narrow=(to,))

    assert admits(rows(wide, act, noun), row) or not admits(rows(narrow, act, noun), row)


@given(callers(), st.sampled_from(Act), st.sampled_from(Noun), ROW)
def test_what_a_contract_does_not_show_nobody_working_with_it_reaches(
    who: Caller, act: Act, noun: Noun, row: Row
) -> None:
    if admits(rows(who, act, noun), row):
        assert noun in nouns_of(contract_of(who), act)


@given(callers(), st.sampled_from([Noun.OPINION, Noun.STUDIO, Noun.MEMBER]), ROW)
def test_a_token_reaches_unpublished_rows_only_where_its_body_or_its_issuer_stands(
    who: Caller, noun: Noun, row: Row
) -> None:
    assert who.place is not None and who.bounds is not None
    hidden = Row(owners=row.owners, studio_ids=row.studio_ids, committee_id=row.committee_id, member_id=row.member_id)

    if admits(rows(who, Act.READ, noun), hidden):
        assert any(who.place.branch.holds(owner) or who.bounds.holds(owner) for owner in row.owners)


@given(callers())
def test_the_list_of_rights_is_what_the_caller_may_do(who: Caller) -> None:
    listed = {(act, noun) for act, noun, reach in rights(who) if reach}

    assert listed == {(act, noun) for act in Act for noun in Noun if may(who, act, noun)}


@given(ROW)
def test_no_clause_admits_no_row_and_every_row_is_admitted_by_everything(row: Row) -> None:
    assert not admits(NOTHING, row)
    assert admits(Predicate(any_of=frozenset({Everything()})), row)
    assert not admits(Predicate(any_of=frozenset({Everything()}), within=()), row)


@given(callers(), st.sampled_from(Noun), ROW)
def test_uniting_clauses_is_uniting_what_each_admits(who: Caller, noun: Noun, row: Row) -> None:
    predicate = rows(who, Act.READ, noun)
    each = [Predicate(any_of=frozenset({clause}), within=predicate.within) for clause in predicate.any_of]

    assert admits(predicate, row) == any(admits(one, row) for one in each)


@given(ROW, st.integers(0, 6), st.integers(0, 6))
def test_within_is_an_intersection(row: Row, low: int, high: int) -> None:
    free = Predicate(any_of=frozenset({PublishedRows()}))
    bound = Predicate(any_of=free.any_of, within=(Interval(position=low, last=high),))

    assert admits(bound, row) == (admits(free, row) and any(low <= owner <= high for owner in row.owners))


def _owned(*places: Place) -> Row:
    return Row(owners=[place.position for place in places])


def _reads(who: Caller, noun: Noun, row: Placed) -> bool:
    return admits(rows(who, Act.READ, noun), row)


def test_a_city_sees_its_counties_and_not_another_city() -> None:
    city = caller(Role.MANAGING_DEPARTMENT, at=SHANGLUO)

    seen = [place for place in PLACES if _reads(city, Noun.OPINION, _owned(place))]

    assert seen == [SHANGLUO, SHANGZHOU, ZHASHUI]


def test_a_city_does_not_see_the_body_that_only_its_code_suggests() -> None:
    weinan = caller(Role.MANAGING_DEPARTMENT, at=WEINAN)

    assert _reads(weinan, Noun.ACTIVITY, _owned(LINWEI))
    assert not _reads(weinan, Noun.ACTIVITY, _owned(HANCHENG))


def test_a_joint_row_is_read_by_each_of_its_owners() -> None:
    joint = _owned(SHANGZHOU, LINWEI)

    assert all(_reads(caller(Role.AUDITOR, at=place), Noun.ACTIVITY, joint) for place in (SHANGZHOU, WEINAN, SHAANXI))
    assert not _reads(caller(Role.AUDITOR, at=ZHASHUI), Noun.ACTIVITY, joint)


def test_a_studio_named_by_a_token_counts_only_where_its_issuer_speaks() -> None:
    foreign = Row(owners=[LINWEI.position], studio_ids=["stu_1"])
    forged = caller(Role.CONVENER, at=SHANGZHOU, studios=["stu_1"], bounds=SHANGLUO.branch)
    genuine = caller(Role.CONVENER, at=SHANGZHOU, studios=["stu_1"], bounds=SHAANXI.branch)

    assert not _reads(forged, Noun.OPINION, foreign)
    assert _reads(genuine, Noun.OPINION, foreign)


def test_a_member_of_two_studios_is_known_to_both_conveners() -> None:
    member = Row(owners=[SHANGZHOU.position], studio_ids=["stu_1", "stu_2"])
    convener = caller(Role.CONVENER, at=SHANGZHOU, studios=["stu_2"])

    assert admits(fields(convener, Sensitivity.PERSONAL), member)


def test_a_narrowed_token_keeps_the_reference_and_loses_what_others_published() -> None:
    narrow = caller(Role.MANAGING_DEPARTMENT, at=SHANGLUO, narrow=(ZHASHUI,))
    published = Row(owners=[LINWEI.position], published=True)

    assert _reads(caller(Role.MANAGING_DEPARTMENT, at=SHANGLUO), Noun.STUDIO, published)
    assert not _reads(narrow, Noun.STUDIO, published)
    assert not _reads(narrow, Noun.STUDIO, _owned(SHANGZHOU))
    assert _reads(narrow, Noun.STUDIO, _owned(ZHASHUI))
    assert _reads(narrow, Noun.DIVISION, Row())


def test_a_token_narrowed_to_elsewhere_reaches_no_row_of_anybody() -> None:
    elsewhere = caller(Role.MANAGING_DEPARTMENT, at=SHANGLUO, narrow=(LINWEI,))

    assert not any(_reads(elsewhere, Noun.OPINION, _owned(place)) for place in PLACES)


def test_a_source_records_in_its_branch_and_does_nothing_else() -> None:
    source = Caller.for_source(SHANGLUO, subject="shangluo-ledger")

    written = [place for place in PLACES if admits(rows(source, Act.RECORD, Noun.ACTIVITY), _owned(place))]

    assert written == [SHANGLUO, SHANGZHOU, ZHASHUI]
    assert not any(may(source, act, noun) for act in Act if act is not Act.RECORD for noun in Noun)
    assert not any(may(source, Act.RECORD, noun) for noun in (Noun.BODY, Noun.SOURCE, Noun.AUDIT_ENTRY, Noun.STANDARD))
    assert not any(fields(source, sensitivity).any_of for sensitivity in Sensitivity)


@pytest.mark.parametrize("noun", Noun)
def test_a_caller_without_rights_reads_nothing_not_even_what_is_published(noun: Noun) -> None:
    nobody = Caller.nobody(kind=caller(Role.MEMBER).kind, subject="s", issuer="i")

    assert rows(nobody, Act.READ, noun) == NOTHING
