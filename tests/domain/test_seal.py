"""A seal stands for exactly these heads, this moment, this number and the seal before it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.prefixed import prefixed
from hub.domain.seal import GROUND, Head, Seal, seal_of, sealed_over

_links = st.sampled_from(["a" * 64, "b" * 64])
_one = st.builds(Head, stream=st.text(max_size=6), seq=st.integers(1, 99), chain_hash=_links)
_heads = st.lists(_one, unique_by=lambda head: head.stream, max_size=9)


def _seal(heads: list[Head], *, number: int = 1, sealed_us: int = 5, previous: str = GROUND) -> Seal:
    return sealed_over(heads, number=number, sealed_us=sealed_us, previous=previous)


@given(_heads)
def test_the_order_in_which_heads_come_does_not_matter(heads: list[Head]) -> None:
    assert _seal(list(reversed(heads))) == _seal(heads)


@given(_heads, _heads)
def test_other_heads_have_another_root(one: list[Head], other: list[Head]) -> None:
    same = sorted(one, key=str) == sorted(other, key=str)

    assert (_seal(one).root == _seal(other).root) == same


@given(_heads)
def test_number_moment_and_the_seal_before_are_under_the_root(heads: list[Head]) -> None:
    roots = {
        _seal(heads).root,
        _seal(heads, number=2).root,
        _seal(heads, sealed_us=6).root,
        _seal(heads, previous="1" * 64).root,
    }

    assert len(roots) == 4


def test_the_tree_is_that_of_the_standard() -> None:
    heads = [Head(stream=f"61{n}", seq=n, chain_hash=f"{n}" * 64) for n in (1, 2, 3)]
    leaves = [hashlib.sha256(b"\x00" + prefixed((one.stream, one.seq, one.chain_hash))).digest() for one in heads]
    left = hashlib.sha256(b"\x01" + leaves[0] + leaves[1]).digest()
    tree = hashlib.sha256(b"\x01" + left + leaves[2]).hexdigest()

    assert _seal(heads).root == hashlib.sha256(prefixed(("sha256-1", 1, 5, tree, GROUND))).hexdigest()


@given(_heads, st.integers(1, 10**9), st.integers(0, 10**16))
def test_a_line_of_the_file_gives_the_seal_back(heads: list[Head], number: int, sealed_us: int) -> None:
    seal = _seal(heads, number=number, sealed_us=sealed_us)

    assert seal_of(seal.line()) == seal


@pytest.mark.parametrize("line", ["", "1", "x" + _seal([]).line(), _seal([]).line() + "\n", _seal([]).line()[:-2]])
def test_another_line_is_no_seal(line: str) -> None:
    assert seal_of(line) is None


def test_a_line_with_one_letter_changed_is_no_seal_or_another() -> None:
    seal = replace(_seal([]), number=12)

    for place, letter in enumerate(seal.line()):
        changed = seal.line()[:place] + ("1" if letter != "1" else "2") + seal.line()[place + 1 :]
        assert seal_of(changed) != seal
