"""Series on their way into the database and back; texts keep their values, so that each reader gets their language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import Count, Day, Quantity, Unit
from kuulo.figures.rules.periods import Grain
from kuulo.measures.trends import Alarm, Amount, Ending, FoundBreak, Season, Smoothed
from kuulo.trends.rules.series import Series

Plain = Any
PLAIN = (bool, int, float, str, type(None))
# Of a figure the numbers are kept; notes and the sentence of trust are kept of the latest alone.
KEPT = ("value", "low", "high", "se", "n", "n_eff", "deff", "invited", "answered", "raw", "method")
NOBODY = say(_("Nobody answered."))


def series_to_plain(series: Series) -> dict[str, Plain]:
    """Return a series as values JSON knows."""
    kept = {one.name: _plain(getattr(series, one.name)) for one in fields(Series) if one.name != "figures"}
    rows = [[getattr(figure, name) for name in KEPT] for figure in series.figures]
    return kept | {"figures": rows, "latest": _plain(series.figures[-1])}


def series_from_plain(kept: Mapping[str, Plain]) -> Series:
    """Return the series that was kept."""
    return Series(
        params=tuple((key, value) for key, value in kept["params"]),
        definition=kept["definition"],
        dimension=kept["dimension"],
        value=kept["value"],
        grain=Grain(kept["grain"]),
        days=_back(kept["days"]),
        figures=_figures(kept),
        known=_back(kept["known"]),
        read=_back(kept["read"]),
    )


def _figures(kept: Mapping[str, Plain]) -> tuple[Estimate, ...]:
    """Return the figures that were kept: their numbers each, the rest as the latest has it."""
    latest: Estimate = _back(kept["latest"])
    found = []
    for row in kept["figures"]:
        numbers = dict(zip(KEPT, row, strict=True))
        note = (NOBODY,) if numbers["n"] == 0 else ()
        found.append(replace(latest, notes=note, trust=None, **numbers))
    return (*found[:-1], latest)


def _plain(value: object) -> Plain:
    """Return a value as JSON knows it; what JSON has no word for stands under the name of its kind."""
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Amount):
        return {"amount": float(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Text):
        return {"text": value.template, "params": {name: _plain(each) for name, each in value.params.items()}}
    kind = next((name for name, known in KINDS.items() if type(value) is known), None)
    if kind is None:
        return value if isinstance(value, PLAIN) else str(value)
    return {"kind": kind, **{one.name: _plain(getattr(value, one.name)) for one in fields(KINDS[kind])}}


def _back(kept: Plain) -> Any:
    """Return the value that was kept; lists come back as tuples."""
    if isinstance(kept, list):
        return tuple(_back(each) for each in kept)
    if not isinstance(kept, dict):
        return kept
    if "amount" in kept:
        return Amount(kept["amount"])
    if "day" in kept and len(kept) == 1:
        return date.fromisoformat(kept["day"])
    if "text" in kept and "params" in kept:
        return Text(kept["text"], {name: _back(each) for name, each in kept["params"].items()})
    given = {name: _back(each) for name, each in kept.items() if name != "kind"}
    closed = {name: CLOSED[name](each) for name, each in given.items() if name in CLOSED}
    return KINDS[kept["kind"]](**(given | closed))


KINDS: dict[str, type[Any]] = {
    "estimate": Estimate,
    "smoothed": Smoothed,
    "alarm": Alarm,
    "break": FoundBreak,
    "season": Season,
    "quantity": Quantity,
    "count": Count,
    "written": Day,
}
CLOSED = {"ending": Ending, "unit": Unit}


def text_to_plain(text: Text) -> Plain:
    """Return a text as values JSON knows."""
    return _plain(text)


def text_from_plain(kept: Plain) -> Text:
    """Return the text that was kept."""
    found: Text = _back(kept)
    return found
