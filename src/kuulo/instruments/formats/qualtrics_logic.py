"""Display logic, branches and skip logic of Qualtrics as conditions; pure.

Logic is a tree of numbered sets of numbered expressions, each joined to the one before by And or Or (written
``Conjuction`` in the files). Within a set And binds tighter, as Qualtrics' documentation says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.instruments.formats.conditions import Target, compare
from kuulo.instruments.formats.expressions import UnsaidError
from kuulo.instruments.rules.questionnaire import All, AnyOf, Condition, Kind, Operator, Subject

LOCATOR: Final = re.compile(r"^q://(?P<qid>QID\d+(?:#\d+)?)/(?P<part>\w+)(?:/(?P<first>\w+))?(?:/(?P<second>\w+))?$")
CHOSEN: Final = {"Selected": True, "NotSelected": False}
COMPARED: Final[Mapping[str, str]] = {
    "EqualTo": "=",
    "NotEqualTo": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
}
PRESENCE: Final = {"Empty": Operator.UNANSWERED, "NotEmpty": Operator.ANSWERED}
Fields = Mapping[str, object]


class Logic:
    """Turns logic into conditions of questions that have been read; targets by QID, ``QID/row`` for a matrix."""

    def __init__(self, targets: Mapping[str, Target]) -> None:
        self.targets = targets

    def condition(self, logic: object) -> Condition:
        """Return what the logic says.

        Raises:
            UnsaidError: It looks at something that was not carried over, or says what conditions cannot.
        """
        sets = numbered(logic)
        if not sets:
            raise UnsaidError(_("it is empty"))
        parts = [(str(one.get("Type", "If")), self._of_set(one)) for one in sets]
        return _either([("Or" if kind.lower().startswith(("or", "else")) else "And", part) for kind, part in parts])

    def _of_set(self, expressions: Fields) -> Condition:
        found = numbered(expressions)
        if not found:
            raise UnsaidError(_("it is empty"))
        return _either(
            [(str(one.get("Conjuction", one.get("Conjunction", "And"))), self.expression(one)) for one in found]
        )

    def expression(self, one: Fields) -> Condition:
        """Return what one expression says; raises `UnsaidError` as `condition`."""
        kind, operator = str(one.get("LogicType", "Question")), str(one.get("Operator", one.get("Condition", "")))
        value = one.get("RightOperand", "")
        if kind == "EmbeddedField":
            target = Target(Subject.HIDDEN, str(one.get("LeftOperand", "")).lower())
            return self._compared(self.targets.get(f"e://{one.get('LeftOperand')}", target), operator, value)
        if kind != "Question":
            raise UnsaidError(_("it looks at {name}"), name=kind)
        return self._of_question(str(one.get("ChoiceLocator") or one.get("LeftOperand") or ""), operator, value)

    def _of_question(self, locator: str, operator: str, value: object) -> Condition:
        found = LOCATOR.match(locator)
        target = self.targets.get(found["qid"]) if found else None
        if found is None or target is None or target.question is None:
            raise UnsaidError(_("{name} is not a question that was carried over"), name=locator)
        if operator not in CHOSEN:
            row = self.targets.get(f"{found['qid']}/{found['first']}") if found["first"] else None
            return self._compared(row or target, operator, value)
        if target.question.kind is Kind.MATRIX:
            row = self.targets.get(f"{found['qid']}/{found['first']}")
            if row is None or not found["second"]:
                raise UnsaidError(_("it compares a whole matrix"))
            return _selected(row, found["second"], held=CHOSEN[operator])
        return _selected(target, str(found["first"]), held=CHOSEN[operator])

    def _compared(self, target: Target, operator: str, value: object) -> Condition:
        if operator in PRESENCE:
            return target.test(PRESENCE[operator])
        if operator not in COMPARED:
            raise UnsaidError(_("the comparison {operator} does not fit the question"), operator=operator)
        return compare(target, COMPARED[operator], str(value))


def _selected(target: Target, choice: str, *, held: bool) -> Condition:
    listed = target.question is not None and target.question.kind is Kind.MULTIPLE
    operators = ("contains", "notcontains") if listed else ("=", "!=")
    return compare(target, operators[0 if held else 1], choice)


def numbered(logic: object) -> list[Fields]:
    """Return the members whose names are numbers, in order."""
    if not isinstance(logic, dict):
        return []
    keys = sorted((key for key in logic if str(key).isdigit()), key=int)
    return [logic[key] for key in keys if isinstance(logic[key], dict)]


def _either(parts: list[tuple[str, Condition]]) -> Condition:
    """Join parts, each with the word before it; And binds tighter than Or."""
    groups: list[list[Condition]] = []
    for word, part in parts:
        if groups and word.lower() != "or":
            groups[-1].append(part)
        else:
            groups.append([part])
    joined = [group[0] if len(group) == 1 else All(tuple(group)) for group in groups]
    return joined[0] if len(joined) == 1 else AnyOf(tuple(joined))
