"""`hub schema`: print the graph's schema, and keep the printed files of the repository in step with it."""

from __future__ import annotations

import difflib
from pathlib import Path

import typer

from hub.commands import room
from hub.schema.contracts import printed

app = typer.Typer(help="图谱的模式 · the graph's schema", no_args_is_help=True)

_ROOT = typer.Option(Path("."), "--root", help="存放快照的文件夹 · folder of the printed files")
_WHOLE = "schema.graphql"
_SHOWN = 12  # lines of a difference: enough to see what was changed


@app.command("print")
def print_schema(
    contract: str = typer.Option(
        "",
        "--contract",
        help="受众，如 county；缺省为全部 · audience, such as county; the whole by default",
    ),
) -> None:
    """打印全部模式或某一受众的子集 · Print the whole schema or an audience's subset."""
    pages = printed()
    wanted = f"contracts/{contract.lower()}.graphql" if contract else _WHOLE
    if wanted not in pages:
        known = "、".join(sorted(Path(path).stem for path in pages if path != _WHOLE))
        room.refuse(
            f"没有受众 {contract}，可用：{known}",
            f"no audience {contract}; the known ones are listed",
            code=room.WRONG_USE,
        )
    typer.echo(pages[wanted], nl=False)


@app.command()
def check(root: Path = _ROOT) -> None:
    """核对快照与程序一致，否则以 1 退出 · Compare the printed files with the program; exit with 1 if they differ."""
    differing = 0
    for path, text in printed().items():
        held = _held(root / path)
        if held != text:
            differing += 1
            room.told(f"{path}：{'缺失' if held is None else '不一致'} / {'missing' if held is None else 'differs'}")
            for line in _difference(held or "", text):
                room.told(f"    {line}")
    if differing:
        room.refuse(
            "请运行 hub schema write，并在变更说明中写明对使用者的影响",
            "run hub schema write, and tell in the changelog what it means to callers",
        )
    typer.echo("模式快照与程序一致 / the printed schemas are those of the program")


@app.command()
def write(root: Path = _ROOT) -> None:
    """写出快照 · Write the printed files."""
    with room.refusals():
        for path, text in printed().items():
            if _held(root / path) == text:
                continue
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
            typer.echo(f"已写出 {path} / written {path}")


def _held(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _difference(held: str, text: str) -> list[str]:
    lines = difflib.unified_diff(held.splitlines(), text.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))][:_SHOWN]
