"""How the answers fall: one bar a value, and one strip of the groups a measure counts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import across, pixels
from kuulo.figures.charts.model import Table, chart_key
from kuulo.figures.charts.quantities import Count, Quantity, Unit
from kuulo.figures.charts.wording import joined

HEIGHT = 132.0
ROW = 40.0
COLUMNS_MOST = 11
COLUMN_LABEL = 3
LABEL_LENGTH = 26

ROLE_NAMES = {
    "promoter": say(_("Promoters")),
    "passive": say(_("Passives")),
    "detractor": say(_("Detractors")),
    "high": say(_("Counted as good")),
    "middle": say(_("In the middle")),
    "low": say(_("Counted as poor")),
    "other": say(_("Other answers")),
}
ROLE_CLASSES = {"promoter": "high", "passive": "middle", "detractor": "low"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer value.

    Attributes:
        label: The value, or its words.
        count: How many answered it; ``None`` when withheld.
        role: Group the measure counts it in: ``promoter``, ``passive``, ``detractor``, or ``high``, ``middle``,
            ``low``, ``other``.
    """

    label: str | Text
    count: int | None
    role: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar as it is drawn; ``kind`` is a class."""

    label: object
    count: Count | None
    share: Quantity | None
    kind: str
    x: str
    y: str
    width: str
    height: str
    centre: str
    base: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the strip; ``labelled`` when it is wide enough for its per cent."""

    name: Text
    count: Count
    share: Quantity
    kind: str
    x: str
    width: str
    centre: str
    labelled: bool


@dataclass(frozen=True, slots=True)
class DistributionChart:
    """What the template draws; places are SVG coordinates as text, so that no locale touches them."""

    key: str
    title: Text
    sentence: Text
    table: Table
    layout: str
    height: str
    bars: tuple[DrawnBar, ...]
    parts: tuple[Part, ...]
    total: Count
    kind: str = "distribution"

    @property
    def strip(self) -> str:
        """Where the strip of roles lies, under the bars and their labels."""
        return pixels(float(self.height) + (34 if self.layout == "columns" else 10))


def distribution_chart(bars: Sequence[Bar], *, title: Text, upright: bool | None = None) -> DistributionChart:
    """Build the chart of how many gave each answer.

    Args:
        bars: Answer values in the scale's order.
        title: Heading of the figure.
        upright: Columns or rows; by default columns for short labels, rows for words.
    """
    total = sum(bar.count or 0 for bar in bars)
    columns = upright if upright is not None else _fits_columns(bars)
    drawn = _columns(bars, total) if columns else _rows(bars, total)
    return DistributionChart(
        key=chart_key("distribution", title, bars),
        title=title,
        sentence=_sentence(bars, total),
        table=_table(bars, total),
        layout="columns" if columns else "rows",
        height=pixels(HEIGHT if columns else ROW * len(bars)),
        bars=drawn,
        parts=_parts(bars, total),
        total=Count(total),
    )


def _fits_columns(bars: Sequence[Bar]) -> bool:
    return len(bars) <= COLUMNS_MOST and all(
        isinstance(bar.label, str) and len(bar.label) <= COLUMN_LABEL for bar in bars
    )


def _share(count: int | None, total: int) -> Quantity | None:
    if count is None or total == 0:
        return None
    return Quantity(count / total, Unit.SHARE, 1 if total >= 1000 else 0)


def _count(bar: Bar) -> Count | None:
    return None if bar.count is None else Count(bar.count)


def _kind(bar: Bar) -> str:
    return ROLE_CLASSES.get(bar.role, bar.role or "plain")


def _columns(bars: Sequence[Bar], total: int) -> tuple[DrawnBar, ...]:
    most = max((bar.count or 0 for bar in bars), default=0) or 1
    slot = 1 / max(len(bars), 1)
    drawn = []
    for index, bar in enumerate(bars):
        tall = HEIGHT * (bar.count or 0) / most
        left = slot * (index + 0.1)
        drawn.append(
            DrawnBar(
                bar.label,
                _count(bar),
                _share(bar.count, total),
                _kind(bar),
                across(left),
                pixels(HEIGHT - tall),
                across(slot * 0.8),
                pixels(tall),
                across(slot * (index + 0.5)),
                pixels(HEIGHT - tall - 6),
            )
        )
    return tuple(drawn)


def _rows(bars: Sequence[Bar], total: int) -> tuple[DrawnBar, ...]:
    most = max((bar.count or 0 for bar in bars), default=0) or 1
    return tuple(
        DrawnBar(
            _short(bar.label),
            _count(bar),
            _share(bar.count, total),
            _kind(bar),
            "0",
            pixels(ROW * (index + 0.5) - 7),
            across((bar.count or 0) / most),
            pixels(14),
            across((bar.count or 0) / most),
            pixels(ROW * (index + 0.5)),
        )
        for index, bar in enumerate(bars)
    )


def _short(label: str | Text) -> object:
    if isinstance(label, Text) or len(label) <= LABEL_LENGTH:
        return label
    return label[: LABEL_LENGTH - 1].rstrip() + "…"


def _by_role(bars: Sequence[Bar]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for bar in bars:
        if bar.role:
            counts[bar.role] = counts.get(bar.role, 0) + (bar.count or 0)
    return counts


def _parts(bars: Sequence[Bar], total: int) -> tuple[Part, ...]:
    """Return the strip of roles in their order; none where a value is withheld, for the strip would reveal it."""
    counts = _by_role(bars)
    if total == 0 or len(counts) < 2 or any(bar.count is None for bar in bars):
        return ()
    parts, left = [], 0.0
    for role, count in counts.items():
        wide = count / total
        share = Quantity(wide, Unit.SHARE, 0)
        parts.append(
            Part(
                ROLE_NAMES.get(role, Text("{name}", {"name": role})),
                Count(count),
                share,
                ROLE_CLASSES.get(role, role),
                across(left),
                across(wide),
                across(left + wide / 2),
                labelled=wide >= 0.12,
            )
        )
        left += wide
    return tuple(parts)


def _table(bars: Sequence[Bar], total: int) -> Table:
    roles = any(bar.role for bar in bars)
    columns = [say(_("Answer")), say(_("Number of answers")), say(_("Share"))]
    numeric = [False, True, True]
    if roles:
        columns.append(say(_("Counts as")))
        numeric.append(False)
    rows = [_table_row(bar, total, roles=roles) for bar in bars]
    return Table(tuple(columns), tuple(numeric), tuple(rows))


def _table_row(bar: Bar, total: int, *, roles: bool) -> tuple[object, ...]:
    if bar.count is None:
        return (bar.label, say(_("Withheld: too few answers")))
    cells: tuple[object, ...] = (bar.label, Count(bar.count), _share(bar.count, total))
    return (*cells, ROLE_NAMES.get(bar.role, bar.role)) if roles else cells


def _sentence(bars: Sequence[Bar], total: int) -> Text:
    told = [bar for bar in bars if bar.count]
    if not told or total == 0:
        return say(_("There are no answers yet."))
    top = max(told, key=lambda bar: bar.count or 0)
    most = say(
        _("The most common of {total} answers is “{label}”: {count} ({share})."),
        total=Count(total),
        label=top.label,
        count=Count(top.count or 0),
        share=_share(top.count, total),
    )
    roles = [say(_("{name}: {share}."), name=part.name, share=part.share) for part in _parts(bars, total)]
    hidden = sum(bar.count is None for bar in bars)
    withheld = say(_("Withheld values: {count}."), count=Count(hidden)) if hidden else None
    return joined(most, *roles, withheld)
