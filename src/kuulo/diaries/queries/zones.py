"""Whose clock counts where a participant's phone has told none."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings

from kuulo.diaries.models import Keeper
from kuulo.diaries.rules import zone_of


def house_zone() -> ZoneInfo:
    """Return the time zone of the house."""
    return ZoneInfo(settings.TIME_ZONE)


def zone_now(participant_id: int) -> ZoneInfo:
    """Return whose clock counts for a participant now: that of the phone where it has told one."""
    told = Keeper.objects.filter(participant_id=participant_id).values_list("zone", flat=True).first()
    return zone_of(told or "", house_zone())
