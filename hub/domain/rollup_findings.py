"""What is found in a version before it is submitted, by the same rules for a rehearsal and for the act (A4, A5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hub.domain.command import Refusal
from hub.domain.receipt import DigestAlgorithm
from hub.domain.rollup_digest import Content, Line, LineKey, digest
from hub.domain.rollup_facts import Grant, Stamp, Terms
from hub.domain.rollup_reconcile import Evidence, Outcome, reconcile
from hub.domain.rollup_words import IndicatorSource, ReasonCode, Severity, ValueKind, VersionStatus
from hub.domain.term import Title

NO_EVIDENCE = Evidence()
_TWICE = ("LINE_TWICE", "I3", Title("同一项填报了两次", "it is there twice"))


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something found in a version; one about no line is answered where the definition's rule says so."""

    code: str
    severity: Severity
    message: Title
    key: LineKey | None = None
    rule: str | None = None
    answered: bool = False

    @property
    def hinders(self) -> bool:
        """Whether the version cannot be submitted because of it."""
        return self.severity is Severity.BLOCK or (self.severity is Severity.EXPLAIN and not self.answered)


@dataclass(frozen=True, kw_only=True)
class Validation:
    """What a validation comes to: the findings, and the stamp of what was looked at."""

    findings: tuple[Finding, ...]
    stamp: Stamp

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What must be corrected."""
        return tuple(one for one in self.findings if one.severity is Severity.BLOCK)

    @property
    def unanswered(self) -> tuple[Finding, ...]:
        """What must be explained and is not."""
        return tuple(one for one in self.findings if one.severity is not Severity.BLOCK and one.hinders)

    @property
    def status(self) -> VersionStatus:
        """The state that it leaves the version in."""
        hindered = any(one.hinders for one in self.findings)
        return VersionStatus.DRAFT if hindered else VersionStatus.VALIDATED


def validate(
    content: Content,
    evidence: Mapping[LineKey, Evidence],
    terms: Terms,
    *,
    watermark: str,
    algorithm: DigestAlgorithm,
    more: Sequence[Finding] = (),
) -> Validation:
    """Look through a version without changing anything; `more` are findings of the definition's own rules."""
    lines = sorted(content.lines, key=lambda one: one.key)
    found = [
        *_absent(content, terms),
        *(one for line in lines for one in _in_line(line, evidence.get(line.key, NO_EVIDENCE), terms)),
        *more,
    ]
    stamp = Stamp(digest=digest(content, algorithm), rules_digest=terms.rules_digest, watermark=watermark)
    return Validation(findings=tuple(found), stamp=stamp)


def outcome(line: Line, evidence: Evidence, terms: Terms) -> Outcome:
    """How a line stands to the records; a figure stated by hand has none."""
    indicator = terms.indicators[line.key.indicator]
    known = evidence if indicator.source is IndicatorSource.FACT else NO_EVIDENCE
    return reconcile(line.value_kind, line.claimed, known, indicator.tolerance)


def is_explained(line: Line) -> bool:
    """Whether a difference is answered: by a reason, and in words where the reason is OTHER."""
    if line.reason_code is None:
        return False
    return line.reason_code is not ReasonCode.OTHER or bool((line.explanation or "").strip())


def _absent(content: Content, terms: Terms) -> Iterator[Finding]:
    """A version is a full snapshot: what is not there is not `unchanged` (I3)."""
    there = Counter(one.key for one in content.lines)
    for key in sorted(terms.required - there.keys()):
        yield _block("LINE_ABSENT", terms.name(key), "缺少此必填项，请填写数字，或注明不适用、未知及原因",
                     "this line is missing: give a number, or why there is none", key=key)  # fmt: skip
    for key in sorted(key for key, times in there.items() if times > 1):
        yield _block(
            "LINE_TWICE", terms.name(key), "同一项填报了多次，请只保留一项", "this line is there twice", key=key
        )
    told = {(one.unit, one.theme) for one in content.narratives if one.text.strip()}
    for unit, theme in sorted(terms.narratives - told):
        name = Title(*[f"{terms.units.get(unit, unit)} · {theme}"] * 2)
        yield _block("NARRATIVE_ABSENT", name, "缺少文字材料，确无内容的请注明“无”",
                     "this text is missing; write that there is nothing, if so")  # fmt: skip


def _in_line(line: Line, evidence: Evidence, terms: Terms) -> Iterator[Finding]:
    name, key = terms.name(line.key), line.key
    if key.unit not in terms.units or key.indicator not in terms.indicators:
        yield _block("LINE_FOREIGN", name, "不属于本期报表的单位或指标，请删除此项",
                     "this unit or indicator is not part of the report; remove the line", key=key)  # fmt: skip
        return
    wrong = misfit(line)
    if wrong is not None:
        yield _block("VALUE_WRONG", name, *wrong, key=key)
        return
    if line.value_kind is ValueKind.NUMBER and line.claimed is None:
        yield _block("LINE_EMPTY", name, "尚未填写，请填写数字，或注明不适用、未知及原因",
                     "nothing is stated yet: give a number, or why there is none", key=key)  # fmt: skip
        return
    found = outcome(line, evidence, terms)
    if found.severity is not None and found.todo is not None:
        yield Finding(
            code=found.status.value,
            severity=found.severity,
            message=_said(name, *found.todo),
            key=key,
            rule="behaviour §2a",
            answered=is_explained(line),
        )


def misfit(line: Line) -> Title | None:
    """What is wrong with a value in itself; a number that is still to be filled in is not wrong yet."""
    if line.value_kind is ValueKind.NUMBER:
        if line.claimed is not None and line.claimed < 0:
            return Title("数字不得为负数，请更正", "a number is never below nought; correct it")
        return None
    if line.claimed is not None:
        return Title("注明不适用或未知的，不得同时填写数字", "what does not apply or is not known has no number")
    if not (line.reason or "").strip():
        return Title("注明不适用或未知的，须写明原因", "say why it does not apply or is not known")
    return None


def misplaced(lines: Sequence[Line], terms: Terms, grant: Grant | None) -> Refusal | None:
    """Why lines cannot be written: not of this report, out of the grant, wrong in themselves, or given twice."""
    seen: set[LineKey] = set()
    for number, line in enumerate(lines):
        wrong = _line_wrong(line, terms, grant) or (_TWICE if line.key in seen else None)
        if wrong is not None:
            code, rule, said = wrong
            name = terms.name(line.key)
            return Refusal(
                code=code, zh=f"{name.zh}：{said.zh}", en=f"{name.en}: {said.en}", at=f"input.lines.{number}", rule=rule
            )
        seen.add(line.key)
    return None


def _line_wrong(line: Line, terms: Terms, grant: Grant | None) -> tuple[str, str, Title] | None:
    if line.key.unit not in terms.units or line.key.indicator not in terms.indicators:
        return "LINE_FOREIGN", "R-103", Title("不属于本期报表的单位或指标", "it is not part of this report")
    if grant is not None and line.key not in grant.scope:
        return "OUT_OF_SCOPE", "A10", Title("不在获准修订的范围内", "it lies outside what may be amended")
    wrong = misfit(line)
    return None if wrong is None else ("VALUE_WRONG", "I3", wrong)


def summary(findings: Iterable[Finding]) -> Mapping[Severity, int]:
    """How many findings there are of each severity, for the receipt."""
    counted = Counter(one.severity for one in findings)
    return {severity: counted[severity] for severity in Severity}


def _block(code: str, name: Title, zh: str, en: str, *, key: LineKey | None = None) -> Finding:
    return Finding(code=code, severity=Severity.BLOCK, message=_said(name, zh, en), key=key, rule="I3")


def _said(name: Title, zh: str, en: str) -> Title:
    return Title(f"{name.zh}：{zh}", f"{name.en}: {en}")
