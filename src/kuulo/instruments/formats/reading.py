"""Read a definition file, whichever of the known tools wrote it; pure but for reading the file."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.instruments.formats.detecting import decode, format_of, is_xml, read_bytes, read_json, read_xml
from kuulo.instruments.formats.imported import Carried, Format, Imported
from kuulo.instruments.formats.limesurvey import read_limesurvey
from kuulo.instruments.formats.qualtrics import read_qualtrics
from kuulo.instruments.formats.surveyjs import read_surveyjs
from kuulo.instruments.rules.questionnaire import LANGUAGES, from_json


def read_definition(source: Path | bytes, name: str, *, language: str = "en") -> Imported:
    """Return the questionnaire a definition file holds, with a list of everything that was not carried over.

    Args:
        source: The file, or its bytes.
        name: What messages call it.
        language: fi, sv or en: where texts go when none of the definition's languages is one of these.

    Raises:
        FileError: The file is empty, too large, broken, or no definition Kuulo knows; the message says what to do.
    """
    data = read_bytes(source, name)
    if is_xml(data):
        return read_limesurvey(read_xml(data, name), name, language=language)
    definition = read_json(data, name)
    found = format_of(definition, name)
    if found is Format.KUULO:
        return _read_own(decode(data, name), name)
    if found is Format.QUALTRICS:
        return read_qualtrics(definition, name, language=language)
    return read_surveyjs(definition, language=language)


def _read_own(text: str, name: str) -> Imported:
    try:
        questionnaire = from_json(text.lstrip("\ufeff"))
    except msgspec.ValidationError as error:
        raise FileError(
            _("{name} looks like a questionnaire of Kuulo, but {reason}."),
            _("Mend the file at that place, or export the questionnaire again."),
            name=name,
            reason=error,
        ) from error
    if not questionnaire.languages or not set(questionnaire.languages) <= set(LANGUAGES):
        raise FileError(
            _("{name} looks like a questionnaire of Kuulo, but it has no language, or one that Kuulo does not ask in."),
            _("Its languages must be some of fi, sv and en."),
            name=name,
        )
    conditions = sum(question.show_if is not None for question in questionnaire.questions())
    conditions += sum((page.show_if is not None) + len(page.skips) for page in questionnaire.pages)
    carried = Carried(len(questionnaire.pages), len(questionnaire.questions()), conditions, questionnaire.languages)
    origins = {question.key: (question.key,) for question in questionnaire.questions()}
    return Imported(questionnaire, carried, (), Format.KUULO, origins)
