"""Erasing a person: every store of the registry in order, then the database's own memory; with a receipt.

An erasure is a request and a receipt in the database. Each group of stores is done in one transaction that notes it on
the receipt, so an erasure that was killed goes on where it stood. The parties come last: until then they tell who the
person is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import BusyError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.queries import person_key
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.customers.services import keep_out as keep_out_of_register
from kuulo.jobs.services import JobContext, enqueue
from kuulo.jobs.wording import from_json, to_json
from kuulo.rights.models import Receipt
from kuulo.rights.rules import RequestKind, RequestState, RequestStep, after
from kuulo.rights.services.registry import person_stores
from kuulo.rights.services.requests import Asked, request_row, take_request
from kuulo.rights.services.stores import SIGNALS_FIRST
from kuulo.rights.services.wiping import wipe_database

logger = logging.getLogger(__name__)
ERASE_KIND: Final = "rights.erase"
# What comes in while the other stores are walked comes here.
COMING_IN: Final = ("events.log", "lake.signals")
DATABASE: Final = "database"
TRIES: Final = 3
BEGUN: Final = "begun"
KEPT_OUT: Final = say(
    _(
        "Keyed digests of your numbers and addresses are kept, so that no list brings back you or a consent; "
        "nobody can be found by them."
    )
)
NOT_KEPT_OUT: Final = say(
    _("As was wished, nothing is kept by which you would be known again: somebody's list may bring you back.")
)
Progress = Callable[[int, int, Text | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    """What went from one store, and what stayed and why."""

    store: str
    title: str
    rows: int
    files: int
    kept: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """What an erasure removed; nothing of the person stands in it."""

    reference: str
    began_at: datetime
    ended_at: datetime | None
    lines: tuple[ReceiptLine, ...]


def no_progress(done: int, total: int, note: Text | None) -> None:
    """Tell nobody how far it has come."""
    del done, total, note


@transaction.atomic
def begin_erasure(*, party_id: int, asked: Asked, now: datetime, keep_out: bool = True) -> str:
    """Begin the erasure of a person and return its reference; a job does it. Asking twice begins one.

    Args:
        party_id: The party, or any that was found to be the same.
        asked: How the person asked.
        now: The moment.
        keep_out: Whether keyed digests of numbers and addresses stay, so that no list, trace or file of answers brings
            the person back; what was said first holds.
    """
    reference = take_request(party_id=party_id, asked=replace(asked, kind=RequestKind.ERASE), now=now)
    row = request_row(reference)
    row.state, row.handled_by = after(RequestState(row.state), RequestStep.BEGIN), asked.by
    row.save()
    Receipt.objects.get_or_create(request=row, defaults={"began_at": now, "keeps_out": keep_out})
    enqueue(ERASE_KIND, {"request": row.pk}, key=str(row.pk), title=say(_("Erasure {reference}"), reference=reference))
    return reference


def erase_in_background(context: JobContext) -> None:
    """Do the erasure a job names; safe to be cut short anywhere and run again."""
    receipt = Receipt.objects.select_related("request").get(request=int(str(context.payload["request"])))
    carry_out(receipt, progress=context.progress)


def erase_person(*, party_id: int, asked: Asked, now: datetime, keep_out: bool = True) -> ReceiptView:
    """Erase a person here and now and return the receipt, as `begin_erasure` and its job; outside any transaction.

    Raises:
        BusyError: Something is being written that holds the person; repeat.
    """
    reference = begin_erasure(party_id=party_id, asked=asked, now=now, keep_out=keep_out)
    return carry_out(Receipt.objects.select_related("request").get(request__reference=reference))


def carry_out(receipt: Receipt, *, progress: Progress = no_progress) -> ReceiptView:
    """Walk all stores that were not done yet, then wipe the database, and end the request."""
    groups = [list(group) for _order, group in groupby(person_stores(), key=lambda store: store.order)]
    total = len(groups) + 2
    party_id = receipt.request.party_id
    for number, group in enumerate(groups):
        progress(number, total, None)
        if party_id is not None and not all(_is_done(receipt, store) for store in group):
            _erase_group(receipt, group, party_id)
    progress(total - 2, total, None)
    wiped = wipe_database()
    progress(total - 1, total, None)
    _end(receipt, wiped.notes)
    return view_of(receipt)


def _erase_group(receipt: Receipt, group: list[PersonStore], party_id: int) -> None:
    key = person_key(party_id)
    if receipt.keeps_out:
        # Each time: what comes in meanwhile may tell of further identifiers.
        keep_out_of_register(key, now=receipt.began_at)
    if any(store.order >= 100 for store in group):
        # What came in while the other stores were walked.
        _again(receipt, key)
    if group[0].order <= SIGNALS_FIRST:
        # The log and the lake keep their own steps, and must not wait inside a transaction.
        for store in group:
            _erase_outside(receipt, store, key)
        return
    with transaction.atomic():
        _note(receipt, {store.name: store.erase(key, receipt.began_at) for store in group})
        receipt.save(update_fields=["steps"])


def _is_done(receipt: Receipt, store: PersonStore) -> bool:
    return store.name in receipt.steps and BEGUN not in receipt.steps[store.name]


def _erase_outside(receipt: Receipt, store: PersonStore, key: PersonKey) -> None:
    """Erase a store whose changes no transaction holds together with the receipt.

    What is found is noted beforehand: cut short after the erasing, a repeat would find nothing and the receipt say so.
    """
    before = receipt.steps.get(store.name, {}).get("rows", 0)
    found = max(before, sum(1 for _row in store.export(key)))
    receipt.steps[store.name] = {"rows": found, "files": 0, "kept": [], BEGUN: True}
    receipt.save(update_fields=["steps"])
    removed = store.erase(key, receipt.began_at)
    _note(receipt, {store.name: replace(removed, rows=max(found, removed.rows))})


def _again(receipt: Receipt, key: PersonKey) -> None:
    """Walk the log and the lake once more, in their order."""
    for store in (each for each in person_stores() if each.name in COMING_IN):
        found = _patiently(store, key, receipt.began_at)
        before = receipt.steps.get(store.name, {})
        rows, files = before.get("rows", 0) + found.rows, before.get("files", 0) + found.files
        _note(receipt, {store.name: Removed(rows=rows, files=files, kept=found.kept)})


def _patiently(store: PersonStore, key: PersonKey, began_at: datetime) -> Removed:
    for _attempt in range(TRIES - 1):
        try:
            return store.erase(key, began_at)
        except BusyError:
            logger.info("%s is being written; the erasure tries again", store.name)
    return store.erase(key, began_at)


def _note(receipt: Receipt, removed: Mapping[str, Removed]) -> None:
    for name, what in removed.items():
        kept = [to_json(what.kept)] if what.kept else []
        receipt.steps[name] = {"rows": what.rows, "files": what.files, "kept": kept}
    receipt.save(update_fields=["steps"])


@transaction.atomic
def _end(receipt: Receipt, notes: tuple[Text, ...]) -> None:
    row = request_row(receipt.request.reference)
    kept_out = KEPT_OUT if receipt.keeps_out else NOT_KEPT_OUT
    receipt.steps[DATABASE] = {"rows": 0, "files": 0, "kept": [to_json(note) for note in (kept_out, *notes)]}
    receipt.ended_at = timezone.now()
    receipt.save()
    if row.state != RequestState.DONE:
        row.state, row.ended_at = after(RequestState(row.state), RequestStep.FINISH), receipt.ended_at
    row.party, row.details, row.note = None, {}, ""
    row.save()


def view_of(receipt: Receipt) -> ReceiptView:
    """Return the receipt as pages show it, in the order in which it was done."""
    titles = {store.name: store.title for store in person_stores()} | {DATABASE: _("The database's own memory")}
    names = [name for name in titles if name in receipt.steps]
    return ReceiptView(
        reference=receipt.request.reference,
        began_at=receipt.began_at,
        ended_at=receipt.ended_at,
        lines=tuple(_line(name, titles[name], receipt.steps[name]) for name in names),
    )


def _line(name: str, title: str, step: Mapping[str, Any]) -> ReceiptLine:
    kept = tuple(from_json(text) for text in step["kept"])
    return ReceiptLine(store=name, title=title, rows=step["rows"], files=step["files"], kept=kept)


def receipt_of(reference: str) -> ReceiptView | None:
    """Return the receipt of an erasure; None where there is none of this reference."""
    row = Receipt.objects.select_related("request").filter(request__reference=reference).first()
    return view_of(row) if row else None
