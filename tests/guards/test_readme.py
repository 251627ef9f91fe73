"""What the READMEs show is true: queries, commands, files and the worked example, and both pages say the same."""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
import typer
from graphql import GraphQLSchema, build_schema, parse, validate
from typer.testing import CliRunner

from hub.__main__ import app
from hub.auth.issuer import read_issuers
from hub.schema.contracts import printed
from hub.store.shapes import shapes
from hub.sync.source_reader import read_source

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "README.zh-CN.md")
TEXTS = {page: (ROOT / page).read_text(encoding="utf-8") for page in PAGES}

Hub = Callable[..., str]


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block and the language it is said to be in."""

    language: str
    text: str


def _blocks(page: str = "README.md", *, language: str | None = None) -> list[Block]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", TEXTS[page], re.MULTILINE | re.DOTALL)
    blocks = [Block(language=name, text=text) for name, text in found]
    return [block for block in blocks if language in (None, block.language)]


def _headings(page: str) -> list[int]:
    prose = re.sub(r"^```.*?^```$", "", TEXTS[page], flags=re.MULTILINE | re.DOTALL)
    return [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)]


def test_both_pages_have_the_same_headings_and_the_same_blocks() -> None:
    english, chinese = PAGES

    assert _headings(english) == _headings(chinese)
    assert _blocks(english) == _blocks(chinese)


@pytest.mark.parametrize("block", _blocks(language="graphql"), ids=lambda block: block.text.split()[4])
def test_a_query_is_valid_in_the_contract_it_is_shown_for(block: Block) -> None:
    named = re.match(r"# contract: (\w+)\n", block.text)
    assert named is not None

    schema = _contract(named[1])

    assert validate(schema, parse(block.text)) == []


def test_queries_inside_commands_are_valid() -> None:
    shell = "\n".join(block.text for block in _blocks(language="sh"))
    queries = re.findall(r"'query=(.+?)'", shell, re.DOTALL)
    queries += [text.replace('\\"', '"') for text in re.findall(r'"query": "(.+?)"}\'', shell)]
    queries += re.findall(r"`(viewer \{.+\})`", TEXTS["README.md"])
    schema = _contract("city")

    assert len(queries) == 3
    for query in queries:
        assert validate(schema, parse(query if query.startswith(("{", "mutation")) else f"{{ {query} }}")) == []


def _contract(name: str) -> GraphQLSchema:
    # The directives of federation are defined by the gateway's own specification, not in the file.
    return build_schema(printed()[f"contracts/{name}.graphql"], assume_valid_sdl=True)


def _commands(page: str) -> list[str]:
    shell = "\n".join(block.text for block in _blocks(page, language="sh"))
    shown = re.findall(r"\.venv/bin/hub ([^\n)&]+)", shell)
    return shown + re.findall(r"`hub ([^`]+)`", TEXTS[page])


@pytest.mark.parametrize("command", sorted({one for page in PAGES for one in _commands(page)}))
def test_a_command_that_is_named_exists_with_its_options(command: str) -> None:
    at: Any = typer.main.get_command(app)
    words = command.split()
    while words and hasattr(at, "commands"):
        assert words[0] in at.commands
        at = at.commands[words.pop(0)]
    options = {name for parameter in at.params for name in parameter.opts}

    assert {word for word in words if word.startswith("--")} <= options


def test_every_target_and_file_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    for text in TEXTS.values():
        assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) <= targets
        links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
        shown = re.findall(r"query@(\S+)", text)
        assert [link for link in links + shown if not (ROOT / link).exists()] == []


def test_the_issuer_shown_is_one_that_is_read(tmp_path: Path) -> None:
    (shown,) = [block.text for block in _blocks(language="toml") if "[[issuer]]" in block.text]
    path = tmp_path / "issuers.toml"
    path.write_text(shown, encoding="utf-8")

    (issuer,) = read_issuers(path)

    assert issuer.branch == "611000"


def test_the_source_shown_is_one_that_is_read(tmp_path: Path) -> None:
    source = read_source(_source_text(), file="zhenan-county.toml", environment={}, folder=tmp_path, shapes=shapes())

    assert [stream.name for stream in source.streams] == ["studios", "members", "residencies"]


def test_the_worked_example_links_a_system_by_configuration_alone(hub: Hub, folder: Path) -> None:
    subprocess.run(["sh", "-c", _shell("mkdir")], cwd=folder, check=True)
    (folder / "config/sources/zhenan-county.toml").write_text(_source_text(), encoding="utf-8")

    checked = hub("source", "check", "config/sources/zhenan-county.toml")
    first = hub("sync", "run", "zhenan-county")
    standing = hub("sync", "status")
    subprocess.run(["sh", "-c", _shell("sed").splitlines()[0]], cwd=folder, check=True)
    second = hub("sync", "run", "zhenan-county")
    ended = hub("sync", "status")

    assert "well" in checked
    assert _numbers(first) == [8, 6, 0, 0, 2]
    assert _numbers(standing)[-1] == 3
    assert _numbers(second)[-1] == 0
    assert _numbers(ended)[-1] == 0


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working directory of the worked example, with its settings and a migrated database."""
    (tmp_path / "var/try").mkdir(parents=True)
    shutil.copyfile(sqlite_template, tmp_path / "var/try/hub.db")
    monkeypatch.chdir(tmp_path)
    for line in re.findall(r"^export (HUB_VAR=.+)$", TEXTS["README.md"], re.MULTILINE):
        for name, _, value in (part.partition("=") for part in line.split()):
            monkeypatch.setenv(name, value)
    root = logging.getLogger()
    held, level = list(root.handlers), root.level
    yield tmp_path
    root.handlers[:] = held
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def hub(folder: Path) -> Hub:
    """Runs `hub` with these arguments and answers what it printed."""
    runner = CliRunner(env={"COLUMNS": "200"})

    def run(*words: str) -> str:
        # The job engine keeps the standard error of the command before this one, which is closed by now.
        logging.getLogger("dbos").handlers.clear()
        ended = runner.invoke(app, list(words), prog_name="hub")
        assert ended.exit_code == 0, ended.output
        return ended.stdout

    return run


def _source_text() -> str:
    (shown,) = [block.text for block in _blocks(language="toml") if "[[streams]]" in block.text]
    return shown


def _shell(word: str) -> str:
    (shown,) = [block.text for block in _blocks(language="sh") if block.text.startswith(word)]
    return shown


def _numbers(table: str) -> list[int]:
    """The whole numbers at the end of the source's line."""
    (line,) = [line for line in table.splitlines() if line.startswith("zhenan-county ")]
    return [int(word) for word in line.split() if word.isdecimal()]
