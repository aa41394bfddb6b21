"""Expressions of SurveyJS (``{q1} = 'yes' and {q2} notempty``) and LimeSurvey (``Q1.NAOK == "Y"``) as trees; pure.

Grammar, weakest first: or, and, not, comparison, operand. An operand is a name, a number, a text, a truth value, a list
in brackets, a call, or an expression in parentheses. Arithmetic is not read: Kuulo's conditions have none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.base.texts import say

LONGEST: Final = 5000
DEEPEST: Final = 50


Value = str | float | bool


class UnsaidError(Exception):
    """A condition of the source that cannot be carried over; ``reason`` says why, for the list of what was not."""

    def __init__(self, template: str, **params: object) -> None:
        self.reason = say(template, **params)
        super().__init__(str(self.reason))


@dataclass(frozen=True, slots=True)
class Name:
    """A question, a matrix's row or a variable, as the source calls it."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, number, truth value, or list of such."""

    value: Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; ``empty`` and ``notempty`` are calls too."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands and one of = != < <= > >= contains notcontains anyof allof noneof."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Junction:
    """Several parts joined by ``and`` or ``or``."""

    operator: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """What must not hold."""

    part: Node


Node = Name | Literal | Call | Compare | Junction | Negation

TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<curly>\{[^{}]+\})
    | (?P<text>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")
    | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    | (?P<sign><=|>=|<>|!=|==|=|<|>|\*=|&&|\|\||!|\(|\)|\[|\]|,)
    | (?P<word>[^\W\d][\w.\-]*|\d+X\d+X[\w.]+)
    )""",
    re.VERBOSE,
)
COMPARISONS: Final[Mapping[str, str]] = {
    "=": "=", "==": "=", "equal": "=", "eq": "=",
    "!=": "!=", "<>": "!=", "notequal": "!=", "ne": "!=",
    "<": "<", "less": "<", "lt": "<",
    "<=": "<=", "lessorequal": "<=", "le": "<=",
    ">": ">", "greater": ">", "gt": ">",
    ">=": ">=", "greaterorequal": ">=", "ge": ">=",
    "*=": "contains", "contains": "contains", "contain": "contains",
    "notcontains": "notcontains", "notcontain": "notcontains",
    "anyof": "anyof", "allof": "allof", "noneof": "noneof",
}  # fmt: skip
JUNCTIONS: Final[Mapping[str, str]] = {"and": "and", "&&": "and", "or": "or", "||": "or"}
AFTER: Final[Mapping[str, str]] = {"empty": "empty", "notempty": "notempty"}


def parse(text: str) -> Node:
    """Return the expression's tree.

    Raises:
        UnsaidError: It is too long or too deep, or holds something that is not read here.
    """
    if len(text) > LONGEST:
        raise UnsaidError(_("it is too long"))
    parser = _Parser(_tokens(text))
    node = parser.either()
    if parser.peek() != ("end", ""):
        raise UnsaidError(_("{text} is not understood"), text=parser.peek()[1])
    return node


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, at = [], 0
    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise UnsaidError(_("{text} is not understood"), text=text[at : at + 20])
        tokens.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return [*tokens, ("end", "")]


class _Parser:
    """Recursive descent, one method a level of the grammar."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at]

    def take(self) -> tuple[str, str]:
        token = self.tokens[self.at]
        if token[0] == "end":
            raise UnsaidError(_("it ends too early"))
        self.at += 1
        return token

    def sees(self, *words: str) -> bool:
        kind, text = self.peek()
        return kind in {"word", "sign"} and text.lower() in words

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnsaidError(_("it is nested too deep"))
        parts = [self.both()]
        while self.sees("or", "||"):
            self.take()
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Junction("or", tuple(parts))

    def both(self) -> Node:
        parts = [self.negated()]
        while self.sees("and", "&&"):
            self.take()
            parts.append(self.negated())
        return parts[0] if len(parts) == 1 else Junction("and", tuple(parts))

    def negated(self) -> Node:
        turns = 0
        while self.sees("!", "not"):
            self.take()
            turns += 1
        node = self.comparison()
        return Negation(node) if turns % 2 else node

    def comparison(self) -> Node:
        left = self.operand()
        kind, text = self.peek()
        word = text.lower()
        if kind == "word" and word in AFTER:
            self.take()
            return Call(AFTER[word], (left,))
        if kind in {"word", "sign"} and word in COMPARISONS:
            self.take()
            return Compare(COMPARISONS[word], left, self.operand())
        return left

    def operand(self) -> Node:
        kind, text = self.take()
        if kind == "curly":
            return Name(text[1:-1].strip())
        if kind == "text":
            return Literal(re.sub(r"\\(.)", r"\1", text[1:-1]))
        if kind == "number":
            return Literal(float(text))
        if kind == "word":
            return self.word(text)
        if text == "(":
            return self.closed(self.either(), ")")
        if text == "[":
            return Literal(self.listed())
        raise UnsaidError(_("{text} is not understood"), text=text)

    def word(self, text: str) -> Node:
        if text.lower() in {"true", "false"}:
            return Literal(text.lower() == "true")
        if text.lower() in COMPARISONS or text.lower() in JUNCTIONS:
            raise UnsaidError(_("{text} is not understood"), text=text)
        if not self.sees("("):
            return Name(text)
        self.take()
        arguments: list[Node] = []
        while not self.sees(")"):
            arguments.append(self.either())
            if self.sees(","):
                self.take()
        return self.closed(Call(text.lower(), tuple(arguments)), ")")

    def closed(self, node: Node, sign: str) -> Node:
        if not self.sees(sign):
            raise UnsaidError(_("{text} is missing"), text=sign)
        self.take()
        return node

    def listed(self) -> tuple[Value, ...]:
        values: list[Value] = []
        while not self.sees("]"):
            node = self.operand()
            if not isinstance(node, Literal) or isinstance(node.value, tuple):
                raise UnsaidError(_("a list of something else than values"))
            values.append(node.value)
            if self.sees(","):
                self.take()
        self.take()
        return tuple(values)
