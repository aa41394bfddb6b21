"""Rights carried out: export, erasure, requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kuulo.jobs.services import Handler
from kuulo.rights.services.erasing import (
    ERASE_KIND,
    ReceiptLine,
    ReceiptView,
    begin_erasure,
    erase_in_background,
    erase_person,
)
from kuulo.rights.services.registry import person_stores, without_persons
from kuulo.rights.services.requests import Asked, end_request, take_request

JOB_HANDLERS: Final[Mapping[str, Handler]] = {ERASE_KIND: erase_in_background}

__all__ = [
    "JOB_HANDLERS",
    "Asked",
    "ReceiptLine",
    "ReceiptView",
    "begin_erasure",
    "end_request",
    "erase_person",
    "person_stores",
    "take_request",
    "without_persons",
]
