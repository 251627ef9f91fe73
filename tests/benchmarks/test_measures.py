"""What a run is asked for: everything, or what is named."""

from __future__ import annotations

import pytest

from benchmarks.__main__ import main
from benchmarks.measures import NAMES, Wanted
from benchmarks.questions import TITLES


def test_nothing_named_is_everything() -> None:
    assert all(name in Wanted() for name in NAMES)
    assert Wanted().operations


def test_what_is_named_is_measured_and_nothing_else() -> None:
    wanted = Wanted(["M3", "F1", "M2"])

    assert wanted.only == ("M2", "M3", "F1")
    assert [name for name in NAMES if name in wanted] == ["M2", "M3", "F1"]
    assert not wanted.operations
    assert Wanted([next(iter(TITLES))]).operations


@pytest.mark.parametrize("given", ["M9", "M2,Q99", ","])
def test_a_name_that_nobody_knows_is_refused_before_anything_is_done(
    given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["--only", given])

    assert "F1" in capsys.readouterr().err
