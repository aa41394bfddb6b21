"""The database itself refuses to change a published version, whatever program asks for it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "instruments_instrumentversion"
REFUSAL = "A published version is never changed"
GUARDS = {
    "sqlite": (
        f"CREATE TRIGGER instruments_versions_stay BEFORE UPDATE ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION instruments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER instruments_versions_stay BEFORE UPDATE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION instruments_refuse_change()",
    ),
}
REMOVALS = {
    "sqlite": ("DROP TRIGGER instruments_versions_stay",),
    "postgresql": (
        f"DROP TRIGGER instruments_versions_stay ON {TABLE}",
        "DROP FUNCTION instruments_refuse_change()",
    ),
}


def put_guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Put the guard in place."""
    del apps
    for statement in GUARDS[editor.connection.vendor]:
        editor.execute(statement)


def remove_guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guard away."""
    del apps
    for statement in REMOVALS[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Put the guard in place."""

    dependencies: ClassVar = [("instruments", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(put_guard, remove_guard)]
