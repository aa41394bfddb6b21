"""Reads of data sets and imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from kuulo.base.errors import GuardError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.queries import JobView, get_job
from kuulo.surveys.models import AnswerImport, Dataset
from kuulo.surveys.rules.columns import ColumnGuess, Question, Role, Scale, SettledColumn
from kuulo.surveys.rules.keeping import CheckCounts, Failure, FileSummary, from_kept
from kuulo.surveys.rules.lifecycle import BUSY, ImportState
from kuulo.surveys.rules.mapping import FileMapping, dump_mapping, record_mapping, settle
from kuulo.surveys.rules.understanding import count_usable

UPLOADS = "imports"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetView:
    """A data set as other rooms see it."""

    slug: str
    name: str
    languages: tuple[str, ...]
    responses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """One column on the page of an import.

    Attributes:
        guess: What it was taken for.
        settled: What it is; None while a question about it is open.
        examples: A few of its values.
    """

    guess: ColumnGuess
    settled: SettledColumn | None
    examples: tuple[str, ...]

    @property
    def role(self) -> Role:
        """The part it plays, or would most likely play."""
        return self.settled.role if self.settled else self.guess.role

    @property
    def scale(self) -> Scale | None:
        """Its scale as far as known."""
        return self.settled.scale if self.settled else self.guess.scale

    @property
    def definition(self) -> str:
        """Id of the measure it feeds; empty where none."""
        return self.settled.definition if self.settled else self.guess.definition

    @property
    def is_changed(self) -> bool:
        """Whether somebody gave it another part than it was taken for."""
        return self.settled is not None and self.settled.role is not self.guess.role


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far an import in the background has come.

    Attributes:
        state: Its own state; failed where its job was given up or cancelled.
        is_under_way: Whether it waits or runs.
        job: The job, as far as there is one.
        failure: Why it ended without being done; None where it did not.
        stored: Responses of the file stored so far.
    """

    state: ImportState
    is_under_way: bool
    job: JobView | None
    failure: tuple[Text, ...]
    stored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What a file was taken for and what is still open."""

    summary: FileSummary
    mapping: FileMapping
    columns: tuple[ColumnView, ...]
    questions: tuple[Question, ...]
    usable: int

    @property
    def left_out(self) -> tuple[ColumnView, ...]:
        """Columns somebody left out although they seemed to be of use."""
        return tuple(view for view in self.columns if view.is_changed and view.role is Role.OTHER)


def import_folder(row: AnswerImport) -> Path:
    """Return the folder that holds the file of an import."""
    return Path(settings.MEDIA_ROOT) / UPLOADS / row.folder


def import_path(row: AnswerImport) -> Path:
    """Return where the file of an import lies."""
    return import_folder(row) / row.stored_name


def dataset_of(row: AnswerImport) -> Dataset:
    """Return the data set an import goes to.

    Raises:
        GuardError: The file was not recognised yet, so that nobody knows.
    """
    if row.dataset is None:
        raise GuardError(_("{file} was not read to its end."), _("Discard it and bring it once more."), file=row.name)
    return row.dataset


def list_datasets() -> list[DatasetView]:
    """Return the data sets by name, with how many responses each holds."""
    return [
        DatasetView(slug=row.slug, name=row.name, languages=tuple(row.languages), responses=row.responses.count())
        for row in Dataset.objects.order_by("name")
    ]


def mapping_of(row: AnswerImport) -> FileMapping:
    """Return what was said about the columns of an import."""
    return from_kept(row.mapping, FileMapping) if row.mapping else FileMapping(timezone=settings.TIME_ZONE)


def summary_of(row: AnswerImport) -> FileSummary:
    """Return what recognition found in the file."""
    return from_kept(row.recognised, FileSummary)


def understanding_of(row: AnswerImport) -> Understanding | None:
    """Return what the file of an import was taken for; None before it was recognised."""
    if not row.recognised:
        return None
    summary, mapping = summary_of(row), mapping_of(row)
    settled = settle(summary.recognition, mapping)
    by_column = {column.column: column for column in settled.columns}
    columns = tuple(
        ColumnView(guess=guess, settled=by_column.get(guess.column), examples=summary.examples.get(guess.column, ()))
        for guess in summary.recognition.columns
    )
    return Understanding(
        summary=summary,
        mapping=mapping,
        columns=columns,
        questions=settled.left_out,
        usable=count_usable(settled),
    )


def counts_of(row: AnswerImport) -> CheckCounts | None:
    """Return what the check found; None before it was made."""
    return from_kept(row.counts, CheckCounts) if row.counts else None


def standing_of(row: AnswerImport) -> Standing:
    """Return how far the import has come in the background, by its own word and by its job's.

    A job that was given up or cancelled had no chance to write that down here.
    """
    state = ImportState(row.state)
    waits = state in BUSY
    job = get_job(row.job_id) if row.job_id and waits else None
    is_under_way = waits and job is not None and job.unfinished
    failed = state is ImportState.FAILED or (waits and not is_under_way)
    return Standing(
        state=ImportState.FAILED if failed else state,
        is_under_way=is_under_way,
        job=job,
        failure=_failure(row, job) if failed else (),
        stored=row.responses.count() if failed else 0,
    )


def _failure(row: AnswerImport, job: JobView | None) -> tuple[Text, ...]:
    if row.failure:
        failure = from_kept(row.failure, Failure)
        return tuple(text for text in (failure.found, failure.mend) if text.template)
    return (job.error if job else ()) or (say(_("The job ended before the file was imported.")),)


def mapping_toml(row: AnswerImport) -> str:
    """Return how the columns of an import were settled, as TOML that reads the next file just so."""
    mapping = mapping_of(row)
    return dump_mapping(record_mapping(settle(summary_of(row).recognition, mapping), mapping))


def imported_before(row: AnswerImport) -> tuple[int, datetime | None] | None:
    """Return number and time of an earlier import of the very same file; None where there is none."""
    earlier = AnswerImport.objects.filter(sha256=row.sha256, state=ImportState.IMPORTED).exclude(pk=row.pk)
    return earlier.order_by("-imported_at").values_list("pk", "imported_at").first()
