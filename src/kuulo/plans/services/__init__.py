"""Writes of the room: what must be known, what it costs, addresses of the calendar."""

from __future__ import annotations

from kuulo.plans.services.feeds import make_feed, revoke_feed
from kuulo.plans.services.needs import NeedWishes, add_need, change_need, remove_need, set_budget
from kuulo.plans.services.persons import WITHOUT_PERSONS

__all__ = [
    "WITHOUT_PERSONS",
    "NeedWishes",
    "add_need",
    "change_need",
    "make_feed",
    "remove_need",
    "revoke_feed",
    "set_budget",
]
