"""A joint activity as a source or a push tells it: whom it names, and what stays as it was first recorded (I5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hub.domain.command import Refusal, needed
from hub.domain.joint_activity import JointParty, NamedParty
from hub.domain.words import JointRule


@dataclass(frozen=True, kw_only=True)
class Joint:
    """Who held an activity together and how its persons are credited; fixed when it is recorded."""

    rule: JointRule
    parties: tuple[JointParty, ...]


def told_together(parties: Sequence[NamedParty], rule: JointRule | None) -> Refusal | None:
    """What is wrong where a row tells only one of the two: parties and the rule go together."""
    if parties and rule is None:
        return needed("共同活动计法", "the rule by which persons are credited", at="input.jointRule", rule="I5")
    if rule is not None and not parties:
        return needed("共同活动参与方", "the parties of the joint activity", at="input.parties", rule="I5")
    return None


def unchanged(
    held: Joint | None,
    *,
    studio: tuple[str, str],
    parties: Sequence[JointParty] | None,
    rule: JointRule | None,
    rule_told: bool,
) -> Refusal | None:
    """What is wrong with a later row: parties and rule stay as they are, be it that there are none.

    `studio` are the studios that held it by our row and by this one; what the row does not tell is as it was.
    """
    known = () if held is None else held.parties
    moved = held is not None and studio[0] != studio[1]
    if moved or (parties is not None and _who(parties) != _who(known)):
        return Refusal(
            code="PARTIES_FIXED",
            zh="参与方自登记起固定，不得增减、更换或改变份额；确有错误的，请在来源删除后以新编号重新登记",
            en="the parties are fixed when an activity is recorded; if they were wrong, withdraw it and record it anew "
            "under another key",
            at="input.parties",
            rule="I5",
        )
    if rule_told and rule is not (None if held is None else held.rule):
        return Refusal(
            code="JOINT_RULE_FIXED",
            zh="共同活动计法自登记起固定，不得更改；确有错误的，请在来源删除后以新编号重新登记",
            en="the rule of a joint activity is fixed when it is recorded; if it was wrong, withdraw the activity and "
            "record it anew under another key",
            at="input.jointRule",
            rule="I5",
        )
    return None


def led_by_another(name: str, *, at: str) -> Refusal:
    """Only the studio that led an activity has it recorded, once; the others are credited by that record."""
    return Refusal(
        code="LED_BY_ANOTHER",
        zh=f"牵头方“{name}”不是本行的工作室；共同活动只由牵头工作室登记一次，请勿重复填报",
        en=f"{name} leads and is not the studio of this row; a joint activity is recorded once, by the studio that led",
        at=at,
        rule="A-05",
    )


def may_be_several(key: str, *, at: str) -> Refusal:
    """A key that stands for more than one studio or body names none."""
    return Refusal(
        code="PARTY_AMBIGUOUS",
        zh=f"“{key}”可指多个参与方，请改用本系统标识或政协代码",
        en=f"{key} may mean several; use the identifier here or the code of the body",
        at=at,
        rule="A-14",
    )


def _who(parties: Sequence[JointParty]) -> Counter[tuple[str, str, int | None]]:
    return Counter((one.role.value, one.studio_id or one.body_id or one.name, one.share) for one in parties)
