"""Relevance equations of LimeSurvey, and the conditions tables of its old versions, as conditions; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.instruments.formats.conditions import Target, compare, read_condition
from kuulo.instruments.formats.expressions import UnsaidError
from kuulo.instruments.formats.limesurvey_questions import Reading
from kuulo.instruments.formats.limesurvey_tables import Asked, Row, Tables
from kuulo.instruments.rules.questionnaire import All, AnyOf, Condition

ALWAYS: Final = frozenset({"", "1"})
SUFFIX: Final = re.compile(r"\.(NAOK|value|valueNAOK|code|shown)$")
OLD_NAME: Final = re.compile(r"^\+?\d+X\d+X(\d+)(\w*)$")
METHODS: Final[Mapping[str, str]] = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Logic:
    """Turns equations into conditions of questions that have been read."""

    def __init__(self, reading: Reading, tables: Tables) -> None:
        self.reading = reading
        self.record = reading.record
        rows = (*tables.of("questions"), *tables.of("subquestions"))
        self.titles = {row.get("qid", ""): row.get("title", "") for row in rows}
        self.old: dict[str, list[Row]] = {}
        for row in tables.of("conditions"):
            self.old.setdefault(row.get("qid", ""), []).append(row)

    def of_question(self, asked: Asked) -> Condition | None:
        """Return when the question is shown: by its equation, else by the old table of conditions."""
        equation = asked.get("relevance")
        rows = self.old.get(asked.get("qid"), [])
        if equation in ALWAYS and rows:
            return self._of_rows(rows, asked.get("title"))
        return self.condition(equation, asked.get("title"))

    def condition(self, equation: str, place: str) -> Condition | None:
        """Return the equation as a condition; None where it always holds, or cannot be said, which is listed."""
        if equation.strip() in ALWAYS:
            return None
        try:
            condition = read_condition(_bare(equation), self.resolve)
        except UnsaidError as error:
            self.record.leave_condition(place, error.reason, equation)
            return None
        self.record.conditions += 1
        return condition

    def _of_rows(self, rows: list[Row], place: str) -> Condition | None:
        scenarios: dict[str, dict[str, list[Condition]]] = {}
        try:
            for row in rows:
                parts = scenarios.setdefault(row.get("scenario", "1"), {}).setdefault(row.get("cqid", ""), [])
                parts.append(self._of_row(row))
        except UnsaidError as error:
            self.record.leave_condition(place, error.reason, [dict(row) for row in rows])
            return None
        self.record.conditions += 1
        either = [_joined(All, [_joined(AnyOf, same) for same in one.values()]) for one in scenarios.values()]
        return _joined(AnyOf, either)

    def _of_row(self, row: Row) -> Condition:
        method = METHODS.get(row.get("method", "").strip())
        target = self.resolve(row.get("cfieldname", ""))
        if method is None or target is None:
            raise UnsaidError(_("{name} is not a question that was carried over"), name=row.get("cfieldname"))
        return compare(target, method, row.get("value", "").strip())

    def resolve(self, name: str) -> Target | None:
        """Return what a name stands for: a code, a code with a subquestion's, or an old field name."""
        bare = SUFFIX.sub("", name).removeprefix("self.").removeprefix("that.")
        old = OLD_NAME.match(bare)
        if old:
            title = self.titles.get(old.group(1), "")
            bare = f"{title}_{old.group(2)}" if old.group(2) else title
        return self.reading.targets.get(bare)


def _bare(equation: str) -> str:
    text = equation.strip()
    return text[1:-1] if text.startswith("{") and text.endswith("}") and text.count("{") == 1 else text


def _joined(join: type[All] | type[AnyOf], parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else join(tuple(parts))
