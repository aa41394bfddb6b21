"""The moments of reminders drawn by lot before the ledger of askings kept them are noted in it."""

from typing import Any

from django.db import migrations

CHUNK = 2_000


def note_moments(apps: Any, _editor: Any) -> None:
    """Write on each asking when its invitation's reminders were drawn to go out, and from which windows."""
    mailing, asking = apps.get_model("invitations", "Mailing"), apps.get_model("correction", "Asking")
    drawn = mailing.objects.filter(randomised=True, window_start__isnull=False, window_end__isnull=False)
    moments: dict[str, list[list[str]]] = {}
    for row in drawn.order_by("invitation_id", "number").iterator(chunk_size=CHUNK):
        times = [at.isoformat() for at in (row.due_at, row.window_start, row.window_end)]
        moments.setdefault(f"invitation:{row.invitation_id}", []).append(times)
    found = [row for row in asking.objects.filter(moments=[]).iterator(chunk_size=CHUNK) if row.key in moments]
    for row in found:
        row.moments = moments[row.key]
    asking.objects.bulk_update(found, ["moments"], batch_size=CHUNK)


class Migration(migrations.Migration):
    """The ledger stands in the room of correction."""

    dependencies = [("invitations", "0002_ledger_of_askings"), ("correction", "0002_moments_of_reminders")]

    operations = [migrations.RunPython(note_moments, migrations.RunPython.noop)]
