"""What a reader must know before trusting an analysis of drivers, said in words.

Sources: Green (1991), How many subjects does it take to do a regression analysis, Multivariate Behavioral Research 26:
50 + 8k for R², 104 + k for single drivers; O'Brien (2007) and Belsley, Kuh & Welsch (1980) on collinearity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isinf
from typing import Final, Literal

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _

MUCH: Final = 5.0  # variance inflation from which two drivers begin to stand for each other
TOO_MUCH: Final = 10.0
CONDITION: Final = 30.0
NOT_CAUSES: Final = say(
    _("This shows what goes with what, not what causes what: only a change whose effect is measured tells that.")
)

Level = Literal["fine", "caution"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it is about, whether it was passed, and what that means."""

    name: str
    level: Level
    sentence: Text


def listed(names: Sequence[object]) -> Text:
    """Return names one after the other, each said in the reader's language."""
    places = {f"name{place}": name for place, name in enumerate(names)}
    return Text(", ".join(f"{{{place}}}" for place in places), places)


def check_size(persons: int, drivers: int) -> Check:
    """Return whether enough persons answered for so many drivers."""
    needed = max(50 + 8 * drivers, 104 + drivers)
    if persons >= needed:
        return Check(
            "size",
            "fine",
            say(
                _("{persons} persons answered: enough for so many drivers ({drivers}; {needed} persons are advised)."),
                persons=persons,
                drivers=drivers,
                needed=needed,
            ),
        )
    return Check(
        "size",
        "caution",
        say(
            _("{persons} persons answered: few for so many drivers ({drivers}; {needed} persons are advised)."),
            persons=persons,
            drivers=drivers,
            needed=needed,
        ),
    )


def check_collinearity(names: Sequence[object], inflation: Sequence[float], condition: float) -> Check:
    """Return whether drivers say so much the same that their shares cannot be told apart."""
    worst = max(zip(inflation, names, strict=True), key=lambda pair: pair[0], default=(1.0, ""))
    made_up = [name for name, factor in zip(names, inflation, strict=True) if isinf(factor)]
    if made_up:
        return Check(
            "collinearity",
            "caution",
            say(
                _("{names} follow from other drivers exactly: their shares cannot be told apart."),
                names=listed(made_up),
            ),
        )
    places = {"factor": round(worst[0], 1), "name": worst[1], "condition": round(condition, 1)}
    if worst[0] < MUCH and condition < CONDITION:
        return Check(
            "collinearity",
            "fine",
            Text(
                _(
                    "The drivers can be told apart: the largest variance inflation is {factor} ({name}), "
                    "the condition index {condition}."
                ),
                places,
            ),
        )
    if worst[0] < TOO_MUCH and condition < CONDITION:
        return Check(
            "collinearity",
            "caution",
            Text(
                _(
                    "Some drivers say much the same: the variance inflation of {name} is {factor}. "
                    "Their shares are divided between them."
                ),
                places,
            ),
        )
    return Check(
        "collinearity",
        "caution",
        Text(
            _(
                "Some drivers say nearly the same: the variance inflation of {name} is {factor}, the condition index "
                "{condition}. Read them as one, or leave one of them out."
            ),
            places,
        ),
    )


def check_missing(missing: str, used: int, left_out: int) -> Check:
    """Return what became of rows in which answers are missing."""
    whole = used + left_out
    level: Level = "caution" if left_out > used else "fine"
    if missing == "neutral":
        return Check(
            "missing",
            "fine",
            say(
                _("{used} answers are used; a driver that somebody said nothing about counts as average for them."),
                used=used,
            ),
        )
    if missing == "pairwise":
        return Check(
            "missing",
            "fine",
            say(
                _("Each pair of questions uses everybody who answered both, of {whole} answers."),
                whole=whole,
            ),
        )
    if not left_out:
        return Check("missing", "fine", say(_("All {whole} answers are complete."), whole=whole))
    return Check(
        "missing",
        level,
        say(
            _("{used} of {whole} answers are complete; {left_out} lack an answer to a driver and are left out."),
            used=used,
            whole=whole,
            left_out=left_out,
        ),
    )


def check_binary() -> Check:
    """Return what a yes-or-no outcome means for the analysis."""
    return Check(
        "binary",
        "fine",
        say(_("The outcome is yes or no: the shares are those of a linear probability model, differences in chance.")),
    )


def check_constant(names: Sequence[object]) -> Check:
    """Return which drivers were left out because everybody answered the same."""
    return Check(
        "constant",
        "caution",
        say(_("Everybody answered the same about {names}: left out."), names=listed(names)),
    )
