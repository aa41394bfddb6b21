"""Parsed expressions of other tools turned into Kuulo's conditions, where those can say the same; pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.instruments.formats.expressions import (
    Call,
    Compare,
    Junction,
    Literal,
    Name,
    Negation,
    Node,
    UnsaidError,
    Value,
    parse,
)
from kuulo.instruments.rules.questionnaire import (
    SCORES,
    All,
    AnyOf,
    Condition,
    Kind,
    Not,
    Operator,
    Question,
    Subject,
    Test,
)

LISTS: Final = frozenset({Kind.MULTIPLE, Kind.RANKING})
FLIPPED: Final[Mapping[str, str]] = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
EMPTY: Final[Mapping[str, Operator]] = {
    "empty": Operator.UNANSWERED,
    "is_empty": Operator.UNANSWERED,
    "notempty": Operator.ANSWERED,
}
CHOSEN: Final = frozenset({"y", "1", "true"})


@dataclass(frozen=True, slots=True)
class Target:
    """What a name of the source stands for.

    ``values`` are the keys of its choices by their value in the source. With ``choice`` the name stands for one choice
    of a multiple question, which is chosen or not. ``question`` is None for hidden fields and attributes.
    """

    subject: Subject
    name: str
    question: Question | None = None
    row: str = ""
    choice: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def test(self, operator: Operator, value: str | float | None = None) -> Test:
        """Return the test of this target."""
        return Test(subject=self.subject, name=self.name, row=self.row, operator=operator, value=value)


Resolver = Callable[[str], Target | None]


def read_condition(expression: str, resolve: Resolver) -> Condition:
    """Return what the expression says as a condition.

    Raises:
        UnsaidError: It cannot be parsed, names something unknown, or says what Kuulo's conditions cannot.
    """
    return to_condition(parse(expression), resolve)


def to_condition(node: Node, resolve: Resolver) -> Condition:
    """Return what the tree says as a condition; raises UnsaidError as `read_condition`."""
    if isinstance(node, Junction):
        parts = tuple(to_condition(part, resolve) for part in node.parts)
        return All(parts) if node.operator == "and" else AnyOf(parts)
    if isinstance(node, Negation):
        return Not(to_condition(node.part, resolve))
    if isinstance(node, Call):
        return _call(node, resolve)
    if isinstance(node, Compare):
        return _compare(node, resolve)
    raise UnsaidError(_("a value stands alone"))


def _call(node: Call, resolve: Resolver) -> Condition:
    operator = EMPTY.get(node.function)
    if operator is None or len(node.arguments) != 1 or not isinstance(node.arguments[0], Name):
        raise UnsaidError(_("the function {name} is not known here"), name=node.function)
    target = _target(node.arguments[0], resolve)
    if target.choice:
        held = operator is Operator.ANSWERED
        return target.test(Operator.INCLUDES if held else Operator.EXCLUDES, target.choice)
    return target.test(operator)


def _target(name: Name, resolve: Resolver) -> Target:
    target = resolve(name.name)
    if target is None:
        raise UnsaidError(_("{name} is not a question that was carried over"), name=name.name)
    return target


def _compare(node: Compare, resolve: Resolver) -> Condition:
    left, operator, right = node.left, node.operator, node.right
    if isinstance(right, Name) and isinstance(left, Literal) and operator in FLIPPED:
        left, operator, right = right, FLIPPED[operator], left
    if not isinstance(left, Name) or not isinstance(right, Literal):
        raise UnsaidError(_("it does not compare a question with a value"))
    target = _target(left, resolve)
    values = right.value if isinstance(right.value, tuple) else (right.value,)
    if operator in {"anyof", "allof", "noneof"}:
        return _of_several(target, operator, values)
    if isinstance(right.value, tuple):
        raise UnsaidError(_("it compares with a list"))
    return compare(target, operator, right.value)


def _of_several(target: Target, operator: str, values: tuple[Value, ...]) -> Condition:
    if not values:
        raise UnsaidError(_("it compares with a list"))
    lists = target.question is not None and target.question.kind in LISTS
    if operator == "allof" and not lists:
        raise UnsaidError(_("it asks for several choices where one is chosen"))
    held, missed = ("contains", "notcontains") if lists else ("=", "!=")
    parts = tuple(compare(target, missed if operator == "noneof" else held, value) for value in values)
    if len(parts) == 1:
        return parts[0]
    return AnyOf(parts) if operator == "anyof" else All(parts)


def compare(target: Target, operator: str, value: Value) -> Condition:
    """Return the test that compares the target with one value; raises `UnsaidError`."""
    if target.choice:
        return _chosen(target, operator, value)
    if value == "" and operator in {"=", "!="}:
        return target.test(Operator.UNANSWERED if operator == "=" else Operator.ANSWERED)
    if target.question is None:
        return _outside(target, operator, value)
    return _answered(target, target.question.kind, operator, value)


def _outside(target: Target, operator: str, value: Value) -> Condition:
    """Compare an attribute or a hidden field, which are texts; the ordering tests take numbers as well."""
    if operator in {"contains", "notcontains"}:
        return target.test(Operator.INCLUDES if operator == "contains" else Operator.EXCLUDES, as_text(value))
    if operator in {"=", "!="}:
        return _plain(target, operator, as_text(value))
    return _ordered(target, operator, value if isinstance(value, float) else as_text(value))


def _answered(target: Target, kind: Kind, operator: str, value: Value) -> Condition:
    if kind in LISTS:
        return _listed(target, operator, value)
    if target.values:
        return _plain(target, operator, _choice(target, value))
    if kind is Kind.MATRIX and not target.row:
        raise UnsaidError(_("it compares a whole matrix"))
    if kind in {*SCORES, Kind.NUMBER, Kind.MATRIX}:
        return _ordered(target, operator, _number(value))
    return _ordered(target, operator, as_text(value)) if kind is Kind.DATE else _plain(target, operator, as_text(value))


def as_text(value: Value) -> str:
    """Return the value as sources write it in text: ``1`` for 1.0, ``true`` for a truth value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _number(value: Value) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise UnsaidError(_("{value} is not a number"), value=value) from error


def _choice(target: Target, value: Value) -> str:
    key = target.values.get(as_text(value))
    if key is None:
        raise UnsaidError(_("{value} is not one of the choices"), value=value)
    return key


def _chosen(target: Target, operator: str, value: Value) -> Condition:
    if operator not in {"=", "!="}:
        raise UnsaidError(_("the comparison {operator} does not fit the question"), operator=operator)
    held = (as_text(value).lower() in CHOSEN) == (operator == "=")
    return target.test(Operator.INCLUDES if held else Operator.EXCLUDES, target.choice)


def _listed(target: Target, operator: str, value: Value) -> Condition:
    if operator not in {"contains", "notcontains"}:
        raise UnsaidError(_("the comparison {operator} does not fit the question"), operator=operator)
    return target.test(Operator.INCLUDES if operator == "contains" else Operator.EXCLUDES, _choice(target, value))


def _plain(target: Target, operator: str, value: str) -> Condition:
    if operator not in {"=", "!="}:
        raise UnsaidError(_("the comparison {operator} does not fit the question"), operator=operator)
    return target.test(Operator.IS if operator == "=" else Operator.IS_NOT, value)


def _ordered(target: Target, operator: str, value: str | float) -> Condition:
    whole = target.question is not None and target.question.kind is not Kind.NUMBER
    if operator in {"<", ">"} and whole and isinstance(value, float):
        operator, value = ("<=", math.ceil(value) - 1.0) if operator == "<" else (">=", math.floor(value) + 1.0)
    simple = {"=": Operator.IS, "!=": Operator.IS_NOT, "<=": Operator.AT_MOST, ">=": Operator.AT_LEAST}
    if operator in simple:
        return target.test(simple[operator], value)
    # Less than is “answered, and not at least”: an unanswered question is not less than anything.
    opposite = {"<": Operator.AT_LEAST, ">": Operator.AT_MOST}
    if operator not in opposite:
        raise UnsaidError(_("the comparison {operator} does not fit the question"), operator=operator)
    return All((target.test(Operator.ANSWERED), Not(target.test(opposite[operator], value))))


def names_in(node: Node) -> tuple[str, ...]:
    """Return every name the tree holds, in order."""
    if isinstance(node, Name):
        return (node.name,)
    if isinstance(node, Compare):
        return names_in(node.left) + names_in(node.right)
    parts = {Junction: "parts", Call: "arguments"}.get(type(node))
    if parts:
        return tuple(name for part in getattr(node, parts) for name in names_in(part))
    return names_in(node.part) if isinstance(node, Negation) else ()
