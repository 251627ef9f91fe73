"""What a push of whole sections comes to: which lines stand afterwards, what hinders it, and how two pushes differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from hub.domain.command import Refusal, needed
from hub.domain.rollup_digest import Change, Content, Line, LineKey, Narrative, changes
from hub.domain.rollup_facts import Terms
from hub.domain.rollup_findings import Validation
from hub.domain.rollup_words import ValueKind, VersionStatus
from hub.domain.term import Title

LONGEST_KEY = 200
_NAMED = 3
_KEPT = 200


@dataclass(frozen=True, kw_only=True)
class Pushed:
    """All that a push says: of which sections, and whether it is to be submitted."""

    units: tuple[str, ...]
    submit: bool
    content: Content

    @property
    def operation(self) -> str:
        """What is asked, as it goes into the fingerprint: a draft and a submission are not the same request."""
        return "PushRollup:submit" if self.submit else "PushRollup:save"


def keyed(key: str | None) -> Refusal | None:
    """Why a push cannot be known again: it has no key, or one that is too long."""
    if key is None or not key.strip():
        return needed("幂等键（每次推送自定，重试不变）", "a key of this push, the same on retry", at="requestKey")
    if len(key) <= LONGEST_KEY:
        return None
    return Refusal(
        code="VALUE_WRONG",
        zh=f"幂等键最长 {LONGEST_KEY} 个字符，请缩短",
        en=f"a key has {LONGEST_KEY} letters at most; shorten it",
        at="requestKey",
    )


def replaced(
    held: Mapping[LineKey, Line],
    computed: Mapping[LineKey, int | None],
    *,
    units: Collection[str],
    stated: Sequence[Line],
    required: Collection[str],
) -> dict[LineKey, Line]:
    """The lines after sections were pushed whole (I3); `required` are the indicators that must be there.

    Of what is not stated, a required line stays without its claim, so that it blocks, where the records give
    something for it or where nothing at all is stated of its indicator; any other line is gone.
    """
    told = {(one.key.unit, one.key.indicator) for one in stated}
    given = {one.key: one for one in stated}
    after: dict[LineKey, Line] = {}
    for key, line in held.items():
        if key.unit not in units:
            after[key] = line
        elif key in given:
            after[key] = given[key]
        elif key.indicator in required and (computed.get(key) or (key.unit, key.indicator) not in told):
            after[key] = Line(key=key)
    return after | given


def altered(before: Mapping[LineKey, Line], after: Mapping[LineKey, Line]) -> tuple[Change, ...]:
    """The lines that a push changes, takes away or brings."""
    return changes(before.values(), after.values())


def out_of_sections(pushed: Pushed, terms: Terms) -> Refusal | None:
    """Why what is pushed does not fit the sections that it names."""
    if not pushed.units:
        return needed("要推送的分节单位", "the sections that are pushed", at="input.units")
    for number, unit in enumerate(pushed.units):
        if unit not in terms.units:
            return Refusal(
                code="UNIT_FOREIGN",
                zh=f"“{unit}”不是本期报表的分节单位，请核对代码",
                en=f"{unit} has no section in this report; check its code",
                at=f"input.units.{number}",
                rule="R-103",
            )
    outside = [
        *((f"input.lines.{number}", one.key.unit) for number, one in enumerate(pushed.content.lines)),
        *((f"input.narratives.{number}", one.unit) for number, one in enumerate(pushed.content.narratives)),
    ]
    for at, unit in outside:
        if unit in terms.units and unit not in pushed.units:
            return Refusal(
                code="UNIT_NOT_PUSHED",
                zh=f"“{unit}”不在本次推送的分节（units）之内，请补入 units 或删去此项",
                en=f"{unit} is none of the sections that this push names; add it to units or leave this out",
                at=at,
                rule="I3",
            )
    return None


def out_of_grant(changed: Sequence[Change], scope: Collection[LineKey], terms: Terms) -> Refusal | None:
    """Why an amendment cannot be pushed: it would change lines that may not be amended (A10)."""
    beyond = [one.key for one in changed if one.key not in scope]
    if not beyond:
        return None
    return Refusal(
        code="OUT_OF_SCOPE",
        zh=f"有{len(beyond)}行不在获准修订的范围内，须与已接受的版本一致：{_few(terms.name(one).zh for one in beyond)}",
        en=f"{len(beyond)} lines lie outside what may be amended and must be as they were accepted: "
        f"{_few(terms.name(one).en for one in beyond)}",
        at="input.lines",
        rule="A10",
    )


def stands(number: int, status: VersionStatus) -> Refusal:
    """Why other content than that of the version that stands cannot be pushed (I1)."""
    return Refusal(
        code="VERSION_STANDS",
        zh=f"第{number}版已报送在案（{status.title_zh}），本次推送与其内容不同；如需更正，请先撤回、等待退回或申请修订",
        en=f"version {number} stands ({status.value}) and says something else; withdraw it, wait until it is returned, "
        "or ask for leave to amend it",
        rule="I1",
    )


def same_sections(content: Content, pushed: Pushed) -> bool:
    """Whether a version says of the pushed sections just what the push says."""
    lines = [one for one in content.lines if one.key.unit in pushed.units]
    texts = [one for one in content.narratives if one.unit in pushed.units]
    return not changes(lines, pushed.content.lines) and _told(texts) == _told(pushed.content.narratives)


def reused(before: Pushed, after: Pushed, terms: Terms) -> Refusal:
    """The answer to a key under which something else came before: in what the two differ."""
    zh, en = difference(before, after, terms)
    return Refusal(
        code="IDEMPOTENCY_KEY_REUSED",
        zh=f"该幂等键已用于另一次推送，两次内容不同：{zh}。内容有变的，请换用新的键",
        en=f"this key was used for another push, which differs: {en}. Use a new key for new content",
        at="requestKey",
        rule="behaviour §2a",
    )


def difference(before: Pushed, after: Pushed, terms: Terms) -> Title:
    """In what two pushes differ, the first few lines by name."""
    found: list[Title] = []
    if before.content.obligation != after.content.obligation:
        found.append(Title("报送义务（报表、期次或单位）", "the report, the period or the body"))
    if before.submit is not after.submit:
        found.append(Title("是否一并报送", "whether it is submitted"))
    if set(before.units) != set(after.units):
        found.append(Title("分节单位", "the sections"))
    moved = changes(before.content.lines, after.content.lines)
    found += [_moved(one, terms) for one in moved[:_NAMED]]
    if len(moved) > _NAMED:
        found.append(Title(f"共{len(moved)}行", f"{len(moved)} lines in all"))
    if _told(before.content.narratives) != _told(after.content.narratives):
        found.append(Title("文字材料", "what is told in words"))
    return Title("；".join(one.zh for one in found), "; ".join(one.en for one in found))


def findings_told(found: Validation) -> list[str]:
    """What hinders a version, in both languages, at most so much that a push can be read again."""
    hindering = [*found.blocks, *found.unanswered]
    told = [f"{one.severity.value} {one.code}: {one.message.zh} / {one.message.en}" for one in hindering[:_KEPT]]
    left = len(hindering) - len(told)
    return (
        [*told, f"另有{left}项，见该版本的校验结论 / {left} more among the findings of the version"] if left else told
    )


def awaits(found: Validation, who: Title) -> list[str]:
    """What is to be done where somebody else has to submit (two-person rule)."""
    if found.status is not VersionStatus.VALIDATED:
        return findings_told(found)
    return [
        f"已保存并通过校验。本报表须由最后编辑人以外的人员报送：请本单位另一{who.zh}人员用 submitRollup 报送"
        f" / saved and validated; somebody other than who edited it last submits it by submitRollup ({who.en})"
    ]


def refused_told(refusal: Refusal) -> list[str]:
    """A refusal as it is kept with its push."""
    return [f"{refusal.code}: {refusal.zh} / {refusal.en}"]


def _moved(change: Change, terms: Terms) -> Title:
    name = terms.name(change.key)
    before, after = _value(change.before), _value(change.after)
    if before == after:
        before, after = Title("原说明", "its reason"), Title("新说明", "another reason")
    return Title(f"{name.zh}（{before.zh} → {after.zh}）", f"{name.en} ({before.en} -> {after.en})")


def _value(line: Line | None) -> Title:
    if line is None:
        return Title("无此行", "no such line")
    if line.value_kind is not ValueKind.NUMBER:
        return line.value_kind.titles
    return Title("未填", "empty") if line.claimed is None else Title(str(line.claimed), str(line.claimed))


def _told(texts: Iterable[Narrative]) -> list[tuple[str, str, str, str]]:
    return sorted((one.unit, one.theme, one.title, one.text) for one in texts)


def _few(names: Iterable[str]) -> str:
    named = list(islice(names, _NAMED + 1))
    return "; ".join(named[:_NAMED]) + (" …" if len(named) > _NAMED else "")
