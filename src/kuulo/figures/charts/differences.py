"""How those who answered differ from everybody: a bar for each attribute, left where too few, right where too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Axis, Tick, across, pixels, value_axis
from kuulo.figures.charts.model import Table, chart_key
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.figures.charts.wording import joined

ROW = 48.0
BAR = 14.0
LABEL_LENGTH = 30
# Standardised differences under a tenth of a standard deviation are called small (Austin 2009).
SMALL = 0.1
LEAST_SPAN = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """The words of a picture: whom it holds against everybody.

    Attributes:
        head: Heading of their column.
        few: Key of what they have too little of.
        many: Key of what they have too much of.
        both: Key of the two numbers of a row.
        fewest: Sentence on what they lack most; places ``label``, ``answerers``, ``everybody``.
        most: Sentence on what they have most too much of; the same places.
        alike: Sentence for when they differ in nothing.
    """

    head: Text
    few: Text
    many: Text
    both: Text
    fewest: str
    most: str
    alike: Text


ANSWERERS = Crowd(
    head=say(_("Those who answered")),
    few=say(_("Too few among those who answered")),
    many=say(_("Too many")),
    both=say(_("Bold: of those who answered; beside it: of everybody")),
    fewest=_("Too few among those who answered: {label} ({answerers}, of everybody {everybody})."),
    most=_("Too many among those who answered: {label} ({answerers}, of everybody {everybody})."),
    alike=say(_("In everything known of them, those who answered resemble everybody.")),
)


@dataclass(frozen=True, slots=True)
class Apart:
    """One thing in which answerers may differ.

    Attributes:
        label: What it is: the level of an attribute, or a number.
        of: The attribute of the level; ``None`` of a number.
        everybody: Share (0–1) or mean among everybody.
        answerers: The same among those who answered.
        smd: Difference in standard deviations, positive where answerers have more of it.
        is_share: Whether the two are shares.
    """

    label: str | Text
    everybody: float
    answerers: float
    smd: float
    is_share: bool = True
    of: str | Text | None = None

    @property
    def name(self) -> str | Text:
        """The attribute with its level."""
        if self.of is None:
            return self.label
        return say(_("{attribute}: {level}"), attribute=self.of, level=self.label)


@dataclass(frozen=True, slots=True)
class DrawnApart:
    """A row as it is drawn; ``kind`` is ``missing``, ``many`` or ``small``."""

    label: object
    kind: str
    top: str
    middle: str
    y: str
    x: str
    width: str
    height: str
    everybody: Quantity
    answerers: Quantity
    of: object


@dataclass(frozen=True, slots=True)
class DifferencesChart:
    """What the template draws; places are SVG coordinates as text, so that no locale touches them."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: str
    rows: tuple[DrawnApart, ...]
    ticks: tuple[Tick, ...]
    zero: str
    small_from: str
    small_width: str
    crowd: Crowd
    kind: str = "differences"


def differences_chart(
    rows: Sequence[Apart], *, title: Text, crowd: Crowd = ANSWERERS, most: int = 10
) -> DifferencesChart:
    """Build the picture of how answerers differ from everybody.

    Args:
        rows: The largest difference first; the picture shows the first ``most``, the table all.
        title: Heading of the figure.
        crowd: Whom it holds against everybody.
        most: Rows the picture has room for.
    """
    drawn = list(rows[:most])
    reach = max([LEAST_SPAN, *(abs(row.smd) for row in drawn)])
    axis = value_axis([-reach, reach], Unit.SCALE, ticks=4)
    low, high = axis.part(-SMALL), axis.part(SMALL)
    return DifferencesChart(
        key=chart_key("differences", title, rows),
        title=title,
        sentence=_sentence(rows, crowd),
        table=_table(rows, crowd),
        height=pixels(ROW * max(len(drawn), 1)),
        rows=tuple(_drawn(place, row, axis) for place, row in enumerate(drawn)),
        ticks=tuple(Tick(across(axis.part(tick.value)), tick) for tick in axis.ticks),
        zero=across(axis.part(0.0)),
        small_from=across(low),
        small_width=across(high - low),
        crowd=crowd,
    )


def _drawn(place: int, row: Apart, axis: Axis) -> DrawnApart:
    zero, end = axis.part(0.0), axis.part(row.smd)
    middle = ROW * (place + 0.5)
    return DrawnApart(
        _short(row.label),
        _kind(row),
        pixels(ROW * place),
        pixels(middle),
        pixels(middle - BAR / 2),
        across(min(zero, end)),
        across(abs(end - zero)),
        pixels(BAR),
        _quantity(row.everybody, row),
        _quantity(row.answerers, row),
        "" if row.of is None else _short(row.of),
    )


def _kind(row: Apart) -> str:
    if abs(row.smd) < SMALL:
        return "small"
    return "missing" if row.smd < 0 else "many"


def _quantity(value: float, row: Apart) -> Quantity:
    if row.is_share:
        return Quantity(value, Unit.SHARE, 1 if 0 < value < 0.1 else 0)
    return Quantity(value, Unit.SCALE, 0 if abs(value) >= 100 else 1)


def _short(label: str | Text) -> object:
    if isinstance(label, Text) or len(label) <= LABEL_LENGTH:
        return label
    return label[: LABEL_LENGTH - 1].rstrip() + "…"


def _table(rows: Sequence[Apart], crowd: Crowd) -> Table:
    heads = (
        say(_("Of the customers")),
        say(_("Everybody")),
        crowd.head,
        say(_("Standardised difference")),
    )
    cells = [
        (
            row.name,
            _quantity(row.everybody, row),
            _quantity(row.answerers, row),
            Quantity(row.smd, Unit.SCALE, 2, signed=True),
        )
        for row in rows
    ]
    return Table(heads, (False, True, True, True), tuple(cells))


def _sentence(rows: Sequence[Apart], crowd: Crowd) -> Text:
    large = [row for row in rows if abs(row.smd) >= SMALL]
    if not rows:
        return say(_("Nothing is known of everybody that those who answered could be compared in."))
    if not large:
        return crowd.alike
    missing = next((row for row in large if row.smd < 0), None)
    many = next((row for row in large if row.smd > 0), None)
    return joined(_words(crowd.fewest, missing), _words(crowd.most, many))


def _words(template: str, row: Apart | None) -> Text | None:
    if row is None:
        return None
    places = {
        "label": row.name,
        "answerers": _quantity(row.answerers, row),
        "everybody": _quantity(row.everybody, row),
    }
    return Text(template, places)
