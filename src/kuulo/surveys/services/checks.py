"""Settling what the columns are, and the check: what importing would do, without doing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import get_language, gettext

from kuulo.base.texts import Text
from kuulo.figures.charts.localise import value_in
from kuulo.surveys.models import AnswerImport
from kuulo.surveys.queries import dataset_of, import_folder, import_path, mapping_of, summary_of
from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.rejects import write_rejects
from kuulo.surveys.rules.acceptance import Accepted, accept
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.columns import Question, Role
from kuulo.surveys.rules.keeping import CheckCounts, to_kept
from kuulo.surveys.rules.lifecycle import ImportFacts, ImportState, ImportStep, after
from kuulo.surveys.rules.mapping import settle
from kuulo.surveys.rules.moments import moments_of
from kuulo.surveys.rules.responses import Responses, keyed_responses
from kuulo.surveys.rules.understanding import Reply, apply_replies, count_usable, first_and_last, open_questions
from kuulo.surveys.services.uploads import upload_limits

KEYS_AT_ONCE = 5_000
NO_ROLES: Mapping[str, Role] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadImport:
    """A file of answers as understood: read, accepted, every response with its key."""

    answer_file: AnswerFile
    accepted: Accepted
    responses: Responses


def read_import(row: AnswerImport) -> ReadImport:
    """Read the file of an import the way it was settled.

    Raises:
        InputError: The file can no longer be read.
    """
    answer_file = read_answers(import_path(row), limits=upload_limits(), name=row.name)
    accepted = accept(answer_file, settle(summary_of(row).recognition, mapping_of(row)))
    return ReadImport(answer_file=answer_file, accepted=accepted, responses=keyed_responses(answer_file, accepted))


@transaction.atomic
def settle_import(
    *, import_id: int, replies: Iterable[Reply] = (), roles: Mapping[str, Role] = NO_ROLES
) -> tuple[Question, ...]:
    """Keep what was said about the columns of an import and return the questions that are open now.

    A reply with an empty value leaves its column out. ``roles`` gives columns another part than they were taken for.

    Raises:
        InputError: A reply or role does not fit its column.
        GuardError: The import has gone too far for that.
    """
    row = AnswerImport.objects.select_for_update().get(pk=import_id)
    row.state = after(ImportState(row.state), ImportStep.SETTLE)
    recognition = summary_of(row).recognition
    mapping = apply_replies(mapping_of(row), replies, roles)
    row.mapping, row.counts, row.rejects = to_kept(mapping), {}, ""
    row.save()
    return open_questions(recognition, mapping)


def check_import(*, import_id: int) -> CheckCounts:
    """Count what importing would do, write the rejected rows to a file beside the upload, and keep the counts.

    Raises:
        GuardError: No column is settled as a score or a comment, or the import has gone too far.
        InputError: The file can no longer be read.
    """
    row = AnswerImport.objects.get(pk=import_id)
    usable = count_usable(settle(summary_of(row).recognition, mapping_of(row)))
    row.state = after(ImportState(row.state), ImportStep.CHECK, ImportFacts(usable_columns=usable))
    found = read_import(row)
    rejects = write_rejects(found.answer_file, found.accepted, folder=import_folder(row), said=_said)
    counts = _counts(found, count_stored(row, found.responses))
    row.counts, row.rejects = to_kept(counts), rejects.name if rejects else ""
    row.save()
    return counts


def _said(text: Text) -> str:
    return value_in(get_language() or "en", text, gettext)


def count_stored(row: AnswerImport, responses: Responses) -> int:
    """Return how many of the responses are stored in the data set already."""
    mine = dataset_of(row).responses
    chunks = (responses.keys[start : start + KEYS_AT_ONCE] for start in range(0, len(responses), KEYS_AT_ONCE))
    return sum(mine.filter(key__in=chunk).count() for chunk in chunks)


def _counts(found: ReadImport, stored_before: int) -> CheckCounts:
    accepted = found.accepted
    times = moments_of(accepted.frame, accepted.settled)
    first, last = first_and_last(times, accepted.settled.timezone)
    comments = accepted.settled.with_role(Role.COMMENT)
    return CheckCounts(
        rows=accepted.rows_read,
        accepted=accepted.accepted,
        rejected=accepted.rejected,
        repeated=accepted.repeated,
        stored_before=stored_before,
        complete=accepted.complete,
        partial=accepted.partial,
        asked=accepted.asked,
        silent=accepted.silent,
        first=first,
        last=last,
        answers=accepted.answers,
        comments={each.column: accepted.frame.height - accepted.frame[each.column].null_count() for each in comments},
        notes=accepted.notes,
        undated=times.null_count() if times is not None and first else 0,
    )
