"""The closed sets of the registry and of the facts, as the glossary (domain.md §1) fixes them."""

from __future__ import annotations

from hub.domain.term import Term


class StudioType(Term):
    """What a studio rests on; local labels stand beside it verbatim (A-34)."""

    REGIONAL = "REGIONAL", "区域委员工作室", "regional: rests on an area and its members"
    SECTOR = "SECTOR", "界别委员工作室", "sector: rests on a CPPCC sector"
    INDUSTRY = "INDUSTRY", "行业委员工作室", "industry: embedded in an industrial chain"
    PERSONAL = "PERSONAL", "个人委员工作室", "named after one member"
    FEATURED = "FEATURED", "特色委员工作室", "featured local kind"
    OTHER = "OTHER", "其他类型", "another local kind"


class PlatformKind(Term):
    """The form of a duty platform; which kinds count as a studio is data of each body (A-04)."""

    STUDIO = "STUDIO", "委员工作室", "member studio"
    CLOUD_STUDIO = "CLOUD_STUDIO", "云工作室", "district-level video studio"
    GOOD_TALK_STUDIO = "GOOD_TALK_STUDIO", "“好商量”工作室", "street or community consultation studio"
    ACTIVITY_ROOM = "ACTIVITY_ROOM", "委员活动室", "town or street member room"
    MEMBER_HOUSE = "MEMBER_HOUSE", "委员之家", "members' house"
    STREET_STUDIO = "STREET_STUDIO", "街道委员工作室", "street studio"
    TOWN_STUDIO = "TOWN_STUDIO", "镇街工作室", "town or street studio"
    PARK_STUDIO = "PARK_STUDIO", "园区（楼宇）委员工作室", "park or building studio"
    CONTACT_POINT = "CONTACT_POINT", "委员联系点", "contact point"
    DEMONSTRATION_POINT = "DEMONSTRATION_POINT", "协商民主基层示范点", "demonstration point"


class Mode(Term):
    """Where a studio, a shift or an activity takes place."""

    ONLINE = "ONLINE", "线上", "online"
    OFFLINE = "OFFLINE", "线下", "offline"
    BOTH = "BOTH", "线上线下", "online and offline"


class StudioStatus(Term):
    """Where a studio stands in its life (W1, W6)."""

    DRAFT = "DRAFT", "筹备", "in preparation"
    UNFILED_ACTIVE = "UNFILED_ACTIVE", "运行未备案", "active, not yet filed"
    ACTIVE = "ACTIVE", "运行", "active"
    SUSPENDED = "SUSPENDED", "暂停", "suspended"
    WARNED = "WARNED", "警示", "warned"
    CONVERTED = "CONVERTED", "已转类", "converted to another type"
    TERMINATED = "TERMINATED", "终止", "terminated"
    PLAQUE_REMOVED = "PLAQUE_REMOVED", "摘牌", "plaque removed"
    ARCHIVED = "ARCHIVED", "归档", "archived"


LIVING = frozenset(
    {
        StudioStatus.UNFILED_ACTIVE,
        StudioStatus.ACTIVE,
        StudioStatus.SUSPENDED,
        StudioStatus.WARNED,
        StudioStatus.CONVERTED,
    }
)
"""The states of a studio that was founded and has not ended (W1, W6)."""

ENDED = frozenset({StudioStatus.TERMINATED, StudioStatus.PLAQUE_REMOVED, StudioStatus.ARCHIVED})
"""The states of a studio that has ended."""


class PartyUnitKind(Term):
    """The party unit inside a studio (S3:95, S2:122)."""

    BRANCH = "BRANCH", "党支部", "branch"
    GROUP = "GROUP", "党小组", "group"
    FUNCTIONAL_BRANCH = "FUNCTIONAL_BRANCH", "功能型党支部", "functional branch"


class ResidencyRole(Term):
    """What a person is in a studio; the title used locally stands beside it as data."""

    RESIDENT = "RESIDENT", "驻室委员", "resident"
    CONVENER = "CONVENER", "召集人", "convener"
    LIAISON = "LIAISON", "联络员", "liaison"
    HEAD = "HEAD", "负责人", "head under a local title"
    FIXED_CONTACT = "FIXED_CONTACT", "固定联系人", "fixed contact, not on the roster"
    INVITED = "INVITED", "受邀参与", "invited, not on the roster"


class SeatStatus(Term):
    """Whether a membership still holds, and how it ended (S3:167-171)."""

    SERVING = "SERVING", "在任", "serving"
    TERM_ENDED = "TERM_ENDED", "任期届满", "term ended"
    NOT_CONTINUED = "NOT_CONTINUED", "不再继续担任", "not continued"
    RESIGNED = "RESIGNED", "辞去", "resigned"
    ORDERED_TO_RESIGN = "ORDERED_TO_RESIGN", "责令辞去", "ordered to resign"
    REVOKED = "REVOKED", "撤销资格", "revoked"


class RotaKind(Term):
    """How a duty shift comes about (§2.8)."""

    ROTATING = "ROTATING", "定期轮值", "rotating"
    FLEXIBLE_CHECK_IN = "FLEXIBLE_CHECK_IN", "灵活报到", "flexible check-in"
    WEEKLY = "WEEKLY", "每周轮值", "weekly"
    FIXED_DAY = "FIXED_DAY", "固定接待日", "fixed reception day"
    FULLTIME_WORKER_DAILY = "FULLTIME_WORKER_DAILY", "专职日常值班", "daily, by a full-time worker"


class OpinionChannel(Term):
    """How an opinion reached a studio (§2.9)."""

    RESEARCH = "RESEARCH", "调研", "research"
    VISIT = "VISIT", "走访", "visit"
    DUTY_OFFLINE = "DUTY_OFFLINE", "线下值班", "offline duty"
    DUTY_ONLINE = "DUTY_ONLINE", "线上轮值", "online duty"
    WALK_IN = "WALK_IN", "来访", "walk-in"
    MAILBOX = "MAILBOX", "委员信箱", "mailbox"
    PHONE = "PHONE", "热线电话", "telephone"
    WECHAT = "WECHAT", "微信", "WeChat"
    MINI_PROGRAM = "MINI_PROGRAM", "小程序", "mini-program"
    QR_CODE = "QR_CODE", "二维码", "QR code"
    VIDEO = "VIDEO", "视频连线", "video call"
    HOTLINE_12345 = "HOTLINE_12345", "12345政务服务热线", "12345 hotline"
    OTHER = "OTHER", "其他", "other"


class OpinionClass(Term):
    """How an opinion is triaged (S3:159-161)."""

    PETITION = "PETITION", "信访", "petition"
    COMPLAINT = "COMPLAINT", "投诉", "complaint"
    INQUIRY = "INQUIRY", "咨询", "inquiry"
    MICRO_NEED = "MICRO_NEED", "微需求微建议", "small need or suggestion"
    PROBLEM = "PROBLEM", "群众反映的问题", "problem"


class OpinionStatus(Term):
    """How far an opinion has come (W3)."""

    REGISTERED = "REGISTERED", "已登记", "registered"
    CHECKED = "CHECKED", "已审核", "checked"
    REFERRED = "REFERRED", "已引导", "referred to its own channel"
    NOT_ACCEPTED = "NOT_ACCEPTED", "不予受理", "not accepted"
    IN_HANDLING = "IN_HANDLING", "办理中", "in handling"
    ANSWERED = "ANSWERED", "已答复", "answered"
    FED_BACK = "FED_BACK", "已反馈", "fed back"
    EXPLAINED = "EXPLAINED", "已解释说明", "explained"


class OutputKind(Term):
    """What a studio's work produced (§2.10-§2.13)."""

    PROPOSAL = "PROPOSAL", "提案", "proposal"
    CITIZEN_PROPOSAL = "CITIZEN_PROPOSAL", "百姓提案", "citizen proposal"
    SOCIAL_INFO = "SOCIAL_INFO", "社情民意信息", "social-information item"
    RESEARCH_REPORT = "RESEARCH_REPORT", "调研报告", "research report"
    CONSULTATION_OPINION = "CONSULTATION_OPINION", "协商意见", "consultation opinion"
    SUGGESTION_LETTER = "SUGGESTION_LETTER", "建议书", "suggestion letter"
    SITUATION_BRIEF = "SITUATION_BRIEF", "情况快报", "situation brief"
    WHITE_PAPER = "WHITE_PAPER", "白皮书", "white paper"
    HOTLINE_TICKET = "HOTLINE_TICKET", "热线工单", "hotline ticket"
    GOOD_PRACTICE = "GOOD_PRACTICE", "好经验、好做法", "good practice"
    OTHER = "OTHER", "其他成果", "other"


class OutputFate(Term):
    """What became of an output (§1.4 批示/采纳/采用/肯定)."""

    SUBMITTED = "SUBMITTED", "已报送", "submitted"
    FILED_AS_CASE = "FILED_AS_CASE", "已立案", "accepted as a case"
    ADOPTED = "ADOPTED", "被采纳（采用）", "adopted"
    ENDORSED = "ENDORSED", "获批示", "endorsed by a leader"
    COMMENDED = "COMMENDED", "获肯定", "commended"
    HANDLED = "HANDLED", "已办理", "handled"
    NOT_ADOPTED = "NOT_ADOPTED", "未采纳", "not adopted"


class JointRule(Term):
    """How the persons of a joint activity are credited to its parties; fixed when it is recorded (behaviour.md I5)."""

    FULL_EACH = "FULL_EACH", "各方全计", "each party is credited with the whole"
    SPLIT = "SPLIT", "按份额分计", "by shares that the parties agreed on"
    LEAD_ONLY = "LEAD_ONLY", "仅计牵头方", "the lead alone"


class SourceKind(Term):
    """How a local system is spoken to."""

    REST = "REST", "REST 接口", "REST interface"
    GRAPHQL = "GRAPHQL", "GraphQL 接口", "GraphQL interface"
    SQL = "SQL", "数据库", "SQL database"
    FILES = "FILES", "文件夹（CSV/XLSX）", "folder of CSV and XLSX files"
    PUSH = "PUSH", "主动推送", "it pushes by itself and is never asked"


class SourceStatus(Term):
    """Whether a source may run."""

    ACTIVE = "ACTIVE", "启用", "active"
    PAUSED = "PAUSED", "暂停", "paused"
    DEGRADED = "DEGRADED", "降级：只接收不应用", "degraded: lands, does not apply"
    RETIRED = "RETIRED", "停用", "retired"


class RunStatus(Term):
    """Where one sync of one source stands (behaviour.md §2c)."""

    QUEUED = "QUEUED", "排队", "queued"
    FETCHING = "FETCHING", "抓取中", "fetching and landing"
    APPLYING = "APPLYING", "应用中", "applying"
    SUCCEEDED = "SUCCEEDED", "成功", "succeeded"
    SUCCEEDED_WITH_QUARANTINE = "SUCCEEDED_WITH_QUARANTINE", "成功（有隔离）", "succeeded, some rows in quarantine"
    HELD = "HELD", "暂缓", "held for a person's decision"
    FAILED = "FAILED", "失败", "failed"
    INTERRUPTED = "INTERRUPTED", "中断", "interrupted, will resume"
    CANCELLED = "CANCELLED", "取消", "cancelled"


class QuarantineStage(Term):
    """Which check a row did not pass."""

    PARSE = "PARSE", "解析", "parsing"
    SCHEMA = "SCHEMA", "结构", "structure"
    REFERENCE = "REFERENCE", "引用", "reference"
    NORM = "NORM", "规范", "norm"
    AUTHORITY = "AUTHORITY", "权限", "authority"
    DUPLICATE = "DUPLICATE", "重复", "duplicate"


class QuarantineStatus(Term):
    """What became of a quarantined row."""

    OPEN = "OPEN", "待处理", "open"
    SUPERSEDED = "SUPERSEDED", "已被新版本取代", "superseded by a newer good row"
    REPLAYED = "REPLAYED", "已重放入库", "replayed"
    FIXED_AT_SOURCE = "FIXED_AT_SOURCE", "源头已修正", "fixed at the source"
    WAIVED = "WAIVED", "免于处理", "waived"
    DISCARDED = "DISCARDED", "已废弃", "discarded"
