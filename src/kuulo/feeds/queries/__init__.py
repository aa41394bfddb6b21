"""Reads of feeds and their deliveries."""

from __future__ import annotations

from kuulo.feeds.queries.feeds import (
    FeedLine,
    failure_of,
    gone_members,
    list_feeds,
    mapping_of,
    others_waiting,
    settings_of,
)
from kuulo.feeds.queries.runs import (
    FEEDS,
    Standing,
    counts_of,
    delivery_path,
    limits,
    result_of,
    run_folder,
    shown_of,
    standing_of,
    summary_of,
    taken_before,
)

__all__ = [
    "FEEDS",
    "FeedLine",
    "Standing",
    "counts_of",
    "delivery_path",
    "failure_of",
    "gone_members",
    "limits",
    "list_feeds",
    "mapping_of",
    "others_waiting",
    "result_of",
    "run_folder",
    "settings_of",
    "shown_of",
    "standing_of",
    "summary_of",
    "taken_before",
]
