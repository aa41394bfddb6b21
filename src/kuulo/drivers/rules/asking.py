"""What the pages are asked for: the address holds it, and every address is answered or refused with a reason; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

PERIODS: Final = {"90": 90, "365": 365, "all": 0}
USUAL_PERIOD: Final = "365"
PERSONS: Final = "persons"
EVERYWHERE: Final = "*"
JOINT: Final = "|"
MOST_DRIVERS: Final = 40
LONGEST: Final = 200
WEEKS: Final = ("13", "26", "52")
METHODS: Final = ("auto", "lmg", "johnson")
MISSING: Final = ("complete", "pairwise", "neutral")
Params = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of the page of drivers; empty fields let the data choose.

    Attributes:
        of: ``persons``, or the name of a source whose questions were answered in one response.
        outcome: A definition (of persons), or a question (of a source).
        drivers: ``definition|touchpoint`` (of persons; ``*`` for everywhere), or questions.
        period: ``90``, ``365`` or ``all`` days back from the newest answer.
        method: ``auto``, ``lmg`` or ``johnson``.
        missing: How missing answers are treated.
        target: The line of how well we want to do, 0–100; ``None`` for the drivers' mean.
    """

    of: str = ""
    outcome: str = ""
    drivers: tuple[str, ...] = ()
    period: str = ""
    method: str = ""
    missing: str = ""
    target: float | None = None

    def to_params(self) -> list[tuple[str, str]]:
        """Return the parameters of the address, those that say nothing left out."""
        plain = [
            ("of", self.of),
            ("outcome", self.outcome),
            *(("driver", name) for name in self.drivers),
            ("period", self.period),
            ("method", self.method),
            ("missing", self.missing),
            ("target", "" if self.target is None else f"{self.target:g}"),
        ]
        return [(name, value) for name, value in plain if value]

    def without_target(self) -> Ask:
        """Return the same question without the line, which changes no figure."""
        return replace(self, target=None)


def parse_ask(params: Params) -> Ask:
    """Return what an address asks.

    Raises:
        InputError: A parameter has a value nobody offers.
    """
    return Ask(
        of=_text(params, "of"),
        outcome=_text(params, "outcome"),
        drivers=tuple(dict.fromkeys(name[:LONGEST] for name in params.get("driver", ()) if name))[:MOST_DRIVERS],
        period=_one_of(params, "period", tuple(PERIODS)),
        method=_one_of(params, "method", METHODS),
        missing=_one_of(params, "missing", MISSING),
        target=_target(_text(params, "target")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAsk:
    """What is asked of the page of a change.

    Attributes:
        definition: The measure.
        touched: ``dimension|value`` of those whom the change touched; empty for everybody.
        start: Day the change took effect.
        weeks: How many weeks before and after it are looked at.
    """

    definition: str = ""
    touched: str = ""
    start: date | None = None
    weeks: str = ""

    def to_params(self) -> list[tuple[str, str]]:
        """Return the parameters of the address, those that say nothing left out."""
        plain = [
            ("measure", self.definition),
            ("touched", self.touched),
            ("start", self.start.isoformat() if self.start else ""),
            ("weeks", self.weeks),
        ]
        return [(name, value) for name, value in plain if value]


def parse_change(params: Params) -> ChangeAsk:
    """Return what an address asks of a change.

    Raises:
        InputError: The day is none, or a parameter has a value nobody offers.
    """
    return ChangeAsk(
        definition=_text(params, "measure"),
        touched=_text(params, "touched"),
        start=_day(_text(params, "start")),
        weeks=_one_of(params, "weeks", WEEKS),
    )


def _text(params: Params, name: str) -> str:
    found = params.get(name, ())
    return found[-1][:LONGEST] if found else ""


def _one_of(params: Params, name: str, known: Sequence[str]) -> str:
    found = _text(params, name)
    if found and found not in known:
        raise InputError(
            _("The address asks for “{found_value}” as {name}, which nobody offers."),
            _("Use one of: {known}."),
            found_value=found[:80],
            name=name,
            known=", ".join(known),
        )
    return found


def _target(text: str) -> float | None:
    if not text:
        return None
    plain = text.replace(",", ".")
    if not plain.replace(".", "", 1).isdecimal() or not 0 <= float(plain) <= 100:
        raise InputError(
            _("A target lies between 0 and 100; “{text}” was given."), _("Write a number such as 75."), text=text[:40]
        )
    return float(plain)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(_("“{text}” is no day."), _("Write it as 2026-03-01."), text=text[:40]) from error
