"""Taking a file in: onto the disk, read, recognised. A file that cannot be read leaves nothing behind."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_valid_filename, slugify

from kuulo.base.errors import FileError, GuardError, InputError
from kuulo.base.ids import derived_id, new_id
from kuulo.base.texts import mark as _
from kuulo.lake.services import take_source_name
from kuulo.surveys.models import AnswerImport, Dataset, RememberedMapping
from kuulo.surveys.queries import UPLOADS, import_folder, import_path
from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.reading.limits import Limits
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.keeping import FileSummary, to_kept
from kuulo.surveys.rules.lifecycle import BUSY, ImportState, ImportStep, after
from kuulo.surveys.rules.recognition import recognise
from kuulo.surveys.rules.understanding import examples_of

MEGABYTE = 1024**2
# What a packed file of the largest size may unpack to: text packs to about a tenth.
UNPACKED_TIMES = 8
NAME_LENGTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploader:
    """Who brings a file, as it is written down beside it."""

    user_id: str = ""
    name: str = ""


NOBODY = Uploader()


def upload_limits() -> Limits:
    """Return how much an uploaded file may hold."""
    largest = settings.KUULO_UPLOAD_LIMIT_MB * MEGABYTE
    return Limits(file=largest, unpacked=largest * UNPACKED_TIMES)


def receive_upload(*, name: str, chunks: Iterable[bytes], uploader: Uploader = NOBODY) -> int:
    """Write an upload to the disk as it comes and return the number of its import, in the state ``uploaded``.

    Raises:
        FileError: It is larger than KUULO_UPLOAD_LIMIT_MB; nothing of it is kept.
    """
    shown = Path(name.replace("\\", "/")).name[-NAME_LENGTH:] or "file"
    folder = new_id(int(timezone.now().timestamp() * 1000))
    path = Path(settings.MEDIA_ROOT) / UPLOADS / folder / _name_on_disk(shown)
    path.parent.mkdir(parents=True)
    try:
        size, digest = _write(path, chunks, shown)
        row = AnswerImport.objects.create(
            name=shown,
            stored_name=path.name,
            folder=folder,
            sha256=digest,
            size=size,
            uploaded_by=uploader.user_id,
            uploaded_by_name=uploader.name,
        )
    except BaseException:
        shutil.rmtree(path.parent)
        raise
    return row.pk


def recognise_import(*, import_id: int, dataset_name: str = "") -> None:
    """Read the file of an import and find out what its columns are.

    What was said about an earlier file with the same headers holds for this one too, its data set included; a name
    given here chooses or makes another data set.

    Raises:
        InputError: The file cannot be read; the import and its file are gone.
    """
    row = AnswerImport.objects.get(pk=import_id)
    target = after(ImportState(row.state), ImportStep.RECOGNISE)
    try:
        answer_file = read_answers(import_path(row), limits=upload_limits(), name=row.name)
        summary = _summary(answer_file)
    except InputError:
        discard_import(import_id=import_id)
        raise
    row.fingerprint = derived_id("headers", *sorted(answer_file.frame.columns))
    row.recognised = to_kept(summary)
    with transaction.atomic():
        remembered = RememberedMapping.objects.filter(fingerprint=row.fingerprint).select_related("dataset").first()
        row.mapping = remembered.mapping if remembered else {}
        if remembered and not dataset_name:
            row.dataset = remembered.dataset
        else:
            row.dataset = _dataset_called(dataset_name or _title_of(row.name))
        row.state = target
        row.save()


def discard_import(*, import_id: int) -> None:
    """Forget an import that stored nothing yet, its file included.

    Raises:
        GuardError: It is being imported or is imported.
    """
    with transaction.atomic():
        row = AnswerImport.objects.select_for_update().get(pk=import_id)
        if ImportState(row.state) in BUSY | {ImportState.IMPORTED} or row.responses.exists():
            raise GuardError(
                _("{file} is being imported, or responses of it are stored."),
                _("What is stored stays; only a file of which nothing is stored can be discarded."),
                file=row.name,
            )
        folder = import_folder(row)
        row.delete()
    shutil.rmtree(folder, ignore_errors=True)


def _name_on_disk(shown: str) -> str:
    """Return a name without anything a file system or a shell could take for more than a name; its ending stays."""
    try:
        return get_valid_filename(shown)
    except SuspiciousFileOperation:
        return "file"


def _write(path: Path, chunks: Iterable[bytes], shown: str) -> tuple[int, str]:
    limit = settings.KUULO_UPLOAD_LIMIT_MB * MEGABYTE
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise too_large(shown)
            digest.update(chunk)
            file.write(chunk)
    return size, digest.hexdigest()


def too_large(name: str) -> FileError:
    """Return the error of an upload that is larger than the installation takes."""
    return FileError(
        _("The file {file} is larger than the {limit} MB this page takes."),
        _("Split it by time, pack it with gzip, or ask whoever runs Kuulo to raise KUULO_UPLOAD_LIMIT_MB."),
        file=name,
        limit=settings.KUULO_UPLOAD_LIMIT_MB,
    )


def _summary(answer_file: AnswerFile) -> FileSummary:
    facts = answer_file.facts
    return FileSummary(
        kind=answer_file.kind,
        rows=answer_file.rows_read,
        encoding=facts.encoding,
        delimiter=facts.delimiter,
        sheet=facts.sheet,
        recognition=recognise(answer_file),
        examples=examples_of(answer_file),
        notes=answer_file.notes,
    )


def _title_of(name: str) -> str:
    """Return a name for a data set from a file's name: without its endings, underscores as spaces."""
    return re.sub(r"[\s_]+", " ", name.partition(".")[0]).strip() or name


def _dataset_called(name: str) -> Dataset:
    """Return the data set of that name, whatever its case, or a new one with a slug of its own."""
    shown = name.strip()[:NAME_LENGTH]
    known = Dataset.objects.filter(name__iexact=shown).first()
    if known is not None:
        return known
    return Dataset.objects.create(slug=take_source_name(slugify(shown)[:50] or "answers"), name=shown)
