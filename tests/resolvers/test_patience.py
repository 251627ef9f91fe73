"""Patience ends: with the time, with the client, or not at all; and it never ends what others ended."""

from __future__ import annotations

import asyncio

import pytest

from hub.resolvers.patience import UNWATCHED, ClientLeft, Patience, TimeOver


async def never() -> None:
    """A client that stays."""
    await asyncio.Event().wait()


async def left() -> None:
    """A client that is gone already."""


async def test_work_that_ends_in_time_is_not_watched_and_leaves_nothing_behind() -> None:
    watched = False

    async def gone() -> None:
        nonlocal watched
        watched = True

    with Patience(60.0, gone):
        await asyncio.sleep(0)

    assert not watched
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_time_that_is_over_ends_the_work() -> None:
    ended = False

    with pytest.raises(TimeOver), Patience(UNWATCHED * 2, never):
        try:
            await never()
        finally:
            ended = True

    task = asyncio.current_task()
    assert ended and task is not None and task.cancelling() == 0
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {task}


async def test_a_time_shorter_than_nobody_looks_counts_as_well() -> None:
    with pytest.raises(TimeOver), Patience(0.0):
        await never()


async def test_a_client_that_leaves_ends_the_work_and_the_watch() -> None:
    with pytest.raises(ClientLeft), Patience(60.0, left):
        await never()

    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_the_first_reason_is_the_one_that_is_told_even_where_ending_takes_time() -> None:
    with pytest.raises(ClientLeft), Patience(UNWATCHED + 0.01, left):
        try:
            await never()
        finally:
            await asyncio.wait({asyncio.ensure_future(never())}, timeout=0.1)

    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()


async def test_who_is_cancelled_from_outside_stays_cancelled() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        with Patience(60.0, never):
            begun.set()
            await never()

    task = asyncio.create_task(work())
    await begun.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_failure_of_the_work_is_passed_on() -> None:
    with pytest.raises(ValueError, match="x"), Patience(60.0, never):
        raise ValueError("x")
