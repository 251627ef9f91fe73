"""What local systems may deliver, as it follows from the models."""

from __future__ import annotations

from dataclasses import fields

import pytest

from hub.domain.joint_activity import NamedParty
from hub.domain.shape import FieldKind
from hub.store.shapes import MODELS, column_names, never_null, shapes


@pytest.mark.parametrize(
    ("entity", "field", "kind"),
    [
        ("studio", "owner", FieldKind.BODY),
        ("studio", "division", FieldKind.DIVISION),
        ("studio", "named_after", FieldKind.REFERENCE),
        ("studio", "sectors", FieldKind.SECTOR),
        ("studio", "type", FieldKind.TERM),
        ("studio", "functions", FieldKind.TEXT_LIST),
        ("member", "home_body", FieldKind.BODY),
        ("membership", "sector", FieldKind.SECTOR),
        ("activity", "studio", FieldKind.REFERENCE),
        ("activity", "kind", FieldKind.TEXT),
        ("activity", "held_on", FieldKind.DATE),
        ("activity", "starts_at", FieldKind.INSTANT),
        ("activity", "public_count", FieldKind.INTEGER),
        ("activity", "parties", FieldKind.PARTIES),
        ("activity", "joint_rule", FieldKind.TERM),
        ("output", "is_key", FieldKind.BOOLEAN),
    ],
)
def test_a_field_has_the_kind_of_its_column(entity: str, field: str, kind: FieldKind) -> None:
    assert shapes()[entity].by_name[field].kind is kind


@pytest.mark.parametrize("name", ["id", "source_id", "recorded_at", "deleted_at", "content_hash", "filing_number"])
def test_what_is_the_hubs_own_cannot_be_mapped(name: str) -> None:
    assert all(name not in shape.by_name for shape in shapes().values())


def test_what_is_pointed_to_is_applied_first() -> None:
    order = list(MODELS)

    for shape in shapes().values():
        for field in shape.fields:
            if field.refers_to is not None:
                assert order.index(field.refers_to) < order.index(shape.name)


def test_a_field_without_which_no_row_can_be_is_required() -> None:
    required = {field.name for field in shapes()["activity"].fields if field.required}

    assert required == {"studio", "kind", "mode", "topic", "held_on"}
    assert column_names("activity")["owner"] in never_null("activity")


def test_a_party_is_told_as_the_command_names_it() -> None:
    told = {part.name for part in shapes()["activity"].by_name["parties"].parts}

    assert told == {one.name for one in fields(NamedParty)}
