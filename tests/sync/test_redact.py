"""What leaves a row at the edge, and that nothing of it stays behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hub.sync.mapping_redact import pseudonym, redact
from hub.sync.mapping_text import identity
from hub.sync.paths import Json, parse_path
from hub.sync.rows import content_hash, drift, fingerprint, structure
from hub.sync.source import FieldMapping, Redact, Redaction
from tests.sync.worlds import row, stream_with

KEY = b"test-key"


def rules(**paths: str) -> tuple[Redact, ...]:
    return tuple(Redact(path=parse_path(paths[how.value]), how=how) for how in Redaction if how.value in paths)


def test_private_places_are_removed_or_replaced_and_the_hash_is_made_anew() -> None:
    stream = replace(stream_with(), redact=rules(remove="people.*.home", hmac="people.*.phone", scrub="note"))
    content: dict[str, Json] = {
        "id": 1,
        "note": "请联系１３９０００００００１，谢谢",
        "people": [{"home": "测试路1号", "phone": "139 0000 0001", "name": "测试委员甲"}],
    }

    left = redact(row(content), stream, KEY)

    assert left.content == {
        "id": 1,
        "note": "请联系***********，谢谢",
        "people": [{"phone": pseudonym("13900000001", KEY), "name": "测试委员甲"}],
    }
    assert left.content_hash == content_hash(left.content)


def test_a_redacted_identifier_is_not_kept_beside_the_row() -> None:
    stream = replace(stream_with(), redact=rules(hmac="id"))

    left = redact(row({"id": "13900000001"}), stream, KEY)

    assert left.external_id == pseudonym("13900000001", KEY)


def test_an_opinion_keeps_only_what_is_mapped_and_no_numbers_in_its_text() -> None:
    stream = stream_with(FieldMapping(name="topic", paths=(("body", "topic"),)), entity="opinion")
    content: dict[str, Json] = {
        "id": "110101190001010009",
        "citizen": "测试群众乙",
        "phone": "13900000001",
        "body": {"topic": "路灯不亮，电话 13900000001 或 0914-2312345", "address": "测试路1号"},
    }

    left = redact(row(content), stream, KEY)

    topic = "路灯不亮，电话 *********** 或 ************"
    assert left.content == {"id": "110101190001010009", "body": {"topic": topic}}


def test_digests_need_a_key_and_differ_by_it() -> None:
    assert pseudonym("a", b"1") != pseudonym("a", b"2") and pseudonym("ａ 1", b"1") == pseudonym("A1", b"1")
    with pytest.raises(ValueError, match="key"):
        redact(row({"id": 1}), stream_with(), b"")


def test_an_identity_number_proves_itself() -> None:
    body = "11010119000101000"
    proven = [body + check for check in "0123456789X" if _proves(body + check)]

    assert len(proven) == 1


def _proves(number: str) -> bool:
    try:
        return identity(number) == number
    except ValueError:
        return False


def test_drift_names_what_came_went_and_changed_its_type() -> None:
    before = structure([row({"id": 1, "a": "x", "n": None, "list": [{"b": 1}]})])
    now = structure([row({"id": 1, "a": 2, "n": None, "new": True})])

    found = drift(before, now)

    assert (found.added, found.gone, found.retyped) == (("/new",), ("/list/*/b",), ("/a",))
    assert fingerprint(before) != fingerprint(now)
