"""The root of all reading: lists of every noun, single rows by key, and the caller."""

from __future__ import annotations

from typing import Any

import strawberry

from hub.domain.ids import prefix_of
from hub.schema import (
    application,
    arrangement,
    assessment,
    body,
    documents,
    facts,
    filing,
    history,
    member,
    places,
    presence,
    report,
    rollup,
    rollup_more,
    source,
    standard,
    studio,
    task,
)
from hub.schema.as_of import AS_OF, past_of
from hub.schema.compliance import compliance_fields
from hub.schema.cross_linkage import cross_linkage_field
from hub.schema.dossier import dossier_fields
from hub.schema.expose import Exposed, exposed
from hub.schema.figure_explanations import explain_field
from hub.schema.figures import figure_field
from hub.schema.map_view import map_field
from hub.schema.node import Node
from hub.schema.relations import asking, root_list
from hub.schema.reporting import rates_field
from hub.schema.reporting_compared import compared_fields
from hub.schema.reporting_owed import owed_field
from hub.schema.reporting_sums import sums_field
from hub.schema.shared import shared_totals_field
from hub.schema.sizes import paged
from hub.schema.totals import totals_fields
from hub.schema.traces import trace_field
from hub.schema.version_diffs import diff_field
from hub.schema.viewer import Viewer
from hub.store.models.base import Base
from hub.store.models.body import Body
from hub.store.models.catalogue import by_prefix
from hub.store.models.places import Division
from hub.store.models.source import Source
from hub.store.plan import Record

# Root lists by their field name: the class that shows the rows.
LISTS: dict[str, type] = {
    "divisions": places.Division,
    "sectors": places.Sector,
    "bodies": body.Body,
    "committees": body.Committee,
    "studios": studio.Studio,
    "members": member.Member,
    "memberships": member.Membership,
    "residencies": member.Residency,
    "online_presences": presence.OnlinePresence,
    "activities": facts.Activity,
    "activity_kinds": facts.ActivityKind,
    "duty_shifts": facts.DutyShift,
    "opinions": facts.Opinion,
    "outputs": facts.Output,
    "applications": application.StudioApplication,
    "filings": filing.Filing,
    "arrangements": arrangement.Arrangement,
    "tasks": task.Task,
    "assessments": assessment.Assessment,
    "measures": assessment.Measure,
    "studio_events": history.StudioEvent,
    "findings": history.Finding,
    "figures": documents.ReportedFigure,
    "documents": documents.PolicyDocument,
    "rulebooks": standard.Rulebook,
    "standards": standard.Standard,
    "quotas": standard.QuotaRule,
    "structure_rules": standard.StructureRule,
    "report_definitions": report.ReportDefinition,
    "report_periods": report.ReportPeriod,
    "working_days": report.WorkingDay,
    "obligations": rollup.Obligation,
    "rollup_versions": rollup.RollupVersion,
    "rollup_lines": rollup.RollupLine,
    "narratives": rollup_more.NarrativeItem,
    "rollup_receipts": rollup_more.RollupReceipt,
    "amendment_grants": rollup_more.AmendmentGrant,
    "restatements": rollup_more.Restatement,
    "drift_items": rollup_more.DriftItem,
    "push_attempts": rollup_more.PushAttempt,
    "sources": source.Source,
    "sync_runs": source.SyncRun,
    "quarantine": source.QuarantinedRow,
}
# Single rows by a code that people know.
BY_CODE: dict[str, type[Base]] = {"body": Body, "source": Source}


def query_type(federated: dict[str, Any]) -> type:
    """The root type: the exposed models, and the two fields that federation asks for."""
    by_class = {one.cls: one for one in exposed().values()}
    namespace: dict[str, Any] = {"__annotations__": {}, **federated}
    namespace["node"] = _field(
        _node, Node | None, "any object by its identifier · 按标识取对象", {"id": strawberry.ID, **AS_OF}
    )
    namespace["viewer"] = _field(_viewer, Viewer, "who asks, and what the hub lets them do · 当前调用者", {})
    for name, model in BY_CODE.items():
        shown = exposed()[model]
        title = model.title
        namespace[name] = _field(
            _by_code(model),
            _or_none(shown.cls),
            f"{title.en}, by its code · 按代码取{title.zh}",
            {"code": str},
            one=shown,
        )
    division = exposed()[Division]
    namespace["division"] = _field(
        _division,
        _or_none(division.cls),
        "a division in force, by its code · 按代码取现行区划",
        {"code": str},
        one=division,
    )
    for name, cls in LISTS.items():
        one = by_class[cls]
        namespace[name] = strawberry.field(
            resolver=root_list(one.model, one.connection, one.where, one.order),
            description=f"{one.model.title.en}: all within reach · {one.model.title.zh}：权限内全部",
            metadata=_tags(one),
            directives=[paged()],
        )
    namespace |= _computed_fields()
    return strawberry.type(type("Query", (), namespace), description="Everything that can be read · 查询入口")


def _computed_fields() -> dict[str, Any]:
    """The root fields whose answers are computed from rows."""
    return {
        **totals_fields(),
        **dossier_fields(),
        **compliance_fields(),
        **compared_fields(),
        "cross_linkage": cross_linkage_field(),
        "map_view": map_field(),
        "shared_totals": shared_totals_field(),
        "reporting_rates": rates_field(),
        "my_obligations": owed_field(),
        "period_figures": sums_field(),
        "figure": figure_field(),
        "diff_versions": diff_field(),
        "explain_difference": explain_field(),
        "where_is_my_record": trace_field(),
    }


def _or_none(cls: Any) -> Any:  # an annotation made at run time
    return cls | None


def _tags(one: Exposed | None) -> dict[str, Any]:
    access = one.model.access if one is not None else None
    return {"noun": access.noun if access is not None else None}


def _field(resolver: Any, shown: Any, text: str, arguments: dict[str, type], *, one: Exposed | None = None) -> Any:
    resolver.__annotations__ = {"root": Any, "info": strawberry.Info, **arguments, "return": shown}
    return strawberry.field(resolver=resolver, description=text, metadata=_tags(one))


async def _node(
    root: Any, info: strawberry.Info, id: Any, as_of: Any = strawberry.UNSET, as_known_at: Any = strawberry.UNSET
) -> Record | None:
    past = past_of(as_of, as_known_at)
    model = by_prefix().get(prefix_of(str(id)) or "")
    if model is None or model not in exposed():
        return None
    return await asking(info).one(model, str(id), past=past)


def _viewer(root: Any, info: strawberry.Info) -> Viewer:
    viewer: Viewer = info.context.viewer
    return viewer


def _by_code(model: type[Base]) -> Any:  # a resolver whose annotations are set when it becomes a field
    async def resolve(root: Any, info: strawberry.Info, code: str) -> Record | None:
        return await asking(info).by(model, "code", code)

    return resolve


async def _division(root: Any, info: strawberry.Info, code: str) -> Record | None:
    return await asking(info).by(Division, "code", code)
