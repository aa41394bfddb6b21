"""Answers of an instrument written to a file: what is asked for, what the promise allows, in the format wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kuulo.accounts.queries import organisation
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.instruments import queries as instruments
from kuulo.instruments.queries import InstrumentView, VersionView
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.responses.exports.columns import columns_of
from kuulo.responses.exports.csv_file import Style, write_csv
from kuulo.responses.exports.dictionary import dictionary_of
from kuulo.responses.exports.masking import OwnWords, masked, worded_keys
from kuulo.responses.exports.parquet_file import write_parquet
from kuulo.responses.exports.sav_file import write_sav
from kuulo.responses.exports.table import AnswersTable, build_table
from kuulo.responses.exports.xlsx_file import Words, write_xlsx
from kuulo.responses.queries import responses_of
from kuulo.responses.rules.compiled import compile_version
from kuulo.responses.rules.states import State

Say = Callable[[Text], str]
BROKEN_OFF: Final = (State.PARTIAL, State.DISMISSED)


class FileFormat(StrEnum):
    """Formats of answers; the value ends the file's name."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    SAV = "sav"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted.

    Attributes:
        format: Of the file.
        style: How values are shown.
        broken_off: Also responses that did not reach the end.
        words: How people's own words leave; where they were promised confidence or more, always masked.
    """

    format: FileFormat
    style: Style
    broken_off: bool = False
    words: OwnWords = OwnWords.MASKED

    @property
    def states(self) -> tuple[State, ...]:
        """Return the states of responses that are wanted."""
        return (State.COMPLETE, *BROKEN_OFF) if self.broken_off else (State.COMPLETE,)


def answers_table(instrument: InstrumentView, wish: Wish) -> AnswersTable:
    """Return the answers as a table that keeps the instrument's promise.

    Raises:
        WithheldError: There are fewer responses than the anonymity floor, and the promise keeps them together.
    """
    versions = _versions(instrument)
    responses = responses_of(instrument.slug, states=wish.states)
    as_written = wish.words is OwnWords.AS_WRITTEN and instrument.promise is Promise.IDENTIFIED
    return build_table(
        responses if as_written else masked(responses, worded_keys(versions)),
        columns_of(versions),
        {version.number: compile_version(version) for version in versions},
        promise=instrument.promise,
        floor=organisation().anonymity_floor,
    )


def _versions(instrument: InstrumentView) -> list[VersionView]:
    return [instruments.version_of(instrument.id, version.number) for version in instrument.versions]


def write_answers(instrument: InstrumentView, wish: Wish, path: Path, say_in: Say) -> AnswersTable:
    """Write the answers to the path and return them as a table; ``say_in`` puts our own texts into the language.

    Raises:
        WithheldError: As `answers_table`.
        InputError: A workbook cannot hold so many rows or columns.
    """
    table = answers_table(instrument, wish)
    language = wish.style.language
    if wish.format is FileFormat.CSV:
        write_csv(table, path, wish.style)
    elif wish.format is FileFormat.PARQUET:
        write_parquet(table, path, language)
    elif wish.format is FileFormat.SAV:
        write_sav(table, path, language, title=instrument.name, say=say_in)
    else:
        write_xlsx(table, path, wish.style, _words(instrument, table, language, say_in))
    return table


def _words(instrument: InstrumentView, table: AnswersTable, language: str, say_in: Say) -> Words:
    return Words(
        sheets=(say_in(say(_("Answers"))), say_in(say(_("Dictionary"))), say_in(say(_("About")))),
        heads=tuple(
            say_in(say(text)) for text in (_("Column"), _("What it is"), _("Holds"), _("Values"), _("Versions"))
        ),
        entries=dictionary_of(table, language, say_in),
        facts=(
            (say_in(say(_("Instrument"))), instrument.name),
            (say_in(say(_("Responses"))), str(table.frame.height)),
            (say_in(say(_("Promise"))), say_in(PROMISES[table.promise])),
            *((say_in(say(_("Left empty in {column}"), column=one.column)), say_in(_rows(one.rows)))
              for one in table.blanked),
        ),
    )  # fmt: skip


def _rows(count: int) -> Text:
    return say(_("{count} cells, because fewer people than the anonymity floor share them"), count=count)


PROMISES: Final = {
    "identified": say(_("Identified: who answered is known.")),
    "confidential": say(_("Confidential: nobody is named; only the day is told, and nothing that few share.")),
    "anonymous": say(_("Anonymous: no link to a person is stored; nothing that few share is told.")),
}
