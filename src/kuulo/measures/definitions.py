"""Named, versioned definitions of the measures: what counts as what, on which scale, from which source.

A definition never changes once released: a new reading gets a new number after the ``@``. Figures of different
definitions are different figures and are never pooled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from kuulo.base.errors import DefinitionError
from kuulo.base.texts import mark as _

Statistic = Literal["net", "share", "mean", "total", "ratio"]
Span = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One way to turn answers into a figure.

    Attributes:
        id: Name and version, such as ``nps@1``.
        family: Measure it belongs to, such as ``nps``; figures of one family are what readers compare.
        title: What a reader calls it (English, marked for translation).
        statistic: ``net`` (favourable minus unfavourable, −100…100), ``share`` (favourable, 0–1), ``mean``
            (points of the scale), ``total`` or ``ratio``.
        source: Where the definition comes from (English, marked for translation).
        scale_min: Lowest answer the scale has; ``None`` where any number may come.
        scale_max: Highest answer the scale has.
        direction: +1 when a higher figure is better, −1 when a lower one is.
        favourable: First and last answer that count as favourable (``net`` and ``share``).
        unfavourable: First and last answer that count against (``net``).
        whole: Whether only whole numbers are answers.
        counted_states: States without an answer that still stand in the denominator (compatibility definitions).
        decimals: Rounding of the value that the tool reproduced here applies; ``None`` means none.
        instead_of: The definition Kuulo would use; empty for Kuulo's own.
    """

    id: str
    family: str
    title: str
    statistic: Statistic
    source: str
    scale_min: float | None = None
    scale_max: float | None = None
    direction: int = 1
    favourable: Span | None = None
    unfavourable: Span | None = None
    whole: bool = True
    counted_states: tuple[str, ...] = ()
    decimals: int | None = None
    instead_of: str = ""

    @property
    def unit(self) -> float:
        """What one favourable answer adds: 100 points for a net score, 1 otherwise."""
        return 100.0 if self.statistic == "net" else 1.0

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Lowest and highest value the figure itself can take."""
        if self.statistic == "net":
            return -100.0, 100.0
        if self.statistic == "share":
            return 0.0, 1.0
        if self.statistic == "mean":
            return self.scale_min, self.scale_max
        return None, None


def _on_scale(low: float, high: float, **fields: object) -> Definition:
    return Definition(scale_min=low, scale_max=high, **fields)  # type: ignore[arg-type]  # -- checked by the tests


_NPS = _on_scale(
    0,
    10,
    id="nps@1",
    family="nps",
    title=_("Net Promoter Score"),
    statistic="net",
    favourable=(9, 10),
    unfavourable=(0, 6),
    source=_("Reichheld (2003), The one number you need to grow; answers 0–10, dismissed ones left out"),
)
_CSAT = _on_scale(
    1,
    5,
    id="csat.top2@1",
    family="csat",
    title=_("Satisfied customers (4–5 of 5)"),
    statistic="share",
    favourable=(4, 5),
    source=_("Top-two-box share of a five-point satisfaction item (Morgan & Rego 2006)"),
)
_CES = _on_scale(
    1,
    7,
    id="ces.2@1",
    family="ces",
    title=_("Customer Effort Score 2.0 (1–7, higher is easier)"),
    statistic="mean",
    whole=False,
    source=_("CEB (2013): agreement with 'made it easy for me to handle my issue', mean of 1–7"),
)
_RECOMMEND = _on_scale(
    1,
    10,
    id="recommend.1to10.top2@1",
    family="recommend.1to10",
    title=_("Would recommend (9–10 of 1–10; not an NPS)"),
    statistic="share",
    favourable=(9, 10),
    source=_("Share of 9–10 on a recommend item that begins at 1; not comparable with NPS, whose scale begins at 0"),
)
_FFT = _on_scale(
    1,
    5,
    id="fft.positive@1",
    family="fft",
    title=_("Friends and Family Test, positive (1–2 of 1 = very good … 5 = very poor)"),
    statistic="share",
    favourable=(1, 2),
    source=_("NHS England, Friends and Family Test guidance; 'don't know' is no rating here"),
)
_AGREE5 = _on_scale(
    1,
    5,
    id="agree.1to5.top2@1",
    family="agree.1to5",
    title=_("Agreement (4–5 of 5)"),
    statistic="share",
    favourable=(4, 5),
    source=_("Top-two-box share of a five-point agreement item"),
)
_AGREE7 = _on_scale(
    1,
    7,
    id="agree.1to7.top2@1",
    family="agree.1to7",
    title=_("Agreement (6–7 of 7)"),
    statistic="share",
    favourable=(6, 7),
    source=_("Top-two-box share of a seven-point agreement item"),
)


def _mean_of(definition: Definition, name: str, title: str, source: str) -> Definition:
    return replace(
        definition,
        id=name,
        title=title,
        source=source,
        statistic="mean",
        favourable=None,
        unfavourable=None,
        whole=False,
    )


_OWN = (
    _NPS,
    replace(
        _NPS,
        id="enps@1",
        family="enps",
        title=_("Employee Net Promoter Score"),
        source=_("NPS' cuts on 'recommend as a place to work', answers 0–10"),
    ),
    _CSAT,
    _mean_of(_CSAT, "csat.mean@1", _("Customer satisfaction, mean of 1–5"), "Mean of a five-point satisfaction item"),
    replace(
        _mean_of(
            _CSAT,
            "ces.2010@1",
            _("Customer Effort Score 2010 (1–5, lower is easier)"),
            "Dixon, Freeman & Toman (2010): 'how much effort did you personally have to put forth', mean of 1–5",
        ),
        family="ces.2010",
        direction=-1,
    ),
    _CES,
    replace(
        _CES,
        id="ces.2.top3@1",
        title=_("Found it easy (5–7 of 7)"),
        statistic="share",
        favourable=(5, 7),
        whole=True,
        source=_("CES 2.0 reported as the share of 5–7"),
    ),
    replace(
        _CES,
        id="ces.2.net@1",
        title=_("Net ease (5–7 minus 1–3 of 7)"),
        statistic="net",
        favourable=(5, 7),
        unfavourable=(1, 3),
        whole=True,
        source=_("CES 2.0 reported as a net score: 5–7 minus 1–3"),
    ),
    _RECOMMEND,
    _mean_of(
        _RECOMMEND,
        "recommend.1to10.mean@1",
        _("Would recommend, mean of 1–10 (not an NPS)"),
        "Mean of a recommend item that begins at 1; not comparable with NPS",
    ),
    _FFT,
    replace(
        _FFT,
        id="fft.negative@1",
        title=_("Friends and Family Test, negative (4–5 of 1 = very good … 5 = very poor)"),
        favourable=(4, 5),
        direction=-1,
    ),
    _AGREE5,
    _mean_of(_AGREE5, "agree.1to5.mean@1", _("Agreement, mean of 1–5"), "Mean of a five-point agreement item"),
    _AGREE7,
    _mean_of(_AGREE7, "agree.1to7.mean@1", _("Agreement, mean of 1–7"), "Mean of a seven-point agreement item"),
    _on_scale(
        0,
        1,
        id="share@1",
        family="share",
        title=_("Share"),
        statistic="share",
        favourable=(1, 1),
        source=_("Share of yes answers (1 or true) of all yes and no answers"),
    ),
    Definition(
        id="mean@1",
        family="mean",
        title=_("Mean"),
        statistic="mean",
        whole=False,
        source=_("Mean of a number that has no closed scale"),
    ),
    Definition(
        id="total@1",
        family="total",
        title=_("Total"),
        statistic="total",
        whole=False,
        source=_("Weighted total (Horvitz–Thompson)"),
    ),
    Definition(
        id="ratio@1",
        family="ratio",
        title=_("Ratio of two totals"),
        statistic="ratio",
        whole=False,
        source=_("Ratio of two weighted totals (Taylor-linearised)"),
    ),
)

_COMPATIBLE = (
    replace(
        _NPS,
        id="nps.formbricks.summary@1",
        title=_("NPS as Formbricks' survey summary shows it"),
        counted_states=("dismissed",),
        instead_of="nps@1",
        source=_("Formbricks surveySummary.ts: who dismissed the question stands in the denominator"),
    ),
    replace(
        _NPS,
        id="nps.formbricks.charts@1",
        title=_("NPS as Formbricks' charts show it"),
        instead_of="nps@1",
        source=_("Formbricks charts: only answers stand in the denominator"),
    ),
    replace(
        _NPS,
        id="nps.customergauge@1",
        title=_("NPS as CustomerGauge may show it"),
        counted_states=("dismissed", "skipped"),
        instead_of="nps@1",
        source=_("CustomerGauge: the denominator may hold records without a score"),
    ),
    replace(
        _CSAT,
        id="csat.delighted@1",
        title=_("CSAT as Delighted shows it (4–5 of 5, whole percent)"),
        decimals=2,
        instead_of="csat.top2@1",
        source=_("Delighted: share of 4–5 of 5, rounded to a whole percent"),
    ),
    replace(
        _CSAT,
        id="csat.formbricks@1",
        title=_("CSAT as Formbricks shows it on five points"),
        instead_of="csat.top2@1",
        source=_("Formbricks: top two of four to seven points (top one of three, top three of ten)"),
    ),
    _on_scale(
        1,
        5,
        id="ces.delighted@1",
        family="ces.1to5",
        title=_("CES as Delighted shows it (4–5 of 5)"),
        statistic="share",
        favourable=(4, 5),
        decimals=2,
        instead_of="ces.2@1",
        source=_("Delighted: share of 4–5 on 1–5 agreement, rounded to a whole percent"),
    ),
)

DEFINITIONS: dict[str, Definition] = {item.id: item for item in (*_OWN, *_COMPATIBLE)}


def definition(name: str) -> Definition:
    """Return the definition with this name.

    Raises:
        DefinitionError: No definition has this name.
    """
    found = DEFINITIONS.get(name)
    if found is None:
        raise DefinitionError(
            _("There is no definition named {name}."),
            _("Use one of: {known}."),
            name=name,
            known=", ".join(sorted(DEFINITIONS)),
        )
    return found
