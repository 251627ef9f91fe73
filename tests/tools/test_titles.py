"""The translation guard finds a word that lacks one of its two titles."""

from __future__ import annotations

from hub.domain.term import Term
from tools.titles import untitled


class Signpost(Term):
    """One word that is whole and three that lack something."""

    WHOLE = "WHOLE", "完整", "whole"
    NO_CHINESE = "NO_CHINESE", "only English", "only English"
    NO_ENGLISH = "NO_ENGLISH", "只有中文", " "
    CHINESE_TWICE = "CHINESE_TWICE", "两遍中文", "两遍中文"


def test_a_word_lacking_a_title_is_named_with_what_it_lacks() -> None:
    found = [line.rpartition(".")[2] for line in untitled([Signpost])]

    assert found == [
        "NO_CHINESE lacks a Chinese title",
        "NO_ENGLISH lacks an English title",
        "CHINESE_TWICE lacks an English title",
    ]
