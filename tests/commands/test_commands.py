"""The command line: what each command prints, how it refuses, and that its help stands in both languages."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import jwt
import pytest
import typer

from hub.__main__ import app
from hub.store.session import Database
from tests.commands.conftest import Run
from tests.factories import World

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2,}")


def commands() -> list[tuple[str, ...]]:
    group = typer.main.get_command(app)
    found: list[tuple[str, ...]] = [()]
    for name, command in getattr(group, "commands", {}).items():
        found.append((name,))
        found += [(name, child) for child in getattr(command, "commands", {})]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_help_is_chinese_first_and_english_beside(command: tuple[str, ...], hub: Run) -> None:
    shown = hub(*command, "--help")

    said = shown.stdout.split("\n\n")[1].strip()
    assert shown.exit_code == 0
    assert CHINESE.match(said) and " · " in said and ENGLISH.search(said.split(" · ", 1)[1])


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_option_is_explained_in_both_languages(command: tuple[str, ...]) -> None:
    found: object = typer.main.get_command(app)
    for name in command:
        found = found.commands[name]  # type: ignore[attr-defined]
    texts = [getattr(option, "help", None) or "" for option in found.params]  # type: ignore[attr-defined]

    assert [text for text in texts if not (CHINESE.search(text) and ENGLISH.search(text))] == []


def test_migrate_fills_an_empty_database_and_a_second_time_writes_nothing(hub: Run, folder: Path) -> None:
    first, second = hub("migrate"), hub("migrate")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert re.search(r"reported_figure\s+225", first.stdout)
    assert "nothing written" in second.stdout
    assert (folder / "var" / "hub.db").exists()


def test_migrate_can_compare_every_row_again(hub: Run, filled: Path) -> None:
    again = hub("migrate", "--reload")

    assert again.exit_code == 0
    assert re.search(r"division +0 +0 +502", again.stdout)


@pytest.mark.parametrize("name", ["0002", "expand_2_x", "expand_0002_Rollups"])
def test_a_new_migration_needs_a_telling_name(name: str, hub: Run) -> None:
    refused = hub("migrate", "--write", name, "--message", "x")

    assert refused.exit_code == 2
    assert "expand_0002_rollups" in refused.stderr


def test_a_token_says_what_was_wished_and_nothing_else_is_printed(
    hub: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_DEVELOPMENT", "true")

    minted = hub("token", "--role", "CITY_SYSTEM", "--body", "611000", "--subject", "系统甲", "--ttl", "30m")

    claims = jwt.decode(minted.stdout.strip(), options={"verify_signature": False})
    assert (claims["roles"], claims["body"], claims["sub"]) == (["CITY_SYSTEM"], "611000", "系统甲")
    assert claims["exp"] - claims["iat"] == 1800
    assert minted.stderr == ""


def test_each_function_of_each_body_is_somebody_else_unless_a_subject_is_given(
    hub: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_DEVELOPMENT", "true")

    minted = hub("token", "--role", "PROVINCE_OFFICE", "--body", "610000")

    assert minted.exit_code == 0, minted.output
    claims = jwt.decode(minted.stdout.strip(), options={"verify_signature": False})
    assert claims["sub"] == "province-office-610000"


def test_no_token_is_minted_when_the_development_issuer_is_off(hub: Run, filled: Path) -> None:
    refused = hub("token", "--role", "CITY_SYSTEM", "--body", "611000")

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "HUB_DEVELOPMENT=true" in refused.stderr
    assert not list((filled / "var").glob("*.key"))


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--role", "CITY_SYSTEM", "--body", "999999"), 1, "999999"),
        (("--role", "CITY_SYSTEM", "--body", "611000", "--ttl", "2d"), 2, "30m"),
        (("--role", "CITY_SYSTEM", "--body", "611000", "--ttl", "13h"), 2, "12h"),
        (("--role", "KING", "--body", "611000"), 2, "PROVINCE_OFFICE"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(
    arguments: tuple[str, ...], code: int, says: str, hub: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_DEVELOPMENT", "true")

    refused = hub("token", *arguments)

    assert (refused.exit_code, refused.stdout) == (code, "")
    assert says in refused.stderr


def test_a_role_that_does_not_fit_its_body_is_pointed_out(
    hub: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_DEVELOPMENT", "true")

    minted = hub("token", "--role", "PROVINCE_OFFICE", "--body", "611026")

    assert minted.exit_code == 0
    assert "无效" in minted.stderr and "void" in minted.stderr


def test_policy_explain_names_the_line_and_its_grounds(hub: Run, filled: Path) -> None:
    said = hub("policy", "explain", "--role", "CITY_SYSTEM", "--body", "611000", "--type", "ACTIVITY")

    assert said.exit_code == 0
    assert "履职活动" in said.stdout and "activity" in said.stdout and "S3:" in said.stdout


def test_standards_are_listed_shown_and_checked(hub: Run) -> None:
    listed, shown, checked = hub("standards", "list"), hub("standards", "show", "610000"), hub("standards", "check")

    assert (listed.exit_code, shown.exit_code, checked.exit_code) == (0, 0, 0)
    assert "陕西省政协" in listed.stdout
    assert "S3:109" in shown.stdout and "委员工作室每年至少分别组织2次线上、线下读书交流分享活动" in shown.stdout


def test_a_body_without_standards_is_told_so(hub: Run) -> None:
    refused = hub("standards", "show", "610100")

    assert refused.exit_code == 1
    assert "hub standards list" in refused.stderr


def test_a_faulty_standard_is_named_with_file_and_key(hub: Run, folder: Path) -> None:
    (folder / "x.toml").write_text('body = "610000"\nversion = "1"\ntitel = "x"\n', encoding="utf-8")

    refused = hub("standards", "check", "x.toml")

    assert refused.exit_code == 1
    assert "x.toml" in refused.stderr and "title" in refused.stderr


def test_a_source_file_is_checked_and_everything_wrong_is_listed(hub: Run, folder: Path) -> None:
    (folder / "x.toml").write_text('code = "X"\nkind = "fax"\n', encoding="utf-8")

    refused = hub("source", "check", "x.toml")

    assert refused.exit_code == 1
    assert len([line for line in refused.stderr.splitlines() if line.startswith("x.toml · ")]) > 3


def test_what_a_source_may_deliver_is_described(hub: Run) -> None:
    shown, unknown = hub("source", "describe", "studio"), hub("source", "describe", "king")

    assert shown.exit_code == 0 and "SECTOR" in shown.stdout
    assert unknown.exit_code == 2 and "studio" in unknown.stderr


def test_the_schema_is_printed_for_everybody_or_for_one_audience(hub: Run) -> None:
    whole, public = hub("schema", "print"), hub("schema", "print", "--contract", "public")

    assert (whole.exit_code, public.exit_code) == (0, 0)
    assert "type Query" in whole.stdout and "type Query" in public.stdout
    assert len(public.stdout) < len(whole.stdout)


def test_a_printed_schema_that_differs_is_noticed_until_it_is_written(hub: Run, folder: Path) -> None:
    before = hub("schema", "check")
    hub("schema", "write")
    after = hub("schema", "check")
    (folder / "schema.graphql").write_text("type Query { x: Int }\n", encoding="utf-8")
    altered = hub("schema", "check")

    assert (before.exit_code, after.exit_code, altered.exit_code) == (1, 0, 1)
    assert "schema.graphql" in altered.stderr and "hub schema write" in altered.stderr


def test_the_doctor_finds_a_loaded_database_fit_for_use(hub: Run, folder: Path) -> None:
    hub("migrate")

    examined = hub("doctor")

    assert examined.exit_code == 0
    assert "✗" not in examined.stdout and "报送树" in examined.stdout


def test_the_doctor_makes_wrong_totals_anew_when_asked(hub: Run, folder: Path, filled: Path) -> None:
    with closing(sqlite3.connect(folder / "var" / "hub.db")) as connection, connection:
        body = connection.execute("SELECT id FROM body LIMIT 1").fetchone()[0]
        connection.execute(
            "INSERT INTO member_body (id, home_body_id, published, rows) VALUES (?, ?, 1, 7)", ("x", body)
        )

    found, mended = hub("doctor"), hub("doctor", "--rebuild-totals")

    assert (found.exit_code, mended.exit_code) == (1, 0)
    assert "member_body 1: x" in found.stdout and "--rebuild-totals" in found.stdout
    assert "✓ 汇总与事实一致" in mended.stdout


def test_the_doctor_judges_studios_anew_when_asked(hub: Run, folder: Path, filled: Path) -> None:
    async def written_past_the_door() -> None:
        database = Database(f"sqlite:///{folder / 'var' / 'hub.db'}")
        await World(database).studio("611026")
        await database.close()

    asyncio.run(written_past_the_door())

    found, mended = hub("doctor"), hub("doctor", "--rebuild-findings")

    told = re.search(r"! 标准结论与记录一致：(\d+) 条结论与今日重评不符", found.stdout)
    assert told is not None and "--rebuild-findings" in found.stdout
    assert f"重评 1 个工作室，改动 {told[1]} 条" in mended.stdout
    assert f"✓ 标准结论与记录一致：{told[1]} 条" in mended.stdout
    assert (found.exit_code, mended.exit_code) == (0, 0)


def test_the_doctor_says_what_to_do_with_an_empty_database(hub: Run) -> None:
    examined = hub("doctor")

    assert examined.exit_code == 1
    assert "hub migrate" in examined.stdout


def test_a_wrong_setting_ends_every_command_with_two_and_no_traceback(
    hub: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", "mysql://hub:geheim@db/hub")

    refused = hub("doctor")

    assert refused.exit_code == 2
    assert "HUB_DATABASE_URL" in refused.stderr
    assert "geheim" not in refused.output and "Traceback" not in refused.output


def test_a_database_out_of_reach_is_told_in_one_line(hub: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", f"postgresql://hub:geheim@/hub?host={folder}")

    refused = hub("migrate")

    assert refused.exit_code == 1
    assert "hub doctor" in refused.stderr
    assert "geheim" not in refused.output and "Traceback" not in refused.output


def test_the_module_is_the_command(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hub", "--help"], capture_output=True, check=False, cwd=ROOT, timeout=60
    )

    assert done.returncode == 0
    assert "委员工作室" in done.stdout.decode()
