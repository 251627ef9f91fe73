"""Many filings in one request: each row is judged on its own, all that is granted is written together."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict

from hub.domain.command import Refusal, needed
from hub.domain.filing import MOST_AT_ONCE, FileStudios, SubmitFiling
from hub.store.acting import Acting

_Submit = Callable[[Acting, SubmitFiling], Awaitable[str | Refusal]]


def submit_each(submit: _Submit) -> Callable[[Acting, FileStudios], Awaitable[str | Refusal]]:
    """The deed of a batch; it comes to a text that says row by row which filing it is, or why not."""

    async def submit_all(acting: Acting, command: FileStudios) -> str | Refusal:
        refusal = _sized(command.studios)
        if refusal is not None:
            return refusal
        outcomes: dict[int, str | Refusal] = {}
        seen: dict[tuple[str, str], int] = {}
        # In the order of the studios, so that two batches lock them in the same order and never wait in a circle.
        for index, one in sorted(enumerate(command.studios), key=lambda pair: pair[1].studio_id):
            first = seen.setdefault((one.studio_id, one.kind.value), index)
            outcomes[index] = await submit(acting, one) if first == index else _twice(first)
        return json.dumps([_kept(outcomes[index]) for index in range(len(outcomes))], ensure_ascii=False)

    return submit_all


def _sized(rows: Sequence[SubmitFiling]) -> Refusal | None:
    if not rows:
        return needed("要备案的工作室", "the studios to be filed", at="input.studios", rule="R-77")
    if len(rows) <= MOST_AT_ONCE:
        return None
    return Refusal(
        code="TOO_MANY_ROWS",
        zh=f"一次最多提交 {MOST_AT_ONCE} 项，本次 {len(rows)} 项，请分次提交",
        en=f"at most {MOST_AT_ONCE} filings in one request, this one has {len(rows)}; send them in several",
        at="input.studios",
    )


def _twice(first: int) -> Refusal:
    return Refusal(
        code="ROW_TWICE",
        zh=f"与第 {first + 1} 行为同一工作室的同种备案，只办理该行",
        en=f"row {first + 1} is about the same studio and kind; only that one is taken",
        rule="F1",
    )


def _kept(outcome: str | Refusal) -> dict[str, object]:
    return {"refusal": asdict(outcome)} if isinstance(outcome, Refusal) else {"id": outcome}
