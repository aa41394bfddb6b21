"""Importing: the responses of a checked file become stored responses and signals, in the background.

Responses are written in chunks, each in one transaction: the stored responses, their parties and their signals. A job
that was cut short anywhere is run again from its beginning; what is stored already is met by its key and left alone.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.queries import kept_out_among
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.jobs.services import JobContext, enqueue
from kuulo.lake.services import record_signals
from kuulo.surveys.models import AnswerImport, Dataset, RememberedMapping, StoredResponse
from kuulo.surveys.queries import counts_of, dataset_of, mapping_of, summary_of
from kuulo.surveys.rules.columns import Role
from kuulo.surveys.rules.keeping import failure_of, to_kept
from kuulo.surveys.rules.lifecycle import ImportFacts, ImportState, ImportStep, after
from kuulo.surveys.rules.mapping import record_mapping, settle
from kuulo.surveys.rules.responses import Responses
from kuulo.surveys.rules.signals import Setting, parties_of, signals_of
from kuulo.surveys.services.checks import read_import
from kuulo.surveys.services.erased_keys import erased_among

IMPORT_KIND = "surveys.import_answers"
CHUNK = 5_000


@transaction.atomic
def start_import(*, import_id: int) -> int:
    """Ask for the import of a checked file and return the number of the job; asking twice starts one.

    How the columns were settled is remembered for the next file with the same headers.

    Raises:
        GuardError: The file is not checked, no row of it can be used, or it is imported already.
    """
    row = AnswerImport.objects.select_for_update().get(pk=import_id)
    counts = counts_of(row)
    facts = ImportFacts(accepted=counts.accepted if counts else 0)
    row.state = after(ImportState(row.state), ImportStep.QUEUE, facts)
    settled = settle(summary_of(row).recognition, mapping_of(row))
    RememberedMapping.objects.update_or_create(
        fingerprint=row.fingerprint,
        defaults={"mapping": to_kept(record_mapping(settled, mapping_of(row))), "dataset": dataset_of(row)},
    )
    row.failure = {}
    row.job_id = enqueue(
        IMPORT_KIND, {"import": row.pk}, key=str(row.pk), title=say(_("Import of {file}"), file=row.name)
    )
    row.save()
    return row.job_id


def import_answers(context: JobContext) -> None:
    """Import the file that the job names; safe to be cut short anywhere and run again.

    Raises:
        InputError: The file can no longer be used; the import has failed, and its page says why.
    """
    row = _begin(int(str(context.payload["import"])))
    if row is None:
        return
    try:
        responses = read_import(row).responses
        for start in range(0, len(responses), CHUNK):
            context.progress(start, len(responses))
            _store_chunk(row, responses.take(range(start, min(start + CHUNK, len(responses)))))
        context.progress(len(responses), len(responses))
    except InputError as error:
        # Only what no repeat can mend. Everything else the worker tries again by itself, and its job says so.
        _fail(row.pk, error)
        raise
    _finish(row.pk, responses)


def _begin(import_id: int) -> AnswerImport | None:
    """Return the import once it is said to be under way; None where there is nothing left to do."""
    with transaction.atomic():
        row = AnswerImport.objects.select_for_update().filter(pk=import_id).first()
        if row is None or row.state == ImportState.IMPORTED:
            return None
        row.state = after(ImportState(row.state), ImportStep.BEGIN)
        row.save(update_fields=["state"])
    return row


@transaction.atomic
def _store_chunk(row: AnswerImport, responses: Responses) -> None:
    """Store those responses that are new, with their parties and signals."""
    # Two imports into one data set take turns, so that both cannot find the same response new.
    dataset = Dataset.objects.select_for_update().get(pk=dataset_of(row).pk)
    stored = set(dataset.responses.filter(key__in=responses.keys).values_list("key", flat=True))
    stored |= erased_among(dataset, responses.keys) | _of_kept_out(responses)
    # The first of equal keys: acceptance leaves none within a file, but the table takes only one.
    first_at = {key: at for at, key in reversed(list(enumerate(responses.keys))) if key not in stored}
    new = responses.take(sorted(first_at.values()))
    occurred = new.occurred(row.created_at)
    StoredResponse.objects.bulk_create(
        [
            StoredResponse(dataset=dataset, key=key, answer_import=row, occurred_at=moment)
            for key, moment in zip(new.keys, occurred, strict=True)
        ]
    )
    register_parties(PartyRow(identifier=party) for party in sorted({party for party in parties_of(new) if party}))
    record_signals(signals_of(new, Setting(source=dataset.slug, received_at=row.created_at)))


def _of_kept_out(responses: Responses) -> set[str]:
    """Return the keys of responses whose person was erased and is kept out."""
    parties = parties_of(responses)
    barred = kept_out_among({party for party in parties if party})
    return {key for key, party in zip(responses.keys, parties, strict=True) if party in barred}


@transaction.atomic
def _finish(import_id: int, responses: Responses) -> None:
    """Say that everything is stored, and count it from the table: the numbers hold whatever happened on the way."""
    row = AnswerImport.objects.select_for_update().get(pk=import_id)
    row.state = after(ImportState(row.state), ImportStep.FINISH)
    new = row.responses.count()
    row.result = {"new": new, "known": len(responses) - new}
    row.failure = {}
    row.imported_at = timezone.now()
    row.save()
    languages = responses.settled.with_role(Role.LANGUAGE)
    if languages and row.dataset is not None:
        met = {str(language) for language in responses.frame[languages[0].column].drop_nulls().unique()}
        row.dataset.languages = sorted(met | set(row.dataset.languages))
        row.dataset.save(update_fields=["languages"])


@transaction.atomic
def _fail(import_id: int, error: InputError) -> None:
    row = AnswerImport.objects.select_for_update().get(pk=import_id)
    row.state = after(ImportState(row.state), ImportStep.FAIL)
    row.failure = to_kept(failure_of(error))
    row.save(update_fields=["state", "failure"])
