"""Rules broken on purpose, and which check of a stateful test finds it within its own number of examples."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import INVARIANT_MARKER, RuleBasedStateMachine, run_state_machine_as_test

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
    return _fallen(machine, found.value)


def by_chance(
    machine: type[RuleBasedStateMachine],
    deeds: Mapping[str, Mapping[str, Sequence[Any]]],
    *,
    runs: int,
    steps: int = 40,
) -> None:
    """Let anybody try anything in runs that are the same everywhere, every deed as likely as any other.

    What Hypothesis draws hangs on which modules are loaded, and it leaves most rules of a machine out of each run, so
    that what takes many of them in a row is rarely seen. An error is noted with the rule or invariant that fell.
    """
    checks = [one for one in vars(machine).values() if hasattr(one, INVARIANT_MARKER)]
    for number in range(runs):
        chance = Random(number)
        one: Any = machine()
        try:
            one.begin(chance.randrange(steps // 3))
            for _ in range(steps):
                name = chance.choice([*deeds, "go_on", "go_on", "go_on"])
                getattr(one, name)(**{key: chance.choice(values) for key, values in deeds[name].items()})
                for check in checks:
                    check(one)
        except AssertionError as problem:
            problem.add_note(_fallen(machine, problem))
            raise


def _fallen(machine: type[RuleBasedStateMachine], problem: AssertionError) -> str:
    """The rule or invariant in which an assertion failed."""
    names = [frame.name for frame in traceback.extract_tb(problem.__traceback__)]
    return next(name for name in reversed(names) if hasattr(machine, name))


def never(_: Broken) -> Broken:
    """A refusal that is never given."""
    return lambda *_, **__: None
