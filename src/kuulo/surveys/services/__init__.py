"""Bringing files of answers in: upload, settle, check, import."""

from __future__ import annotations

from collections.abc import Mapping

from kuulo.jobs.services import Handler
from kuulo.surveys.services.checks import check_import, settle_import
from kuulo.surveys.services.importing import IMPORT_KIND, import_answers, start_import
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
    "Uploader",
    "check_import",
    "discard_import",
    "import_answers",
    "receive_upload",
    "recognise_import",
    "settle_import",
    "start_import",
    "too_large",
]
