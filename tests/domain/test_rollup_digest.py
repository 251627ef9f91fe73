"""The digest of a version: the same content in any order, and no other content, gives the same digest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.receipt import DigestAlgorithm
from hub.domain.rollup_digest import (
    Change,
    Content,
    Digest,
    Line,
    LineKey,
    Narrative,
    canonical,
    changes,
    digest,
    fingerprint,
)
from hub.domain.rollup_words import ReasonCode, ValueKind
from tests.domain.rollups import ACTIVITIES, CITY, CONTENT, COUNTY, LINES, SHIFTS, STORY, VISITORS

SHA = DigestAlgorithm.SHA256
TEXTS = st.text(alphabet="ab测:;-\n 5", max_size=4)
KEYS = st.builds(LineKey, unit=TEXTS, indicator=TEXTS, mode=TEXTS, kind=TEXTS)
STATED = st.builds(
    Line,
    key=KEYS,
    value_kind=st.sampled_from(ValueKind),
    claimed=st.none() | st.integers(0, 12),
    reason=TEXTS,
    reason_code=st.none() | st.sampled_from(ReasonCode),
    explanation=TEXTS,
)
TOLD = st.builds(Narrative, unit=TEXTS, theme=TEXTS, title=TEXTS, text=TEXTS)
CONTENTS = st.builds(
    Content,
    obligation=TEXTS,
    definition=TEXTS,
    lines=st.lists(STATED, max_size=4).map(tuple),
    narratives=st.lists(TOLD, max_size=3).map(tuple),
)


def meaning(content: Content) -> tuple[object, ...]:
    """A content as a set of statements, in no order."""
    return (
        content.obligation,
        content.definition,
        sorted(map(repr, content.lines)),
        sorted(map(repr, content.narratives)),
    )


@given(content=CONTENTS, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_lines_and_narratives_does_not_matter(content: Content, shuffle: object) -> None:
    lines, told = list(content.lines), list(content.narratives)
    getattr(shuffle, "shuffle")(lines)
    getattr(shuffle, "shuffle")(told)

    assert canonical(replace(content, lines=tuple(lines), narratives=tuple(told))) == canonical(content)


@given(one=CONTENTS, other=CONTENTS)
def test_different_contents_have_different_bytes(one: Content, other: Content) -> None:
    assert (canonical(one) == canonical(other)) is (meaning(one) == meaning(other))


CHANGED = [
    replace(CONTENT, obligation="obl_other"),
    replace(CONTENT, definition="rdf_other"),
    replace(CONTENT, lines=LINES[:-1]),
    replace(CONTENT, lines=(*LINES, Line(key=LineKey(unit=COUNTY, indicator="activities"), claimed=0))),
    replace(CONTENT, lines=(*LINES, LINES[0])),
    replace(CONTENT, narratives=()),
    replace(CONTENT, narratives=(replace(STORY, unit=COUNTY),)),
    replace(CONTENT, narratives=(replace(STORY, theme="another"),)),
    replace(CONTENT, narratives=(replace(STORY, title="另一标题"),)),
    replace(CONTENT, narratives=(replace(STORY, text="另一做法"),)),
    *(
        replace(CONTENT, lines=(changed, *LINES[1:]))
        for changed in (
            replace(LINES[0], claimed=11),
            replace(LINES[0], claimed=None),
            replace(LINES[0], claimed=0),
            replace(LINES[0], value_kind=ValueKind.UNKNOWN),
            replace(LINES[0], reason="原因"),
            replace(LINES[0], reason_code=ReasonCode.LATE_SYNC),
            replace(LINES[0], explanation="原因"),
            replace(LINES[0], key=ACTIVITIES._replace(mode="OFFLINE")),
            replace(LINES[0], key=ACTIVITIES._replace(kind="VISIT")),
        )
    ),
]


def test_any_change_of_content_changes_the_digest() -> None:
    found = {digest(content, SHA).value for content in (CONTENT, *CHANGED)}

    assert len(found) == 1 + len(CHANGED)


def test_an_empty_text_is_an_absent_one() -> None:
    emptied = tuple(replace(one, reason="", explanation="") for one in LINES)

    assert digest(replace(CONTENT, lines=emptied), SHA) == digest(CONTENT, SHA)


def test_a_digest_says_how_it_was_made() -> None:
    sha, sm3 = (digest(CONTENT, one) for one in (DigestAlgorithm.SHA256, DigestAlgorithm.SM3))

    assert (sha.algorithm.value, sm3.algorithm.value) == ("SHA-256", "SM3")
    assert len(sha.value) == len(sm3.value) == 64
    assert sha.same(digest(CONTENT, DigestAlgorithm.SHA256))
    assert not sha.same(sm3)
    assert not sha.same(Digest(algorithm=DigestAlgorithm.SM3, value=sha.value))
    assert not sha.same(None)


def test_the_form_of_a_small_content_is_this_one() -> None:
    content = Content(obligation="o", definition="d", lines=(Line(key=LineKey(unit="u", indicator="i"), claimed=7),))

    assert canonical(content) == b"8:rollup-11:o1:d1:11:u1:i0:0:6:NUMBER1:70:0:0:1:0"


@pytest.mark.parametrize(
    "other",
    [
        fingerprint("saveRollupDraft", CONTENT, algorithm=SHA, sections=[CITY, COUNTY]),
        fingerprint("submitRollup", CONTENT, algorithm=SHA, sections=[CITY]),
        fingerprint("submitRollup", CHANGED[2], algorithm=SHA, sections=[CITY, COUNTY]),
        digest(CONTENT, SHA),
    ],
)
def test_a_push_is_known_by_what_it_asks_for_whom_and_what_it_says(other: Digest) -> None:
    first = fingerprint("submitRollup", CONTENT, algorithm=SHA, sections=[CITY, COUNTY])
    turned = replace(CONTENT, lines=LINES[::-1])

    assert first.same(fingerprint("submitRollup", turned, algorithm=SHA, sections=[COUNTY, CITY, CITY]))
    assert not first.same(other)


def test_the_lines_in_which_two_contents_differ() -> None:
    more = replace(LINES[0], claimed=12)
    new = Line(key=LineKey(unit=COUNTY, indicator="activities"), claimed=1)

    found = changes(LINES, (new, more, LINES[1]))

    assert found == (
        Change(key=ACTIVITIES, before=LINES[0], after=more),
        Change(key=VISITORS, before=LINES[2], after=None),
        Change(key=new.key, before=None, after=new),
    )
    assert changes(LINES, LINES[::-1]) == ()
    assert SHIFTS not in {one.key for one in found}
