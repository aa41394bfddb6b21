"""Questions that wait for an answer on the same page: what of their condition is already known, and what is left; pure.

What earlier pages, attributes and hidden fields say is settled here, on the server. Only the part that looks at the
same page is handed to the page's script, so that no answer and no attribute leaves the server for it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import msgspec

from kuulo.instruments.rules.flow import Known, holds
from kuulo.instruments.rules.questionnaire import (
    All,
    AnyOf,
    Condition,
    Not,
    Page,
    Question,
    Subject,
    Test,
)

ENCODER = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """How a question depends on what is answered.

    Attributes:
        possible: It may be shown on this page; False when earlier answers rule it out.
        concealed: It is possible, but the page's answers do not ask for it (yet).
        condition: What is left of its condition, as JSON; empty where it does not depend on the page.
    """

    possible: bool = True
    concealed: bool = False
    condition: str = ""


INDEPENDENT: Final = Dependence()


def dependence_of(question: Question, page: Page, known: Known) -> Dependence:
    """Return how the question depends on the page it is on."""
    if question.show_if is None:
        return Dependence()
    left = remainder(question.show_if, {other.key for other in page.questions}, known)
    if isinstance(left, bool):
        return Dependence(possible=left)
    return Dependence(
        concealed=not holds(question.show_if, known),
        condition=ENCODER.encode(left).decode(),
    )


def remainder(condition: Condition, here: Collection[str], known: Known) -> Condition | bool:
    """Return what of a condition only this page's answers decide, or True or False where nothing is left."""
    match condition:
        case Test(subject=Subject.QUESTION, name=name) if name in here:
            return condition
        case Test():
            return holds(condition, known)
        case Not(part=part):
            left = remainder(part, here, known)
            return not left if isinstance(left, bool) else Not(part=left)
        case All(parts=parts):
            return _joined([remainder(part, here, known) for part in parts], All, decided_by=False)
        case AnyOf(parts=parts):
            return _joined([remainder(part, here, known) for part in parts], AnyOf, decided_by=True)


def _joined(parts: list[Condition | bool], join: type[All] | type[AnyOf], *, decided_by: bool) -> Condition | bool:
    if any(part is decided_by for part in parts):
        return decided_by
    left = tuple(part for part in parts if not isinstance(part, bool))
    if not left:
        return not decided_by
    return left[0] if len(left) == 1 else join(parts=left)
