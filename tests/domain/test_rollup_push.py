"""What a push of whole sections comes to, by the rules alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hub.domain.access import Role
from hub.domain.rollup_digest import Content, Line, LineKey, Narrative, changes
from hub.domain.rollup_facts import Terms
from hub.domain.rollup_push import Pushed, difference, keyed, out_of_grant, replaced, same_sections

TERMS = Terms(goes_to=Role.PROVINCE_OFFICE, units={"A": "甲市", "B": "乙县"})
KEYS = [LineKey(unit=unit, indicator=one, mode=mode) for unit in "AB" for one in ("must", "may") for mode in ("", "x")]
LINES = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 3)).map(
    lambda found: {key: Line(key=key, claimed=number) for key, number in found.items()}
)
COUNTS = st.dictionaries(st.sampled_from(KEYS), st.none() | st.integers(0, 2))


def pushed(*lines: Line, units: tuple[str, ...] = ("A",), submit: bool = True, text: str = "无") -> Pushed:
    told = Narrative(unit="A", theme="good", title="\n", text=text)
    return Pushed(
        units=units, submit=submit, content=Content(obligation="o", definition="d", lines=lines, narratives=(told,))
    )


@given(LINES, LINES, COUNTS)
def test_a_pushed_section_holds_what_was_stated_and_nothing_that_was_claimed_before(
    held: dict[LineKey, Line], stated: dict[LineKey, Line], computed: dict[LineKey, int | None]
) -> None:
    mine = [line for key, line in stated.items() if key.unit == "A"]
    after = replaced(held, computed, units={"A"}, stated=mine, required={"must"})

    inside = {key: line for key, line in after.items() if key.unit == "A"}
    assert {key: line for key, line in after.items() if key.unit == "B"} == {
        key: line for key, line in held.items() if key.unit == "B"
    }
    assert {line.key: line for line in mine}.items() <= inside.items()
    emptied = inside.keys() - {line.key for line in mine}
    assert all(inside[key] == Line(key=key) and key.indicator == "must" and key in held for key in emptied)


@given(LINES, COUNTS)
def test_what_the_records_fill_and_must_be_there_never_disappears(
    held: dict[LineKey, Line], computed: dict[LineKey, int | None]
) -> None:
    after = replaced(held, computed, units={"A", "B"}, stated=[], required={"must"})

    assert after.keys() == {key for key in held if key.indicator == "must"}


def test_two_pushes_differ_in_what_is_named() -> None:
    line = Line(key=KEYS[0], claimed=1)
    before = pushed(line)

    assert difference(before, pushed(line), TERMS) == ("", "")
    assert "甲市 · must（1 → 2）" in difference(before, pushed(Line(key=KEYS[0], claimed=2)), TERMS).zh
    assert "(1 -> no such line)" in difference(before, pushed(), TERMS).en
    assert (
        "(its reason -> another reason)"
        in difference(before, pushed(Line(key=KEYS[0], claimed=1, explanation="另")), TERMS).en
    )
    several = [Line(key=key, claimed=5) for key in KEYS[:5]]
    assert difference(before, pushed(*several), TERMS).zh.endswith("共5行")
    assert difference(before, pushed(line, submit=False), TERMS).en == "whether it is submitted"
    assert difference(before, pushed(line, units=("A", "B")), TERMS).zh == "分节单位"
    assert difference(before, pushed(line, text="有"), TERMS).zh == "文字材料"


def test_only_the_pushed_sections_are_compared_with_the_version_that_stands() -> None:
    mine, other = Line(key=KEYS[0], claimed=1), Line(key=KEYS[-1], claimed=2)
    said = pushed(mine)
    whole = Content(obligation="o", definition="d", lines=(mine, other), narratives=said.content.narratives)

    assert same_sections(whole, said)
    assert not same_sections(whole, pushed(mine, units=("A", "B")))
    assert not same_sections(whole, pushed(mine, text="有"))


def test_an_amendment_changes_only_what_may_be_amended() -> None:
    before, after = Line(key=KEYS[0], claimed=1), Line(key=KEYS[0], claimed=2)
    moved = changes([before], [after])

    assert out_of_grant(moved, {KEYS[0]}, TERMS) is None
    refused = out_of_grant(moved, {KEYS[1]}, TERMS)
    assert refused is not None and (refused.code, refused.rule) == ("OUT_OF_SCOPE", "A10") and "甲市" in refused.zh


def test_a_key_is_a_text_of_some_length() -> None:
    assert keyed("611000-2026-Q3") is None
    assert [one.code for one in map(keyed, (None, " ", "长" * 201)) if one is not None] == [
        "MISSING_FIELD",
        "MISSING_FIELD",
        "VALUE_WRONG",
    ]
