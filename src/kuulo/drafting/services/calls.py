"""Noting calls: each one a row, embeddings of an hour one row."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kuulo.drafting.models import DraftCall
from kuulo.drafting.rules.calls import Call
from kuulo.drafting.rules.port import Task

KEPT: Final = timedelta(days=3 * 365)


def note_call(call: Call) -> None:
    """Note a call; those older than three years go."""
    now = timezone.now()
    if call.task is Task.EMBEDDING and _joined(call):
        return
    with transaction.atomic():
        DraftCall.objects.filter(made_at__lt=now - KEPT).delete()
        DraftCall.objects.create(
            made_at=now,
            made_by=call.by,
            task=call.task,
            host=call.host,
            model=call.model[:120],
            texts=call.texts,
            characters=call.characters,
            received=call.received,
            seconds=call.seconds,
            outcome=call.outcome,
            detail=call.detail[:80],
        )


def _joined(call: Call) -> bool:
    """Return whether the call was added to the row of this hour's."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    told = {"task": call.task, "host": call.host, "model": call.model[:120], "made_by": call.by}
    alike = DraftCall.objects.filter(**told, outcome=call.outcome, detail=call.detail, made_at__gte=hour)
    newest = alike.values_list("pk", flat=True).first()
    if newest is None:
        return False
    counted = DraftCall.objects.filter(pk=newest).update(
        calls=F("calls") + 1,
        texts=F("texts") + call.texts,
        characters=F("characters") + call.characters,
        received=F("received") + call.received,
        seconds=F("seconds") + call.seconds,
    )
    return counted == 1
