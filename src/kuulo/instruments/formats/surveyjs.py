"""SurveyJS definitions read as questionnaires; pure."""

from __future__ import annotations

from collections.abc import Mapping

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.imported import Carried, Format, Imported, Loss
from kuulo.instruments.formats.placing import place_languages
from kuulo.instruments.formats.recording import Record
from kuulo.instruments.formats.surveyjs_elements import Fields, Reading, items
from kuulo.instruments.formats.surveyjs_logic import Logic
from kuulo.instruments.formats.surveyjs_pages import PARTS, Pages
from kuulo.instruments.formats.surveyjs_texts import MARK, SurveyTexts, languages_in, named_language
from kuulo.instruments.rules.questionnaire import Questionnaire


def read_surveyjs(definition: Mapping[str, object], *, language: str) -> Imported:
    """Return the definition as a questionnaire.

    Args:
        definition: The JSON object.
        language: Where texts go when none of its languages is Finnish, Swedish or English.
    """
    survey, record = dict(definition), Record()
    mark = survey.pop(MARK, None)
    own = mark if isinstance(mark, dict) else {}
    found = languages_in(survey, language)
    if not named_language(survey):
        what = say(
            _("The file does not name the language of its texts; they were taken as {language}."), language=found[0]
        )
        record.leave("locale", what, "", loss=Loss.CHANGED)
    placement = place_languages(_listed(own, "languages") or found, language, record)
    survey.pop("locale", None)
    texts = SurveyTexts(record, placement, found[0], own if mark is not None else None)
    pages = Pages(Reading(record, texts), _take_pages(survey))
    logic = Logic(pages)
    settled = logic.with_skips([logic.settle(drafted) for drafted in pages.drafted], survey.pop("triggers", None))
    questionnaire = Questionnaire(
        languages=placement.languages,
        title=texts.words(survey.pop("title", None), "title"),
        intro=texts.words(survey.pop("description", None), "description"),
        pages=tuple(settled),
        hidden=tuple(_listed(own, "hidden")),
        closings=logic.closings(survey),
    )
    _leave_rest(survey, record)
    carried = Carried(len(settled), len(questionnaire.questions()), record.conditions, placement.languages)
    return Imported(questionnaire, carried, tuple(record.left), Format.SURVEYJS, record.origins)


def _listed(mark: Mapping[str, object], name: str) -> list[str]:
    listed = mark.get(name)
    return [str(one) for one in listed] if isinstance(listed, list) else []


def _take_pages(survey: Fields) -> list[Fields]:
    pages = items(survey.pop("pages", None))
    loose = {part: survey.pop(part) for part in PARTS[:2] if isinstance(survey.get(part), list)}
    return [*pages, {"name": "page1", **loose}] if loose else pages


def _leave_rest(survey: Fields, record: Record) -> None:
    for value in items(survey.pop("calculatedValues", None)):
        what = say(_("The computed value {name} was left out."), name=value.get("name"))
        record.leave(str(value.get("name")), what, value, loss=Loss.LOGIC)
    record.leave_settings("survey", survey)
