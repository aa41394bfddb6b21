"""From whom the answers came: everybody, the asked, the reached, those who answered, each a bar under the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import across, pixels
from kuulo.figures.charts.model import Table, chart_key
from kuulo.figures.charts.quantities import Count, Quantity, Unit
from kuulo.figures.charts.wording import joined

ROW = 40.0
BAR = 14.0
NOT_KNOWN = say(_("not known"))


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what those in it have in common, and how many there are; ``None`` where nobody counted."""

    label: Text
    count: int | None


@dataclass(frozen=True, slots=True)
class DrawnStage:
    """A stage as it is drawn; ``kind`` is a class: ``plain``, ``last`` or ``unknown``."""

    label: Text
    count: object
    share: object
    kind: str
    y: str
    base: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """What the template draws; places are SVG coordinates as text, so that no locale touches them."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: str
    stages: tuple[DrawnStage, ...]
    kind: str = "funnel"


def funnel_chart(stages: Sequence[Stage], *, title: Text) -> FunnelChart:
    """Build the picture of who was left at each stage, as shares of the first that was counted."""
    whole = next((stage.count for stage in stages if stage.count), 0)
    return FunnelChart(
        key=chart_key("funnel", title, stages),
        title=title,
        sentence=_sentence(stages),
        table=_table(stages, whole),
        height=pixels(ROW * max(len(stages), 1)),
        stages=tuple(_drawn(place, stage, whole, len(stages)) for place, stage in enumerate(stages)),
    )


def _drawn(place: int, stage: Stage, whole: int, total: int) -> DrawnStage:
    middle = ROW * (place + 0.5)
    share = _share(stage.count, whole)
    kind = "unknown" if stage.count is None else "last" if place == total - 1 else "plain"
    return DrawnStage(
        stage.label,
        NOT_KNOWN if stage.count is None else Count(stage.count),
        "" if share is None else share,
        kind,
        pixels(middle - BAR / 2),
        pixels(middle),
        across(min(share.value, 1.0) if share else 0.0),
        pixels(BAR),
    )


def _share(count: int | None, whole: int) -> Quantity | None:
    if count is None or not whole:
        return None
    part = count / whole
    return Quantity(part, Unit.SHARE, 1 if 0 < part < 0.1 else 0)


def _table(stages: Sequence[Stage], whole: int) -> Table:
    rows = [
        (stage.label, NOT_KNOWN if stage.count is None else Count(stage.count), _share(stage.count, whole))
        for stage in stages
    ]
    heads = (say(_("Stage")), say(_("How many")), say(_("Share of the first")))
    return Table(heads, (False, True, True), tuple(rows))


def _sentence(stages: Sequence[Stage]) -> Text:
    told = [stage for stage in stages if stage.count is not None]
    if len(told) < 2:
        return say(_("Who could have spoken is not known: only those who answered are."))
    parts: list[Text | None] = [
        say(_("{stage}: {count}."), stage=stage.label, count=Count(stage.count or 0)) for stage in told
    ]
    first, last = told[0], told[-1]
    if first.count:
        share = _share(last.count, first.count)
        parts.append(say(_("That is {share} of the first."), share=share))
    return joined(*parts)
