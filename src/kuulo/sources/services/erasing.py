"""Erasing a source: its words, its file, and what the lake holds of it; only that it was there stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.lake.rules import ChosenSignals
from kuulo.lake.services import erase_signals
from kuulo.sources.models import DueSignals, ErasedSource, Source
from kuulo.sources.rules import ErasedWhy
from kuulo.sources.services.storing import drop_media
from kuulo.words.services import erase_learned

AT_ONCE = 200


@transaction.atomic
def erase_source(key: str, *, by: str, why: ErasedWhy = ErasedWhy.ERASED, now: datetime | None = None) -> bool:
    """Erase a source with those that lie beside it; return whether there was one. A repeat changes nothing.

    Its signals leave the lake in the background, within a minute.

    Args:
        key: Its key.
        by: E-mail of who erases it, or ``participant``.
        why: Whether somebody erased it, or the participant took it back.
        now: The moment.
    """
    rows = [*Source.objects.filter(key=key), *Source.objects.filter(beside=key)] if key else []
    moment = now or timezone.now()
    for row in rows:
        _erase_row(row, by=by, why=why, moment=moment)
    return bool(rows)


def _erase_row(row: Source, *, by: str, why: ErasedWhy, moment: datetime) -> None:
    note(
        actor=by,
        verb="erase",
        subject=Subject("source", row.key),
        text=say(_("Material was erased from the study {study}."), study=row.study),
        details={"kind": row.kind, "study": row.study, "why": why.value},
        now=moment,
    )
    drop_row(row, why=why, moment=moment)


def drop_row(row: Source, *, why: ErasedWhy, moment: datetime) -> int:
    """Take away a row and its file, and leave its key; return how many files went."""
    ErasedSource.objects.create(key=row.key, study=row.study, why=why, erased_at=moment)
    drop_signals(row.signals_as, moment)
    files = drop_media(row.media_name)
    row.delete()
    return files


def drop_signals(response: str, moment: datetime) -> None:
    """Have the signals of a response leave the lake in the background."""
    if response:
        DueSignals.objects.get_or_create(response_id=response, defaults={"asked_at": moment})


def erase_due_signals() -> int:
    """Erase from the lake what is due to leave it, and what was learned from it; return how many signals went.

    Raises:
        BusyError: The lake is being written; repeat.
    """
    responses = list(DueSignals.objects.order_by("pk").values_list("response_id", flat=True)[:AT_ONCE])
    if not responses:
        return 0

    def forget_learned(step: str) -> None:
        # Within the erasure, so that nothing learned from these words is kept between its beginning and its end.
        if step == "outbox erased":
            erase_learned()

    done = erase_signals(ChosenSignals(response_ids=frozenset(responses)), step=forget_learned)
    DueSignals.objects.filter(response_id__in=responses).delete()
    return done.rows
