"""How participants keep the diary."""

from __future__ import annotations

from kuulo.diaries.models import Keeper


def is_muted(participant_id: int) -> bool:
    """Return whether a participant wants no prompts."""
    return Keeper.objects.filter(participant_id=participant_id, muted=True).exists()
