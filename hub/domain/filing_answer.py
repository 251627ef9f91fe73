"""Answering what the office remarked about the substance of a filing; it hinders nothing and has a clock (A-40)."""

from __future__ import annotations

from hub.domain.access import Role
from hub.domain.command import Actor, Refusal, needed, wrong_role, wrong_state
from hub.domain.filing_rules import Standing, StudioFacts


def asking(remarks: str | None, *, asks_answer: bool) -> Refusal | None:
    """Why remarks cannot be sent to be answered."""
    if not asks_answer or (remarks or "").strip():
        return None
    return needed("备案意见", "the remarks that are to be answered", at="input.remarks", rule="A-40")


def answering(actor: Actor, filing: Standing, studio: StudioFacts) -> Refusal | None:
    """Why a caller may not answer the remarks on a filing, whatever the answer."""
    zh, en = "答复备案意见", "answering the remarks on a filing"
    if Role.MANAGING_DEPARTMENT not in actor.roles or actor.body_id != studio.owner:
        return wrong_role(Role.MANAGING_DEPARTMENT, zh, en, rule="A-40")
    if filing.awaits_answer:
        return None
    return wrong_state(
        "该备案没有待答复的意见，无须答复",
        "no remarks on this filing are waiting for an answer",
        rule="A-40",
    )


def words_of(answer: str) -> str | Refusal:
    """The answer; a blank one is none."""
    return answer.strip() or needed("答复内容", "the answer", at="input.answer", rule="A-40")
