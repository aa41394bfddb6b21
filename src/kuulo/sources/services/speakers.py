"""Who the speakers of a source are, set right by a person; the words themselves never change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.sources.models import DueSignals, Source
from kuulo.sources.queries.reading import view_of
from kuulo.sources.rules import Origin, SourceView
from kuulo.sources.services.erasing import drop_signals
from kuulo.sources.services.signals import record_words
from kuulo.studies.queries import study


@transaction.atomic
def set_speakers(key: str, speakers: Mapping[str, Origin], *, by: str, now: datetime | None = None) -> SourceView:
    """Say who the speakers of a source are and return it; what the lake holds of their words follows.

    Raises:
        NotFoundError: There is no such source.
        InputError: A name is no speaker of it.
    """
    row = Source.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise NotFoundError(_("There is no such source."), _("See the list of sources."))
    names = {turn["speaker"] for turn in row.turns}
    if strange := sorted(set(speakers) - names):
        raise InputError(_("Nobody called {names} speaks in it."), names=", ".join(strange))
    told = {**row.speakers, **{name: Origin(whose).value for name, whose in speakers.items()}}
    if told == row.speakers:
        return view_of(row)
    row.speakers, moment = told, now or timezone.now()
    view, before = view_of(row), row.signals_as
    row.signals_as = record_words(view, study=study(row.study), party_id=row.party_id, now=moment)
    if before != row.signals_as:
        drop_signals(before, moment)
        # Said, unsaid and said again before they left: they stay.
        DueSignals.objects.filter(response_id=row.signals_as).delete()
    row.save(update_fields=["speakers", "signals_as"])
    note(
        actor=by,
        verb="name",
        subject=Subject("source", row.key),
        text=say(_("Who speaks in material of the study {study} was set."), study=row.study),
        details={"customers": sum(whose == Origin.CUSTOMER for whose in told.values())},
        now=moment,
    )
    return view
