"""Reads of profiles: one customer's signals, timeline, summary and service profile."""

from __future__ import annotations

from kuulo.profiles.queries.places import warm_up

__all__ = ["warm_up"]
