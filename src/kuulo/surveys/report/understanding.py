"""From a path to accepted answers: reading, recognising, settling, accepting, in the one order there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.rules.acceptance import Accepted, accept
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.mapping import (
    FileMapping,
    MappingOptions,
    apply_options,
    dump_mapping,
    load_mapping,
    record_mapping,
    settle,
)
from kuulo.surveys.rules.recognition import recognise


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A file as it was understood.

    Attributes:
        answer_file: The file as read.
        mapping: What was said about it, by mapping file and options together.
        accepted: Its answers.
    """

    answer_file: AnswerFile
    mapping: FileMapping
    accepted: Accepted

    @property
    def mapping_text(self) -> str:
        """The mapping that reads the next file as this one was read, as TOML."""
        return dump_mapping(record_mapping(self.accepted.settled, self.mapping))


def understand(path: Path, *, read: ReadOptions, mapping_file: Path | None, options: MappingOptions) -> Understood:
    """Return a file's answers, settled by a mapping file and, above it, by options.

    Raises:
        InputError: The file, the mapping or an option cannot be used; the message names file, line and mend.
    """
    mapping = load_mapping(mapping_file) if mapping_file else FileMapping()
    mapping = replace(
        mapping,
        sheet=read.sheet or mapping.sheet,
        encoding=read.encoding or mapping.encoding,
        delimiter=read.delimiter or mapping.delimiter,
    )
    known = ReadOptions(sheet=mapping.sheet, encoding=mapping.encoding, delimiter=mapping.delimiter)
    answer_file = read_answers(path, options=known)
    recognition = recognise(answer_file)
    mapping = apply_options(mapping, recognition, options)
    accepted = accept(answer_file, settle(recognition, mapping))
    accepted = replace(accepted, notes=(*accepted.notes, *missing_columns(mapping, answer_file)))
    return Understood(answer_file=answer_file, mapping=mapping, accepted=accepted)


def missing_columns(mapping: FileMapping, answer_file: AnswerFile) -> list[Text]:
    """Return what to say of columns that the mapping speaks of and the file lacks."""
    template = _("The mapping speaks of a column “{column}”, which this file does not have.")
    return [say(template, column=column) for column in mapping.columns if column not in answer_file.headers]
