"""What the pages are asked for, and how what they show is drawn; pure."""

from __future__ import annotations

from kuulo.drivers.rules.asking import (
    EVERYWHERE,
    JOINT,
    PERIODS,
    PERSONS,
    USUAL_PERIOD,
    Ask,
    ChangeAsk,
    parse_ask,
    parse_change,
)

__all__ = [
    "EVERYWHERE",
    "JOINT",
    "PERIODS",
    "PERSONS",
    "USUAL_PERIOD",
    "Ask",
    "ChangeAsk",
    "parse_ask",
    "parse_change",
]
