"""Answers the tests of scales are about: drawn of one factor, recorded as other rooms record them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kuulo.base.ids import derived_id
from kuulo.figures.tests.answers import answer, record
from kuulo.lake.rules import Signal
from kuulo.measures.scales.scorings import SOCO


def said(
    person: int,
    values: Mapping[str, float],
    *,
    source: str = "pulse",
    ends: tuple[float, float] = (1.0, 7.0),
    response: str = "",
    **further: object,
) -> list[Signal]:
    """Return the answers of one response; by default each number is another person."""
    name = response or f"{source}-{person}"
    return [
        answer(
            person,
            value,
            definition="mean@1",
            signal_id=derived_id("scale", name, question),
            source=source,
            question=question,
            response_id=name,
            scale_min=ends[0],
            scale_max=ends[1],
            **further,  # type: ignore[arg-type]  # -- a test says only what matters to it
        )
        for question, value in values.items()
    ]


def drawn(seed: int, rows: int, loadings: Sequence[float], ends: tuple[float, float] = (1.0, 7.0)) -> list[list[float]]:
    """Return answers of one factor with these loadings, rounded to the scale."""
    rng = np.random.default_rng(seed)
    weights = np.asarray(loadings)
    noise = rng.standard_normal((rows, len(weights))) * np.sqrt(1 - weights**2)
    values = (ends[0] + ends[1]) / 2 + (ends[1] - ends[0]) / 5 * (rng.standard_normal((rows, 1)) * weights + noise)
    clipped: list[list[float]] = np.clip(np.round(values), *ends).tolist()
    return clipped


def fill_table(rows: int = 200, *, language: str = "fi", seed: int = 1, start: int = 0, shift: float = 0.0) -> None:
    """Record a table of four statements on seven points."""
    signals = []
    for place, values in enumerate(drawn(seed, rows, (0.85, 0.8, 0.75, 0.7))):
        answers = {f"work:{name}": value for name, value in zip(("help", "voice", "load", "aim"), values, strict=True)}
        answers["work:aim"] = float(np.clip(answers["work:aim"] + shift, 1, 7))
        signals += said(start + place, answers, language=language)
    record(signals)


def fill_soco(rows: int = 150, *, source: str = "soco_seller") -> None:
    """Record SOCO: selling-oriented answers run against the customer-oriented ones."""
    customer, selling, _total = SOCO.parts
    loadings = [*[0.75] * len(customer.items), *[-0.7] * len(selling.items)]
    names = (*customer.items, *selling.items)
    signals = []
    for place, values in enumerate(drawn(5, rows, loadings, SOCO.ends)):
        signals += said(place, dict(zip(names, values, strict=True)), source=source, ends=SOCO.ends, party=None)
    record(signals)
