"""The dossier of an assessment: what was met, what is missing, what data are missing and whose gap it is (W5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hub.domain.dossier_counts import Tally, is_counted, tally
from hub.domain.dossier_facts import Book, Demands, Line, Named, Place, Quota, StudioYear
from hub.domain.dossier_periods import Standing, Stretch, standing, stretches
from hub.domain.dossier_words import asked, counted_text, joined, members_text, short_of, short_people
from hub.domain.registry_words import FindingResult
from hub.domain.standard_words import Combinator, QuotaSubject

MET, VIOLATED, UNKNOWN = FindingResult.MET, FindingResult.VIOLATED, FindingResult.UNKNOWN
NOT_APPLICABLE, INFO = FindingResult.NOT_APPLICABLE, FindingResult.INFO

_WORST_FIRST = (VIOLATED, UNKNOWN, MET)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """One period of one quota or group: its result, what was found, what is missing."""

    result: FindingResult
    found: str
    missing: str | None = None


def dossier(year: StudioYear, demands: Demands) -> tuple[Line, ...]:
    """Every line, the studio's own standards first; adding work never turns what is met into what is violated."""
    lines: list[Line] = []
    for book in demands.books:
        lines += (_in_book(line, book) for line in (*_quotas(book, year), *_standards(book, year)))
    return (*lines, *(_unheld(one, year) for one in year.findings), *_notes(year, demands))


def _quotas(book: Book, year: StudioYear) -> Iterator[Line]:
    done: set[str] = set()
    for quota in book.quotas:
        if quota.period is None or quota.subject is QuotaSubject.BODY:
            continue
        if quota.combinator is Combinator.AND or quota.group is None:
            yield _line((quota,), book, year)
        elif quota.group not in done:
            done.add(quota.group)
            alternatives = tuple(one for one in book.quotas if one.group == quota.group)
            yield _line(alternatives, book, year)


def _line(rules: Sequence[Quota], book: Book, year: StudioYear) -> Line:
    """The line of one quota, or of a group of which one suffices."""
    first = rules[0]
    key = first.key if len(rules) == 1 or first.group is None else first.group
    expected = asked(rules)
    if first.applies_to is not None and first.applies_to not in (year.name, year.platform_kind):
        found = f"仅适用于{first.applies_to}"
        return Line(key=key, result=NOT_APPLICABLE, expected=expected, found=found, place=first.place)
    if first.period is None or not all(is_counted(one) for one in rules):
        return Line(
            key=key,
            result=UNKNOWN,
            expected=expected,
            found="无此项记录",
            missing="须由人员核实",
            gap_owner=year.name,
            place=first.place,
        )
    judge = _of_members if first.subject is QuotaSubject.MEMBER else _of_studio
    parts = [(one, judge(rules, book, year, one)) for one in stretches(first.period, year.year)]
    result = _worst([seen.result for _, seen in parts])
    return Line(
        key=key,
        result=result,
        expected=expected,
        found=joined((one.label, seen.found) for one, seen in parts),
        missing=joined((one.label, seen.missing) for one, seen in parts if seen.missing) or None,
        gap_owner=_gap_owner(result, [seen for _, seen in parts], year),
        place=first.place,
    )


def _of_studio(rules: Sequence[Quota], book: Book, year: StudioYear, stretch: Stretch) -> _Seen:
    tallies = [tally(one, year, stretch, platforms=book.platforms) for one in rules]
    state = standing(stretch, rules[0], book, year)
    result = _judged(rules, tallies, state, year)
    found = counted_text(rules, tallies, state)
    if result in (MET, NOT_APPLICABLE):
        return _Seen(result=result, found=found)
    return _Seen(result=result, found=found, missing=short_of(rules, tallies))


def _of_members(rules: Sequence[Quota], book: Book, year: StudioYear, stretch: Stretch) -> _Seen:
    """A quota of each member: judged for those who were resident all through the period."""
    quota = rules[0]
    state = standing(stretch, quota, book, year)
    whole = {one.who for one in year.residents if stretch.covered_by(one)}
    partly = {one.who for one in year.residents if stretch.touched_by(one)} - whole
    if state in (Standing.FULL, Standing.RUNNING, Standing.SEAT_UNDATED) and not whole | partly:
        return _Seen(result=UNKNOWN, found="未登记驻室委员", missing="驻室委员名单")
    tallies = {one: tally(quota, year, stretch, platforms=book.platforms, member=one) for one in sorted(whole)}
    results = [_judged(rules, [one], state, year) for one in tallies.values()]
    reached = sum(one.sure >= quota.minimum for one in tallies.values())
    found = members_text(len(whole), reached, len(partly), sum(tallies.values(), Tally()), state)
    result = _worst(results)
    if result in (MET, NOT_APPLICABLE):
        return _Seen(result=result, found=found)
    return _Seen(result=result, found=found, missing=short_people(len(whole) - reached))


def _judged(rules: Sequence[Quota], tallies: Sequence[Tally], state: Standing, year: StudioYear) -> FindingResult:
    if state in (Standing.BEFORE, Standing.PART, Standing.OFFLINE_ONLY):
        return NOT_APPLICABLE
    if _reached(rules, [one.sure for one in tallies]):
        return MET
    may_be = _reached(rules, [one.sure + one.open for one in tallies])
    return UNKNOWN if may_be or state is not Standing.FULL or year.holds else VIOLATED


def _reached(rules: Sequence[Quota], counts: Sequence[int]) -> bool:
    """Whether one of the rules is met alone, or all of them together (A-29: they are added up)."""
    alone = any(count >= one.minimum for one, count in zip(rules, counts, strict=True))
    return alone or sum(counts) >= max(one.minimum for one in rules)


def _worst(results: Sequence[FindingResult]) -> FindingResult:
    return next((one for one in _WORST_FIRST if one in results), NOT_APPLICABLE)


def _gap_owner(result: FindingResult, parts: Sequence[_Seen], year: StudioYear) -> str | None:
    """Whose gap it is: of those whose data are held up where that is why nothing can be told, else the studio's."""
    if result is UNKNOWN and year.holds and any(one.missing for one in parts):
        return _holders(year)
    return year.name if result in (VIOLATED, UNKNOWN) else None


def _holders(year: StudioYear) -> str:
    return "、".join(dict.fromkeys(f"{hold.body}（{hold.source}）" for hold in year.holds))


def _unheld(line: Line, year: StudioYear) -> Line:
    """A finding on the studio's make-up; while data are held up it is no violation either."""
    if line.result is not VIOLATED or not year.holds:
        return line
    return replace(line, result=UNKNOWN, missing="未决数据", gap_owner=_holders(year))


def _standards(book: Book, year: StudioYear) -> Iterator[Line]:
    """Named standards, unless a finding tells how the studio stands by them."""
    told = {one.key for one in year.findings}
    for named in (one for one in book.standards if one.label not in told):
        yield Line(
            key=named.label,
            result=UNKNOWN,
            expected=_standard_text(named),
            found="文件未列明条目" if not named.items_known else "无逐项结论",
            missing="各项内容" if not named.items_known else "逐项核实结论",
            gap_owner=book.body,
            place=named.place,
        )


def _standard_text(named: Named) -> str:
    return f"{named.label}：{'、'.join(named.items)}" if named.items_known and named.items else named.label


def _notes(year: StudioYear, demands: Demands) -> Iterator[Line]:
    """What the committee should know beside what is judged: satisfaction, years without assessment, data held up."""
    told = year.satisfaction
    yield Line(
        key="satisfaction",
        result=INFO,
        expected="群众满意情况",
        found=f"满意{told.satisfied}件，不满意{told.dissatisfied}件，未登记{told.not_said}件",
        # Only the text that also says what a failure brings makes it the yardstick.
        place=Place(rule="R-110" if demands.thresholds.is_set else None),
    )
    if demands.assessing is not None:
        shifts = sum(one.count for one in year.shifts if one.attended)
        yield Line(
            key="members-duty",
            result=INFO,
            expected="结合委员年度考核",
            found=f"驻室委员{len({one.who for one in year.residents})}人，全年到岗值班{shifts}次",
            place=demands.assessing,
        )
    if year.unassessed:
        years = "、".join(f"{one}年" for one in year.unassessed)
        yield Line(
            key="unassessed-years",
            result=INFO,
            expected="每年考核一次",
            found=f"{years}未考核，不计也不清零",
            place=Place(rule="A-54"),
        )
    for hold in year.holds:
        yield Line(
            key="data-hold",
            result=UNKNOWN,
            expected="数据齐全",
            found=f"{hold.source}：{hold.why.zh}",
            missing="未决数据",
            gap_owner=hold.body,
            place=Place(rule="behaviour §3.5"),
        )


def _in_book(line: Line, book: Book) -> Line:
    """The line with the version it follows before its clause, since several versions may bind a studio (A-25)."""
    clause = f"{book.name} {line.place.clause or ''}".strip()
    return replace(line, place=replace(line.place, clause=clause))
