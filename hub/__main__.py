"""The command line: `hub` or `python -m hub`."""

from __future__ import annotations

import typer

from hub.commands import (
    audit,
    demo,
    doctor,
    migrate,
    policy,
    receipt,
    report,
    report_due,
    schema,
    serve,
    source,
    standards,
    sync,
    token,
)

app = typer.Typer(
    name="hub",
    help="委员工作室数据中枢 · One graph over the members' studios.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(serve.serve)
app.command()(demo.demo)
app.command()(migrate.migrate)
app.command()(token.token)
app.command()(doctor.doctor)
app.add_typer(audit.app, name="audit")
app.add_typer(policy.app, name="policy")
app.add_typer(receipt.app, name="receipt")
report_due.add_to(report.app)
app.add_typer(report.app, name="report")
app.add_typer(schema.app, name="schema")
app.add_typer(source.app, name="source")
app.add_typer(sync.app, name="sync")
app.add_typer(standards.app, name="standards")


def main() -> None:
    """Run the command that the arguments name."""
    app()


if __name__ == "__main__":
    main()
