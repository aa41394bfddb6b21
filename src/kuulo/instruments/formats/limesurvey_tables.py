"""The tables inside a LimeSurvey .lss file, old schema (texts beside each row) and new (texts in *_l10ns); pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

Row = Mapping[str, str]
READ: Final = frozenset({
    "answers", "answer_l10ns", "conditions", "defaultvalues", "defaultvalue_l10ns", "groups", "group_l10ns",
    "questions", "question_l10ns", "question_attributes", "subquestions", "surveys", "surveys_languagesettings",
    "survey_url_parameters", "themes", "themes_inherited",
})  # fmt: skip
"""Tables with a reader; themes are looks alone. Rows of all other tables are listed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, subquestion or answer with its texts: language → text."""

    row: Row
    text: Mapping[str, str]
    help: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return a column of the row, empty where there is none."""
        return self.row.get(name, "")


class Tables:
    """One .lss file as lists of rows."""

    def __init__(self, root: Element) -> None:
        self.rows = {section.tag: _rows(section) for section in root}
        self.languages = [one.text.strip() for one in root.iterfind("languages/language") if one.text]
        survey = self.of("surveys")
        own = survey[0].get("language", "") if survey else ""
        settings = [row.get("surveyls_language", "") for row in self.of("surveys_languagesettings")]
        self.languages = list(dict.fromkeys(code for code in [own, *self.languages, *settings] if code))

    def of(self, table: str) -> list[Row]:
        """Return the rows of a table, none where the file lacks it."""
        return self.rows.get(table, [])

    def unread(self) -> dict[str, list[Row]]:
        """Return the rows of tables that have no reader."""
        return {table: rows for table, rows in self.rows.items() if rows and table not in READ}

    def groups(self) -> list[Asked]:
        """Return the groups in order."""
        return self._merged("groups", "gid", "group_l10ns", ("group_name", "description"), "group_order")

    def questions(self) -> list[Asked]:
        """Return the questions in order."""
        return self._merged("questions", "qid", "question_l10ns", ("question", "help"), "question_order")

    def subquestions(self) -> dict[str, list[Asked]]:
        """Return the subquestions in order by the question they belong to."""
        found = self._merged("subquestions", "qid", "question_l10ns", ("question", "help"), "question_order")
        return _by(found, "parent_qid")

    def answers(self) -> dict[str, list[Asked]]:
        """Return the answers to choose from in order by question."""
        rows = self.of("answers")
        key = "aid" if rows and rows[0].get("aid") else "code"
        order = "sortorder"
        if key == "aid":
            return _by(self._merged("answers", "aid", "answer_l10ns", ("answer", ""), order), "qid")
        return _by(_old(rows, ("qid", "code", "scale_id"), ("answer", ""), order), "qid")

    def attributes(self) -> dict[str, dict[str, str]]:
        """Return what is set for each question: name → value, with the language after a slash where it has one."""
        found: dict[str, dict[str, str]] = {}
        for row in self.of("question_attributes"):
            language = row.get("language", "")
            name = f"{row.get('attribute', '')}/{language}" if language else row.get("attribute", "")
            found.setdefault(row.get("qid", ""), {})[name] = row.get("value", "")
        return found

    def _merged(self, table: str, key: str, texts: str, names: tuple[str, str], order: str) -> list[Asked]:
        rows = self.of(table)
        if not self.of(texts):
            return _old(rows, (key,), names, order)
        by_key: dict[str, list[Row]] = {}
        for row in self.of(texts):
            by_key.setdefault(row.get(key, ""), []).append(row)
        made = [_with_texts(row, by_key.get(row.get(key, ""), []), names) for row in rows]
        return sorted(made, key=lambda one: _place(one, order))


def _old(rows: list[Row], keys: tuple[str, ...], names: tuple[str, str], order: str) -> list[Asked]:
    """Join the rows that the old schema writes once for each language."""
    by_key: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        by_key.setdefault(tuple(row.get(key, "") for key in keys), []).append(row)
    return sorted((_with_texts(same[0], same, names) for same in by_key.values()), key=lambda one: _place(one, order))


def _with_texts(row: Row, texts: list[Row], names: tuple[str, str]) -> Asked:
    first, second = (
        {one.get("language", ""): one.get(name, "") for one in texts if one.get(name)} if name else {} for name in names
    )
    return Asked(row, first, second)


def _by(found: list[Asked], name: str) -> dict[str, list[Asked]]:
    groups: dict[str, list[Asked]] = {}
    for one in found:
        groups.setdefault(one.get(name), []).append(one)
    return groups


def _place(one: Asked, order: str) -> tuple[int, int]:
    return (_whole(one.get("scale_id")), _whole(one.get(order)))


def _whole(text: str) -> int:
    return int(text) if text.lstrip("-").isdigit() else 0


def _rows(section: Element) -> list[Row]:
    return [{cell.tag: (cell.text or "").strip() for cell in row} for row in section.iterfind("rows/row")]
