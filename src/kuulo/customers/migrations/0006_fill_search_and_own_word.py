"""What is searched by, for the parties already there; and of consents already there, which a list told of."""

from django.db import migrations
from django.db.models import F

from kuulo.customers.rules.names import name_key

CHUNK = 5_000


def fill(apps, schema_editor):
    """Write the search keys, and mark what lists told: only they wrote the text's version as the source too."""
    del schema_editor
    party = apps.get_model("customers", "Party")
    rows = party.objects.exclude(name="").only("pk", "name").order_by("pk")
    chunk = []
    for row in rows.iterator(chunk_size=CHUNK):
        row.name_key = name_key(row.name)
        chunk.append(row)
        if len(chunk) == CHUNK:
            party.objects.bulk_update(chunk, ["name_key"], batch_size=500)
            chunk = []
    party.objects.bulk_update(chunk, ["name_key"], batch_size=500)
    consent = apps.get_model("customers", "Consent")
    consent.objects.exclude(source="").filter(source=F("text_version"), asked_at=None).update(own=False)


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0005_search_and_own_word"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
