"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.diaries.services.prompting import write_what_is_due
from kuulo.diaries.services.sending import Handled, Opener, give_up_claims, send_messages
from kuulo.diaries.services.withdrawing import erase_withdrawn
from kuulo.invitations.channels import opened as opened_channel
from kuulo.jobs.services import Handler, JobContext

PROMPT_KIND: Final = "diaries.prompt"
A_MINUTE: Final = timedelta(minutes=1)


def send_due(*, now: datetime | None = None, opened: Opener = opened_channel) -> Handled:
    """Write down what is due and send it; return what became of it. Safe to be cut short anywhere and run again.

    Raises:
        DeliveryError: A channel cannot be reached; its messages wait.
        EngineError: The lake cannot be read.
    """
    moment = now or timezone.now()
    give_up_claims(now=moment)
    write_what_is_due(now=moment)
    return send_messages(now=moment, opened=opened)


def prompt(context: JobContext) -> None:
    """Prompt participants, and take away what those who left took back."""
    erase_withdrawn(now=timezone.now())
    done = send_due()
    told = say(_("{sent} messages sent, {refused} refused."), sent=done.sent, refused=done.refused)
    context.progress(done.total, done.total, told)


JOB_HANDLERS: Final[Mapping[str, Handler]] = {PROMPT_KIND: prompt}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (PROMPT_KIND, A_MINUTE, say(_("Prompt the keepers of diaries"))),
)
