"""What rights are, how their requests live, and how long what is kept; pure."""

from __future__ import annotations

from kuulo.rights.rules.requests import (
    KIND_NAMES,
    STATE_NAMES,
    WAY_NAMES,
    RequestKind,
    RequestState,
    RequestStep,
    Way,
    after,
    due_on,
)

__all__ = [
    "KIND_NAMES",
    "STATE_NAMES",
    "WAY_NAMES",
    "RequestKind",
    "RequestState",
    "RequestStep",
    "Way",
    "after",
    "due_on",
]
