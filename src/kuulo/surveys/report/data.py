"""The report as plain values, ready for JSON: the same figures as the page, unrounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.surveys.report.model import ReportModel


def report_data(report: ReportModel) -> dict[str, Any]:
    """Return the report's fields as dictionaries, lists, texts and numbers; texts are in English."""
    return {"report": "kuulo.report@1"} | {f.name: plain(getattr(report, f.name)) for f in fields(report)}


def plain(value: Any) -> Any:
    """Return a value of the report as JSON knows it.

    Raises:
        TypeError: The value has no plain form.
    """
    if value is None or (isinstance(value, bool | int | float | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Estimate):
        return value.to_dict()
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return _plain_collection(value)


def _plain_collection(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(type(value).__name__)
