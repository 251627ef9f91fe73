"""All models, by name: importing this module is what makes the tables known."""

from __future__ import annotations

from hub.store.models import (
    activity_party,
    application,
    arrangement,
    assessment,
    body,
    documents,
    facts,
    filing,
    history,
    journal,
    member,
    places,
    presence,
    report,
    rollup,
    rollup_more,
    seal,
    source,
    standard,
    studio,
    task,
    totals,
    version,
)
from hub.store.models.base import Base

ROOMS = (
    *(places, body, studio, member, presence, facts, source, documents, standard, journal, seal, totals),
    *(activity_party, application, filing, arrangement, task, assessment, history, version),
    *(report, rollup, rollup_more),
)


def models() -> tuple[type[Base], ...]:
    """Every mapped class, in the order of its table's dependencies."""
    by_table = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    return tuple(by_table[table.name] for table in Base.metadata.sorted_tables if table.name in by_table)


def by_prefix() -> dict[str, type[Base]]:
    """The model that an identifier's prefix stands for."""
    return {model.prefix: model for model in models() if hasattr(model, "prefix")}
