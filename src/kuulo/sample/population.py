"""The customers of the invented company, and when they were there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kuulo.sample.company import CONTRACTS, LANGUAGES, REGIONS, SEGMENTS
from kuulo.sample.names import name_organisation, name_person

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

YEAR = 365.25
OLDEST = 12 * YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """All customers, one array element each; times are days before the last moment of the data.

    Attributes:
        segment: Position in `company.SEGMENTS`.
        region: Position in `company.REGIONS`.
        language: Position in `company.LANGUAGES`.
        contract: Position in `company.CONTRACTS`.
        since: When they became a customer.
        until: When they left; below 0 for those still there.
        level: How content they are at heart, in standard deviations from the middle.
        names: What they are called.
    """

    segment: Integers
    region: Integers
    language: Integers
    contract: Integers
    since: Floats
    until: Floats
    level: Floats
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)


def make_population(rng: np.random.Generator, *, size: int) -> Population:
    """Return ``size`` customers; who is less content is likelier to have left."""
    segment = rng.choice(len(SEGMENTS), size, p=[s.share for s in SEGMENTS])
    region = rng.choice(len(REGIONS), size, p=[r.share for r in REGIONS])
    spoken = np.cumsum([r.languages for r in REGIONS], axis=1)[region]
    # The last column is left out: rounding could leave it just under 1.
    language = (rng.random(size)[:, None] > spoken[:, :-1]).sum(axis=1)
    contract = (rng.random(size) > 0.35).astype(np.int64)
    level = (
        np.array([s.level for s in SEGMENTS])[segment]
        + np.array([r.level for r in REGIONS])[region]
        + np.array([c[2] for c in CONTRACTS])[contract]
        + rng.normal(0.0, 0.6, size)
    )
    since = OLDEST * rng.random(size) ** 1.6 + 5.0
    leaves = rng.random(size) < 0.20 / (1.0 + np.exp(1.5 * level))
    until = np.where(leaves, since * rng.random(size) * 0.8, -1.0)
    return Population(
        segment=segment,
        region=region,
        language=language,
        contract=contract,
        since=since,
        until=until,
        level=level,
        names=tuple(_name(rng, int(s), int(spoken)) for s, spoken in zip(segment, language, strict=True)),
    )


def _name(rng: np.random.Generator, segment: int, language: int) -> str:
    group, code = SEGMENTS[segment], LANGUAGES[language]
    return name_organisation(rng, group.key, code) if group.organisation else name_person(rng, code)
