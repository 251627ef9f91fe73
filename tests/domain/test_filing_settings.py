"""What is settled about filing: no due day is invented, and a faulty file is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hub.domain import filing_settings as settled
from hub.domain.filing_settings import NumberKind, filing_settings, read_filing_settings
from hub.domain.reading import FaultyReference
from hub.domain.registry_words import FilingKind

TODAY = date(2026, 5, 10)
PACKAGED = Path(settled.__file__).parent / "reference" / "filing.toml"
DUE = '[[due_days]]\nkind = "NEW_STUDIO"\nbody = "610000"\ndays = 30\ndocument = "%s"\nclause = "五、3"\n'


def test_no_due_day_is_invented() -> None:
    assert filing_settings().due_days == ()
    assert filing_settings().due_on(FilingKind.NEW_STUDIO, since=TODAY, bodies=["610000"]) is None


def test_a_due_day_that_a_document_gives_holds_below_the_body_that_issued_it(tmp_path: Path) -> None:
    path = tmp_path / "filing.toml"
    path.write_text(PACKAGED.read_text("utf-8") + DUE % "sx-guidance-2023-21", "utf-8")

    settings = read_filing_settings(path)

    assert settings.due_on(FilingKind.NEW_STUDIO, since=TODAY, bodies=["610000", "611000"]) == date(2026, 6, 9)
    assert settings.due_on(FilingKind.NEW_STUDIO, since=TODAY, bodies=["440000"]) is None
    assert settings.due_on(FilingKind.RENAMING, since=TODAY, bodies=["610000"]) is None
    assert settings.due_on(FilingKind.NEW_STUDIO, since=None, bodies=["610000"]) is None


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('kind = "ENDING"', 'kind = "RENAMING"', "form"),
        ('form = "{office}-{year}-{number}"', 'form = "{office}-{number}"', "form"),
        ('form = "{office}-{year}-{number}"', 'form = "{office}-{year}-{number}{x}"', "form"),
        ("credit_when_filed = true", 'credit_when_filed = "perhaps"', "credit_when_filed"),
        ('needs = ["APPROVED_ON", "PLAQUED_ON"]', 'needs = ["WEATHER"]', "needs"),
        ("# No document gives", DUE % "no-such-document" + "#", "document"),
    ],
)
def test_a_file_that_cannot_be_trusted_says_where(tmp_path: Path, before: str, after: str, key: str) -> None:
    text = PACKAGED.read_text("utf-8")
    assert before in text
    path = tmp_path / "filing.toml"
    path.write_text(text.replace(before, after, 1), "utf-8")

    with pytest.raises(FaultyReference) as told:
        read_filing_settings(path)

    assert told.value.key == key


def test_every_kind_of_filing_has_its_form_and_every_number_its_look() -> None:
    number = filing_settings().numbers[NumberKind.FILING]

    assert set(filing_settings().needs) == set(FilingKind)
    assert number.text(office="610000", year=2026, number=7) == "610000-2026-0007"
    assert number.text(office="610000", year=2026, number=12345) == "610000-2026-12345"
    assert filing_settings().numbers[NumberKind.RECEIPT].text(office="610000", year=2026, number=7) != number.text(
        office="610000", year=2026, number=7
    )
