"""How claimed figures stand to the records: six statuses, evidence coverage, and ranks only where they are certain."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.rollup_reconcile import (
    Evidence,
    Interval,
    NoRank,
    Standing,
    Tolerance,
    evidence_coverage,
    interval,
    ranks,
    reconcile,
)
from hub.domain.rollup_words import LineStatus, Severity, ValueKind

NUMBER, NONE, UNKNOWN = ValueKind.NUMBER, ValueKind.NOT_APPLICABLE, ValueKind.UNKNOWN
KNOWN = Evidence(computed=10, pending=2, late=1)
STRICT = Tolerance()


@pytest.mark.parametrize(
    ("kind", "claimed", "evidence", "tolerance", "status", "severity"),
    [
        (NUMBER, 10, KNOWN, STRICT, LineStatus.MATCH, None),
        (NUMBER, 0, Evidence(computed=0), STRICT, LineStatus.MATCH, None),
        (NUMBER, 11, KNOWN, STRICT, LineStatus.PENDING_COVERS, Severity.EXPLAIN),
        (NUMBER, 13, KNOWN, STRICT, LineStatus.PENDING_COVERS, Severity.EXPLAIN),
        (NUMBER, 14, KNOWN, STRICT, LineStatus.UNSUPPORTED, Severity.BLOCK),
        (NUMBER, 99, KNOWN, None, LineStatus.UNSUPPORTED, Severity.EXPLAIN),
        (NUMBER, 14, KNOWN, Tolerance(count=1), LineStatus.UNSUPPORTED, Severity.EXPLAIN),
        (NUMBER, 15, KNOWN, Tolerance(count=1), LineStatus.UNSUPPORTED, Severity.BLOCK),
        (NUMBER, 14, KNOWN, Tolerance(share=Fraction(1, 10)), LineStatus.UNSUPPORTED, Severity.EXPLAIN),
        (NUMBER, 15, KNOWN, Tolerance(share=Fraction(1, 10)), LineStatus.UNSUPPORTED, Severity.BLOCK),
        (NUMBER, 1, Evidence(computed=0), Tolerance(share=Fraction(1, 2)), LineStatus.UNSUPPORTED, Severity.BLOCK),
        (NUMBER, 9, KNOWN, STRICT, LineStatus.UNDERCLAIMED, Severity.EXPLAIN),
        (NUMBER, 10, Evidence(computed=10, shared=True), STRICT, LineStatus.SHARED, Severity.INFO),
        (NUMBER, 9, Evidence(computed=10, shared=True), STRICT, LineStatus.UNDERCLAIMED, Severity.EXPLAIN),
        (NUMBER, 70, Evidence(), STRICT, LineStatus.UNVERIFIABLE, Severity.INFO),
        (NUMBER, None, KNOWN, STRICT, LineStatus.UNVERIFIABLE, Severity.INFO),
        (UNKNOWN, None, KNOWN, STRICT, LineStatus.UNVERIFIABLE, Severity.INFO),
        (NONE, None, Evidence(computed=0), STRICT, LineStatus.MATCH, None),
        (NONE, None, KNOWN, STRICT, LineStatus.UNDERCLAIMED, Severity.EXPLAIN),
    ],
)
def test_the_status_of_a_line_and_what_it_asks(
    kind: ValueKind,
    claimed: int | None,
    evidence: Evidence,
    tolerance: Tolerance | None,
    status: LineStatus,
    severity: Severity | None,
) -> None:
    found = reconcile(kind, claimed, evidence, tolerance)

    assert (found.status, found.severity) == (status, severity)
    assert (found.todo is None) is (severity is None)
    assert found.agrees is (severity in (None, Severity.INFO))
    assert found.shared is evidence.shared


COUNTS = st.integers(0, 20)
EVIDENCE = st.builds(Evidence, computed=st.none() | COUNTS, pending=COUNTS, late=COUNTS, shared=st.booleans())


@given(claimed=COUNTS, evidence=EVIDENCE, tolerance=st.builds(Tolerance, count=COUNTS, share=st.fractions(0, 1)))
def test_each_line_has_the_one_status_whose_condition_holds(
    claimed: int, evidence: Evidence, tolerance: Tolerance
) -> None:
    found = reconcile(NUMBER, claimed, evidence, tolerance)

    known = evidence.computed
    holds = {
        LineStatus.UNVERIFIABLE: known is None,
        LineStatus.MATCH: known == claimed and not evidence.shared,
        LineStatus.SHARED: known == claimed and evidence.shared,
        LineStatus.UNDERCLAIMED: known is not None and claimed < known,
        LineStatus.PENDING_COVERS: known is not None and known < claimed <= evidence.covers,
        LineStatus.UNSUPPORTED: known is not None and claimed > evidence.covers,
    }
    assert [status for status, here in holds.items() if here] == [found.status]
    assert found.difference == (0 if known is None else claimed - known)
    blocked = found.status is LineStatus.UNSUPPORTED and not tolerance.allows(
        claimed - evidence.covers, of=evidence.covers
    )
    assert (found.severity is Severity.BLOCK) is blocked


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], None),
        ([(70, Evidence())], None),
        ([(0, Evidence(computed=3))], None),
        ([(10, Evidence(computed=8)), (5, Evidence(computed=9)), (70, Evidence())], Fraction(13, 15)),
    ],
)
def test_evidence_coverage(lines: list[tuple[int, Evidence]], expected: Fraction | None) -> None:
    assert evidence_coverage(lines) == expected


@given(st.lists(st.tuples(COUNTS, EVIDENCE), max_size=8))
def test_evidence_coverage_is_a_rate_and_claiming_more_never_raises_it(lines: list[tuple[int, Evidence]]) -> None:
    found = evidence_coverage(lines)

    assert found is None or 0 <= found <= 1
    inflated = evidence_coverage([(max(claimed, known.computed or 0) + 1, known) for claimed, known in lines])
    full = evidence_coverage([(max(claimed, known.computed or 0), known) for claimed, known in lines])
    assert full is None or inflated is None or inflated <= full


@pytest.mark.parametrize(
    ("claimed", "evidence", "expected"),
    [
        (12, Evidence(computed=10), (10, 12)),
        (10, Evidence(computed=10), (10, 10)),
        (8, Evidence(computed=10), (8, 10)),
        (70, Evidence(), (0, 70)),
    ],
)
def test_a_figure_lies_between_what_is_proved_and_what_is_claimed(
    claimed: int, evidence: Evidence, expected: tuple[int, int]
) -> None:
    found = interval(claimed, evidence)

    assert (found.low, found.high) == expected


def standing(low: int, high: int, coverage: Fraction | None = Fraction(1)) -> Standing:
    return Standing(interval=Interval(low=low, high=high), coverage=coverage)


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        ({"a": standing(9, 9), "b": standing(3, 5), "c": standing(6, 7)}, {"a": 1, "c": 2, "b": 3}),
        ({"a": standing(9, 9), "b": standing(9, 9), "c": standing(1, 2)}, {"a": 1, "b": 1, "c": 3}),
        ({"a": standing(6, 9), "b": standing(5, 6), "c": standing(1, 2)}, {"a": NoRank.OVERLAP, "b": NoRank.OVERLAP,
                                                                          "c": 3}),
        ({"a": standing(9, 9, Fraction(1, 2)), "b": standing(3, 5)}, {"a": NoRank.LOW_COVERAGE, "b": 2}),
        ({"a": standing(9, 9, Fraction(4, 5)), "b": standing(0, 0, None)}, {"a": 1, "b": 2}),
    ],
)  # fmt: skip
def test_ranks_are_given_only_where_they_are_certain(
    standings: dict[str, Standing], expected: dict[str, int | NoRank]
) -> None:
    found = ranks(standings, floor=Fraction(4, 5))

    assert {unit: place.suppressed or place.rank for unit, place in found.items()} == expected


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.tuples(COUNTS, COUNTS).map(sorted), max_size=6),
    st.data(),
)
def test_a_rank_holds_wherever_the_true_figures_lie(found: dict[str, list[int]], more: st.DataObject) -> None:
    standings = {unit: standing(low, high) for unit, (low, high) in found.items()}
    true = {unit: more.draw(st.integers(low, high)) for unit, (low, high) in found.items()}

    for unit, place in ranks(standings, floor=Fraction(0)).items():
        if place.rank is not None:
            assert place.rank == 1 + sum(true[other] > true[unit] for other in true)
