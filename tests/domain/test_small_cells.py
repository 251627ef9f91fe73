"""Which cells of totals are too small to be told stands in the reference, with what it rests on."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.domain.access import Noun
from hub.domain.reading import FaultyReference
from hub.domain.small_cell import least_told, read_small_cells


def test_opinions_of_one_or_two_citizens_are_not_told() -> None:
    (rule,) = read_small_cells()

    assert (rule.noun, rule.least, rule.decision) == (Noun.OPINION, 3, "A-61")
    assert least_told(Noun.OPINION) == 3
    assert least_told(Noun.ACTIVITY) is None


@pytest.mark.parametrize(
    ("line", "key"), [("least = 0", "least"), ('noun = "CITIZEN"', "noun"), ('source = "A-61"', "source")]
)
def test_a_faulty_rule_names_its_key(tmp_path: Path, line: str, key: str) -> None:
    good = {"noun": '"OPINION"', "least": "3", "source": '"S4:99"', "phrase": '"接待"', "decision": '"A-61"'}
    name, _, value = line.partition(" = ")
    path = tmp_path / "small.toml"
    text = "\n".join(f"{one} = {each}" for one, each in (good | {name: value}).items())
    path.write_text(f"[[small_cells]]\n{text}\n", encoding="utf-8")

    with pytest.raises(FaultyReference) as problem:
        read_small_cells(path)

    assert problem.value.key == key
