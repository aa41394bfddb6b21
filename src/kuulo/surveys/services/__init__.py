"""Bringing files of answers in: upload, settle, check, import."""

from __future__ import annotations

from collections.abc import Mapping

from kuulo.jobs.services import Handler
from kuulo.surveys.services.checks import check_import, settle_import
from kuulo.surveys.services.importing import IMPORT_KIND, import_answers, start_import
from kuulo.surveys.services.limiting import limit_upload, refuse_too_large
from kuulo.surveys.services.persons import PERSON_STORES, WITHOUT_PERSONS, forget_imported, imported_before
from kuulo.surveys.services.uploads import (
    NOBODY,
    Uploader,
    discard_import,
    receive_upload,
    recognise_import,
    too_large,
)

JOB_HANDLERS: Mapping[str, Handler] = {IMPORT_KIND: import_answers}

__all__ = [
    "JOB_HANDLERS",
    "NOBODY",
    "PERSON_STORES",
    "WITHOUT_PERSONS",
    "Uploader",
    "check_import",
    "discard_import",
    "forget_imported",
    "import_answers",
    "imported_before",
    "limit_upload",
    "receive_upload",
    "recognise_import",
    "refuse_too_large",
    "settle_import",
    "start_import",
    "too_large",
]
