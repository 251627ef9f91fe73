"""Shares of the work: a caller has its own and no more, who waits is served in turn, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.errors import Exhausted
from hub.resolvers.shares import Shares

A, B, C = (("i", name, None) for name in "abc")


def begun(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    return asyncio.create_task(work)


async def until(tasks: int) -> None:
    """Let tasks that can go on do so."""
    for _ in range(tasks):
        await asyncio.sleep(0)


def test_a_caller_takes_its_share_and_leaves_the_rest_to_others() -> None:
    shares = Shares(whole=4, share=2)

    taken = [shares.take(A), shares.take(A), shares.take(A), shares.take(B)]

    assert taken == [True, True, False, True]
    assert shares.at_work == 3


async def test_who_waits_is_served_in_turn_with_other_callers_not_behind_them() -> None:
    shares = Shares(whole=1, share=1)
    assert shares.take(A)
    served: list[str] = []

    async def work(name: tuple[str, str, None], text: str) -> None:
        await shares.wait(name)
        served.append(text)
        shares.leave(name)

    waiting = [begun(work(A, f"a{n}")) for n in range(3)] + [begun(work(B, "b0")), begun(work(C, "c0"))]
    await until(len(waiting))
    assert shares.waiting == 5

    shares.leave(A)
    await asyncio.gather(*waiting)

    assert served == ["a0", "b0", "c0", "a1", "a2"]
    assert (shares.at_work, shares.waiting) == (0, 0)


async def test_a_caller_stuck_with_all_it_may_do_stops_nobody_else() -> None:
    shares = Shares(whole=4, share=2)
    for _ in range(2):
        assert shares.take(A)
    stuck = [begun(shares.wait(A)) for _ in range(5)]
    await until(5)

    assert shares.take(B)
    shares.leave(B)
    assert shares.take(B)

    for one in stuck:
        one.cancel()
    await asyncio.gather(*stuck, return_exceptions=True)
    assert (shares.at_work, shares.waiting) == (3, 0)


async def test_a_queue_has_an_end_and_the_refusal_says_so() -> None:
    shares = Shares(whole=1, share=1)
    shares.take(A)
    waiting = [begun(shares.wait(A)) for _ in range(shares.queue)]
    await until(len(waiting))

    with pytest.raises(Exhausted) as refused:
        await shares.wait(A)

    assert (refused.value.code, refused.value.status, refused.value.after) == ("TOO_MANY_AT_ONCE", 429, 1)
    assert refused.value.numbers["queue"] == len(waiting)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_place_given_to_who_no_longer_wants_it_goes_on_to_the_next() -> None:
    shares = Shares(whole=1, share=1)
    shares.take(A)
    first, second = begun(shares.wait(A)), begun(shares.wait(B))
    await until(2)

    shares.leave(A)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await second

    assert (shares.at_work, shares.waiting) == (1, 0)
    assert not shares.take(A)


@given(steps=st.lists(st.tuples(st.sampled_from("tcl"), st.integers(min_value=0, max_value=9)), max_size=60))
def test_whatever_happens_no_place_is_lost_and_none_is_given_twice(steps: list[tuple[str, int]]) -> None:
    asyncio.run(_random_day(steps))


async def _random_day(steps: list[tuple[str, int]]) -> None:
    shares = Shares(whole=3, share=2)
    names = (A, B, C)
    held: list[tuple[str, str, None]] = []
    waiting: list[tuple[asyncio.Task[None], tuple[str, str, None]]] = []
    for act, number in steps:
        name = names[number % 3]
        if act == "t":
            if shares.take(name):
                held.append(name)
            else:
                waiting.append((begun(shares.wait(name)), name))
        elif act == "c" and waiting:
            waiting[number % len(waiting)][0].cancel()
        elif act == "l" and held:
            shares.leave(held.pop(number % len(held)))
        await until(4)
        held += [one for task, one in waiting if task.done() and not task.cancelled()]
        waiting = [(task, one) for task, one in waiting if not task.done()]
        assert shares.at_work == len(held) <= 3
        assert all(held.count(one) <= 2 for one in names)
        assert shares.waiting == len(waiting)
        # A place is free only where nobody waits who may have it.
        assert len(held) == 3 or all(held.count(one) == 2 for _, one in waiting)
    while held:
        shares.leave(held.pop())
        await until(4)
        held += [one for task, one in waiting if task.done() and not task.cancelled()]
        waiting = [(task, one) for task, one in waiting if not task.done()]
    assert (shares.at_work, shares.waiting, waiting) == (0, 0, [])
