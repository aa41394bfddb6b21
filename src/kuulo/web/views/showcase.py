"""Invented contents of the design page: the same components the real pages use, in every state."""

from __future__ import annotations

from datetime import date
from math import sin

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts import COMPACT, Bar, GroupRow, TrendPoint, distribution_chart, dots_chart, trend_chart
from kuulo.web.forms import SampleForm

SWATCHES = (
    *("paper", "surface", "sunken", "ink", "ink-soft", "line", "line-strong", "accent", "accent-soft"),
    *("good", "warn", "bad", "series", "band", "high", "middle", "low"),
)
WORDS = {
    "empty_title": say(_("No answers yet")),
    "empty_text": say(_("Import an export of the tool you use, and the first figures are here in a minute.")),
    "empty_action": say(_("Import answers")),
    "progress_label": say(_("Reading rows")),
    "waiting_label": say(_("Waiting for a free worker")),
}
COMMENTS = (
    {
        "text": "Asentaja tuli ajallaan ja siivosi jälkensä. Lasku oli kuitenkin eri kuin tarjous.",
        "language": "fi",
        "score": "9",
        "kind": "high",
        "when": date(2026, 6, 12),
        "where": say(_("Technician’s visit")),
    },
    {
        "text": "Jag fick vänta i telefonen i en halvtimme och blev sedan kopplad fel.",
        "language": "sv",
        "score": "3",
        "kind": "low",
        "when": date(2026, 6, 11),
        "where": say(_("Customer service by phone")),
    },
)


def showcase() -> dict[str, object]:
    """Return the context of the design page."""
    return {
        "form": SampleForm(),
        "wrong_form": SampleForm({"email": "not-an-address"}, auto_id="wrong_%s"),
        "figure": sample_estimate(41.8, 5.1, 1214, invited=5120, answered=1302),
        "before": sample_estimate(29.6, 5.6, 1020),
        "share": _share(0.731, 0.024, 1214),
        "withheld": _withheld(),
        "trend": _trend(),
        "short_trend": trend_chart(_points()[-8:], title=say(_("NPS, the last eight months")), height=COMPACT),
        "dots": _dots(),
        "columns": _columns(),
        "rows": _rows(),
        "page": _page(),
        "since": say(_("the quarter before")),
        "swatches": SWATCHES,
        "comments": COMMENTS,
        "trail": [("#ways", gettext("Import")), ("#ways", gettext("Files"))],
        **WORDS,
    }


def sample_estimate(
    value: float, half: float, n: int, *, invited: int | None = None, answered: int | None = None
) -> Estimate:
    """Return an invented NPS with an interval of the given half-width."""
    return Estimate(
        measure="nps",
        value=value,
        low=value - half,
        high=value + half,
        se=half / 1.96,
        confidence=0.95,
        n=n,
        n_eff=n * 0.87,
        deff=1.15,
        invited=invited,
        answered=answered,
        method="tango",
        definition="nps@1",
        data_version="v12+0",
    )


def _share(value: float, half: float, n: int) -> Estimate:
    return Estimate(
        measure="csat",
        value=value,
        low=value - half,
        high=value + half,
        se=half / 1.96,
        confidence=0.95,
        n=n,
        n_eff=float(n),
        deff=1.0,
        invited=None,
        answered=None,
        method="wilson",
        definition="csat.top2@1",
    )


def _withheld() -> Estimate:
    return Estimate(
        measure="nps",
        value=None,
        low=None,
        high=None,
        se=None,
        confidence=0.95,
        n=None,
        n_eff=None,
        deff=None,
        invited=None,
        answered=None,
        method="tango",
        definition="nps@1",
    )


def _points() -> list[TrendPoint]:
    """Return two years of invented months with two withheld ones and a new wording in the middle."""
    points = []
    for index in range(24):
        month = date(2024 + (index + 9) // 12, (index + 9) % 12 + 1, 1)
        figure = sample_estimate(24 + index * 0.9 + 6 * sin(index * 1.7), 9 - index * 0.12, 160 + index * 9)
        note = say(_("The question was reworded: the line before and after cannot be compared"))
        points.append(
            TrendPoint(
                start=month,
                estimate=_withheld() if index in {6, 15} else figure,
                break_note=note if index == 11 else None,
            )
        )
    return points


def _trend() -> object:
    return trend_chart(_points(), title=say(_("NPS by month")))


def _dots() -> object:
    rows = [
        (say(_("Booking online")), 51.0, 6.2, 412),
        (say(_("Technician’s visit")), 44.3, 5.0, 640),
        (say(_("Customer service by phone")), 38.0, 7.9, 233),
        (say(_("Invoice")), 12.6, 9.4, 158),
        (say(_("Complaint")), -18.2, 14.7, 61),
    ]
    drawn = [GroupRow(label, sample_estimate(value, half, n)) for label, value, half, n in rows]
    drawn.append(GroupRow(say(_("Chat")), _withheld()))
    return dots_chart(
        drawn,
        title=say(_("NPS by touchpoint")),
        reference=sample_estimate(38.4, 2.9, 1504),
        group=say(_("Touchpoint")),
    )


def _columns() -> object:
    counts = (31, 8, 14, 19, 22, 61, 74, 158, 262, 301, 264)
    bars = [Bar(str(value), count, _role(value)) for value, count in enumerate(counts)]
    return distribution_chart(bars, title=say(_("Would you recommend us?")))


def _role(value: int) -> str:
    return "promoter" if value >= 9 else "passive" if value >= 7 else "detractor"


def _rows() -> object:
    labels: list[tuple[Text, int | None]] = [
        (say(_("Strongly agree")), 412),
        (say(_("Agree")), 506),
        (say(_("Neither agree nor disagree")), 171),
        (say(_("Disagree")), 88),
        (say(_("Strongly disagree")), 37),
    ]
    roles = ("high", "high", "middle", "low", "low")
    bars = [Bar(label, count, role) for (label, count), role in zip(labels, roles, strict=True)]
    return distribution_chart(bars, title=say(_("It was easy to get my matter handled")))


def _page() -> Page[int]:
    return Paginator(range(240), 20).page(3)
