"""Single figures as a text table for a terminal, in a reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from kuulo.base.texts import mark as _
from kuulo.figures.charts.localise import value_in
from kuulo.figures.charts.quantities import Count, decimals_for, shown, unit_of
from kuulo.figures.charts.wording import method_words, reason_withheld
from kuulo.measures import Figure, FigureTable

Say = Callable[[object], str]
Translate = Callable[[str], str]
HEADS = (_("Value"), _("Interval"), _("n"), _("Effective n"), _("Method"))
LEFT = 1  # columns besides the groupings that are set flush left, counted from the end


def figure_lines(table: FigureTable, language: str, translate: Translate) -> str:
    """Return the figures as a text table, one line a group, notes beneath."""

    def say(value: object) -> str:
        return value_in(language, value, translate)

    estimates = [one.estimate for one in table]
    decimals = decimals_for(estimates, unit_of(estimates[0])) if estimates else 0
    head = [*table.by, *(translate(name) for name in HEADS)]
    rows = [_row(one, table.by, decimals, say) for one in table]
    widths = [max(len(line[place]) for line in (head, *rows)) for place in range(len(head))]
    notes = dict.fromkeys(say(note) for estimate in estimates if not estimate.withheld for note in estimate.notes)
    return "\n".join(["  ".join(_cells(line, widths, len(table.by))).rstrip() for line in (head, *rows)] + [*notes])


def _cells(line: Sequence[str], widths: Sequence[int], groups: int) -> list[str]:
    return [
        cell.ljust(width) if place < groups or place >= len(line) - LEFT else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(line, widths, strict=True))
    ]


def _row(one: Figure, by: Sequence[str], decimals: int, say: Say) -> list[str]:
    groups = [_group(one.by[name]) for name in by]
    seen = shown(one.estimate, decimals)
    if seen is None:
        return [*groups, "–", "", "", "", say(reason_withheld(one.estimate))]
    interval = f"{say(seen.low)} … {say(seen.high)}"
    effective = say(None if one.estimate.n_eff is None else Count(one.estimate.n_eff))
    return [*groups, say(seen.value), interval, say(seen.n), effective, say(method_words(one.estimate))]


def _group(value: object) -> str:
    if value is None:
        return "–"
    return value.isoformat() if isinstance(value, date) else str(value)
