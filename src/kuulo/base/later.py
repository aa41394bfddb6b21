"""Modules that take long to load, loaded when they are first used.

A web process that never draws a trend need not hold a library for it, nor wait for it at its start; a server that forks
its processes must not have loaded one that starts threads.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """A module that is imported when something of it is first asked for.

    >>> linear = Later("sklearn.linear_model")
    >>> linear.LogisticRegression  # imported here
    """

    __slots__ = ("_module", "_name")

    def __init__(self, name: str) -> None:
        self._name = name
        self._module: Any = None

    def __getattr__(self, attribute: str) -> Any:
        """Return a part of the module, which is imported at the first."""
        if self._module is None:
            self._module = import_module(self._name)
        return getattr(self._module, attribute)
