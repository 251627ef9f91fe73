"""The closed sets of the registry: applications, filing, joint work, people, assessments and endings (domain.md §4)."""

from __future__ import annotations

from hub.domain.term import Term


class ApplicationKind(Term):
    """What is applied for (§2.6, R-76, R-121)."""

    NEW_STUDIO = "NEW_STUDIO", "新建", "a new studio"
    GO_ONLINE = "GO_ONLINE", "入驻线上", "an offline studio going online"
    CONVERT_TYPE = "CONVERT_TYPE", "转类", "a studio turning into another type"


class ApplicantKind(Term):
    """Who applies (R-70)."""

    COMMITTEE = "COMMITTEE", "专门委员会", "special committee"
    SECTOR = "SECTOR", "界别", "sector"
    MEMBER_TEAM = "MEMBER_TEAM", "委员团队", "team of members"


class ApplicationStatus(Term):
    """Where an application stands; which step it waits for is told beside it (W1, W2)."""

    DRAFT = "DRAFT", "草拟", "being drafted"
    IN_REVIEW = "IN_REVIEW", "审批中", "under review"
    RETURNED = "RETURNED", "退回补正", "returned for completion"
    APPROVED = "APPROVED", "已同意", "approved, not yet carried out"
    COMPLETED = "COMPLETED", "已完成", "carried out: plaque granted, platform entered or type changed"
    REFUSED = "REFUSED", "未同意", "not agreed to"
    WITHDRAWN = "WITHDRAWN", "已撤回", "withdrawn by the applicant"


class Verdict(Term):
    """What a step of an approval chain came to."""

    AGREED = "AGREED", "同意", "agreed"
    RETURNED = "RETURNED", "退回", "returned for completion"
    REFUSED = "REFUSED", "不同意", "not agreed"


class FilingKind(Term):
    """What the province office is notified of (R-77, A-41)."""

    NEW_STUDIO = "NEW_STUDIO", "新建备案", "a newly founded studio"
    GO_ONLINE = "GO_ONLINE", "线上入驻变更", "a studio went online"
    CONVERSION = "CONVERSION", "转类变更", "a studio changed its type"
    RENAMING = "RENAMING", "更名变更", "a studio changed its name"
    OWNER_CHANGE = "OWNER_CHANGE", "归属变更", "a studio changed its owner"
    ENDING = "ENDING", "终止变更", "a studio ended"


class FilingStatus(Term):
    """Where a filing stands; it is a notification, so that there is no refusal (A-40)."""

    SUBMITTED = "SUBMITTED", "已提交", "submitted"
    RECEIPTED = "RECEIPTED", "已签收", "received"
    RETURNED = "RETURNED", "形式退回", "returned for defects of form"
    FILED = "FILED", "已备案", "filed"
    FILED_WITH_REMARKS = "FILED_WITH_REMARKS", "已备案（附意见）", "filed with remarks"


class LinkDirection(Term):
    """In which direction a linkage goes (A-62)."""

    VERTICAL = "VERTICAL", "纵向联动", "vertical: between levels"
    HORIZONTAL = "HORIZONTAL", "横向联动", "horizontal: between peers"
    DEPARTMENT = "DEPARTMENT", "部门对口", "with departments"
    CROSS_REGION = "CROSS_REGION", "跨区域", "with bodies of other regions"


class LinkForm(Term):
    """What form a linkage takes (§2.15)."""

    CO_BUILDING = "CO_BUILDING", "联合共建", "joint building of a studio"
    PAIRING = "PAIRING", "结对共建", "pairing"
    JOINT_RESEARCH = "JOINT_RESEARCH", "联合调研", "joint research"
    JOINT_INSPECTION = "JOINT_INSPECTION", "联合视察", "joint inspection"
    LINKED_CONSULTATION = "LINKED_CONSULTATION", "联动协商", "linked consultation"
    LINKED_SUPERVISION = "LINKED_SUPERVISION", "联动督办", "linked supervision"
    AGREEMENT = "AGREEMENT", "对口合作协议", "agreement"
    CROSS_MEMBERSHIP = "CROSS_MEMBERSHIP", "跨级吸纳委员", "members taken in across levels"
    EXCHANGE = "EXCHANGE", "经验交流", "exchange of experience"


class LinkStatus(Term):
    """Where a linkage stands (W8)."""

    PROPOSED = "PROPOSED", "提议", "proposed, not all parties have agreed"
    ACTIVE = "ACTIVE", "生效", "agreed by all parties"
    DECLINED = "DECLINED", "未达成", "a party declined"
    ENDED = "ENDED", "结束", "ended"


class PartyKind(Term):
    """What kind of party takes part (A-63, A-64)."""

    STUDIO = "STUDIO", "委员工作室", "studio"
    BODY = "BODY", "政协组织", "CPPCC body"
    COMMITTEE = "COMMITTEE", "专门委员会", "special committee"
    GROUP = "GROUP", "委员小组或地方组", "member group or local group"
    DEPARTMENT = "DEPARTMENT", "职能部门", "government department"
    ASSOCIATION = "ASSOCIATION", "协会、商会", "association or chamber"
    PARTY = "PARTY", "民主党派", "democratic party"
    OUTSIDE_BODY = "OUTSIDE_BODY", "外地政协或单位", "body without a login here"


class PartyRole(Term):
    """What a party does in a linkage."""

    LEAD = "LEAD", "牵头", "leads and owns"
    CO = "CO", "联合", "takes part as an equal"
    ASSIST = "ASSIST", "协助", "assists"
    HOST = "HOST", "承办", "hosts"


class Consent(Term):
    """Whether a party has agreed, by its own procedure."""

    AWAITED = "AWAITED", "待同意", "awaited"
    AGREED = "AGREED", "已同意", "agreed"
    DECLINED = "DECLINED", "不参加", "declined"
    NOT_NEEDED = "NOT_NEEDED", "无须确认", "has no login here; recorded by the lead"


class TaskKind(Term):
    """What is to be done by a person; the hub raises it and never does it by itself."""

    REARRANGE_CONVENER = "REARRANGE_CONVENER", "调整召集人", "arrange another convener (R-115)"
    REPLACE_RESIDENT = "REPLACE_RESIDENT", "更换驻室委员", "replace a resident (R-115)"
    CHECK_AREA = "CHECK_AREA", "核实区域委员", "find out whether its area still has a member of its level (R-117)"
    FILE_STUDIO = "FILE_STUDIO", "办理备案", "file the studio (R-77)"
    FILE_AMENDMENT = "FILE_AMENDMENT", "办理变更备案", "file a change (A-41)"
    AGREE_OWNER_CHANGE = "AGREE_OWNER_CHANGE", "答复归属变更", "agree to own a studio, or decline (A-41)"
    ANSWER_REMARKS = "ANSWER_REMARKS", "答复备案意见", "answer remarks about the substance of a filing (A-40)"
    DECIDE_REMOVAL = "DECIDE_REMOVAL", "研究摘牌", "decide whether the plaque is removed (A-53)"
    RECOVER_PLATE = "RECOVER_PLATE", "收回标牌", "recover the plate (R-119)"
    HAND_ON_OPINIONS = "HAND_ON_OPINIONS", "移交未办结意见", "hand on opinions that are open (A-58)"
    ARCHIVE = "ARCHIVE", "收集归档", "collect and archive (R-122)"


class TaskStatus(Term):
    """Whether a task is done."""

    OPEN = "OPEN", "待办", "to be done"
    DONE = "DONE", "已办", "done"
    CANCELLED = "CANCELLED", "已取消", "no longer needed"


class AssessmentResult(Term):
    """What a year's assessment came to (R-112)."""

    PASS = "PASS", "达标", "met"
    FAIL = "FAIL", "未达标", "not met"


class MeasureKind(Term):
    """What a body does about a studio between and after assessments (R-111 to R-118)."""

    CHECK = "CHECK", "检查", "check"
    REMINDER = "REMINDER", "提醒督促", "reminder to the convener"
    WARNING = "WARNING", "警示", "warning"
    REMOVAL_DUE = "REMOVAL_DUE", "应研究摘牌", "removal due: two consecutive failures"
    VIOLATION = "VIOLATION", "违规认定", "violation found"
    REMOVAL = "REMOVAL", "摘牌决定", "decision to remove the plaque"


class EndReason(Term):
    """Why a studio ended (W6)."""

    NAMESAKE_LEFT = "NAMESAKE_LEFT", "冠名委员不再担任委员", "its namesake is no longer a member (R-116)"
    AREA_EMPTY = "AREA_EMPTY", "区域无本级委员", "its area has no member of its level (R-117)"
    VIOLATION = "VIOLATION", "违规", "violation (R-118)"
    ASSESSMENT = "ASSESSMENT", "连续两次未达标", "two consecutive failures (R-114)"
    WEAK_PERSONAL = "WEAK_PERSONAL", "个人工作室基础薄弱", "weak person-named studio (R-121)"
    OTHER = "OTHER", "其他", "another reason, told in words"


class StudioEventKind(Term):
    """A step in the life of a studio (Q-38)."""

    APPLIED = "APPLIED", "申请", "applied for"
    REVIEWED = "REVIEWED", "审批步骤", "a step of the approval chain was taken"
    APPROVED = "APPROVED", "同意设立", "approved"
    PLAQUE_GRANTED = "PLAQUE_GRANTED", "授牌", "plaque granted"
    FILING_SUBMITTED = "FILING_SUBMITTED", "提交备案", "filing submitted"
    FILING_RETURNED = "FILING_RETURNED", "备案退回", "filing returned for defects of form"
    FILED = "FILED", "备案", "filed"
    REMARKS_ANSWERED = "REMARKS_ANSWERED", "答复备案意见", "remarks on a filing were answered"
    WENT_ONLINE = "WENT_ONLINE", "入驻平台", "entered a platform"
    CONVERTED = "CONVERTED", "转类", "converted to another type"
    RENAMED = "RENAMED", "更名", "renamed"
    OWNER_CHANGED = "OWNER_CHANGED", "归属变更", "owner changed"
    LINKED = "LINKED", "联动生效", "a linkage took effect"
    CONVENER_CHANGED = "CONVENER_CHANGED", "召集人调整", "convener rearranged"
    RESIDENT_CHANGED = "RESIDENT_CHANGED", "驻室委员更换", "resident replaced"
    CHECKED = "CHECKED", "检查", "checked"
    REMINDED = "REMINDED", "提醒督促", "reminded"
    ASSESSED = "ASSESSED", "年度考核", "assessed"
    WARNED = "WARNED", "警示", "warned"
    REMOVAL_DUE = "REMOVAL_DUE", "应研究摘牌", "removal due"
    TERMINATED = "TERMINATED", "终止", "terminated"
    PLAQUE_REMOVED = "PLAQUE_REMOVED", "摘牌", "plaque removed"
    PLATE_RECOVERED = "PLATE_RECOVERED", "标牌收回", "plate recovered"
    OPINIONS_HANDED_ON = "OPINIONS_HANDED_ON", "意见移交", "open opinions handed on"
    ARCHIVED = "ARCHIVED", "归档", "archived"
    RESTORED = "RESTORED", "更正恢复", "an ending by itself was corrected"


class FindingResult(Term):
    """What judging a studio by one rule came to; unknown is never a pass (A-31)."""

    MET = "MET", "符合", "met"
    VIOLATED = "VIOLATED", "不符合", "violated"
    EXCEPTION = "EXCEPTION", "例外", "in principle not met; an exception with its reason"
    WARNING = "WARNING", "提示", "generally not met: a warning"
    INFO = "INFO", "参考", "an indicator only"
    UNKNOWN = "UNKNOWN", "未知", "the documents or the records do not say"
    NOT_APPLICABLE = "NOT_APPLICABLE", "不适用", "does not apply"


class JudgedBy(Term):
    """Whose standard a finding follows (A-25)."""

    OWN = "OWN", "本级标准", "the standard of the studio's own body"
    CHAIN = "CHAIN", "上级标准", "the standard of a body above it"
