"""Reads of the room: what there is to choose from, the drivers of an outcome, and the uplift of a change."""

from __future__ import annotations

from kuulo.drivers.queries.change import (
    ChangeOptions,
    ChangeStudy,
    change_for,
    change_options,
    group_of,
    settle_change,
)
from kuulo.drivers.queries.options import DriverOptions, driver_choices, read_options, settle_ask, told_by
from kuulo.drivers.queries.study import Study, study_for

__all__ = [
    "ChangeOptions",
    "ChangeStudy",
    "DriverOptions",
    "Study",
    "change_for",
    "change_options",
    "driver_choices",
    "group_of",
    "read_options",
    "settle_ask",
    "settle_change",
    "study_for",
    "told_by",
]
