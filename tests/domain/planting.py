"""Rules broken on purpose, and which check of a stateful test finds it within its own number of examples."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

Broken = Callable[..., Any]  # a rule, whatever it takes and answers


@dataclass(frozen=True, kw_only=True)
class Plant:
    """A rule broken on purpose: which invariant falls with it, where it stands, how it answers, what must find it."""

    breaks: str
    module: object
    name: str
    broken: Callable[[Broken], Broken]
    found_by: str

    def put(self, patch: pytest.MonkeyPatch) -> None:
        """Break the rule."""
        patch.setattr(self.module, self.name, self.broken(getattr(self.module, self.name)))


def finder(machine: type[RuleBasedStateMachine]) -> str:
    """The rule or invariant of a machine that fails within its normal number of examples."""
    own = machine.TestCase.settings
    once = settings(own, phases=[Phase.generate], print_blob=False)
    with pytest.raises(AssertionError) as found:
        run_state_machine_as_test(machine, settings=once)
    names = [frame.name for frame in traceback.extract_tb(found.value.__traceback__)]
    return next(one for one in reversed(names) if one in vars(machine) or any(one in vars(up) for up in machine.mro()))


def never(_: Broken) -> Broken:
    """A refusal that is never given."""
    return lambda *_, **__: None
