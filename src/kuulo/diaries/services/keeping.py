"""How a participant keeps the diary: when it was opened, whose clock counts, whether prompts are wanted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kuulo.diaries.models import Keeper, PromptMessage
from kuulo.diaries.queries.zones import house_zone
from kuulo.diaries.rules import Dropped, PromptState, zone_of
from kuulo.diaries.rules.schedule import LONGEST_ZONE


def note_opened(*, participant_id: int, study: str, now: datetime, zone: str = "") -> None:
    """Note that a participant has opened the diary, and the time zone the phone tells where it is one."""
    told = zone if zone and len(zone) <= LONGEST_ZONE and str(zone_of(zone, house_zone())) == zone else ""
    fields = {"seen_at": now} | ({"zone": told} if told else {})
    made = {"study": study, "opened_at": now, **fields}
    Keeper.objects.update_or_create(participant_id=participant_id, defaults=fields, create_defaults=made)


@transaction.atomic
def mute(*, participant_id: int, study: str, now: datetime) -> None:
    """Prompt a participant no more; what waits to be sent is dropped."""
    made = {"study": study, "opened_at": now, "seen_at": now, "muted": True}
    Keeper.objects.update_or_create(participant_id=participant_id, defaults={"muted": True}, create_defaults=made)
    waiting = PromptMessage.objects.filter(participant_id=participant_id, state=PromptState.PLANNED)
    waiting.update(state=PromptState.DROPPED, reason=Dropped.MUTED)


def unmute(*, participant_id: int, now: datetime) -> None:
    """Prompt a participant again, from the next time a prompt is due."""
    Keeper.objects.filter(participant_id=participant_id, muted=True).update(muted=False, prompts_from=now)
