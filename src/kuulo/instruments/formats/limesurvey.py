"""LimeSurvey .lss files read as questionnaires; pure."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.detecting import KNOWN
from kuulo.instruments.formats.imported import Carried, Format, Imported, Loss
from kuulo.instruments.formats.limesurvey_arrays import READERS
from kuulo.instruments.formats.limesurvey_logic import Logic
from kuulo.instruments.formats.limesurvey_questions import Reading, Source
from kuulo.instruments.formats.limesurvey_tables import Asked, Row, Tables
from kuulo.instruments.formats.placing import place_languages
from kuulo.instruments.formats.recording import Keys, Record
from kuulo.instruments.rules.questionnaire import END, Closing, Kind, Page, Question, Questionnaire

NOTHING_SET: Final = frozenset({"", "0", "N", "I", "inherit", "-1"})
LOOKS: Final = re.compile(
    r"^(statistics_\w+|save_as_default|scale_export|public_statistics|time_limit_action|other_position|printable_help|"
    r"show_(comment|title)|assessment_value|cssclass|hide_tip)(/.*)?$"
)
"""Settings of the tool's own statistics, exports and looks that it writes for every question."""
MESSAGES: Final = re.compile(r"^(surveyls_email_|email_admin_)")
SETTLED: Final = frozenset({"surveyls_survey_id", "surveyls_language", "surveyls_title", "surveyls_description",
                            "surveyls_welcometext", "surveyls_endtext", "surveyls_dateformat",
                            "surveyls_numberformat"})  # fmt: skip
BOOKKEEPING: Final = frozenset({"sid", "gsid", "admin", "adminemail", "language", "lastmodified", "datecreated",
                                "additional_languages", "owner_id", "active", "template", "format"})  # fmt: skip
PIPED: Final = re.compile(r"\{([^{}\s][^{}]*)\}")
TOKENS: Final = re.compile(r"^TOKEN:(\w+)$")


def read_limesurvey(root: Element, name: str, *, language: str) -> Imported:
    """Return the definition as a questionnaire.

    Args:
        root: The root of the XML.
        name: What messages call the file.
        language: Where texts go when none of its languages is Finnish, Swedish or English.

    Raises:
        FileError: It is XML of something else than a LimeSurvey survey.
    """
    kind = (root.findtext("LimeSurveyDocType") or "").strip()
    if root.tag != "document" or kind not in {"Survey", ""} or root.find("questions") is None:
        raise FileError(_("{name} is XML with the root {root} {kind}, no survey of LimeSurvey."), KNOWN, name=name,
                        root=root.tag, kind=kind)  # fmt: skip
    return _Survey(Tables(root), language).read()


class _Survey:
    """One survey while it is read: questions first, then the equations that look at them."""

    def __init__(self, tables: Tables, language: str) -> None:
        self.tables = tables
        self.record = Record()
        placement = place_languages(tables.languages or [language], language, self.record)
        self.reading = Reading(self.record, placement, self.pipe)
        self.questions = tables.questions()
        self.keys = {one.get("title"): self.record.keys.new(one.get("title")) for one in self.questions}
        self.subquestions, self.answers = tables.subquestions(), tables.answers()
        self.settings = tables.attributes()
        self.hidden = tuple(
            Keys().new(row["parameter"]) for row in tables.of("survey_url_parameters") if row.get("parameter")
        )
        self.logic = Logic(self.reading, tables)

    def read(self) -> Imported:
        page_keys = Keys({END})
        by_group: dict[str, list[tuple[Asked, list[Question]]]] = {}
        for asked in self.questions:
            by_group.setdefault(asked.get("gid"), []).append((asked, self._question(asked)))
        groups = self.tables.groups()
        pages = tuple(self._page(group, by_group.pop(group.get("gid"), []), page_keys) for group in groups)
        for rest in by_group.values():
            for asked, _made in rest:
                what = say(_("Its group is not in the file, so it has no page."))
                self.record.leave(asked.get("title"), what, dict(asked.row), loss=Loss.QUESTION)
        questionnaire = self._with_texts(pages)
        self._leave_rest()
        carried = Carried(len(pages), len(questionnaire.questions()), self.record.conditions, questionnaire.languages)
        return Imported(questionnaire, carried, tuple(self.record.left), Format.LIMESURVEY, self.record.origins)

    def _page(self, group: Asked, asked: list[tuple[Asked, list[Question]]], keys: Keys) -> Page:
        name = f"group {group.get('gid')}"
        key = keys.new(f"g{group.get('gid')}", first="g")
        self.record.carry(name, key)
        intro = self.reading.words(group.help, name)
        questions = (
            [Question(key=self.record.keys.new(f"{key}_text"), kind=Kind.STATEMENT, text=intro)] if intro else []
        )
        for one, made in asked:
            shown = self.logic.of_question(one)
            questions += [replace(question, show_if=shown) for question in made]
        if group.get("randomization_group"):
            self.record.leave_settings(name, {"randomization_group": group.get("randomization_group")})
        return Page(
            key=key,
            title=self.reading.words(group.text, name),
            questions=tuple(questions),
            show_if=self.logic.condition(group.get("grelevance"), name),
        )

    def _question(self, asked: Asked) -> list[Question]:
        source = Source(asked, self.subquestions.get(asked.get("qid"), []), self.answers.get(asked.get("qid"), []),
                        dict(self.settings.get(asked.get("qid"), {})))  # fmt: skip
        if source.take("hidden") == "1":
            return self._leave(source, say(_("It is hidden in the source and never asked.")))
        reader = READERS.get(asked.get("type"))
        base = Question(
            key=self.keys[asked.get("title")],
            kind=Kind.TEXT,
            text=self.reading.words(asked.text, source.code)
            or dict.fromkeys(self.reading.placement.languages[:1], source.code),
            help=self.reading.words(asked.help, source.code),
            required=asked.get("mandatory").upper() == "Y",
        )
        made = reader(source, base, self.reading) if reader else []
        if not made:
            return self._leave(source, say(_("Kuulo has no question of the type {type}."), type=asked.get("type")))
        self.record.carry(source.code, *(question.key for question in made))
        self._leave_settings(source)
        return made

    def _leave(self, source: Source, what: object) -> list[Question]:
        places = [source.code, *(f"{source.code}_{one.get('title')}" for one in source.subquestions)]
        for place in [*places, *(f"{source.code}:{one.get('code')}" for one in source.answers)]:
            self.record.leave(place, what, dict(source.asked.row), loss=Loss.QUESTION)  # type: ignore[arg-type]
        return []

    def _leave_settings(self, source: Source) -> None:
        if source.asked.get("mandatory").upper() == "S":
            what = say(_("An answer was asked for but not required; here it is not required."))
            self.record.leave(source.code, what, "S", loss=Loss.CHANGED)
        for name in ("em_validation_q", "em_validation_sq", "array_filter", "array_filter_exclude"):
            rule = source.take(name)
            if rule:
                what = say(_("The rule {name} was left out."), name=name)
                self.record.leave(source.code, what, rule, loss=Loss.LOGIC)
        if source.asked.get("preg"):
            what = say(_("The check of the answer by a pattern was left out."))
            self.record.leave(source.code, what, source.asked.get("preg"), loss=Loss.LOGIC)
        kept = {name: value for name, value in source.settings.items() if value not in NOTHING_SET}
        self.record.leave_settings(source.code, {name: kept[name] for name in kept if not LOOKS.match(name)})

    def pipe(self, text: str, place: str) -> str:
        """Return the text with what LimeSurvey fills in as ``{{…}}``; what is unknown here stays and is listed."""

        def filled(match: re.Match[str]) -> str:
            token = TOKENS.match(match.group(1))
            if token:
                return f"{{{{attribute:{token.group(1).lower()}}}}}"
            key = self.keys.get(match.group(1).split(".")[0])
            if key:
                return f"{{{{{key}}}}}"
            what = say(_("What is filled in at {name} was left as it is."), name=match.group(0))
            self.record.leave(place, what, text, loss=Loss.LOGIC)
            return match.group(0)

        return PIPED.sub(filled, text)

    def _with_texts(self, pages: tuple[Page, ...]) -> Questionnaire:
        rows = {row.get("surveyls_language", ""): row for row in self.tables.of("surveys_languagesettings")}

        def words(name: str) -> dict[str, str]:
            return self.reading.words({code: row[name] for code, row in rows.items() if row.get(name)}, name)

        description, welcome = words("surveyls_description"), words("surveyls_welcometext")
        intro = {
            language: "\n\n".join(text for text in (description.get(language), welcome.get(language)) if text)
            for language in {**description, **welcome}
        }
        end = words("surveyls_endtext")
        return Questionnaire(
            languages=self.reading.placement.languages,
            title=words("surveyls_title"),
            intro=intro,
            pages=pages,
            hidden=self.hidden,
            closings=(Closing(text=end),) if end else (),
        )

    def _leave_rest(self) -> None:
        for row in self.tables.of("surveys_languagesettings"):
            self._leave_messages(row)
        for row in self.tables.of("surveys"):
            self._leave_survey(row)
        for row in self.tables.of("defaultvalues"):
            what = say(_("The answer given beforehand was left out."))
            self.record.leave(f"qid {row.get('qid')}", what, dict(row), loss=Loss.SETTING)
        for table, rows in self.tables.unread().items():
            what = say(_("The table {table} has no place here; {count} rows were left out."), table=table,
                       count=len(rows))  # fmt: skip
            self.record.leave(table, what, [dict(row) for row in rows[:3]], loss=Loss.LOGIC)

    def _leave_messages(self, row: Row) -> None:
        code = row.get("surveyls_language", "")
        messages = [name for name, text in row.items() if MESSAGES.match(name) and text]
        if messages:
            template = _("Messages of invitation, reminder and confirmation ({code}) were left out; Kuulo has its own.")
            what = say(template, code=code)
            self.record.leave(f"messages {code}", what, ", ".join(messages), loss=Loss.TEXT)
        rest = {name: text for name, text in row.items() if text and not MESSAGES.match(name) and name not in SETTLED}
        for name, text in rest.items():
            what = say(_("The text {name} was left out."), name=name)
            self.record.leave(name, what, text, loss=Loss.TEXT)

    def _leave_survey(self, row: Row) -> None:
        if row.get("format") in {"S", "A"}:
            what = say(_("Its pages here are its groups of questions."))
            self.record.leave("survey", what, row.get("format"), loss=Loss.CHANGED)
        self.record.leave_settings(
            "survey",
            {name: value for name, value in row.items() if value not in NOTHING_SET and name not in BOOKKEEPING},
        )
