"""Reading workbooks (.xlsx, .xlsm) through calamine, once their ZIP was looked at."""

from __future__ import annotations

from collections.abc import Sequence

import fastexcel
import polars as pl

from kuulo.base.errors import FileError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.reading.archives import open_checked
from kuulo.surveys.reading.formulas import check_formulas
from kuulo.surveys.reading.headers import unique_names
from kuulo.surveys.reading.inputs import InputFile
from kuulo.surveys.reading.limits import Limits
from kuulo.surveys.reading.parts import Parts, blank_to_null, durations_to_seconds, note_formulas, split_empty_rows
from kuulo.surveys.rules.answers import FileFacts
from kuulo.surveys.rules.numbers import looks_like_data

TOP = 30


def read_workbook(file: InputFile, sheet: str, limits: Limits) -> Parts:
    """Return the rows of a workbook's sheet: the one named, else the only one with rows.

    Raises:
        FileError: The workbook is damaged, protected or too large; several sheets hold rows; the sheet is missing,
            empty, has no header, or holds formulas without results.
    """
    with open_checked(file, limits) as archive:
        reader = _open(file)
        chosen = _choose_sheet(file.name, reader, sheet)
        notes = check_formulas(file.name, archive, chosen)
    return _read_sheet(file.name, reader, chosen, notes)


def _open(file: InputFile) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(file.path)
    except fastexcel.FastExcelError as error:
        found = _("{file}: the workbook cannot be read: {error}.")
        mend = _("Open it in its own program and save it again as .xlsx.")
        raise FileError(found, mend, file=file.name, error=str(error).splitlines()[0]) from error


def _choose_sheet(name: str, reader: fastexcel.ExcelReader, wanted: str) -> str:
    names = reader.sheet_names
    if wanted:
        if wanted not in names:
            found = _("{file}: there is no sheet “{sheet}”.")
            mend = _("Its sheets are {sheets}.")
            raise FileError(found, mend, file=name, sheet=wanted, sheets=", ".join(names))
        return wanted
    filled = [sheet for sheet in names if _top(reader, sheet).height > 1]
    visible = [sheet for sheet in filled if reader.load_sheet(sheet, n_rows=0).visible == "visible"] or filled
    if not visible:
        raise FileError(_("{file}: no sheet holds a header and rows."), _("Check the export."), file=name)
    if len(visible) > 1:
        found = _("{file}: several sheets hold rows: {sheets}.")
        raise FileError(
            found, _('Name one, as in --sheet "{first}".'), file=name, sheets=", ".join(visible), first=visible[0]
        )
    return visible[0]


def _top(reader: fastexcel.ExcelReader, sheet: str) -> pl.DataFrame:
    """Return the first rows of a sheet as text, from its very first row on."""
    return reader.load_sheet(sheet, header_row=None, skip_rows=0, n_rows=TOP, dtypes="string").to_polars()


def _read_sheet(name: str, reader: fastexcel.ExcelReader, sheet: str, notes: Sequence[Text]) -> Parts:
    top = blank_to_null(_top(reader, sheet))
    place = _header_place(top)
    header = ["" if cell is None else cell for cell in top.row(place)] if top.height else []
    if not any(header) or looks_like_data(header):
        found = _("{file}: line {line} of sheet “{sheet}” names no columns.")
        raise FileError(
            found, _("Add a row that names the columns above the answers."), file=name, line=place + 1, sheet=sheet
        )
    loaded = reader.load_sheet(sheet, header_row=None, skip_rows=place + 1, schema_sample_rows=None)
    frame = _without_empty_columns(_plain_types(loaded.to_polars()), header)
    header = [header[int(column)] for column in frame.columns]
    names = unique_names(header)
    frame = blank_to_null(frame.rename(dict(zip(frame.columns, names, strict=True))))
    lines = pl.Series("line", range(place + 2, place + 2 + frame.height), dtype=pl.Int64)
    frame, lines, empty = split_empty_rows(frame, lines)
    if not frame.height:
        found = _("{file}: there is a header in line {line} of sheet “{sheet}”, but no rows under it.")
        raise FileError(found, _("Check that the export holds answers."), file=name, line=place + 1, sheet=sheet)
    all_notes = [*notes, *note_formulas(frame, lines)]
    if place:
        all_notes.append(say(_("Lines passed over above the header: {count}."), count=place))
    return Parts(
        frame=frame,
        lines=lines,
        headers=dict(zip(names, header, strict=True)),
        rejects=empty,
        facts=FileFacts(sheet=sheet, decimal="."),
        notes=all_notes,
    )


def _header_place(top: pl.DataFrame) -> int:
    """Return the first row that fills at least half as many columns as the fullest of the first rows."""
    filled = top.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int64)).alias("filled"))["filled"].to_list()
    return next((place for place, count in enumerate(filled) if 2 * count >= max(filled)), 0)


def _plain_types(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with columns named by their place, flags and empty columns as text, durations as seconds."""
    frame.columns = [str(place) for place in range(frame.width)]
    odd = [column for column, kind in frame.schema.items() if kind in {pl.Boolean, pl.Null}]
    return durations_to_seconds(frame.with_columns(pl.col(odd).cast(pl.String)))


def _without_empty_columns(frame: pl.DataFrame, header: Sequence[str]) -> pl.DataFrame:
    kept = [
        column
        for column in frame.columns
        if (int(column) < len(header) and header[int(column)]) or frame[column].null_count() < frame.height
    ]
    return frame.select(kept)
