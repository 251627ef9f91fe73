"""What every command does alike: read the settings, open the database, tell a refusal without a traceback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime
from typing import NoReturn, TypeVar
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table
from uvicorn.loops.auto import auto_loop_factory

from hub import logs
from hub.auth.key_files import FaultyKey
from hub.domain.reading import FaultyReference
from hub.domain.term import Title
from hub.errors import BadConfiguration, HubFault
from hub.settings import LogFormat, Settings, read_settings
from hub.store.faults import store_fault
from hub.store.session import Database
from hub.sync.source_table import SourceConfigError

REFUSED = 1
WRONG_USE = 2

_T = TypeVar("_T")


def settings_of_process(**given: object) -> Settings:
    """The settings, with the log set up and the folder for what is written made; ends the process if they are wrong."""
    with refusals():
        settings = read_settings(**given)
        logs.configure(as_json=settings.log_format is LogFormat.JSON, level=settings.log_level.value)
        settings.var.mkdir(parents=True, exist_ok=True)
    return settings


def now() -> datetime:
    """The clock of the process."""
    return datetime.now(UTC)


def today() -> date:
    """The business day, Asia/Shanghai."""
    return now().astimezone(ZoneInfo("Asia/Shanghai")).date()


def run(work: Callable[[], Awaitable[_T]]) -> _T:
    """Run a coroutine to its end; what it refuses is told in one line."""

    async def begun() -> _T:
        return await work()

    # The server's own choice: uvloop where there is one, which answers twice as many point lookups.
    with refusals(), asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        return runner.run(begun())


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database for as long as the block runs."""
    database = Database(settings.database_url, statement_seconds=settings.statement_seconds)
    try:
        yield database
    finally:
        await database.close()


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what a person can put right into lines on standard error and an exit code; the rest stays a traceback."""
    try:
        yield
    except BadConfiguration as fault:
        refuse(fault.zh, fault.en, code=WRONG_USE)
    except HubFault as fault:
        refuse(fault.zh, fault.en)
    except SourceConfigError as fault:
        for problem in fault.problems:
            told(f"{problem.file} · {problem.key}：{problem.zh} / {problem.en}")
        raise typer.Exit(REFUSED) from None
    except (FaultyReference, FaultyKey) as fault:
        told(str(fault))
        raise typer.Exit(REFUSED) from None
    except (typer.Exit, typer.Abort):
        raise
    except OSError as fault:
        place = fault.filename or ""
        refuse(f"无法读写 {place}，请核对路径与权限", f"cannot read or write {place}: check the path and its rights")
    except Exception as problem:
        known = store_fault(problem)
        if known is None:
            raise
        refuse(f"{known.zh}（hub doctor 可查原因）", f"{known.en} (hub doctor finds out why)")


def refuse(zh: str, en: str, *, code: int = REFUSED) -> NoReturn:
    """Say why not, in both languages, and end with the code."""
    told(f"{zh} / {en}")
    raise typer.Exit(code)


def told(line: str) -> None:
    """A line for the person at the terminal, beside the command's output."""
    typer.echo(line, err=True)


def table(title: Title, *columns: Title) -> Table:
    """An empty table whose headings stand in both languages."""
    made = Table(title=f"{title.zh} · {title.en}", title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        made.add_column(f"{column.zh}\n{column.en}", header_style="bold", overflow="fold")
    return made


def show(made: Table) -> None:
    """Print a table to standard output, as wide as the terminal or, when piped, as wide as it needs."""
    console = Console()
    Console(width=console.width if console.is_terminal else 200).print(made)
