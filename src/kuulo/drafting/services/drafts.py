"""Drafting: comments go out masked, what comes back is held to them, what holds is kept as a proposal."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import BusyError, GuardError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.drafting.models import KeptDraft
from kuulo.drafting.queries.drafts import view_of
from kuulo.drafting.queries.servers import writes
from kuulo.drafting.rules.calls import Call
from kuulo.drafting.rules.drafts import Draft, DraftCite, DraftSentence, sentences_to_json
from kuulo.drafting.rules.orders import Sendable, choose_sources
from kuulo.drafting.rules.port import Order, Source, Task, Writer
from kuulo.drafting.services.asking import AskingError
from kuulo.drafting.services.calls import note_call
from kuulo.drafting.services.writers import open_writer
from kuulo.lake.services import while_there
from kuulo.language.personal import Masked
from kuulo.language.summarising import Checked, check_reply, check_written

KEPT: Final = timedelta(days=90)
"""A draft nobody renewed goes after this: it holds comments' words, whose own period it must not outlive."""
TRIAL: Final = "Kuulo asks whether anybody is there, and this comment is its own."


def draft(order: Order, sources: Sequence[Source], *, writer: Writer | None = None) -> Draft:
    """Ask the language model for a draft, keep what of it holds under the order's key, and return it.

    Call it from a job: a model takes seconds to minutes. Nothing of it may run inside a transaction.

    Args:
        order: What is asked for, of what, by whom.
        sources: The comments, masked; those first in the sequence go first where not all fit.
        writer: Who writes; whoever the settings name by default.

    Raises:
        GuardError: Drafting is off, or no comment may be sent.
        EngineError: The server answers nothing that can be used.
        BusyError: Somebody whose comment was sent was erased meanwhile, or others write to the lake; repeat.
    """
    asked = writer or open_writer()
    if asked is None:
        raise _nobody_writes()
    chosen = choose_sources(sources)
    if not chosen.sources:
        raise GuardError(_("There is no comment here that can be sent to a language model."))
    ids = tuple(source.id for source in chosen.sources)
    with while_there(ids) as there:
        known = there
    written = _written(asked, order, chosen)
    made = Draft(
        key=order.key,
        task=order.task,
        language=order.language,
        made_at=timezone.now(),
        made_by=order.by,
        model=f"{asked.name}@{asked.host}".rstrip("@"),
        sentences=_sentences(written, chosen.sources),
        reasons=tuple(thrown.reason for thrown in written.thrown),
        sources=ids,
        left_out=chosen.left_out,
        data_version=order.data_version,
    )
    # A model takes its time: nothing is kept of words that were erased while it wrote.
    with while_there(ids) as there:
        if known and not there:
            raise BusyError(_("Comments that were sent have been erased meanwhile."), _("Repeat it."))
        return _keep(made)


def check_writes() -> None:
    """Refuse to ask for a draft while nobody writes.

    Raises:
        GuardError: Drafting is off.
    """
    if not writes():
        raise _nobody_writes()


def try_server(*, by: str, writer: Writer | None = None) -> Checked:
    """Ask the language model about a sentence of Kuulo's own and return what of its answer holds.

    Raises:
        GuardError: Drafting is off.
        EngineError: The server answers nothing that can be used.
    """
    asked = writer or open_writer()
    if asked is None:
        raise _nobody_writes()
    own = Sendable((Source("trial", Masked(TRIAL, ())),), 0)
    return _written(asked, Order(task=Task.TRIAL, key="trial", language="en", by=by), own)


def remove_draft(*, key: str) -> None:
    """Forget a draft; a repeat removes nothing more."""
    KeptDraft.objects.filter(key=key).delete()


def drafts_about(signal_ids: Collection[str]) -> Iterator[Mapping[str, object]]:
    """Yield the drafts that cite some signals, with their own words in it; for whoever they are about."""
    wanted = frozenset(signal_ids)
    for row in KeptDraft.objects.order_by("pk"):
        kept = view_of(row)
        cited = [cite.quote for sentence in kept.sentences for cite in sentence.cites if cite.id in wanted]
        if cited:
            yield {"written_at": kept.made_at, "model": kept.model, "quotes": cited}


def erase_drafts(signal_ids: Collection[str]) -> int:
    """Delete the drafts that rest on some signals, cited or not; return how many."""
    wanted = frozenset(signal_ids)
    doomed = [pk for pk, sources in KeptDraft.objects.values_list("pk", "sources") if not wanted.isdisjoint(sources)]
    return KeptDraft.objects.filter(pk__in=doomed).delete()[0]


def _nobody_writes() -> GuardError:
    return GuardError(
        _("No language model is named, so nothing is drafted."), _("An owner can name one with KUULO_MODEL_URL.")
    )


def _written(writer: Writer, order: Order, chosen: Sendable) -> Checked:
    """Return what was written, checked; the call is noted whether it succeeds or not."""
    masked = [source.masked for source in chosen.sources]
    begun = time.monotonic()
    call = Call(
        task=order.task,
        host=writer.host,
        model=writer.name,
        by=order.by,
        texts=len(masked),
        characters=sum(len(each.text) for each in masked),
    )
    try:
        text = writer.write(order.task, masked, language=order.language, subject=order.subject)
    except AskingError as error:
        note_call(replace(call.failed(error.detail), seconds=time.monotonic() - begun))
        raise
    note_call(replace(call, seconds=time.monotonic() - begun, received=len(text)))
    if order.task is Task.REPLY:
        return check_reply(text, [each.text for each in masked])
    return check_written(text, {number: each.text for number, each in enumerate(masked, 1)})


def _sentences(written: Checked, sources: Sequence[Source]) -> tuple[DraftSentence, ...]:
    return tuple(
        DraftSentence(
            sentence.text,
            tuple(DraftCite(sources[cite.number - 1].id, cite.quote, cite.start) for cite in sentence.cites),
        )
        for sentence in written.kept
    )


def _keep(made: Draft) -> Draft:
    fields = {
        "task": made.task,
        "language": made.language,
        "made_at": made.made_at,
        "made_by": made.made_by,
        "model": made.model[:400],
        "sentences": sentences_to_json(made.sentences),
        "reasons": [_kept_text(reason) for reason in made.reasons],
        "sources": list(made.sources),
        "left_out": made.left_out,
        "data_version": made.data_version,
    }
    with transaction.atomic():
        forget_old_drafts(now=made.made_at)
        KeptDraft.objects.update_or_create(key=made.key, defaults=fields)
    return made


def forget_old_drafts(*, now: datetime) -> int:
    """Delete the drafts that nobody renewed for 90 days; return how many."""
    return KeptDraft.objects.filter(made_at__lt=now - KEPT).delete()[0]


def _kept_text(text: Text) -> dict[str, object]:
    return {"template": text.template, "params": {name: _plain(value) for name, value in text.params.items()}}


def _plain(value: object) -> object:
    if isinstance(value, Text):
        return _kept_text(value)
    return value if isinstance(value, bool | int | float | str) else str(value)
