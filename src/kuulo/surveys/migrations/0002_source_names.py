"""Data sets that were there before names were kept in one place take theirs."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def take_names(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write down the name of every data set there is."""
    del schema_editor
    names = apps.get_model("lake", "SourceName")
    slugs = apps.get_model("surveys", "Dataset").objects.values_list("slug", flat=True)
    names.objects.bulk_create([names(slug=slug) for slug in slugs], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial"), ("lake", "0003_source_names")]
    operations = [migrations.RunPython(take_names, migrations.RunPython.noop)]
