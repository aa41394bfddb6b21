"""Which measure a name stands for, and whether a column's answers were asked on its scale."""

from __future__ import annotations

import re

from kuulo.base.errors import DefinitionError, ScaleMismatchError
from kuulo.base.texts import mark as _
from kuulo.measures import DEFINITIONS, Definition, definition
from kuulo.surveys.rules.asking import scale_direction
from kuulo.surveys.rules.columns import ColumnGuess

MEASURES = {
    "nps": "nps@1",
    "enps": "enps@1",
    "csat": "csat.top2@1",
    "ces": "ces.2@1",
    "fft": "fft.positive@1",
    "share": "share@1",
    "mean": "mean@1",
    "total": "total@1",
}
BEGAN_AT_ONE = (1.0, 10.0)


def named_definition(name: str) -> Definition:
    """Return the definition a measure's name stands for: its family's usual one, or the one it names.

    Raises:
        DefinitionError: There is neither.
    """
    if not name:
        raise DefinitionError(_("No measure was named."), _("Say --measure or --definition."))
    if name in MEASURES:
        return definition(MEASURES[name])
    if name in DEFINITIONS:
        return DEFINITIONS[name]
    raise DefinitionError(
        _("There is no measure named {name}."),
        _("Use one of {measures}, or one of the definitions {known}."),
        name=name,
        measures=", ".join(MEASURES),
        known=", ".join(sorted(DEFINITIONS)),
    )


def check_scale(measure: Definition, guess: ColumnGuess, *, scale: str, direction: str) -> None:
    """Refuse answers that were asked on another scale, or with the other end as the good one.

    What the user says about scale and direction counts more than what the file suggests.

    Raises:
        ScaleMismatchError: The scales differ; the message names the options that settle it.
        DefinitionError: An option cannot be read.
    """
    if measure.scale_min is None or measure.scale_max is None:
        return
    asked_on = _said_scale(scale) or _likely_scale(measure, guess)
    if asked_on is not None and asked_on != (measure.scale_min, measure.scale_max):
        raise ScaleMismatchError(
            _("“{column}” was asked on {low}–{high}; {definition} is measured on {least}–{most}."),
            _("Choose a definition of that scale with --definition{fitting}, or say --scale {least}-{most} if it was."),
            column=guess.header,
            low=f"{asked_on[0]:g}",
            high=f"{asked_on[1]:g}",
            definition=measure.id,
            least=f"{measure.scale_min:g}",
            most=f"{measure.scale_max:g}",
            fitting=_fitting(asked_on),
        )
    better = _direction(guess, direction)
    if better is not None and better != scale_direction(measure):
        raise ScaleMismatchError(
            _("In “{column}” {better} answers are the good ones; {definition} counts the others as good."),
            _("Choose another definition with --definition{fitting}, or say --direction {other} if it is so."),
            column=guess.header,
            better="lower" if better < 0 else "higher",
            other="higher" if better < 0 else "lower",
            definition=measure.id,
            fitting=_fitting((measure.scale_min, measure.scale_max), better),
        )


def _said_scale(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    match = re.fullmatch(r"\s*(-?\d+)\s*[-–]\s*(\d+)\s*", text)
    if match is None:
        raise DefinitionError(_("The scale “{text}” cannot be read."), _("Write it as 0-10."), text=text)
    return float(match.group(1)), float(match.group(2))


def _likely_scale(measure: Definition, guess: ColumnGuess) -> tuple[float, float] | None:
    """Return the scale the file speaks for; None where it is silent.

    A question on recommending that nobody answered with 0 may have begun at 1: it is asked about, so refused here.
    """
    if guess.scale is not None:
        return guess.scale.minimum, guess.scale.maximum
    asked = any(question.key == "definition" for question in guess.questions)
    return BEGAN_AT_ONE if asked and (measure.scale_min, measure.scale_max) == (0, 10) else None


def _direction(guess: ColumnGuess, said: str) -> int | None:
    if said:
        if said not in {"higher", "lower"}:
            raise DefinitionError(
                _("The direction “{said}” cannot be read."), _("Say --direction higher or lower."), said=said
            )
        return 1 if said == "higher" else -1
    if guess.scale is not None and guess.scale.direction is not None:
        return guess.scale.direction
    return -1 if guess.family == "fft" else None


def _fitting(span: tuple[float, float], direction: int | None = None) -> str:
    names = [
        item.id
        for item in DEFINITIONS.values()
        if (item.scale_min, item.scale_max) == span
        and not item.instead_of
        and direction in {None, scale_direction(item)}
    ]
    return f" ({', '.join(names)})" if names else ""
