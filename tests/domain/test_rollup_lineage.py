"""What becomes of a key, what may explain a difference, and how texts of two versions differ."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as some

from hub.domain.rollup_diff import ChangeKind, Told, text_changes
from hub.domain.rollup_explain import Signs, suggestions
from hub.domain.rollup_lineage import Clues, TraceState, trace_state
from hub.domain.rollup_words import ReasonCode
from hub.domain.term import Title

DOWN = (Title("测试系统中断", "a test system is down"),)
_TEXTS = some.lists(
    some.builds(
        Told,
        id=some.uuids().map(str),
        unit=some.sampled_from(["611000", "611026"]),
        indicator=some.sampled_from(["good-experience", "good-practice"]),
        theme=some.just("联动"),
        heading=some.sampled_from(["一", "二"]),
        text=some.sampled_from(["甲", "乙"]),
    ),
    max_size=6,
)


def test_a_key_stands_where_the_last_of_its_steps_left_it() -> None:
    names = ("landed", "waits_in_quarantine", "linked", "withdrawn", "counted")
    for values in product((False, True), repeat=len(names)):
        clues = Clues(**dict(zip(names, values, strict=True)))
        state = trace_state(clues)
        if clues.linked:
            assert state in (TraceState.COUNTED, TraceState.HELD, TraceState.WITHDRAWN)
            assert (state is TraceState.WITHDRAWN) == clues.withdrawn
        else:
            assert state in (TraceState.QUARANTINED, TraceState.LANDED, TraceState.UNKNOWN)
            assert (state is TraceState.QUARANTINED) == clues.waits_in_quarantine


def codes(signs: Signs) -> list[ReasonCode]:
    return [one.code for one in suggestions(signs)]


def test_only_what_something_speaks_for_is_suggested() -> None:
    assert codes(Signs(difference=0, late=3, down=DOWN)) == []
    assert codes(Signs(difference=-1)) == [ReasonCode.OTHER]
    assert codes(Signs(difference=2, late=1, pending=1)) == [ReasonCode.LATE_SYNC]
    assert codes(Signs(difference=3, late=1, down=DOWN)) == [
        ReasonCode.SOURCE_DOWN,
        ReasonCode.LATE_SYNC,
        ReasonCode.PAPER_ONLY,
    ]
    assert codes(Signs(difference=1, pending=1, left_out=2, other_period=1, joint=1)) == [
        ReasonCode.LATE_SYNC,
        ReasonCode.WRONG_PERIOD,
        ReasonCode.DEFINITION_DIFFERENCE,
        ReasonCode.JOINT_ATTRIBUTION,
    ]
    assert codes(Signs(difference=-1, alike=1, joint=2, late=5)) == [
        ReasonCode.DUPLICATE,
        ReasonCode.JOINT_ATTRIBUTION,
    ]


def test_what_speaks_for_a_reason_is_told_with_its_numbers_in_both_languages() -> None:
    (down, late, paper) = suggestions(Signs(difference=9, late=4, pending=2, down=DOWN))
    assert "测试系统中断" in down.why.zh and "a test system is down" in down.why.en
    assert "可补4" in late.why.zh and "2条" in late.why.zh and "add 4" in late.why.en
    assert paper.why.zh.startswith("有3在系统中") and paper.why.en.startswith("3 are")


@given(_TEXTS, _TEXTS)
def test_differences_of_texts_turn_the_one_version_into_the_other(before: list[Told], after: list[Told]) -> None:
    changes = text_changes(before, after)
    kinds = {one.kind for one in changes}
    assert kinds <= set(ChangeKind)
    left = {one.id for one in before} - {one.before.id for one in changes if one.before is not None}
    came = [one.after.id for one in changes if one.after is not None]
    kept = [one for one in before if one.id in left]
    assert len(kept) + len(came) == len(after)
    assert sorted(one.text for one in after) == sorted(
        [*(one.text for one in kept), *(one.after.text for one in changes if one.after is not None)]
    )
    turned = text_changes(after, before)
    assert [(one.before, one.after) for one in changes] == [(one.after, one.before) for one in turned]


@given(_TEXTS)
def test_a_version_does_not_differ_from_itself(texts: list[Told]) -> None:
    assert text_changes(texts, texts) == ()
