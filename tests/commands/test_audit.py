"""`hub audit verify`: whole chains print their heads, a broken one is named with its first bad entry."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.store.audit import Entry, append
from hub.store.session import Database
from tests.commands.conftest import Run

AT = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def trail(filled: Path) -> Path:
    """Two chains, one of five entries and one of two."""

    async def written() -> None:
        database = Database(f"sqlite:///{filled / 'var' / 'hub.db'}")
        async with database.write() as connection:
            for stream, count in (("611000", 5), ("611026", 2)):
                entries = [Entry(actor="x", action="studio.changed", object_id=f"stu_{n}") for n in range(count)]
                await append(connection, entries, stream=stream, at=AT)
        await database.close()

    asyncio.run(written())
    return filled


def tampered(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "var" / "hub.db")) as held, held:
        for statement in statements:
            held.execute(statement)


def test_whole_chains_print_their_heads(hub: Run, trail: Path) -> None:
    every, one = hub("audit", "verify"), hub("audit", "verify", "--stream", "611026")

    assert (every.exit_code, one.exit_code) == (0, 0)
    assert [line.rsplit("@", 1)[0] for line in every.stdout.splitlines()] == ["611000@5", "611026@2"]
    assert [line.rsplit("@", 1)[0] for line in one.stdout.splitlines()] == ["611026@2"]
    assert "2 条链，完整；0 个封记，相符 / 2 chains, whole; 0 seals, all agree" in every.stderr
    assert "1 条链，完整 / 1 chains, whole" in one.stderr


@pytest.mark.parametrize(
    ("statements", "seq", "said"),
    [
        (["UPDATE audit_entry SET actor = 'y' WHERE stream = '611000' AND seq = 3"], 3, "内容与链不符"),
        (["DELETE FROM audit_entry WHERE stream = '611000' AND seq = 2"], 2, "缺失一条"),
        (["DELETE FROM audit_entry WHERE stream = '611000' AND seq > 3"], 4, "链尾与链头记录不符"),
        (["DELETE FROM audit_head WHERE stream = '611000'"], 1, "链尾与链头记录不符"),
    ],
)
def test_a_broken_chain_is_named_with_its_first_bad_entry(
    hub: Run, trail: Path, statements: list[str], seq: int, said: str
) -> None:
    tampered(trail, *statements)

    every, other = hub("audit", "verify"), hub("audit", "verify", "--stream", "611026")

    assert (every.exit_code, every.stdout) == (1, "")
    assert f"611000 第 {seq} 条：{said} / 611000, entry {seq}: " in every.stderr
    assert "611026" not in every.stderr
    assert other.exit_code == 0


def test_a_head_that_was_kept_finds_a_chain_that_was_sealed_anew(hub: Run, trail: Path) -> None:
    kept = hub("audit", "verify", "--stream", "611000").stdout.strip()
    assert hub("audit", "verify", "--head", kept).exit_code == 0
    tampered(
        trail,
        "DELETE FROM audit_entry WHERE stream = '611000' AND seq > 3",
        "UPDATE audit_head SET seq = 3, chain_hash ="
        " (SELECT chain_hash FROM audit_entry WHERE stream = '611000' AND seq = 3) WHERE stream = '611000'",
    )

    found = hub("audit", "verify", "--head", kept)

    assert hub("audit", "verify").exit_code == 0
    assert found.exit_code == 1
    assert "611000 第 5 条：留存的链头所指的一条缺失" in found.stderr


def test_a_chain_that_is_not_there_and_a_head_that_is_none_are_refused(hub: Run, trail: Path) -> None:
    absent, odd = hub("audit", "verify", "--stream", "999999"), hub("audit", "verify", "--head", "611000")

    assert (absent.exit_code, "没有审计链 999999" in absent.stderr) == (1, True)
    assert (odd.exit_code, "611000@12@" in odd.stderr) == (2, True)
