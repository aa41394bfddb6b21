"""The log is never emptied; a test that commits leaves its steps behind, so between tests its guards are lifted."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from django.db import connection

MADE: Final[Any] = import_module("kuulo.audit.migrations.0001_initial")
NO_DELETE: Final = next(each for each in MADE.GUARDS["sqlite"] if "BEFORE DELETE" in each)


def empty_log() -> None:
    """Take all steps out of a test's database, and put the guards up again."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {MADE.TABLE} LIMIT 1")  # noqa: S608 -- a name of our own
        if cursor.fetchone() is None:
            return
        for statement in _statements():
            cursor.execute(statement)


def _statements() -> tuple[str, ...]:
    taken_out = f"DELETE FROM {MADE.TABLE}"  # noqa: S608 -- a name of our own
    if connection.vendor == "postgresql":
        lift = f"ALTER TABLE {MADE.TABLE} {{}} TRIGGER USER"
        return lift.format("DISABLE"), taken_out, lift.format("ENABLE")
    return "DROP TRIGGER audit_no_delete", taken_out, NO_DELETE
