"""Reads of the room: the customers who were never heard, whether the silent left, and the follow-ups drawn so far."""

from __future__ import annotations

from kuulo.quiet.queries.followups import Followed, FollowUp, follow_ups, followed_figures, round_to_follow
from kuulo.quiet.queries.leaving import Left, left_since

__all__ = ["FollowUp", "Followed", "Left", "follow_ups", "followed_figures", "left_since", "round_to_follow"]
