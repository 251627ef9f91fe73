"""Which reasons a difference between a claim and the records may have, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.domain.rollup_words import ReasonCode
from hub.domain.term import Title


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What the hub knows that may explain a line; all numbers are in the unit of the line."""

    difference: int
    """Claimed less computed."""
    pending: int = 0
    """Rows of the section and kind that wait in quarantine."""
    late: int = 0
    """Credited by records that came after the watermark."""
    other_period: int = 0
    """Credited by records that came within the period and are dated in the one before or after it."""
    left_out: int = 0
    """Credited by records of the period that the indicator's conditions leave out."""
    alike: int = 0
    """Computed records that say the same as another one of the same studio and day."""
    joint: int = 0
    """Computed records that others are credited with as well."""
    down: Sequence[Title] = ()
    """Systems of the section that are held up, each with why."""

    @property
    def covered(self) -> int:
        """How much of a claim beyond the records those that wait or came late would cover."""
        return self.pending + self.late


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A reason code that may be given, and what speaks for it."""

    code: ReasonCode
    why: Title


def suggestions(signs: Signs) -> tuple[Suggestion, ...]:
    """The reasons that something speaks for, the likeliest first; OTHER, in words, where nothing does."""
    if signs.difference == 0:
        return ()
    found = _claimed_more(signs) if signs.difference > 0 else _claimed_less(signs)
    return tuple(found) or (Suggestion(code=ReasonCode.OTHER, why=_OTHER),)


def _claimed_more(signs: Signs) -> list[Suggestion]:
    found = [_down(signs.down)] if signs.down else []
    if signs.covered:
        found.append(_suggest(ReasonCode.LATE_SYNC, _LATE, late=signs.late, pending=signs.pending))
    if signs.other_period:
        found.append(_suggest(ReasonCode.WRONG_PERIOD, _OTHER_PERIOD, number=signs.other_period))
    if signs.left_out:
        found.append(_suggest(ReasonCode.DEFINITION_DIFFERENCE, _LEFT_OUT, number=signs.left_out))
    if signs.joint:
        found.append(_suggest(ReasonCode.JOINT_ATTRIBUTION, _JOINT, number=signs.joint))
    missing = signs.difference - signs.covered
    if missing > 0:
        found.append(_suggest(ReasonCode.PAPER_ONLY, _PAPER, number=missing))
    return found


def _claimed_less(signs: Signs) -> list[Suggestion]:
    found: list[Suggestion] = []
    if signs.alike:
        found.append(_suggest(ReasonCode.DUPLICATE, _ALIKE, number=signs.alike))
    if signs.joint:
        found.append(_suggest(ReasonCode.JOINT_ATTRIBUTION, _JOINT, number=signs.joint))
    return found


def _down(systems: Sequence[Title]) -> Suggestion:
    zh, en = "；".join(one.zh for one in systems), "; ".join(one.en for one in systems)
    return Suggestion(code=ReasonCode.SOURCE_DOWN, why=Title(f"来源系统异常：{zh}", f"a system is held up: {en}"))


def _suggest(code: ReasonCode, why: Title, **numbers: int) -> Suggestion:
    return Suggestion(code=code, why=Title(why.zh.format(**numbers), why.en.format(**numbers)))


_LATE = Title(
    "数据时点之后到达的记录可补{late}，隔离待处理的数据有{pending}条；处理后重新计算即可",
    "records that came after the watermark add {late}, and {pending} rows wait in quarantine: settle and recompute",
)
_OTHER_PERIOD = Title(
    "本期内到达、但日期属于相邻期次的记录可补{number}；请核对日期",
    "records that came within the period and are dated in the one beside it would add {number}: check their dates",
)
_LEFT_OUT = Title(
    "本期记录中按指标口径未计入的有{number}；请核对口径",
    "records of the period that the indicator's conditions leave out come to {number}: check what it counts",
)
_JOINT = Title(
    "计入的记录中有{number}条为联合活动，其他单位也计入；请核对归属",
    "{number} of the records are joint and credited to others too: check to whom they are attributed",
)
_PAPER = Title(
    "有{number}在系统中没有任何记录；若仅有纸质记录，请补录",
    "{number} are on no record of the hub: if they are on paper only, add them by hand",
)
_ALIKE = Title(
    "计入的记录中有{number}条与同室同日的另一条内容相同，可能重复",
    "{number} of the records say the same as another one of the same studio and day: they may be there twice",
)
_OTHER = Title("系统未发现线索，请用文字说明", "the hub has no clue: explain it in words")
