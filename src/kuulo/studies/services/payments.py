"""Paying participants what they were promised: it never depends on staying."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.studies.models import Participant
from kuulo.studies.queries.participants import payments_of
from kuulo.studies.rules import PAYMENT_NAMES, Payment, PaymentView, label_of
from kuulo.studies.services.telling import note_participant


def payments_due(slug: str) -> tuple[PaymentView, ...]:
    """Return what is still owed to whom, whether they stayed, left or were taken out."""
    return tuple(each for each in payments_of(slug) if each.payment is Payment.DUE)


@transaction.atomic
def settle_payment(participant_id: int, *, payment: Payment, by: str, now: datetime | None = None) -> None:
    """Note that a participant was paid, or did not want what was promised.

    Raises:
        NotFoundError: There is none of this number.
        GuardError: Nothing is owed to them, or it would be owed again.
    """
    row = Participant.objects.select_for_update(of=("self",)).select_related("study").filter(pk=participant_id).first()
    if row is None:
        raise NotFoundError(_("There is no participant {number}."), number=participant_id)
    if row.payment != Payment.DUE or payment not in {Payment.PAID, Payment.WAIVED}:
        raise GuardError(_("Payment: nothing is owed to this participant."))
    row.payment, row.paid_at, row.paid_by = payment, now or timezone.now(), by
    row.save(update_fields=["payment", "paid_at", "paid_by"])
    text = say(
        _("The incentive of {participant}: {state}."),
        participant=label_of(row.number),
        state=say(PAYMENT_NAMES[payment]),
    )
    details = {"amount": f"{row.incentive:.2f}"}
    note_participant(row, by=by, verb="pay", text=text, now=row.paid_at, details=details)
