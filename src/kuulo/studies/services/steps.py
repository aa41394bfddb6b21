"""The steps of a study's life."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.studies.models import Participant, Study
from kuulo.studies.queries.studies import study
from kuulo.studies.rules import (
    STEP_NAMES,
    WITHOUT_CUSTOMERS,
    LegalBasis,
    Method,
    Payment,
    Sending,
    StudyFacts,
    StudyState,
    StudyStep,
    StudyView,
    Trigger,
    after,
    ethics_from,
    open_triggers,
)
from kuulo.studies.services.plans import freeze, locked_study
from kuulo.studies.services.telling import note_study


@transaction.atomic
def move_study(slug: str, step: StudyStep, by: str, *, now: datetime | None = None) -> StudyView:
    """Let a study take a step of its life. Starting freezes the plan; leaving the field stops invitations.

    Raises:
        GuardError: The step may not follow where the study stands, or its guard refuses; the message names the guard.
        NotFoundError: There is no such study.
    """
    row = locked_study(slug)
    moment = now or timezone.now()
    step = StudyStep(step)
    before = StudyState(row.state)
    row.state = after(before, step, facts_of(row))
    if step is StudyStep.START:
        freeze(row, by=by, now=moment)
    if step in {StudyStep.ANALYSE, StudyStep.CANCEL}:
        row.link_open = False
        Participant.objects.filter(study=row, sending=Sending.WAITING).update(sending=Sending.NONE)
    row.changed_at = moment
    row.save()
    text = say(_("Study {study} was {step}."), study=slug, step=say(STEP_NAMES[step]))
    note_study(row, by=by, verb=step, text=text, now=moment, details={"from": before.value, "to": row.state})
    return study(slug)


def facts_of(row: Study) -> StudyFacts:
    """Return what the guards look at."""
    notices = {text.language: text.notice for text in row.texts.filter(version=row.text_version)}
    return StudyFacts(
        question=bool(row.question.strip()),
        changes=bool(row.changes.strip()),
        basis=_fits(row),
        notice=bool(row.languages) and all(notices.get(language, "").strip() for language in row.languages),
        open_triggers=open_triggers(ethics_from(row.ethics)),
        result=row.result_at is not None,
        owed=Participant.objects.filter(study=row, payment=Payment.DUE).count(),
    )


def _fits(row: Study) -> bool:
    """Return whether the legal basis fits: health needs explicit consent, and people are never “no persons”."""
    if not row.legal_basis:
        return False
    basis = LegalBasis(row.legal_basis)
    if ethics_from(row.ethics)[Trigger.HEALTH].applies:
        return basis is LegalBasis.EXPLICIT_CONSENT
    return basis is not LegalBasis.NO_PERSONS or Method(row.method) in WITHOUT_CUSTOMERS
