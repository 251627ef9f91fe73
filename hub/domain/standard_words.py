"""The closed sets that standards, quotas and rules of structure are written in."""

from __future__ import annotations

from hub.domain.term import Term


class Strength(Term):
    """How strongly a rule binds, taken from its wording (domain.md §3.0)."""

    MUST = "M", "须、应、至少", "must"
    IN_PRINCIPLE = "P", "原则上", "in principle: exceptions need a reason"
    GENERALLY = "G", "一般", "generally: warn"
    ENCOURAGED = "E", "鼓励、逐步", "encouraged: indicator only"
    LOCAL = "L", "本地标准", "local standard of one body"


class QuotaSubject(Term):
    """Whose work a quota counts."""

    STUDIO = "STUDIO", "委员工作室", "each studio"
    MEMBER = "MEMBER", "委员", "each member"
    BODY = "BODY", "政协组织", "the body"


class QuotaMetric(Term):
    """What a quota counts."""

    READING = "READING", "读书交流分享", "reading session"
    POLICY_TALK = "POLICY_TALK", "政策宣讲", "policy talk"
    DUTY = "DUTY", "值班", "duty shift"
    DUTY_MEMBERS = "DUTY_MEMBERS", "值班委员人数", "members on duty"
    PROPOSAL = "PROPOSAL", "提案", "proposal"
    SOCIAL_INFO = "SOCIAL_INFO", "社情民意信息", "social-information item"
    MICRO_CONSULTATION = "MICRO_CONSULTATION", "微协商", "micro-consultation"
    MICRO_SUPERVISION = "MICRO_SUPERVISION", "微监督", "micro-supervision"
    CONVENIENCE_SERVICE = "CONVENIENCE_SERVICE", "便民服务和公益活动", "convenience service or charity"
    RECEPTION = "RECEPTION", "接待群众", "reception of the public"
    ACTIVITY = "ACTIVITY", "履职活动", "duty activity of any kind"
    RESEARCH = "RESEARCH", "调研", "research"
    PRACTICAL_MATTER = "PRACTICAL_MATTER", "实事", "practical matter done"
    CLINIC = "CLINIC", "义诊、健康讲座", "free clinic or health talk"
    OUTSTANDING_MEMBER = "OUTSTANDING_MEMBER", "推介优秀委员", "outstanding member presented"


class QuotaMode(Term):
    """In which mode the counted work must take place."""

    ONLINE = "ONLINE", "线上", "online"
    OFFLINE = "OFFLINE", "线下", "offline"
    ANY = "ANY", "不限", "any"


class QuotaPeriod(Term):
    """The calendar period a quota is judged over (A-45)."""

    WEEK = "WEEK", "每周", "week"
    MONTH = "MONTH", "每月", "month"
    QUARTER = "QUARTER", "每季度", "quarter"
    YEAR = "YEAR", "每年", "year"


class Combinator(Term):
    """How the quotas of one group combine (A-29)."""

    AND = "AND", "并且", "each of them"
    OR = "OR", "或者", "one of them suffices; they are added up"


class HeadTitle(Term):
    """The title under which a studio is headed."""

    CONVENER = "CONVENER", "召集人", "convener"
    INITIATOR = "INITIATOR", "发起人", "initiator"
    DIRECTOR = "DIRECTOR", "主任", "director"
    DEPUTY_DIRECTOR = "DEPUTY_DIRECTOR", "副主任", "deputy director"
    PERSON_IN_CHARGE = "PERSON_IN_CHARGE", "负责人", "person in charge"
    GENERAL_COORDINATOR = "GENERAL_COORDINATOR", "总负责、总协调人", "general coordinator"
    CONTACT_GROUP_LEADER = "CONTACT_GROUP_LEADER", "联络组组长", "contact group leader"
    GUIDANCE_GROUP_LEADER = "GUIDANCE_GROUP_LEADER", "指导组组长", "guidance group leader"
    LINKED_LEADER = "LINKED_LEADER", "挂钩联系领导", "linked leader"
    LIAISON = "LIAISON", "联络员", "liaison"
    FULLTIME_WORKER = "FULLTIME_WORKER", "专职政协工作者", "full-time worker"


class ApprovalStep(Term):
    """One signature or act on the way to a studio (§3.2.5)."""

    SITE_INSPECTION = "SITE_INSPECTION", "实地考察", "on-site check"
    COMMITTEE_REVIEW = "COMMITTEE_REVIEW", "专门委员会审核", "committee review"
    VICE_CHAIR_REVIEW = "VICE_CHAIR_REVIEW", "分管副主席审示", "vice-chair in charge"
    CHAIR_MEETING = "CHAIR_MEETING", "主席会议研究同意", "chair meeting"
    PARTY_GROUP = "PARTY_GROUP", "党组批准", "party group"
    WALL_DISPLAY = "WALL_DISPLAY", "制度上墙", "rules on the wall"
    PLAQUE = "PLAQUE", "授牌", "plaque granted"
    ONLINE_ENTRY = "ONLINE_ENTRY", "入驻平台", "entry to the platform"
    FILING = "FILING", "备案", "filed with the province office"


class StructureKind(Term):
    """What a rule of structure fixes; which limits and items it carries follows from the kind."""

    STUDIO_TYPES = "STUDIO_TYPES", "工作室类型", "items: the canonical types"
    EXCLUDED_AREA = "EXCLUDED_AREA", "不设区域工作室的地域", "items: division codes without a regional studio"
    REGIONAL_BASES = "REGIONAL_BASES", "区域工作室依托", "items: what a regional studio may rest on"
    PARTY_UNIT = "PARTY_UNIT", "党支部或党小组", "items: kinds of party unit, one needed"
    BRAND = "BRAND", "一室一品", "a brand per studio"
    NAMING = "NAMING", "规范名称", "items: the ending a name must have"
    BRAND_IN_NAME = "BRAND_IN_NAME", "名称特色元素", "a brand element may join the name"
    JOINT_SECTOR = "JOINT_SECTOR", "界别联合建室", "small sectors may found one together"
    ROSTER_SIZE = "ROSTER_SIZE", "驻室委员人数", "least and most resident members"
    STABLE_ROSTER = "STABLE_ROSTER", "相对稳定的驻室委员", "a relatively stable roster"
    STUDIOS_PER_MEMBER = "STUDIOS_PER_MEMBER", "每名委员参加的工作室数", "most studios per member"
    CONVENERS = "CONVENERS", "召集人人数", "least and most conveners"
    CONVENER_POST = "CONVENER_POST", "召集人职务", "items: the post the convener holds"
    LIAISONS = "LIAISONS", "联络员人数", "least and most liaisons"
    LOWER_LEVEL_MEMBERS = "LOWER_LEVEL_MEMBERS", "吸纳下级委员", "members of lower levels may join"
    VENUE = "VENUE", "固定场地", "a fixed venue"
    PLAQUE = "PLAQUE", "名称标牌", "a name plate in a prominent place"
    WALL_ITEMS = "WALL_ITEMS", "墙面内容", "items: what the wall shows"
    MANAGING_DEPARTMENT = "MANAGING_DEPARTMENT", "主管部门", "items: the managing department, where named"
    GUIDING_COMMITTEE = "GUIDING_COMMITTEE", "指导专委会", "the guiding committee"
    WORK_SYSTEMS = "WORK_SYSTEMS", "工作制度", "items: the work systems"
    LEDGER = "LEDGER", "基础台账", "items: what the ledger records"
    ANNUAL_PLAN = "ANNUAL_PLAN", "年度工作计划", "a plan for each year"
    STUDY_BEFORE_ACTIVITY = "STUDY_BEFORE_ACTIVITY", "活动前学习", "study before every activity"
    PUBLISHED_FIELDS = "PUBLISHED_FIELDS", "公开内容", "items: what is published"
    PUBLICATION_CHANNELS = "PUBLICATION_CHANNELS", "公布渠道", "items: where it is published"
    APPLICANTS = "APPLICANTS", "申报主体", "items: who may apply"
    APPLICATION_PAPERS = "APPLICATION_PAPERS", "申报资料", "items: the papers of an application"
    REGIONAL_PER_AREA = "REGIONAL_PER_AREA", "同一地域同级区域工作室数", "most regional studios per area and level"
    ONLINE_AFTER_OFFLINE = "ONLINE_AFTER_OFFLINE", "线下后线上", "only an offline studio may go online"
    ONLINE_PLATFORMS = "ONLINE_PLATFORMS", "计入的线上平台", "items: platforms whose online work counts"
    FILING = "FILING", "备案", "items: where every new studio is filed"
    NOT_ACCEPTED = "NOT_ACCEPTED", "不受理类别", "items: opinion classes not accepted"
    ACTIVITY_APPROVAL = "ACTIVITY_APPROVAL", "须报批活动", "items: activities that need approval"
    FEEDBACK = "FEEDBACK", "办理反馈", "feed results back"
    STUDIO_SUMMARY = "STUDIO_SUMMARY", "工作室年度总结", "due day of the studio's summary"
    COMMITTEE_COMPILATION = "COMMITTEE_COMPILATION", "专委会汇总", "due day of the committee's compilation"
    CITY_SUMMARY = "CITY_SUMMARY", "市级年度总结", "due day of the city's summary"
    QUARTERLY_ROLLUP = "QUARTERLY_ROLLUP", "季度汇总", "roll-ups per quarter and their due day"
    MONTHLY_COLLECTION = "MONTHLY_COLLECTION", "月收集", "collection each month"
    ANNUAL_ASSESSMENT = "ANNUAL_ASSESSMENT", "年度考核", "assessments per year"
    FAILURES_TO_WARNING = "FAILURES_TO_WARNING", "警示", "failures that bring a warning"
    FAILURES_TO_REMOVAL = "FAILURES_TO_REMOVAL", "摘牌", "consecutive failures that bring removal"
    SELF_TERMINATION = "SELF_TERMINATION", "自行终止", "items: studio kinds that end by themselves"
    PLAQUE_RECOVERY = "PLAQUE_RECOVERY", "标牌收回", "the plate returns to the unit that granted it"
    NEW_PERSONAL_STUDIOS = "NEW_PERSONAL_STUDIOS", "新设个人工作室", "most new person-named studios"
    PERSONAL_CONVERSION = "PERSONAL_CONVERSION", "个人工作室转类", "weak personal studios end or convert"
    ARCHIVE = "ARCHIVE", "资料归档", "items: who archives"
    REPORT_RECIPIENTS = "REPORT_RECIPIENTS", "信息报送对象", "items: to whom a studio reports"
    APPRAISAL_LINK = "APPRAISAL_LINK", "与委员考核结合", "duty counts in the appraisal of members"
    WORK_MEETING = "WORK_MEETING", "工作例会", "regular work meetings"
    APPLICANT_ROOM = "APPLICANT_ROOM", "申请人提供场所", "rooms the applicant offers"
