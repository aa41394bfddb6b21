from django.db import migrations, models


class Migration(migrations.Migration):
    """The lot that decided when each was reminded is kept beside what became of it."""

    dependencies = [("correction", "0001_initial")]

    operations = [
        migrations.AddField("asking", "moments", models.JSONField(blank=True, default=list)),
    ]
