"""Whoever was asked before the ledger of askings was there is noted in it."""

import secrets
from typing import Any

from django.db import migrations

NOT_ASKED = ("drawn", "not_asked", "planned")
BECAME = {"complete": "answered", "partial": "answered", "refused": "refused", "bounced": "bounced"}
CHUNK = 2_000


def note_all(apps: Any, _editor: Any) -> None:
    """Write one row in the ledger for each invitation that was sent to somebody who is still known."""
    invitation, mailing = apps.get_model("invitations", "Invitation"), apps.get_model("invitations", "Mailing")
    asking, ledger = apps.get_model("correction", "Asking"), apps.get_model("correction", "AskingLedger")
    rows = invitation.objects.exclude(outcome__in=NOT_ASKED).exclude(party=None).select_related("instrument", "round")
    told = []
    for row in rows.iterator(chunk_size=CHUNK):
        parent = row.round.parent_id if row.round_id else None
        told.append(
            asking(
                key=f"invitation:{row.pk}",
                source=row.instrument.slug,
                party_id=row.party_id,
                identifier=row.identifier,
                touchpoint=row.touchpoint,
                asked_at=row.sent_at or row.outcome_at or row.instrument.created_at,
                phase=row.phase,
                of=f"round:{parent}" if parent else "",
                probability=row.probability,
                chance=row.probability if row.phase == 1 else None,
                reminders=mailing.objects.filter(invitation=row, number__gt=0, state="sent").count(),
                reached=row.outcome != "bounced",
                outcome=BECAME.get(row.outcome, "silent"),
            )
        )
    asking.objects.bulk_create(told, batch_size=CHUNK, ignore_conflicts=True)
    if told:
        ledger.objects.update_or_create(pk=1, defaults={"version": secrets.token_hex(8)})


class Migration(migrations.Migration):
    """The ledger stands in the room of correction."""

    dependencies = [("invitations", "0001_initial"), ("correction", "0001_initial")]

    operations = [migrations.RunPython(note_all, migrations.RunPython.noop)]
