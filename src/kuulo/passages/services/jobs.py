"""The room's work in the background: proposing codes, and following what was erased below."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.services import Handler, JobContext, enqueue
from kuulo.passages.models import CodedStudy, Coding
from kuulo.passages.services.proposing import propose_codes
from kuulo.passages.services.sweeping import sweep

PROPOSE_KIND: Final = "passages.propose"
KEEP_KIND: Final = "passages.keep_up"
SWEEP_KIND: Final = "passages.sweep"


def request_proposals(*, study: str, soon: timedelta = timedelta(0)) -> int:
    """Ask for the machine to propose codes in a study; one that waits is not asked for twice."""
    return enqueue(
        PROPOSE_KIND,
        {"study": study},
        key=study,
        not_before=timezone.now() + soon,
        title=say(_("Propose codes for passages of the study “{study}”"), study=study),
    )


def propose(context: JobContext) -> None:
    """Propose codes in one study; nothing where it was removed meanwhile."""
    _propose(str(context.payload["study"]), context)
    context.progress(1, 1, None)


def keep_up(context: JobContext) -> None:
    """Propose codes in every study that people code."""
    studies = sorted(set(Coding.objects.values_list("study", flat=True).distinct()))
    for place, study in enumerate(studies):
        context.progress(place, len(studies), None)
        _propose(study, context)
    context.progress(1, 1, None)


def sweep_up(context: JobContext) -> None:
    """Remove what was coded in sources that were erased."""
    context.progress(1, 1, say(_("{count} codings and notes of erased sources removed."), count=sweep()))


def _propose(study: str, context: JobContext) -> None:
    try:
        propose_codes(study, progress=lambda done, every: context.progress(done, every, None))
    except NotFoundError:
        # The study or its codebook is gone; what is left of its coding teaches nobody.
        CodedStudy.objects.filter(study=study).update(fingerprint="")


JOB_HANDLERS: Final[Mapping[str, Handler]] = {PROPOSE_KIND: propose, KEEP_KIND: keep_up, SWEEP_KIND: sweep_up}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (KEEP_KIND, timedelta(hours=1), say(_("Propose codes for passages of studies"))),
    (SWEEP_KIND, timedelta(minutes=1), say(_("Remove what was coded in erased sources"))),
)
