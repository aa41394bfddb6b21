"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.services import expire_consents
from kuulo.invitations.services.admitting import admit_drawn
from kuulo.invitations.services.events import evaluate_triggers
from kuulo.invitations.services.expiring import expire_invitations, finish_rounds
from kuulo.invitations.services.returned_mail import read_bounces
from kuulo.invitations.services.sending import give_up_claims, send_due
from kuulo.jobs.services import Handler, JobContext

SEND_KIND: Final = "invitations.send_due"
TRIGGERS_KIND: Final = "invitations.evaluate_triggers"
BOUNCES_KIND: Final = "invitations.read_bounces"
A_MINUTE: Final = timedelta(minutes=1)
BATCH: Final = 200


def send_what_is_due(context: JobContext) -> None:
    """Admit, send, and settle what ran out; messages in batches, between which the worker may stop."""
    now = timezone.now()
    expire_consents(now=now)
    admit_drawn(now=now)
    give_up_claims(now=now)
    sent = refused = 0
    while not context.stopping:
        done = send_due(now=now, most=BATCH)
        sent, refused = sent + done.sent, refused + done.refused
        context.progress(sent, sent, say(_("{sent} messages sent, {refused} refused."), sent=sent, refused=refused))
        if not done.total:
            break
    expire_invitations(now=now)
    finish_rounds(now=now)


def look_for_events(context: JobContext) -> None:
    """Let the triggers look at what happened."""
    fired = evaluate_triggers()
    left_out = sum(fired.left_out.values())
    note = say(_("{asked} asked, {left_out} left out."), asked=fired.asked, left_out=left_out)
    context.progress(1, 1, note)


JOB_HANDLERS: Final[Mapping[str, Handler]] = {
    SEND_KIND: send_what_is_due,
    TRIGGERS_KIND: look_for_events,
    BOUNCES_KIND: read_bounces,
}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (TRIGGERS_KIND, A_MINUTE, say(_("Look for encounters to ask about"))),
    (SEND_KIND, A_MINUTE, say(_("Send invitations and reminders that are due"))),
    (BOUNCES_KIND, 5 * A_MINUTE, say(_("Read the messages that came back"))),
)
