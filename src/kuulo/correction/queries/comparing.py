"""The slow methods side by side: computed by a job of the worker, and kept under the version of the data."""

from __future__ import annotations

from collections.abc import Mapping

from kuulo.base.estimate import Estimate
from kuulo.correction.queries.listening import listen
from kuulo.correction.rules.hearing import Heard
from kuulo.lake.queries import Snapshot
from kuulo.measures.correction import Method


def more_methods(snapshot: Snapshot, heard: Heard) -> Mapping[Method, Estimate]:
    """Return the figure of everything heard by every method that fits, the slow ones included."""
    return dict(listen(snapshot, heard).by_method)
