"""Groups beside each other: a dot for the value, whiskers for the interval, the whole as a line of reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Axis, Tick, across, pixels, value_axis
from kuulo.figures.charts.model import Table, chart_key, confidence_of, estimate_table
from kuulo.figures.charts.quantities import Count, Quantity, Shown, Unit, decimals_for, limits_of, shown, unit_of
from kuulo.figures.charts.wording import joined, measure_name, no_figure, percent

ROW = 40.0
LABEL_LENGTH = 26
PLACE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Ranked:
    """A group among the others: its figure moved towards theirs as far as it is unsure, and the places it may hold."""

    pooled: Estimate
    low: int
    high: int

    @property
    def place(self) -> str:
        """The places it may hold, in a few signs."""
        return f"{self.low}" if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group and its figure; where groups are compared, its place among them."""

    label: str | Text
    estimate: Estimate
    ranked: Ranked | None = None


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """A row as it is drawn; ``kind`` is ``differs`` (filled), ``same`` (hollow) or ``withheld`` (words)."""

    top: str
    middle: str
    label: object
    kind: str
    x: str = ""
    low: str = ""
    high: str = ""
    shown: Shown | None = None
    no_figure: Text | None = None
    place: str = ""
    pooled: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The figure of all groups together."""

    x: str
    low: str
    width: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class DotsChart:
    """What the template draws; places are SVG coordinates as text, so that no locale touches them."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: str
    rows: tuple[DrawnRow, ...]
    ticks: tuple[Tick, ...]
    reference: Reference | None
    confidence: Quantity
    ranked: bool = False
    kind: str = "dots"


def dots_chart(
    rows: Sequence[GroupRow],
    *,
    title: Text,
    reference: Estimate | None = None,
    name: Text | None = None,
    group: Text | None = None,
    compared: Text | None = None,
) -> DotsChart:
    """Build the chart of one measure by group.

    Args:
        rows: Groups in the order they are to be read; one definition throughout.
        title: Heading of the figure.
        reference: The figure of everybody, drawn as a line; a group's dot is filled when its interval leaves it out.
        name: What the measure is called in the sentence; by default the name of its family.
        group: Heading of the groups' column, such as the attribute's name.
        compared: What can be said of the differences between the groups.
    """
    estimates = [row.estimate for row in rows]
    everything = [*estimates, *([reference] if reference else [])]
    unit = unit_of(everything[0]) if everything else Unit.SCALE
    decimals = decimals_for(everything, unit)
    ends = [end for one in everything for end in (one.low, one.value, one.high) if end is not None]
    axis = value_axis(ends, unit, limits=limits_of(everything[0]) if everything else (None, None))
    return DotsChart(
        key=chart_key("dots", title, rows, reference),
        title=title,
        sentence=joined(_sentence(rows, reference, name=name, decimals=decimals), compared),
        table=_table(rows, reference, group or say(_("Group")), decimals),
        height=pixels(ROW * max(len(rows), 1)),
        rows=tuple(_drawn(index, row, axis, reference, decimals) for index, row in enumerate(rows)),
        ticks=tuple(
            Tick(across(axis.part(tick.value)), tick, "zero" if abs(tick.value) < 1e-12 else "") for tick in axis.ticks
        ),
        reference=_reference(reference, axis, decimals),
        confidence=percent(confidence_of(everything)),
        ranked=any(row.ranked is not None for row in rows),
    )


def _short(label: str | Text, length: int = LABEL_LENGTH) -> object:
    if isinstance(label, Text) or len(label) <= length:
        return label
    return label[: length - 1].rstrip() + "…"


def _drawn(index: int, row: GroupRow, axis: Axis, reference: Estimate | None, decimals: int) -> DrawnRow:
    top, middle = pixels(ROW * index), pixels(ROW * (index + 0.5))
    seen = shown(row.estimate, decimals)
    if seen is None:
        return DrawnRow(top, middle, _short(row.label), "withheld", no_figure=no_figure(row.estimate))
    return DrawnRow(
        top,
        middle,
        _short(row.label, LABEL_LENGTH - (PLACE_LENGTH if row.ranked else 0)),
        "differs" if reference is None or _differs(row.estimate, reference) else "same",
        across(axis.part(seen.value.value)),
        across(axis.part(seen.low.value)),
        across(axis.part(seen.high.value)),
        seen,
        place=row.ranked.place if row.ranked else "",
        pooled=_pooled(row.ranked, axis),
    )


def _pooled(ranked: Ranked | None, axis: Axis) -> str:
    return across(axis.part(ranked.pooled.value)) if ranked is not None and ranked.pooled.value is not None else ""


def _differs(estimate: Estimate, reference: Estimate) -> bool:
    """Whether the interval of a group leaves the figure of everybody out."""
    if reference.value is None or estimate.low is None or estimate.high is None:
        return False
    return not estimate.low <= reference.value <= estimate.high


def _reference(reference: Estimate | None, axis: Axis, decimals: int) -> Reference | None:
    seen = shown(reference, decimals) if reference else None
    if seen is None:
        return None
    low, high = axis.part(seen.low.value), axis.part(seen.high.value)
    return Reference(across(axis.part(seen.value.value)), across(low), across(high - low), seen)


def _table(rows: Sequence[GroupRow], reference: Estimate | None, group: Text, decimals: int) -> Table:
    heads: list[object] = [row.label for row in rows]
    estimates = [row.estimate for row in rows]
    if reference is not None:
        heads.append(say(_("Everybody")))
        estimates.append(reference)
    table = estimate_table(group, heads, estimates, decimals)
    if not any(row.ranked is not None for row in rows):
        return table
    return _with_places(table, rows, decimals)


def _with_places(table: Table, rows: Sequence[GroupRow], decimals: int) -> Table:
    """Return the table with the pooled value and the places of each group; of everybody there is neither."""
    extra: list[tuple[object, ...]] = []
    for row in rows:
        seen = shown(row.ranked.pooled, decimals) if row.ranked else None
        extra.append((seen, row.ranked.place if row.ranked else None))
    extra += [(None, None)] * (len(table.rows) - len(rows))
    full = len(table.columns)
    return replace(
        table,
        columns=(*table.columns, say(_("Drawn towards the others")), say(_("Place"))),
        numeric=(*table.numeric, True, True),
        rows=tuple(
            (*cells, *more) if len(cells) == full else cells for cells, more in zip(table.rows, extra, strict=True)
        ),
    )


def _sentence(rows: Sequence[GroupRow], reference: Estimate | None, *, name: Text | None, decimals: int) -> Text:
    told = [(row, seen) for row in rows if (seen := shown(row.estimate, decimals)) is not None]
    if not told:
        return say(_("No group has enough answers to show a figure."))
    measure = name or measure_name(told[0][0].estimate)
    parts: list[Text | None] = [_ends_words(told, measure)]
    whole = shown(reference, decimals) if reference else None
    if reference is not None and whole is not None:
        parts.append(
            say(
                _(
                    "For {count} of {total} groups the interval leaves out "
                    "the figure of everybody, {value} ({interval})."
                ),
                count=Count(sum(_differs(row.estimate, reference) for row, _seen in told)),
                total=Count(len(told)),
                value=whole.value,
                interval=whole.interval,
            )
        )
    if len(told) < len(rows):
        parts.append(
            say(_("Withheld groups: {count} of {total}."), count=Count(len(rows) - len(told)), total=Count(len(rows)))
        )
    return joined(*parts)


def _ends_words(told: Sequence[tuple[GroupRow, Shown]], measure: Text) -> Text:
    ordered = sorted(told, key=lambda pair: pair[1].value.value)
    (least, low), (most, high) = ordered[0], ordered[-1]
    if len(ordered) == 1:
        return say(
            _("{measure}, {label}: {value} ({interval}, n = {n})."),
            measure=measure,
            label=most.label,
            value=high.value,
            interval=high.interval,
            n=high.n,
        )
    return Text(
        _(
            "{measure} is highest in {most}: {value} ({interval}, n = {n}), "
            "and lowest in {least}: {value2} ({interval2}, n = {n2})."
        ),
        {
            "measure": measure,
            "most": most.label,
            "value": high.value,
            "interval": high.interval,
            "n": high.n,
            "least": least.label,
            "value2": low.value,
            "interval2": low.interval,
            "n2": low.n,
        },
    )
