"""What can be asked for: every command of the rules, as the graph offers it."""

from __future__ import annotations

from collections.abc import Iterator

from hub.domain import (
    application,
    arrangement,
    assessment,
    ending,
    filing,
    joint_activity,
    owner_change,
    people,
    rollup,
    rollup_office,
)
from hub.domain.command import Command
from hub.schema.commands import Offered


def commands() -> Iterator[type[Command]]:
    """Every command, in the order in which the graph lists them."""
    yield from application.COMMANDS
    yield from filing.COMMANDS
    yield from arrangement.COMMANDS
    yield from joint_activity.COMMANDS
    yield from owner_change.COMMANDS
    yield from people.COMMANDS
    yield from ending.COMMANDS
    yield from assessment.COMMANDS
    yield from rollup_office.COMMANDS
    yield from rollup.COMMANDS


OFFERS = tuple(Offered(command=one) for one in commands())
