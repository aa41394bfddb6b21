"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.services import Handler, JobContext
from kuulo.studies.services.sending import send_invitations
from kuulo.studies.services.taking_part import watch_consents

TEND_KIND: Final = "studies.tend"


def tend(context: JobContext) -> None:
    """Send what waits to be sent, and let those leave whose consent to research has ended."""
    now = timezone.now()
    ended = watch_consents(now=now)
    done = send_invitations(now=now)
    note = say(_("{sent} asked to take part, {ended} consents ended."), sent=done.sent, ended=ended)
    context.progress(1, 1, note)


JOB_HANDLERS: Final[Mapping[str, Handler]] = {TEND_KIND: tend}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (TEND_KIND, timedelta(minutes=1), say(_("Ask people to take part in studies, and follow their consents"))),
)
