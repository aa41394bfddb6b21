"""The table of the log; the database itself refuses to change or delete a row, whatever program asks for it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "audit_step"
REFUSAL = "A step of the log is never changed or deleted"
GUARDS = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
        f"CREATE TRIGGER audit_no_emptying BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()",
    ),
}


def make_table(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table with its guards."""
    editor.create_model(apps.get_model("audit", "Step"))
    for statement in GUARDS[editor.connection.vendor]:
        editor.execute(statement)


def remove_table(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the table, and with it its guards."""
    editor.delete_model(apps.get_model("audit", "Step"))
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION audit_refuse_change()")


class Migration(migrations.Migration):
    """The table of the log."""

    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.CreateModel(
            name="Step",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=250)),
                ("verb", models.CharField(max_length=60)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_key", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("details", models.TextField()),
                ("before", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "db_table": TABLE,
                "ordering": ["-number"],
                "managed": False,
                "indexes": [
                    models.Index(fields=["subject_kind", "subject_key", "-number"], name="audit_by_subject"),
                    models.Index(fields=["actor", "-number"], name="audit_by_actor"),
                ],
            },
        ),
        migrations.RunPython(make_table, remove_table),
    ]
