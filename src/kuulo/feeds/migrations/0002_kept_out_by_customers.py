"""Who is kept out is for the customer database to know, as lists are not the only way back."""

from django.db import migrations


def hand_over(apps, schema_editor):
    """Move the digests: the room of customers makes and reads them in the same way."""
    del schema_editor
    kept = apps.get_model("customers", "KeptOut")
    rows = apps.get_model("feeds", "ErasedIdentifier").objects.values_list("digest", "noted_at")
    kept.objects.bulk_create(
        [kept(digest=digest, noted_at=noted_at) for digest, noted_at in rows.iterator()],
        ignore_conflicts=True,
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0007_kept_out"),
        ("feeds", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(hand_over, migrations.RunPython.noop),
        migrations.DeleteModel(name="ErasedIdentifier"),
    ]
