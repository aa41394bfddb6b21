"""What this room holds about persons, for export and erasure: files of answers as they were brought."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

from kuulo.base.errors import BusyError, InputError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules.mentions import Mentions
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.lake.queries import responses_of_parties
from kuulo.surveys.models import AnswerImport, StoredResponse
from kuulo.surveys.queries import import_folder, import_path
from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.rules.lifecycle import BUSY, ImportState
from kuulo.surveys.services.erased_keys import erased_key
from kuulo.surveys.services.uploads import upload_limits

# The lake tells which responses are the person's.
BEFORE_SIGNALS: Final = 5
FILES_GO: Final = say(
    _("Files of answers in which you stood were removed as a whole; the answers of others are stored without them.")
)


def _export(key: PersonKey) -> Iterator[Mapping[str, object]]:
    mentions = Mentions(key)
    for row, frame in _imports_about(mentions):
        lines = frame.filter(_stands(frame, mentions)).to_dicts() if frame is not None and frame.width else []
        yield {"file": row.name, "brought_at": row.created_at, "rows": lines}


def _erase(key: PersonKey, now: datetime) -> Removed:
    del now
    mentions = Mentions(key)
    files = rows = 0
    for row, _frame in _imports_about(mentions):
        if ImportState(row.state) in BUSY:
            raise BusyError(_("{file} is being imported, and the person stands in it."), _("Wait."), file=row.name)
        files += forget_file(row)
        rows += 1
    rows += _erase_keys(key, mentions)
    return Removed(rows=rows, files=files, kept=FILES_GO if files else None)


def _erase_keys(key: PersonKey, mentions: Mentions) -> int:
    """Put a keyed digest in the place of the keys of the person's responses; return how many there were.

    The key may be a number of the person's. Its digest names nobody, and keeps the same file from bringing them back.
    """
    theirs = {(row["source"], row["response_id"]) for row in responses_of_parties(frozenset(key.identifiers))}
    changed = []
    for row in StoredResponse.objects.select_related("dataset").iterator():
        if (row.dataset.slug, row.key) in theirs or mentions.stand_in(row.key):
            row.key = erased_key(row.key)
            changed.append(row)
    StoredResponse.objects.bulk_update(changed, ["key"], batch_size=500)
    return len(changed)


def forget_file(row: AnswerImport) -> int:
    """Remove the file of an import and all that shows its contents; return how many files went.

    What was imported stays, and the import's counts; an import of which nothing is stored goes as a whole.
    """
    folder = import_folder(row)
    files = sum(path.is_file() for path in folder.rglob("*")) if folder.is_dir() else 0
    shutil.rmtree(folder, ignore_errors=True)
    if row.responses.exists() or row.state == ImportState.IMPORTED:
        if row.recognised:
            row.recognised["examples"] = {name: [] for name in row.recognised["examples"]}
        row.failure, row.rejects, row.name, row.stored_name = {}, "", _name_alone(row), "erased"
        row.save()
    else:
        row.delete()
    return files


def imported_before(moment: datetime) -> tuple[int, ...]:
    """Return the imports that were done before a moment and whose files are still kept."""
    done = AnswerImport.objects.filter(state=ImportState.IMPORTED, imported_at__lt=moment)
    return tuple(row.pk for row in done if import_folder(row).is_dir())


def forget_imported(*, before: datetime) -> int:
    """Remove the files of imports that were done before a moment; return how many imports."""
    numbers = imported_before(before)
    for row in AnswerImport.objects.filter(pk__in=numbers):
        forget_file(row)
    return len(numbers)


def _name_alone(row: AnswerImport) -> str:
    return f"{row.dataset.name if row.dataset else row.pk}{Path(row.name).suffix}"[:255]


def _imports_about(mentions: Mentions) -> Iterator[tuple[AnswerImport, pl.DataFrame | None]]:
    for row in AnswerImport.objects.order_by("pk"):
        frame = _frame_of(row)
        told = (row.name, row.recognised, row.mapping, row.failure, row.uploaded_by_name)
        if mentions.stand_in(told) or _in_folder(row, frame, mentions):
            yield row, frame


def _in_folder(row: AnswerImport, frame: pl.DataFrame | None, mentions: Mentions) -> bool:
    if frame is not None and frame.width and frame.filter(_stands(frame, mentions)).height:
        return True
    folder = import_folder(row)
    paths = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    return any(mentions.stand_in_bytes(path.read_bytes()) for path in paths)


def _frame_of(row: AnswerImport) -> pl.DataFrame | None:
    """Return the rows of an import's file; None where it is gone or cannot be read."""
    if not import_path(row).is_file():
        return None
    try:
        return read_answers(import_path(row), limits=upload_limits(), name=row.name).frame
    except InputError:
        return None


def _stands(frame: pl.DataFrame, mentions: Mentions) -> pl.Expr:
    texts = [pl.col(name).cast(pl.String, strict=False) for name in frame.columns]
    return pl.any_horizontal(
        text.map_elements(mentions.stand_in, return_dtype=pl.Boolean, skip_nulls=True).fill_null(value=False)
        for text in texts
    )


PERSON_STORES: Final = (
    PersonStore(
        name="surveys.files",
        title=_("Files of answers that were brought from elsewhere"),
        tables=frozenset({"surveys.AnswerImport", "surveys.StoredResponse"}),
        export=_export,
        erase=_erase,
        order=BEFORE_SIGNALS,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "surveys.Dataset": "What a file of answers is called and which languages it speaks.",
    "surveys.RememberedMapping": "What the columns of files with the same headers are.",
}
