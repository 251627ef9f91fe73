"""What a check of the doctor comes to, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from hub.domain.term import Term, Title


class Verdict(Term):
    """How a check came out."""

    WELL = "WELL", "正常", "well"
    ATTENTION = "ATTENTION", "注意", "needs attention"
    BROKEN = "BROKEN", "异常", "broken"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check found, and what to do about it unless all is well."""

    check: Title
    verdict: Verdict
    found: Title
    advice: Title | None = None


def well(check: Title, zh: str, en: str) -> Finding:
    """A finding that all is as it should be."""
    return Finding(check=check, verdict=Verdict.WELL, found=Title(zh, en))


def attention(check: Title, found: Title, advice: Title) -> Finding:
    """A finding that somebody should look at."""
    return Finding(check=check, verdict=Verdict.ATTENTION, found=found, advice=advice)


def broken(check: Title, found: Title, advice: Title) -> Finding:
    """A finding of what does not work."""
    return Finding(check=check, verdict=Verdict.BROKEN, found=found, advice=advice)
