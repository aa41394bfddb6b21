"""Standardised differences between those who answered and everybody.

Of a level with share p the difference is (p_a − p_f) / √((p_a(1 − p_a) + p_f(1 − p_f)) / 2); of a number
(m_a − m_f) / √((s_a² + s_f²) / 2); of an attribute with several levels as a whole the Mahalanobis distance of the
shares, √((T − C)ᵀ S⁻¹ (T − C)). Source: Yang & Dalton (2012), A unified approach to measuring the effect size between
two groups using SAS; Austin (2009), Statistics in Medicine 28:3083–3107.
"""

from __future__ import annotations

import numpy as np

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.measures.features import Categorical
from kuulo.measures.representativeness.crowd import Crowd, Floats, counted, level_codes
from kuulo.measures.representativeness.results import Difference

POOLED = "*"


def differences(crowd: Crowd, floor: int = 0) -> tuple[tuple[Difference, ...], tuple[Difference, ...], int]:
    """Return the differences of levels and numbers, those of whole attributes, and how many levels were pooled.

    Levels of fewer than ``floor`` persons, or in which fewer (but somebody) answered, are pooled: nothing is said of
    a few.
    """
    levels: list[Difference] = []
    wholes: list[Difference] = []
    pooled = 0
    for name, held in crowd.x.categorical.items():
        names, frame, answered, few = _counts(crowd, held, floor)
        pooled += few
        levels += _levels(crowd, name, names, frame, answered)
        wholes.append(_whole(crowd, name, frame, answered))
    for name, values in crowd.x.numeric.items():
        one = _number(crowd, name, values)
        levels.append(one)
        wholes.append(one)
    return _ordered(levels), _ordered(wholes), pooled


def _ordered(found: list[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(found, key=lambda one: (-abs(one.smd), one.variable, one.level or "")))


def _counts(crowd: Crowd, held: Categorical, floor: int) -> tuple[list[str], Floats, Floats, int]:
    codes, names = level_codes(held)
    frame = counted(codes, crowd.frame, len(names))
    answered = counted(codes, crowd.answered, len(names))
    there = frame > 0
    kept = [name for name, is_there in zip(names, there, strict=True) if is_there]
    return _pool(kept, frame[there], answered[there], floor)


def _pool(names: list[str], frame: Floats, answered: Floats, floor: int) -> tuple[list[str], Floats, Floats, int]:
    """Pool the small levels with each other, and with the next smallest where one alone is small or all are few."""
    few = (frame < floor) | ((answered > 0) & (answered < floor))
    if not few.any():
        return names, frame, answered, 0
    order = np.lexsort((frame, ~few))
    count = int(few.sum())
    while count < len(order) and (
        count < 2 or _is_few(frame[order[:count]].sum(), answered[order[:count]].sum(), floor)
    ):
        count += 1
    low, rest = order[:count], np.sort(order[count:])
    return (
        [*(names[place] for place in rest), POOLED],
        np.append(frame[rest], frame[low].sum()),
        np.append(answered[rest], answered[low].sum()),
        count,
    )


def _is_few(frame: float, answered: float, floor: int) -> bool:
    return frame < floor or 0 < answered < floor


def _levels(crowd: Crowd, name: str, names: list[str], frame: Floats, answered: Floats) -> list[Difference]:
    everybody, answers = frame / frame.sum(), answered / max(answered.sum(), 1e-300)
    smd = _smd(answers, everybody)
    return [
        Difference(
            variable=name,
            level=level,
            frame=float(everybody[place]),
            answerers=float(answers[place]),
            smd=float(smd[place]),
            n=round(float(answered[place])),
            title=crowd.title(name),
            label=say(_("other levels together")) if level == POOLED else crowd.label(name, level),
        )
        for place, level in enumerate(names)
    ]


def _smd(answers: Floats, everybody: Floats) -> Floats:
    spread = np.sqrt((answers * (1 - answers) + everybody * (1 - everybody)) / 2)
    gap = answers - everybody
    return np.where(spread > 1e-12, gap / np.maximum(spread, 1e-12), 0.0)


def _whole(crowd: Crowd, name: str, frame: Floats, answered: Floats) -> Difference:
    everybody, answers = frame / frame.sum(), answered / max(answered.sum(), 1e-300)
    gap = (answers - everybody)[1:]
    spread = (_spread(answers[1:]) + _spread(everybody[1:])) / 2
    distance = float(np.sqrt(max(gap @ np.linalg.pinv(spread) @ gap, 0.0))) if len(gap) else 0.0
    return Difference(
        variable=name,
        level=None,
        frame=1.0,
        answerers=1.0,
        smd=distance,
        n=round(float(answered.sum())),
        title=crowd.title(name),
    )


def _spread(shares: Floats) -> Floats:
    return np.asarray(np.diag(shares) - np.outer(shares, shares))


def _number(crowd: Crowd, name: str, values: Floats) -> Difference:
    (centre, spread, _all), (mean, deviation, n) = (
        _moments(values, counts) for counts in (crowd.frame, crowd.answered)
    )
    scale = np.sqrt((spread + deviation) / 2)
    return Difference(
        variable=name,
        level=None,
        frame=centre,
        answerers=mean,
        smd=float((mean - centre) / scale) if scale > 0 else 0.0,
        n=round(n),
        title=crowd.title(name),
    )


def _moments(values: Floats, counts: Floats) -> tuple[float, float, float]:
    """Return mean, variance and number of the known values."""
    known = ~np.isnan(values) & (counts > 0)
    total = float(counts[known].sum())
    if not total:
        return 0.0, 0.0, 0.0
    mean = float((counts[known] * values[known]).sum() / total)
    return mean, float((counts[known] * (values[known] - mean) ** 2).sum() / total), total
