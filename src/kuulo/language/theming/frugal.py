"""Reckoning on one core: tables of a few thousand rows are so small that a second thread waits more than it reckons."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from kuulo.base.later import Later

# It comes with scikit-learn.
pools: Any = Later("threadpoolctl")


def one_thread() -> AbstractContextManager[Any]:
    """Return a block in which the products of tables are reckoned by one thread.

    On a machine with other work the threads of one small product wait for each other in a circle: finding the themes of
    3,000 comments took 20 seconds of two cores where one core does it in two.
    """
    found: AbstractContextManager[Any] = pools.threadpool_limits(limits=1, user_api="blas")
    return found
