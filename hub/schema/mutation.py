"""What can be asked of the hub beyond reading; an expected no comes back as data."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from hub.domain.access import Act, Noun
from hub.schema.commands import Refused, command_field
from hub.schema.facts_push import push_facts_field
from hub.schema.filing_batch import file_studios_field
from hub.schema.offers import OFFERS
from hub.schema.provenance import RunRef
from hub.schema.relations import asking
from hub.store.models.source import SyncRun as SyncRunModel


async def _run(root: Any, info: strawberry.Info) -> Any:  # a record stands for the lazy type
    return await asking(info).one(SyncRunModel, str(root.run_id))


@strawberry.type(description="A sync that was asked for · 已排队的同步")
class SyncRequested:
    """The run is durable from here on, whoever executes it."""

    run_id: strawberry.ID = strawberry.field(description="identifier of the run · 同步运行标识")
    run: RunRef | None = strawberry.field(
        resolver=_run, description="the run; an open one is answered again · 同步运行，已有未完成的则返回该运行"
    )


ACTED_ON = frozenset({(Act.RUN, Noun.SOURCE), *((one.command.act, one.command.noun) for one in OFFERS)})

RunSyncResult = Annotated[
    SyncRequested | Refused, strawberry.union("RunSyncResult", description="A queued run, or why not · 排队结果")
]


async def _run_sync(root: Any, info: strawberry.Info, source: str) -> SyncRequested | Refused:
    answer = await asking(info).request_run(source)
    if "code" in answer:
        return Refused(code=answer["code"], message=answer["zh"], message_en=answer["en"], at="source")
    return SyncRequested(run_id=strawberry.ID(answer["run_id"]))


def mutation_type() -> type:
    """The root type of all mutations."""
    _run_sync.__annotations__ = {
        "root": Any,
        "info": strawberry.Info,
        "source": Annotated[str, strawberry.argument(description="code of the source · 接入系统代码")],
        "return": RunSyncResult,
    }
    run_sync = strawberry.field(
        resolver=_run_sync,
        description="Ask for a sync of a source now; asking twice has one effect · 立即同步，重复请求只执行一次",
        metadata={"noun": Noun.SOURCE, "act": Act.RUN},
    )
    namespace: dict[str, Any] = {"__annotations__": {}, "run_sync": run_sync}
    namespace |= {one.name: command_field(one) for one in OFFERS}
    namespace["file_studios"] = file_studios_field()
    namespace["push_facts"] = push_facts_field()
    return strawberry.type(type("Mutation", (), namespace), description="All that can be asked for · 变更入口")
