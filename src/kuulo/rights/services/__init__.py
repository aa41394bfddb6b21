"""Rights carried out: own page, export, correction, erasure, periods, the record of processing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.services import Handler
from kuulo.rights.services.erasing import (
    ERASE_KIND,
    ReceiptLine,
    ReceiptView,
    begin_erasure,
    erase_in_background,
    erase_person,
    receipt_of,
)
from kuulo.rights.services.exporting import SLOW, StoreShown, export_document, person_export, slow_titles
from kuulo.rights.services.keeping import KEEP_KIND, PeriodView, keep_periods, periods, set_period
from kuulo.rights.services.links import SEND_KIND, ask_for_link, open_by_code, open_link, prune_links, send_link
from kuulo.rights.services.own import AT_ONCE, DECIDED, FIELD_NAMES, Decision, Field, correct, decide, decisions_of
from kuulo.rights.services.record import FACTS, Record, facts, record, set_facts
from kuulo.rights.services.registry import person_stores, without_persons
from kuulo.rights.services.requests import Asked, end_request, take_request

JOB_HANDLERS: Final[Mapping[str, Handler]] = {
    ERASE_KIND: erase_in_background,
    SEND_KIND: send_link,
    KEEP_KIND: keep_periods,
}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (KEEP_KIND, timedelta(days=1), say(_("Remove what is older than its period"))),
)

__all__ = [
    "AT_ONCE",
    "DECIDED",
    "FACTS",
    "FIELD_NAMES",
    "JOB_HANDLERS",
    "SCHEDULE",
    "SLOW",
    "Asked",
    "Decision",
    "Field",
    "PeriodView",
    "ReceiptLine",
    "ReceiptView",
    "Record",
    "StoreShown",
    "ask_for_link",
    "begin_erasure",
    "correct",
    "decide",
    "decisions_of",
    "end_request",
    "erase_person",
    "export_document",
    "facts",
    "keep_periods",
    "open_by_code",
    "open_link",
    "periods",
    "person_export",
    "person_stores",
    "prune_links",
    "receipt_of",
    "record",
    "send_link",
    "set_facts",
    "set_period",
    "slow_titles",
    "take_request",
    "without_persons",
]
