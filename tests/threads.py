"""Calls that run at the same time, in threads with database connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")


def in_parallel(count: int, call: Callable[[int], Result]) -> list[Result]:
    """Call `call(0)` … `call(count - 1)` all at once and return their results in that order.

    The test needs `@pytest.mark.django_db(transaction=True)`: threads see only what is committed.
    """
    barrier = Barrier(count)

    def run(number: int) -> Result:
        barrier.wait(10)
        try:
            return call(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
