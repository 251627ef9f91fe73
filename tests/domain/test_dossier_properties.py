"""What holds of every dossier: more work never makes a line worse, and every gap has an owner (W5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.dossier import dossier
from hub.domain.dossier_facts import Activity, Book, Demands, Line, Sent, Shift, Stay, StudioYear
from hub.domain.dossier_holds import Hold
from hub.domain.registry_words import FindingResult
from hub.domain.term import Title
from hub.domain.words import Mode, OutputKind
from tests.domain.dossiers import book

MET, VIOLATED, UNKNOWN = FindingResult.MET, FindingResult.VIOLATED, FindingResult.UNKNOWN
QIN = "秦商量"
HOLD = Hold(body="某市政协", source="某系统", why=Title("状态为“降级”", "degraded"))

days = st.integers(0, 364).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
modes_drawn = st.sampled_from(list(Mode))
platforms_drawn = st.sampled_from([QIN, "微信", None])
kinds_drawn = st.sampled_from(["READING", "POLICY_TALK", "MICRO_CONSULTATION", "CHARITY", "RECEPTION", "STUDY"])
activities_drawn = st.lists(
    st.builds(Activity, kind=kinds_drawn, mode=modes_drawn, platform=platforms_drawn, on=days, count=st.integers(1, 3)),
    max_size=8,
)
shifts_drawn = st.lists(
    st.builds(
        Shift,
        member=st.sampled_from(["mem_a", "mem_b"]),
        mode=modes_drawn,
        platform=platforms_drawn,
        on=days,
        attended=st.sampled_from([True, False, None]),
    ),
    max_size=12,
)
outputs_drawn = st.lists(st.builds(Sent, kind=st.sampled_from(list(OutputKind)), on=days), max_size=6)
stays_drawn = st.builds(Stay, who=st.sampled_from([QIN, "微信"]), since=st.none() | days, ended=st.none() | days)
residents_drawn = st.lists(st.builds(Stay, who=st.sampled_from(["mem_a", "mem_b"]), since=st.none() | days), max_size=2)
findings_drawn = st.sampled_from(
    [
        (),
        (Line(key="venue", result=VIOLATED, expected="有场所", found="无", missing="须整改", gap_owner="某室"),),
        (Line(key="venue", result=MET, expected="有场所", found="有"),),
    ]
)
years_drawn = st.builds(
    StudioYear,
    name=st.just("某室"),
    platform_kind=st.just("委员工作室"),
    year=st.just(2025),
    as_of=st.sampled_from([date(2025, 12, 20), date(2026, 1, 10)]),
    started_on=st.none() | days,
    seats=st.lists(stays_drawn, max_size=2).map(tuple),
    residents=residents_drawn.map(tuple),
    activities=activities_drawn.map(tuple),
    shifts=shifts_drawn.map(tuple),
    outputs=outputs_drawn.map(tuple),
    findings=findings_drawn,
    holds=st.sampled_from([(), (HOLD,)]),
)  # fmt: skip
books_drawn = st.sampled_from([book("610000"), book("440100"), book("610825")])


@given(years_drawn, books_drawn, activities_drawn, shifts_drawn, outputs_drawn)
def test_more_work_never_makes_a_line_worse(
    year: StudioYear,
    standards: Book,
    activities: Sequence[Activity],
    shifts: Sequence[Shift],
    outputs: Sequence[Sent],
) -> None:
    more = replace(
        year,
        activities=(*year.activities, *activities),
        shifts=(*year.shifts, *shifts),
        outputs=(*year.outputs, *outputs),
    )
    demands = Demands(books=(standards,))

    for before, after in zip(dossier(year, demands), dossier(more, demands), strict=True):
        assert before.key == after.key
        assert _worth(after) >= _worth(before)


@given(years_drawn, books_drawn)
def test_every_gap_has_an_owner_and_nothing_else_has(year: StudioYear, standards: Book) -> None:
    for one in dossier(year, Demands(books=(standards,))):
        assert (one.gap_owner is not None) == (one.result in (VIOLATED, UNKNOWN))
        assert (one.missing is not None) == (one.result in (VIOLATED, UNKNOWN))
        assert one.expected
        assert one.found


@given(years_drawn, books_drawn)
def test_nothing_is_violated_while_data_are_held_up(year: StudioYear, standards: Book) -> None:
    held = replace(year, holds=(HOLD,))

    assert VIOLATED not in {one.result for one in dossier(held, Demands(books=(standards,)))}


def _worth(found: Line) -> int:
    return [VIOLATED, UNKNOWN, MET].index(found.result) if found.result in (VIOLATED, UNKNOWN, MET) else -1
