"""The divisions of four provinces: their counts, their dated changes, and how names find them."""

from __future__ import annotations

from datetime import date

import pytest

from hub.domain.divisions import (
    AliasKind,
    Ambiguous,
    Found,
    Unknown,
    read_aliases,
    read_divisions,
    resolve,
    successor_of,
)
from hub.domain.level import Level

NOW = date(2024, 1, 1)
CHANGES = [
    ("610126", "高陵县", "610117", "高陵区", date(2014, 12, 1)),
    ("610521", "华县", "610503", "华州区", date(2015, 11, 1)),
    ("610823", "横山县", "610803", "横山区", date(2015, 12, 1)),
    ("610624", "安塞县", "610603", "安塞区", date(2016, 10, 1)),
    ("610125", "户县", "610118", "鄠邑区", date(2016, 12, 1)),
    ("610821", "神木县", "610881", "神木市", date(2017, 7, 1)),
    ("610721", "南郑县", "610703", "南郑区", date(2017, 10, 1)),
    ("610427", "彬县", "610482", "彬州市", date(2019, 4, 1)),
]


def found(text: str, on: date, within: str | None = None) -> tuple[str, str, AliasKind]:
    answer = resolve(text, on=on, within=within)
    assert isinstance(answer, Found), answer
    return answer.division.code, answer.division.name, answer.kind


@pytest.mark.parametrize(
    ("province", "cities", "counties"), [("61", 10, 107), ("44", 21, 122), ("35", 9, 84), ("43", 14, 122)]
)
def test_each_province_has_the_known_number_of_divisions_today(province: str, cities: int, counties: int) -> None:
    today = [row for row in read_divisions() if row.code.startswith(province) and row.valid_on(NOW)]

    levels = [row.level for row in today]

    assert (levels.count(Level.PROVINCE), levels.count(Level.CITY), levels.count(Level.COUNTY)) == (1, cities, counties)


def test_cities_without_counties_and_development_zones_have_no_county_rows() -> None:
    codes = {row.code for row in read_divisions() if row.level is Level.COUNTY}

    assert not {code for code in codes if code.startswith(("4419", "4420"))}
    assert not {code for code in codes if 71 <= int(code[4:]) <= 79}


def test_every_parent_is_the_prefix_of_its_child_and_exists() -> None:
    divisions = read_divisions()
    codes = {row.code for row in divisions}

    for row in divisions:
        expected = {Level.COUNTY: row.code[:4] + "00", Level.CITY: row.code[:2] + "0000"}.get(row.level)
        assert row.parent == expected
        assert row.parent is None or row.parent in codes


def test_no_two_divisions_bear_one_code_on_one_day() -> None:
    days = {day for row in read_divisions() for day in (row.valid_from, row.valid_to) if day} | {NOW}

    for day in days:
        codes = [row.code for row in read_divisions() if row.valid_on(day)]
        assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("old_code", "old_name", "new_code", "new_name", "on"), CHANGES)
def test_a_changed_division_is_found_under_its_old_name_before_and_after(
    old_code: str, old_name: str, new_code: str, new_name: str, on: date
) -> None:
    before = date.fromordinal(on.toordinal() - 1)

    assert found(old_name, before) == (old_code, old_name, AliasKind.OFFICIAL)
    assert found(old_name, on) == (new_code, new_name, AliasKind.FORMER)
    assert found(new_name, on) == (new_code, new_name, AliasKind.OFFICIAL)
    assert isinstance(resolve(new_name, on=before), Unknown)


@pytest.mark.parametrize(("old_code", "old_name", "new_code", "new_name", "on"), CHANGES)
def test_an_old_code_leads_to_its_successor(
    old_code: str, old_name: str, new_code: str, new_name: str, on: date
) -> None:
    after, before = successor_of(old_code, on=on), successor_of(old_code, on=date(2010, 1, 1))

    assert after and (after.code, after.name) == (new_code, new_name)
    assert before and before.name == old_name
    assert found(old_code, NOW if on < NOW else on) == (new_code, new_name, AliasKind.FORMER)
    assert successor_of(new_code, on=date(2010, 1, 1)) is None


def test_yangling_changed_its_name_and_kept_its_code() -> None:
    before, after = date(2009, 11, 30), date(2009, 12, 1)

    assert found("杨凌区", before) == ("610403", "杨凌区", AliasKind.OFFICIAL)
    assert found("杨陵区", after) == ("610403", "杨陵区", AliasKind.OFFICIAL)
    assert found("杨凌区", after) == ("610403", "杨陵区", AliasKind.FORMER)
    assert found("610403", before)[1:] == ("杨凌区", AliasKind.OFFICIAL)


@pytest.mark.parametrize("text", ["杨凌", "杨陵", " 杨陵区 "])
def test_both_spellings_of_yangling_mean_one_division(text: str) -> None:
    assert found(text, NOW)[0] == "610403"


@pytest.mark.parametrize(
    ("text", "code"),
    [("商洛", "611000"), ("商洛市", "611000"), ("番禺", "440113"), ("湘西", "433100"), ("陕西", "610000")],
)
def test_short_names_mean_their_division(text: str, code: str) -> None:
    assert found(text, NOW)[0] == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [("永定区", ["350803", "430802"]), ("湘潭", ["430300", "430321"]), ("长沙", ["430100", "430121"])],
)
def test_a_name_that_fits_several_divisions_is_not_guessed(text: str, codes: list[str]) -> None:
    answer = resolve(text, on=NOW)

    assert isinstance(answer, Ambiguous)
    assert [division.code for division in answer.candidates] == codes


def test_the_division_above_decides_between_like_names() -> None:
    assert found("永定区", NOW, within="350800")[0] == "350803"
    assert found("永定区", NOW, within="430000")[0] == "430802"
    assert isinstance(resolve("永定区", on=NOW, within="610000"), Unknown)


@pytest.mark.parametrize("text", ["", "洋", "郴洲市", "999999", "龙门山"])
def test_an_unheard_name_stays_unknown(text: str) -> None:
    assert resolve(text, on=NOW) == Unknown(text=text)


def test_every_alias_leads_to_the_division_it_names() -> None:
    for alias in read_aliases():
        day = alias.valid_from or date(2005, 1, 1)
        assert found(alias.name, day)[0] == alias.division


def test_every_official_name_finds_its_own_division_or_is_said_to_be_shared() -> None:
    for row in read_divisions():
        if not row.valid_on(NOW):
            continue
        answer = resolve(row.name, on=NOW)
        if isinstance(answer, Ambiguous):
            assert row in answer.candidates
        else:
            assert answer == Found(division=row, kind=AliasKind.OFFICIAL)
