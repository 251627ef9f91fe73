"""The 225 figures of the documents: nothing lost, nothing made exact that was not."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hub.domain.bodies import read_bodies
from hub.domain.document import read_documents
from hub.domain.figure import FigureScope, Qualifier, ReportedFigure, read_figures
from hub.domain.level import Level
from hub.domain.reading import FaultyReference

# The digest of the analysis's own table of figures, sorted by id, keys sorted, without spaces.
ANALYSIS = "9b6297fd97e0b709a506b615231ff22f11e94757189c5683e1b5ef88f4b504ee"
FIGURES = {figure.id: figure for figure in read_figures()}


def as_analysed(figure: ReportedFigure) -> dict[str, str]:
    level = "+".join(level.value for level in figure.levels)
    return {
        "id": figure.id,
        "juris": "+".join(figure.bodies),
        "level": level if figure.level_confirmed else level + "?",
        "period": figure.period_text or "—",
        "subject": figure.subject,
        "metric": figure.metric,
        "value": figure.value,
        "unit": figure.unit,
        "qual": figure.qualifier.value,
        "ref": figure.source,
        "phrase": figure.source_sentence,
        "scope": figure.scope.value,
        "note": figure.note or "",
    }


def test_the_analysis_can_be_recovered_to_the_last_character() -> None:
    figures = sorted((as_analysed(figure) for figure in read_figures()), key=lambda row: row["id"])

    text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert hashlib.sha256(text.encode()).hexdigest() == ANALYSIS


def test_there_are_225_figures_numbered_without_a_gap() -> None:
    assert [figure.id for figure in read_figures()] == [f"N-{number:03d}" for number in range(1, 226)]


def test_every_figure_belongs_to_a_known_body_of_that_level() -> None:
    levels = {body.abbreviation: body.level for body in read_bodies() if body.abbreviation}

    for figure in read_figures():
        assert [levels[body] for body in figure.bodies] == list(figure.levels)


def test_only_the_printed_chenzhou_has_an_unconfirmed_level() -> None:
    assert {figure.body for figure in read_figures() if not figure.level_confirmed} == {"CZ"}


def test_scopes_keep_studio_results_apart_from_the_work_of_the_body() -> None:
    assert Counter(figure.scope for figure in read_figures()) == {
        FigureScope.STUDIO_WORK: 78,
        FigureScope.RULE: 54,
        FigureScope.STRUCTURE: 47,
        FigureScope.BODY_WORK: 30,
        FigureScope.OTHER: 16,
    }


def test_values_are_exact_decimals_and_dates_are_not_numbers() -> None:
    assert FIGURES["N-007"].amount == Decimal("67.15") and FIGURES["N-007"].unit == "万元"
    assert FIGURES["N-012"].amount is None and FIGURES["N-012"].value == "2023-09-04"
    assert {figure.unit for figure in read_figures() if figure.amount is None} == {"日期"}


@pytest.mark.parametrize(
    ("id", "qualifier", "exact"),
    [
        ("N-029", Qualifier.OVER, False),
        ("N-161", Qualifier.NEARLY, False),
        ("N-030", Qualifier.EXACT, True),
        ("N-098", Qualifier.EXACT, False),
    ],
)
def test_a_qualified_or_incomplete_figure_is_not_exact(id: str, qualifier: Qualifier, exact: bool) -> None:
    assert (FIGURES[id].qualifier, FIGURES[id].exact) == (qualifier, exact)


def test_incomplete_statistics_are_those_of_the_siming_sentence() -> None:
    flagged = [figure.id for figure in read_figures() if figure.incomplete_statistics]

    assert flagged == [f"N-{number:03d}" for number in range(98, 105)]


def test_a_sum_over_several_kinds_names_them_and_is_not_split() -> None:
    assert FIGURES["N-016"].metrics_covered == ("PROPOSAL", "SOCIAL_INFO", "HOTLINE_12345")
    assert FIGURES["N-081"].metrics_covered == ("MICRO_DELIBERATION", "MICRO_CONSULTATION")
    assert FIGURES["N-031"].metrics_covered == ()


@pytest.mark.parametrize(
    ("id", "start", "end", "derived"),
    [
        ("N-001", date(2023, 8, 1), date(2023, 8, 31), False),
        ("N-098", date(2023, 1, 1), None, False),
        ("N-156", date(2023, 10, 15), date(2023, 10, 15), True),
        ("N-171", date(2022, 8, 1), None, True),
        ("N-047", None, None, False),
    ],
)
def test_a_period_says_whether_it_was_printed_or_derived(
    id: str, start: date | None, end: date | None, derived: bool
) -> None:
    figure = FIGURES[id]

    assert (figure.period_start, figure.period_end, figure.period_derived) == (start, end, derived)


def test_a_joint_figure_names_both_bodies() -> None:
    assert (FIGURES["N-022"].bodies, FIGURES["N-022"].levels) == (("PY", "GZ"), (Level.COUNTY, Level.CITY))


def test_a_misspelt_key_is_refused_with_file_and_key(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    path.write_text('[{"id": "N-001", "boddies": ["GZ"]}]', encoding="utf-8")

    with pytest.raises(FaultyReference) as refused:
        read_figures(path)

    assert refused.value.where == "figures.json figures[0]"
    assert str(tmp_path) not in str(refused.value)


def test_documents_are_dated_only_where_the_sources_date_them() -> None:
    documents = {document.key: document for document in read_documents()}

    guidance, notice = documents["sx-guidance-2023-21"], documents["sl-notice-2023-17"]

    assert (guidance.number, guidance.adopted_on) == ("陕政协发〔2023〕21号", date(2023, 12, 4))
    assert (guidance.issued_on, guidance.effective_from) == (date(2023, 12, 5), date(2023, 12, 5))
    assert (notice.number, notice.issued_on) == ("商政协发〔2023〕17号", date(2023, 12, 29))
    assert all(d.issued_on is None for d in documents.values() if d not in (guidance, notice))


def test_every_document_belongs_to_a_known_body() -> None:
    assert {document.body for document in read_documents()} <= {body.key for body in read_bodies()}
