"""Operations that people ask: each is planned, and answered with the same bytes on both paths for every caller."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.agreement.awkward import AWKWARD
from tests.agreement.both_ways import Case
from tests.agreement.conftest import Filled

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("hub/web/examples/*.graphql"), *ROOT.glob("tests/acceptance/**/*.graphql")])
WRITTEN = {path.stem: path.read_text(encoding="utf-8") for path in FILES}
# The caller itself is no row of the database, and the schema is none either.
LEFT = {"viewer", "q35_viewer", "q35_viewer_public"}


@pytest.mark.parametrize("title", WRITTEN)
async def test_written_operations_are_planned_and_agree(filled: Filled, title: str) -> None:
    case = Case(query=WRITTEN[title], variables={})
    for name, person in filled.people.items():
        both = await filled.ways.ask(case, person)

        assert both.agree, (name, both.general.body.decode(), both.compiled.body.decode())
        if both.general.ran and title not in LEFT:
            assert both.why is None, (name, both.why)


async def test_awkward_operations_agree(filled: Filled) -> None:
    for title, case in AWKWARD.items():
        for name, person in filled.people.items():
            both = await filled.ways.ask(case, person)

            assert both.agree, (title, name, both.general.body.decode()[:3000], both.compiled.body.decode()[:3000])
            if both.general.ran and b'"errors"' not in both.general.body:
                assert both.why is None, (title, name, both.why)
