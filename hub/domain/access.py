"""The words of access: who asks (role), what is done (act), to what (noun), how far (reach), how private."""

from __future__ import annotations

from hub.domain.term import Term


class Role(Term):
    """A caller's function, as domain.md Appendix A derives it from the documents."""

    PROVINCE_OFFICE = "PROVINCE_OFFICE", "省政协办公厅", "province office"
    PLATFORM_DEPARTMENT = "PLATFORM_DEPARTMENT", "平台管理部门", "platform department"
    CITY_SYSTEM = "CITY_SYSTEM", "市级系统", "a city's system"
    MANAGING_DEPARTMENT = "MANAGING_DEPARTMENT", "主管部门", "managing department"
    SPECIAL_COMMITTEE = "SPECIAL_COMMITTEE", "专门委员会", "special committee"
    VICE_CHAIR_IN_CHARGE = "VICE_CHAIR_IN_CHARGE", "分管副主席", "vice-chair in charge"
    CHAIR_MEETING = "CHAIR_MEETING", "主席会议", "chair meeting"
    PARTY_GROUP = "PARTY_GROUP", "党组", "party group"
    CONVENER = "CONVENER", "召集人", "convener"
    LIAISON = "LIAISON", "联络员", "liaison"
    MEMBER = "MEMBER", "政协委员", "member"
    CONTACT_GROUP_LEADER = "CONTACT_GROUP_LEADER", "联络组组长", "contact group leader"
    FULLTIME_WORKER = "FULLTIME_WORKER", "专职政协工作者", "full-time worker"
    STREET_COORDINATOR = "STREET_COORDINATOR", "街道总协调人", "street coordinator"
    GOV_DEPARTMENT = "GOV_DEPARTMENT", "有关部门", "government department"
    COUNTY_FRONTEND = "COUNTY_FRONTEND", "县级前端", "a county's front end"
    INTEGRATOR = "INTEGRATOR", "系统集成方", "integrator"
    AUDITOR = "AUDITOR", "审计人员", "auditor"
    PUBLIC = "PUBLIC", "社会公众", "the public"


class Act(Term):
    """What a caller does to a row."""

    READ = "READ", "查阅", "read"
    RECORD = "RECORD", "记录", "record"
    SUBMIT = "SUBMIT", "报送", "submit"
    DECIDE = "DECIDE", "决定", "decide"
    RECEIVE = "RECEIVE", "签收", "receive what is notified"
    RUN = "RUN", "运行同步", "run a sync"


class Noun(Term):
    """A kind of row that the page of rights speaks about."""

    DIVISION = "DIVISION", "行政区划", "division"
    BODY = "BODY", "政协组织", "body"
    COMMITTEE = "COMMITTEE", "专门委员会", "committee"
    SECTOR = "SECTOR", "界别", "sector"
    STUDIO = "STUDIO", "委员工作室", "studio"
    VENUE = "VENUE", "活动场所", "venue"
    PLAQUE = "PLAQUE", "标牌", "plaque"
    ONLINE_PRESENCE = "ONLINE_PRESENCE", "线上入驻", "online presence"
    MEMBER = "MEMBER", "政协委员", "member"
    MEMBERSHIP = "MEMBERSHIP", "委员资格", "membership"
    RESIDENCY = "RESIDENCY", "驻室", "residency"
    ACTIVITY = "ACTIVITY", "履职活动", "activity"
    DUTY_SHIFT = "DUTY_SHIFT", "值班", "duty shift"
    OPINION = "OPINION", "群众意见建议", "opinion"
    OUTPUT = "OUTPUT", "履职成果", "output"
    SOURCE = "SOURCE", "接入系统", "source"
    SYNC_RUN = "SYNC_RUN", "同步运行", "sync run"
    QUARANTINED_ROW = "QUARANTINED_ROW", "隔离数据", "quarantined row"
    REPORTED_FIGURE = "REPORTED_FIGURE", "上报数字", "reported figure"
    STANDARD = "STANDARD", "建设标准", "standard"
    POLICY_DOCUMENT = "POLICY_DOCUMENT", "制度文件", "policy document"
    AUDIT_ENTRY = "AUDIT_ENTRY", "审计记录", "audit entry"
    APPLICATION = "APPLICATION", "工作室申请", "application for a studio"
    FILING = "FILING", "备案", "filing with the province office"
    ARRANGEMENT = "ARRANGEMENT", "联动", "joint arrangement"
    TASK = "TASK", "待办", "task"
    ASSESSMENT = "ASSESSMENT", "年度考核与监督", "assessment, measure or archive record"
    HISTORY = "HISTORY", "工作室历程", "step in the life of a studio"
    FINDING = "FINDING", "合规结论", "finding on a studio"
    REPORT_DEFINITION = "REPORT_DEFINITION", "报表定义", "definition and period of a report"
    ROLLUP = "ROLLUP", "汇总报送", "report or roll-up of a period"


class Sensitivity(Term):
    """How private a field is (behaviour.md §2f)."""

    OPEN = "OPEN", "公开", "must be public by the guidance"
    WORK = "WORK", "工作信息", "work data, for the bodies concerned"
    PERSONAL = "PERSONAL", "个人信息", "personal data of a member or worker"


class Reach(Term):
    """How far from the caller's own place an act goes."""

    NONE = "NONE", "无", "nothing"
    PUBLISHED = "PUBLISHED", "已公开", "rows that their owner published"
    SELF = "SELF", "本人", "the caller's own record"
    STUDIO = "STUDIO", "本工作室", "the studio named by the token"
    COMMITTEE = "COMMITTEE", "所联系", "studios guided by the token's committee"
    BODY = "BODY", "本级", "the caller's own body"
    BRANCH = "BRANCH", "本级及下级", "the caller's own body and all that report to it"
    EVERY = "EVERY", "全部", "all rows"


class Contract(Term):
    """A subset of the schema with an audience of its own."""

    PROVINCE = "PROVINCE", "省级", "province staff"
    CITY = "CITY", "市级", "city staff and city systems"
    COUNTY = "COUNTY", "县级", "county staff and county front ends"
    INTEGRATOR = "INTEGRATOR", "集成方", "integrators in the explorer"
    PUBLIC = "PUBLIC", "公众", "anyone, without a token"
