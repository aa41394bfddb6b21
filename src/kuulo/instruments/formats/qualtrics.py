"""Qualtrics .qsf files read as questionnaires; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.detecting import KNOWN
from kuulo.instruments.formats.imported import Carried, Format, Imported, Loss
from kuulo.instruments.formats.placing import Placement, place_languages
from kuulo.instruments.formats.plain_text import to_plain
from kuulo.instruments.formats.qualtrics_flow import Flow
from kuulo.instruments.formats.qualtrics_questions import Payload, Reading, fields, texts_of
from kuulo.instruments.formats.qualtrics_tables import READERS
from kuulo.instruments.formats.recording import Keys, Record
from kuulo.instruments.rules.questionnaire import Kind, Question, Questionnaire

BOOKKEEPING: Final = frozenset({
    "QuestionText", "QuestionID", "QuestionType", "Selector", "SubSelector", "Choices", "ChoiceOrder", "Answers",
    "AnswerOrder", "Validation", "Language", "Configuration", "DataExportTag", "QuestionDescription", "NextChoiceId",
    "NextAnswerId", "DefaultChoices", "GradingData", "DataVisibility", "QuestionText_Unsafe", "QuestionJS",
    "DisplayLogic",
    "SkipLogic", "InPageDisplayLogic", "ChoiceDataExportTags", "AnalyzeChoices", "DynamicChoicesData", "Labels",
    "ClarifyingSymbolType", "SearchSource", "Randomization", "ColumnLabels", "RecodeValues", "VariableNaming",
})  # fmt: skip
"""Parts of a question that its reader has used, or that only number and name things inside Qualtrics."""
KNOWN_ELEMENTS: Final = frozenset({"BL", "FL", "SQ", "SO"})
EMPTY_ELEMENTS: Final = frozenset({"PROJ", "STAT", "QC", "RS", "SCO", "PL", "PR"})
"""Counters, response sets, statistics and preview links: nothing a respondent sees."""
PIPED: Final = re.compile(r"\$\{([^{}]+)\}")
NAMES: Final = re.compile(r"^q://(QID\d+)/")
NOTHING_SET: Final = frozenset({"", "None", "No", "false", "OFF", "http://", "https://"})


def read_qualtrics(definition: Mapping[str, object], name: str, *, language: str) -> Imported:
    """Return the definition as a questionnaire.

    Args:
        definition: The JSON object.
        name: What messages call the file.
        language: Where texts go when none of its languages is Finnish, Swedish or English.

    Raises:
        FileError: Its elements are not those of a survey.
    """
    elements = definition.get("SurveyElements")
    if not isinstance(elements, list) or not all(isinstance(one, dict) for one in elements):
        raise FileError(_("{name} has no list of survey elements."), KNOWN, name=name)
    return _Survey(fields(definition.get("SurveyEntry")), elements, language).read()


class _Survey:
    """One survey while it is read: questions first, then the flow and the logic that look at them."""

    def __init__(self, entry: Payload, elements: list[Payload], language: str) -> None:
        self.entry = entry
        self.elements = elements
        self.record = Record()
        self.payloads = {
            str(one.get("PrimaryAttribute")): fields(one.get("Payload"))
            for one in elements
            if one.get("Element") == "SQ"
        }
        self.options = next((fields(one.get("Payload")) for one in elements if one.get("Element") == "SO"), {})
        first = str(entry.get("SurveyLanguage") or "EN")
        self.reading = Reading(self.record, self._place(first, language), first, self.pipe)
        self.keys = {
            qid: self.record.keys.new(str(one.get("DataExportTag") or qid)) for qid, one in self.payloads.items()
        }

    def _place(self, first: str, language: str) -> Placement:
        offered = fields(self.options.get("AvailableLanguages"))
        translated = [code for one in self.payloads.values() for code in fields(one.get("Language"))]
        return place_languages(list(dict.fromkeys([first, *offered, *translated])), language, self.record)

    def read(self) -> Imported:
        asked = {qid: self._question(qid, dict(payload)) for qid, payload in self.payloads.items()}
        title = self.options.get("SurveyTitle") or self.entry.get("SurveyName") or ""
        flow = Flow(self.record, self.reading, self.payloads, asked, Keys())
        pages = flow.pages(self._payload("BL"), self._payload("FL"))
        self._leave_rest()
        placement = self.reading.placement
        questionnaire = Questionnaire(
            languages=placement.languages,
            title=self.reading.words({self.reading.first: title}, "SurveyTitle"),
            pages=pages,
            hidden=tuple(flow.hidden),
        )
        carried = Carried(len(pages), len(questionnaire.questions()), self.record.conditions, placement.languages)
        return Imported(questionnaire, carried, tuple(self.record.left), Format.QUALTRICS, self.record.origins)

    def _payload(self, element: str) -> object:
        return next((one.get("Payload") for one in self.elements if one.get("Element") == element), None)

    def _question(self, qid: str, payload: Payload) -> list[Question]:
        payload["QuestionID"] = qid
        kind, selector = str(payload.get("QuestionType")), str(payload.get("Selector"))
        reader = READERS.get(kind)
        settings = fields(fields(payload.get("Validation")).get("Settings"))
        text = self.reading.words(texts_of(payload, self.reading, "QuestionText"), qid)
        base = Question(key=self.keys[qid], kind=Kind.TEXT, text=text, required=settings.get("ForceResponse") == "ON")
        made = reader(payload, base, self.reading) if reader else []
        if not made:
            what = say(_("Kuulo has no question of the type {type}."), type=f"{kind} {selector}")
            self.record.leave(qid, what, payload, loss=Loss.QUESTION)
            return []
        self._leave_parts(qid, payload, settings)
        return made

    def _leave_parts(self, qid: str, payload: Payload, settings: Payload) -> None:
        if settings.get("ForceResponse") == "RequestResponse":
            what = say(_("An answer was asked for but not required; here it is not required."))
            self.record.leave(qid, what, "RequestResponse", loss=Loss.CHANGED)
        if settings.get("Type") == "CustomValidation":
            what = say(_("The check {type} of the answer was left out."), type="CustomValidation")
            self.record.leave(qid, what, fields(payload.get("Validation")), loss=Loss.LOGIC)
        if payload.get("QuestionJS"):
            what = say(_("Its script was left out."))
            self.record.leave(qid, what, payload["QuestionJS"], loss=Loss.LOGIC)
        recoded = {name: payload[name] for name in ("RecodeValues", "VariableNaming") if payload.get(name)}
        rest = {
            name: value for name, value in payload.items() if name not in BOOKKEEPING and value not in (None, [], {})
        }
        self.record.leave_settings(qid, rest | recoded)

    def pipe(self, text: str, place: str) -> str:
        """Return the text with what Qualtrics fills in as ``{{…}}``; what is unknown here stays and is listed."""

        def filled(match: re.Match[str]) -> str:
            inside = match.group(1)
            question = NAMES.match(inside)
            if question and question.group(1) in self.keys:
                return f"{{{{{self.keys[question.group(1)]}}}}}"
            if inside.startswith("e://Field/"):
                return f"{{{{hidden:{inside.removeprefix('e://Field/').lower()}}}}}"
            if inside.startswith("m://"):
                return f"{{{{attribute:{inside.removeprefix('m://')}}}}}"
            what = say(_("What is filled in at {name} was left as it is."), name=match.group(0))
            self.record.leave(place, what, text, loss=Loss.LOGIC)
            return match.group(0)

        return PIPED.sub(filled, text)

    def _leave_rest(self) -> None:
        for name in ("Header", "Footer", "EOSMessage", "SurveyMetaDescription"):
            text = self.options.pop(name, None)
            if text and to_plain(str(text)):
                what = say(_("The text {name} was left out."), name=name)
                self.record.leave(name, what, text, loss=Loss.TEXT)
        self.options.pop("AvailableLanguages", None)
        self.options.pop("SurveyTitle", None)
        kept = {
            name: value for name, value in self.options.items() if value is not None and str(value) not in NOTHING_SET
        }
        self.record.leave_settings("Survey Options", kept)
        for one in self.elements:
            kind = str(one.get("Element"))
            if kind not in KNOWN_ELEMENTS and kind not in EMPTY_ELEMENTS:
                what = say(_("The part {name} of the survey was left out."), name=kind)
                place = str(one.get("PrimaryAttribute") or kind)
                self.record.leave(place, what, one.get("Payload"), loss=Loss.LOGIC)
