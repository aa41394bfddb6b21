"""A question in words: ``price and not waiting``, ``(price or “waiting time”) near 2 turns staff``; pure.

Codes are named by key or, in quotation marks, by name; the words between them may be English, Finnish or Swedish.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.qualitative.querying.expressions import Both, Either, Expression, Has, Near, Nowhere, Unit, Without

LONGEST: Final = 1_000
DEEPEST: Final = 20
FARTHEST: Final = 100_000
NEAR_UNLESS_TOLD: Final = 200
WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("and", "ja", "och", "&"), "and"),
        **dict.fromkeys(("or", "tai", "eller", "|"), "or"),
        **dict.fromkeys(("not", "ei", "inte", "!"), "not"),
        **dict.fromkeys(("near", "lähellä", "nära"), "near"),
    }
)
UNITS: Final[Mapping[str, Unit]] = MappingProxyType(
    {
        **dict.fromkeys(("character", "characters", "merkki", "merkkiä", "tecken"), Unit.CHARACTERS),
        **dict.fromkeys(
            ("turn", "turns", "vuoro", "vuoroa", "puheenvuoroa", "replik", "repliker", "tur", "turer"), Unit.TURNS
        ),
    }
)
TOKEN: Final = re.compile(r"\s*(?:([“\"”])([^“\"”]*)[“\"”]|([()&|!])|([^\s()&|!“\"”]+))")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a question; ``quoted`` names a code whatever it says."""

    said: str
    quoted: bool = False

    @property
    def word(self) -> str:
        """Return the word it is between codes: ``and``, ``or``, ``not``, ``near``; empty for anything else."""
        return "" if self.quoted else WORDS.get(self.said.lower(), "")


def parse(question: str, resolve: Callable[[str], str]) -> Expression:
    """Return what a question asks.

    Args:
        question: The words.
        resolve: Returns the code ``book/key`` of a key or a name, or raises NotFoundError.

    Raises:
        InputError: The words make no question, or name no code.
    """
    if len(question) > LONGEST:
        raise InputError(_("The question is longer than {most} characters."), _("Ask a shorter one."), most=LONGEST)
    reader = _Reader(_tokens(question), resolve)
    if not reader.tokens:
        raise InputError(_("There is no question."), _("Name at least one code."))
    expression = reader.either(0)
    if reader.place < len(reader.tokens):
        raise InputError(
            _("“{said}” stands where “and”, “or” or “near” would."),
            _("Put codes of several words in quotation marks."),
            said=reader.tokens[reader.place].said,
        )
    return expression


def _tokens(question: str) -> list[Token]:
    found: list[Token] = []
    place = 0
    rest = question.rstrip()
    while place < len(rest):
        match = TOKEN.match(rest, place)
        if match is None:
            raise InputError(
                _("A quotation mark at “{said}” is not closed."), _("Close it."), said=rest[place : place + 20].strip()
            )
        quoted = match[1] is not None
        found.append(Token((match[2] if quoted else match[3] or match[4]).strip(), quoted))
        place = match.end()
    return found


@dataclass(slots=True)
class _Reader:
    """Reads tokens from left to right; ``and`` and ``near`` bind more tightly than ``or``."""

    tokens: list[Token]
    resolve: Callable[[str], str]
    place: int = 0

    def either(self, depth: int) -> Expression:
        """Read parts with ``or`` between them."""
        parts = [self.joined(depth)]
        while self._took("or"):
            parts.append(self.joined(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def joined(self, depth: int) -> Expression:
        """Read parts with ``and``, ``and not``, ``not`` or ``near`` between them."""
        found = self.single(depth)
        while True:
            if self._took("and"):
                found = Without(found, self.single(depth)) if self._took("not") else Both(found, self.single(depth))
            elif self._took("not"):
                found = Without(found, self.single(depth))
            elif self._took("near"):
                within, unit = self.distance()
                found = Near(found, self.single(depth), within, unit)
            else:
                return found

    def single(self, depth: int) -> Expression:
        """Read one code, or what stands in brackets."""
        if depth > DEEPEST:
            raise InputError(_("Brackets lie deeper than {most}."), _("Ask a simpler question."), most=DEEPEST)
        if self._took("not"):
            return Nowhere(self.single(depth + 1))
        if self._is("("):
            self.place += 1
            found = self.either(depth + 1)
            if not self._is(")"):
                raise InputError(_("A bracket is not closed."), _("Close it."))
            self.place += 1
            return found
        if self.place >= len(self.tokens) or self._is(")") or self.tokens[self.place].word:
            raise InputError(_("A code is missing."), _("Name a code on both sides of “and”, “or” and “near”."))
        token = self.tokens[self.place]
        self.place += 1
        return Has(self.resolve(token.said))

    def distance(self) -> tuple[int, Unit]:
        """Read how near; 200 characters unless told."""
        if self.place >= len(self.tokens) or not self.tokens[self.place].said.isdecimal():
            return NEAR_UNLESS_TOLD, Unit.CHARACTERS
        within = int(self.tokens[self.place].said)
        if within > FARTHEST:
            raise InputError(_("{within} is too far to be near."), _("Give a smaller number."), within=within)
        self.place += 1
        if self.place < len(self.tokens):
            unit = UNITS.get(self.tokens[self.place].said.lower())
            if unit is not None and not self.tokens[self.place].quoted:
                self.place += 1
                return within, unit
        return within, Unit.CHARACTERS

    def _took(self, word: str) -> bool:
        if self.place < len(self.tokens) and self.tokens[self.place].word == word:
            self.place += 1
            return True
        return False

    def _is(self, sign: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place] == Token(sign)
