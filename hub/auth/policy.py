"""The page of rights: where each role fits, what it may do to what and how far, and which private fields it sees.

Read it from the top. What is not written here is denied. Grants of several roles unite. Every role also has what the
public has. Sources: S…:… is a line of the source documents, A-… a decision of the domain page (its Appendix A says
which roles there are), D-… a decision explained here:

D-1  The public sees what the documents say is shown to all (S3:115, S3:155), as far as its owner published it, and the
     registers and documents that carry no private matter. A lower level never sees a peer's or a superior's other rows.
D-2  A member's telephone is internal unless its body publishes it (A-60): internal means the bodies and rooms that call
     members (managing department, committee, convener, liaison), not those that count, decide, watch or integrate. The
     province office receives filings and roll-ups of lower levels; it calls the members of its own body only.
D-3  No citizen's identity enters the hub (A-61). The opinions without it go to the studio's convener and liaison, its
     committee and its managing department, and as text and counts to the levels above; not to fellow residents.
D-4  To decide is to take a step of the approval chain; which step a role may take, the chain says, which is data.
     The page says only whose studios: one's own level (S3:151 谁审批谁负责); nobody above decides for a lower level.
D-5  A system that pushes what a sync of it would have pulled may record just that: facts of its own branch.
D-6  Items sent to a department carry no mark yet by which rows could be told; it has the public's view until they do.
D-7  What a studio goes through (applications, filing, joint work, tasks, assessments, its history and the findings on
     it) is work of the bodies concerned: they read it as far as they read the studio; the public sees of it the joint
     work that its lead published. The province office acts on filings alone of these (A-40).
D-8  What is reported is work of those who report and of those it goes to: whoever owes it submits it for itself, and a
     level above receives, returns or accepts it and never edits it. To receive also takes the function that the report
     goes to, which is data. A county reads the section that its city reports of it (A-47). A system never receives.
"""

from __future__ import annotations

from collections.abc import Mapping

from hub.auth.grants import Entry, Grant
from hub.auth.grants import grant as _may
from hub.auth.grants import sight as _sees
from hub.domain.access import Act, Contract, Noun, Reach, Role, Sensitivity
from hub.domain.level import Level

REFERENCE = frozenset(
    {
        Noun.DIVISION, Noun.BODY, Noun.COMMITTEE, Noun.SECTOR,
        Noun.STANDARD, Noun.POLICY_DOCUMENT, Noun.REPORTED_FIGURE, Noun.REPORT_DEFINITION,
    }
)  # fmt: skip
ROOMS = frozenset({Noun.STUDIO, Noun.VENUE, Noun.PLAQUE, Noun.ONLINE_PRESENCE})
PEOPLE = frozenset({Noun.MEMBER, Noun.MEMBERSHIP, Noun.RESIDENCY})
WORK_DONE = frozenset({Noun.ACTIVITY, Noun.DUTY_SHIFT, Noun.OUTPUT})
OPINIONS = frozenset({Noun.OPINION})
REGISTRY = ROOMS | PEOPLE
FACTS = WORK_DONE | OPINIONS
SYNC = frozenset({Noun.SOURCE, Noun.SYNC_RUN, Noun.QUARANTINED_ROW})
AUDIT = frozenset({Noun.AUDIT_ENTRY})
APPLICATION, FILING, LINKS = (frozenset({one}) for one in (Noun.APPLICATION, Noun.FILING, Noun.ARRANGEMENT))
TASK, JUDGED = frozenset({Noun.TASK}), frozenset({Noun.ASSESSMENT})
LIFE = APPLICATION | FILING | LINKS | TASK | JUDGED | {Noun.HISTORY, Noun.FINDING}
ROLLUP = frozenset({Noun.ROLLUP})
STUDIO_LIFE = ROOMS | {Noun.RESIDENCY} | WORK_DONE
OWN_RECORD = PEOPLE | {Noun.DUTY_SHIFT}

STAFF = frozenset({Level.PROVINCE, Level.CITY, Level.COUNTY})
EVERY_LEVEL = frozenset(Level)

READ, RECORD, SUBMIT, DECIDE = Act.READ, Act.RECORD, Act.SUBMIT, Act.DECIDE
RECEIVE, RUN = Act.RECEIVE, Act.RUN
OPEN, WORK, PERSONAL = Sensitivity.OPEN, Sensitivity.WORK, Sensitivity.PERSONAL


def _town(short: str, source: str) -> Entry:
    """The three functions of a street or town work alike: on the platforms that their token names."""
    return Entry(
        levels=frozenset({Level.COUNTY}),
        source=source,
        may=(
            _may(f"{short}-1", READ, on=STUDIO_LIFE | OPINIONS, reach=Reach.STUDIO, source=source),
            _may(f"{short}-2", RECORD, on=frozenset({Noun.DUTY_SHIFT, Noun.ACTIVITY}) | OPINIONS, reach=Reach.STUDIO,
                 source=source),
        ),
        sees=(_sees(f"{short}-3", WORK, reach=Reach.STUDIO, source="D-2"),),
    )  # fmt: skip


PAGE: Mapping[Role, Entry] = {
    Role.PUBLIC: Entry(
        levels=EVERY_LEVEL,
        source="S4:93",
        contract=Contract.PUBLIC,
        may=(
            _may("PUB-1", READ, on=REFERENCE, reach=Reach.EVERY, source="D-1"),
            _may("PUB-2", READ, on=REGISTRY | WORK_DONE | LINKS, reach=Reach.PUBLISHED, source="S3:115, S3:155"),
        ),
        sees=(_sees("PUB-3", OPEN, reach=Reach.EVERY, source="S3:115, S3:155"),),
    ),
    Role.PROVINCE_OFFICE: Entry(
        levels=frozenset({Level.PROVINCE}),
        source="S3:151, S3:183",
        may=(
            _may("PO-1", READ, on=REGISTRY | WORK_DONE | LIFE, reach=Reach.BRANCH, source="S3:151, S3:183, D-7"),
            _may("PO-2", READ, on=OPINIONS, reach=Reach.BRANCH, source="A-61, D-3"),
            _may("PO-3", READ, on=SYNC | AUDIT, reach=Reach.BRANCH, source="S3:183"),
            _may("PO-6", RECEIVE, on=FILING, reach=Reach.BRANCH, source="S3:151, A-40"),
            _may("PO-7", READ, on=ROLLUP, reach=Reach.BRANCH, source="S3:183, D-8"),
            _may("PO-8", RECEIVE, on=ROLLUP, reach=Reach.BRANCH, source="S3:139, S3:183, D-8"),
        ),
        sees=(
            _sees("PO-4", WORK, reach=Reach.BRANCH, source="S3:183"),
            _sees("PO-5", PERSONAL, reach=Reach.BODY, source="A-60, D-2"),
        ),
    ),
    Role.PLATFORM_DEPARTMENT: Entry(
        levels=STAFF,
        source="S3:179-181",
        may=(
            _may("PD-1", READ, on=ROOMS | {Noun.ACTIVITY, Noun.DUTY_SHIFT}, reach=Reach.BRANCH, source="S3:179-181"),
            _may("PD-2", READ, on=SYNC, reach=Reach.BRANCH, source="S3:181"),
            _may("PD-3", RECORD, on=frozenset({Noun.ONLINE_PRESENCE}), reach=Reach.BODY, source="S3:181"),
            _may("PD-5", READ, on=APPLICATION, reach=Reach.BODY, source="S3:151, D-7"),
        ),
        sees=(_sees("PD-4", WORK, reach=Reach.BRANCH, source="S3:181, D-2"),),
    ),
    Role.CITY_SYSTEM: Entry(
        levels=frozenset({Level.CITY}),
        fits_rollup_units=True,
        service=True,
        contract=Contract.CITY,
        source="S3:183, A-03",
        may=(
            _may("CS-1", READ, on=REGISTRY | FACTS | SYNC | LIFE, reach=Reach.BRANCH, source="S3:183, D-7"),
            _may("CS-2", RECORD, on=REGISTRY | FACTS, reach=Reach.BRANCH, source="S3:183, D-5"),
            _may("CS-3", SUBMIT, on=frozenset({Noun.REPORTED_FIGURE}), reach=Reach.BODY, source="S3:183"),
            _may("CS-4", RUN, on=SYNC, reach=Reach.BRANCH, source="S3:183, D-5"),
            _may("CS-7", SUBMIT, on=FILING, reach=Reach.BRANCH, source="S3:151, D-5"),
            _may("CS-8", READ, on=ROLLUP, reach=Reach.BRANCH, source="S3:183, D-8"),
            _may("CS-9", SUBMIT, on=ROLLUP, reach=Reach.BODY, source="S3:183, D-8"),
        ),
        sees=(
            _sees("CS-5", WORK, reach=Reach.BRANCH, source="S3:183"),
            _sees("CS-6", PERSONAL, reach=Reach.BODY, source="A-60, D-2"),
        ),
    ),
    Role.MANAGING_DEPARTMENT: Entry(
        levels=STAFF,
        source="S3:133, A-66",
        may=(
            _may("MD-1", READ, on=REGISTRY | FACTS | SYNC | LIFE, reach=Reach.BRANCH, source="S3:133, S3:183, D-7"),
            _may("MD-2", RECORD, on=REGISTRY | FACTS, reach=Reach.BODY, source="S3:133"),
            _may("MD-3", SUBMIT, on=frozenset({Noun.STUDIO, Noun.REPORTED_FIGURE}), reach=Reach.BODY, source="S3:151"),
            _may("MD-4", RUN, on=SYNC, reach=Reach.BRANCH, source="S3:133"),
            _may("MD-7", RECORD, on=APPLICATION | LINKS | TASK | JUDGED, reach=Reach.BODY, source="S3:133, S3:175"),
            _may("MD-8", SUBMIT, on=FILING, reach=Reach.BODY, source="S3:151"),
            _may("MD-9", READ, on=ROLLUP, reach=Reach.BRANCH, source="S3:133, S3:183, D-8"),
            _may("MD-10", SUBMIT, on=ROLLUP, reach=Reach.BODY, source="S3:139, S3:183, D-8"),
            _may("MD-11", RECEIVE, on=ROLLUP, reach=Reach.BODY, source="S3:139, S1:19, D-8"),
        ),
        sees=(
            _sees("MD-5", WORK, reach=Reach.BRANCH, source="S3:133"),
            _sees("MD-6", PERSONAL, reach=Reach.BRANCH, source="S3:133, A-60, D-2"),
        ),
    ),
    Role.SPECIAL_COMMITTEE: Entry(
        levels=STAFF,
        source="S3:133, S3:167",
        may=(
            _may("SC-1", READ, on=STUDIO_LIFE | OPINIONS | LIFE, reach=Reach.COMMITTEE, source="S3:133, A-61"),
            _may("SC-2", RECORD, on=frozenset({Noun.RESIDENCY}) | LINKS | TASK | JUDGED, reach=Reach.COMMITTEE,
                 source="S3:133, S3:167"),
            _may("SC-3", SUBMIT, on=frozenset({Noun.ACTIVITY}) | APPLICATION, reach=Reach.COMMITTEE,
                 source="S3:133, S3:147"),
            _may("SC-4", DECIDE, on=frozenset({Noun.STUDIO}) | APPLICATION, reach=Reach.COMMITTEE,
                 source="S3:151, S3:167, D-4"),
            _may("SC-7", READ, on=ROLLUP, reach=Reach.COMMITTEE, source="S3:139, D-8"),
            _may("SC-8", SUBMIT, on=ROLLUP, reach=Reach.COMMITTEE, source="S3:139, D-8"),
            _may("SC-9", RECEIVE, on=ROLLUP, reach=Reach.COMMITTEE, source="S3:139, D-8"),
        ),
        sees=(
            _sees("SC-5", WORK, reach=Reach.COMMITTEE, source="S3:133"),
            _sees("SC-6", PERSONAL, reach=Reach.COMMITTEE, source="S3:133, D-2"),
        ),
    ),
    Role.VICE_CHAIR_IN_CHARGE: Entry(
        levels=STAFF,
        source="S3:151",
        may=(
            _may("VC-1", READ, on=STUDIO_LIFE | OPINIONS | LIFE, reach=Reach.COMMITTEE, source="S3:151"),
            _may("VC-2", DECIDE, on=frozenset({Noun.STUDIO}) | APPLICATION, reach=Reach.COMMITTEE,
                 source="S3:151, D-4"),
        ),
        sees=(_sees("VC-3", WORK, reach=Reach.COMMITTEE, source="S3:151, D-2"),),
    ),
    Role.CHAIR_MEETING: Entry(
        levels=STAFF,
        source="S3:151",
        may=(
            _may("CM-1", READ, on=REGISTRY | FACTS | LIFE, reach=Reach.BODY, source="S3:151"),
            _may("CM-2", DECIDE, on=frozenset({Noun.STUDIO}) | APPLICATION, reach=Reach.BODY, source="S3:151, D-4"),
        ),
        sees=(_sees("CM-3", WORK, reach=Reach.BODY, source="S3:151, D-2"),),
    ),
    Role.PARTY_GROUP: Entry(
        levels=STAFF,
        source="S2:98",
        may=(
            _may("PG-1", READ, on=REGISTRY | FACTS | LIFE, reach=Reach.BODY, source="S2:98"),
            _may("PG-2", DECIDE, on=frozenset({Noun.STUDIO}) | APPLICATION, reach=Reach.BODY, source="S2:98, D-4"),
        ),
        sees=(_sees("PG-3", WORK, reach=Reach.BODY, source="S2:98, D-2"),),
    ),
    Role.CONVENER: Entry(
        levels=STAFF,
        source="S3:127",
        may=(
            _may("CV-1", READ, on=STUDIO_LIFE | PEOPLE | OPINIONS | LIFE, reach=Reach.STUDIO, source="S3:127, A-61"),
            _may("CV-2", RECORD, on=WORK_DONE | TASK, reach=Reach.STUDIO, source="S3:127, S3:171"),
            _may("CV-3", SUBMIT, on=frozenset({Noun.STUDIO, Noun.ACTIVITY}) | APPLICATION, reach=Reach.STUDIO,
                 source="S3:127, S3:151"),
            _may("CV-6", READ, on=ROLLUP, reach=Reach.STUDIO, source="S3:139, D-8"),
            _may("CV-7", SUBMIT, on=ROLLUP, reach=Reach.STUDIO, source="S3:139, D-8"),
        ),
        sees=(
            _sees("CV-4", WORK, reach=Reach.STUDIO, source="S3:127"),
            _sees("CV-5", PERSONAL, reach=Reach.STUDIO, source="S3:127, D-2"),
        ),
    ),
    Role.LIAISON: Entry(
        levels=STAFF,
        source="S3:129",
        may=(
            _may("LI-1", READ, on=STUDIO_LIFE | PEOPLE | OPINIONS | LIFE, reach=Reach.STUDIO, source="S3:129, A-61"),
            _may("LI-2", RECORD, on=FACTS, reach=Reach.STUDIO, source="S3:129"),
            _may("LI-3", SUBMIT, on=frozenset({Noun.ACTIVITY, Noun.OUTPUT}), reach=Reach.STUDIO, source="S3:129"),
            _may("LI-6", READ, on=ROLLUP, reach=Reach.STUDIO, source="S3:139, D-8"),
            _may("LI-7", SUBMIT, on=ROLLUP, reach=Reach.STUDIO, source="S3:139, D-8"),
        ),
        sees=(
            _sees("LI-4", WORK, reach=Reach.STUDIO, source="S3:129"),
            _sees("LI-5", PERSONAL, reach=Reach.STUDIO, source="S3:129, D-2"),
        ),
    ),
    Role.MEMBER: Entry(
        levels=STAFF,
        source="S3:115",
        may=(
            _may("ME-1", READ, on=OWN_RECORD, reach=Reach.SELF, source="S3:115"),
            _may("ME-2", READ, on=STUDIO_LIFE, reach=Reach.STUDIO, source="S3:115, D-3"),
            _may("ME-3", RECORD, on=frozenset({Noun.DUTY_SHIFT}), reach=Reach.SELF, source="S3:115"),
            _may("ME-7", READ, on=APPLICATION, reach=Reach.SELF, source="S3:147"),
            _may("ME-8", SUBMIT, on=APPLICATION, reach=Reach.SELF, source="S3:147"),
        ),
        sees=(
            _sees("ME-4", WORK, reach=Reach.SELF, source="S3:115"),
            _sees("ME-5", WORK, reach=Reach.STUDIO, source="S3:115"),
            _sees("ME-6", PERSONAL, reach=Reach.SELF, source="A-60"),
        ),
    ),
    Role.CONTACT_GROUP_LEADER: _town("CG", "S2:72"),
    Role.FULLTIME_WORKER: _town("FW", "S2:72"),
    Role.STREET_COORDINATOR: _town("ST", "S2:36"),
    Role.GOV_DEPARTMENT: Entry(levels=STAFF, source="S3:161, D-6"),
    Role.COUNTY_FRONTEND: Entry(
        levels=frozenset({Level.COUNTY}),
        service=True,
        contract=Contract.COUNTY,
        source="S3:155",
        may=(
            _may("CF-1", READ, on=frozenset({Noun.STUDIO, Noun.DUTY_SHIFT, Noun.ACTIVITY}), reach=Reach.BODY,
                 source="S3:155"),
        ),
    ),
    Role.INTEGRATOR: Entry(
        levels=STAFF,
        contract=Contract.INTEGRATOR,
        source="Appendix A",
        may=(
            _may("IN-1", READ, on=REGISTRY | FACTS | LIFE, reach=Reach.BRANCH, source="Appendix A, D-3"),
            _may("IN-2", READ, on=SYNC, reach=Reach.BRANCH, source="Appendix A"),
        ),
        sees=(_sees("IN-3", WORK, reach=Reach.BRANCH, source="Appendix A, D-2"),),
    ),
    Role.AUDITOR: Entry(
        levels=STAFF,
        source="S3:175",
        may=(
            _may("AU-1", READ, on=REGISTRY | FACTS | SYNC | AUDIT | LIFE | ROLLUP, reach=Reach.BRANCH,
                 source="S3:175, D-8"),
        ),
        sees=(_sees("AU-2", WORK, reach=Reach.BRANCH, source="S3:175, D-2"),),
    ),
}  # fmt: skip

FOR_SOURCES: tuple[Grant, ...] = (
    _may("SRC-1", RECORD, on=REGISTRY | FACTS, reach=Reach.BRANCH, source="D-5"),
    _may("SRC-2", RECORD, on=frozenset({Noun.SYNC_RUN, Noun.QUARANTINED_ROW}), reach=Reach.BRANCH, source="D-5"),
)
