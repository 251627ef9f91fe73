"""The closed sets of reports and roll-ups: definitions, obligations, versions and lines (domain.md W4, §2.18)."""

from __future__ import annotations

from hub.domain.term import Term


class Cadence(Term):
    """How often a report is owed (R-100 to R-103, A-48)."""

    MONTH = "MONTH", "每月", "each month"
    QUARTER = "QUARTER", "每季度", "each quarter"
    YEAR = "YEAR", "每年", "each year"


class Owes(Term):
    """Who owes a report (R-100 to R-103)."""

    ROLLUP_UNIT = "ROLLUP_UNIT", "汇总单位", "each unit that reports to the province, for itself and its counties"
    STUDIO = "STUDIO", "委员工作室", "each studio"
    COMMITTEE = "COMMITTEE", "专门委员会", "each special committee that guides studios"
    BODY = "BODY", "政协组织", "the body whose own rules ask for it"


class FactKind(Term):
    """What kind of record an indicator counts (§2.7 to §2.13)."""

    ACTIVITY = "ACTIVITY", "履职活动", "activities"
    DUTY_SHIFT = "DUTY_SHIFT", "值班", "duty shifts"
    OPINION = "OPINION", "群众意见建议", "opinions of the public"
    OUTPUT = "OUTPUT", "履职成果", "outputs"
    STUDIO = "STUDIO", "委员工作室", "studios"


class Aggregation(Term):
    """How records become a figure (behaviour.md §2a)."""

    COUNT = "COUNT", "计数", "count of the records"
    COUNT_DISTINCT = "COUNT_DISTINCT", "去重计数", "count of distinct values of a column"
    SUM = "SUM", "求和", "sum of a column"


class IndicatorSource(Term):
    """Where a figure comes from (behaviour.md §2a)."""

    FACT = "FACT", "由记录计算", "computed from the records of the hub"
    NARRATIVE = "NARRATIVE", "文字材料", "told in words"
    MANUAL = "MANUAL", "人工填报", "stated by the reporting unit; the hub has no records of it"


class Severity(Term):
    """What a finding on a version asks for (behaviour.md §2a)."""

    BLOCK = "BLOCK", "必须改正", "cannot be submitted"
    EXPLAIN = "EXPLAIN", "须作说明", "can be submitted with an explanation"
    INFO = "INFO", "提示", "for information"


class RuleCheck(Term):
    """What a rule of a report checks in a version (behaviour.md §2a)."""

    REQUIRED_LINE = "REQUIRED_LINE", "必填项齐全", "every required line is there; an absent one never means unchanged"
    REASON_GIVEN = "REASON_GIVEN", "无数值须写明原因", "a value that does not apply or is not known has its reason"
    SECTION_HELD = "SECTION_HELD", "所辖县（市、区）齐全", "there is a section for each county"
    NARRATIVE_HELD = "NARRATIVE_HELD", "文字材料齐全", "every required part told in words is there"
    WHOLE_FIGURE = "WHOLE_FIGURE", "数值合规", "a number is not negative, and whole where it counts"
    PENDING_COVERS = "PENDING_COVERS", "待处理数据可解释", "more is claimed than computed; waiting rows would cover it"
    UNSUPPORTED = "UNSUPPORTED", "缺少依据", "more is claimed than all records together support"
    UNDERCLAIMED = "UNDERCLAIMED", "少报", "less is claimed than the records show"
    SHARED = "SHARED", "含联合活动", "a contributing activity is credited to others as well"
    UNVERIFIABLE = "UNVERIFIABLE", "无从核对", "the hub has no records to compare with"


class PeriodStatus(Term):
    """Whether versions can still be submitted for a period."""

    OPEN = "OPEN", "进行中", "open"
    CLOSED = "CLOSED", "已结清", "closed and published"


class ObligationStatus(Term):
    """Where an obligation stands (behaviour.md §2a)."""

    EXPECTED = "EXPECTED", "待报送", "expected, nothing done yet"
    IN_PROGRESS = "IN_PROGRESS", "填报中", "being prepared"
    RECEIVED = "RECEIVED", "已收到", "received, not yet accepted"
    ACCEPTED = "ACCEPTED", "已接受", "accepted"
    CLOSED = "CLOSED", "已结清", "closed with its period"
    OVERDUE = "OVERDUE", "逾期", "overdue, nothing received"
    MISSING = "MISSING", "缺报", "nothing was received until the end of the grace days"
    EXEMPT = "EXEMPT", "免报", "exempt, with a reason"


class VersionStatus(Term):
    """Where a version stands (behaviour.md §2a, transitions A1 to A12)."""

    DRAFT = "DRAFT", "草稿", "being drafted"
    VALIDATED = "VALIDATED", "已校验", "validated: it can be submitted as it is"
    SUBMITTED = "SUBMITTED", "已提交", "submitted; from here on it never changes"
    RECEIPTED = "RECEIPTED", "已签收", "received, with a receipt"
    RETURNED = "RETURNED", "已退回", "returned for correction"
    WITHDRAWN = "WITHDRAWN", "已撤回", "withdrawn before its review"
    ACCEPTED = "ACCEPTED", "已接受", "accepted"
    LOCKED = "LOCKED", "已锁定", "locked with its period"
    SUPERSEDED = "SUPERSEDED", "已被更新", "superseded by an accepted amendment"


class VersionKind(Term):
    """Why a version was made."""

    ORIGINAL = "ORIGINAL", "首次报送", "the first"
    CORRECTION = "CORRECTION", "退回更正", "corrects one that was returned or withdrawn"
    AMENDMENT = "AMENDMENT", "获准修订", "amends one that was accepted, within a grant"


class ValueKind(Term):
    """What a unit states in a line: a figure, or why there is none."""

    NUMBER = "NUMBER", "数值", "a number; nought is a number"
    NOT_APPLICABLE = "NOT_APPLICABLE", "不适用", "does not apply, with a reason"
    UNKNOWN = "UNKNOWN", "未知", "not known, with a reason"


class LineStatus(Term):
    """How a claimed figure stands to the records of the hub (behaviour.md §2a, reconciliation)."""

    MATCH = "MATCH", "一致", "claimed and computed agree"
    PENDING_COVERS = "PENDING_COVERS", "待处理数据可解释", "rows in quarantine or come late would cover the difference"
    UNSUPPORTED = "UNSUPPORTED", "缺少依据", "more is claimed than all records together support"
    UNDERCLAIMED = "UNDERCLAIMED", "少报", "less is claimed than the records show"
    SHARED = "SHARED", "含联合活动", "a contributing activity is credited to others as well"
    UNVERIFIABLE = "UNVERIFIABLE", "无从核对", "the hub has no records to compare with"


class ReasonCode(Term):
    """Why a claimed figure differs from the computed one (behaviour.md §2a)."""

    LATE_SYNC = "LATE_SYNC", "同步滞后", "records came or will come late"
    SOURCE_DOWN = "SOURCE_DOWN", "来源系统故障", "the source could not be read"
    PAPER_ONLY = "PAPER_ONLY", "仅有纸质记录", "recorded on paper only"
    DEFINITION_DIFFERENCE = "DEFINITION_DIFFERENCE", "口径不同", "counted by another definition"
    DUPLICATE = "DUPLICATE", "重复记录", "a record is there twice"
    WRONG_PERIOD = "WRONG_PERIOD", "期次有误", "a record is dated in another period"
    JOINT_ATTRIBUTION = "JOINT_ATTRIBUTION", "联合活动归属", "a joint activity is attributed differently"
    OTHER = "OTHER", "其他", "another reason, told in words"


class PushOutcome(Term):
    """What became of a push under an idempotency key (behaviour.md §2a)."""

    ACCEPTED = "ACCEPTED", "已受理", "taken in"
    AWAITS_SIGNER = "AWAITS_SIGNER", "待他人报送", "saved and validated; somebody else of the unit submits it"
    DUPLICATE = "DUPLICATE", "重复推送", "the same content had come before; its receipt is given again"
    REFUSED = "REFUSED", "未受理", "refused; the push and its findings are kept"
    KEY_REUSED = "KEY_REUSED", "幂等键重复使用", "refused: its key was that of a push with other content; kept"
