"""What is known of what must be known, and where the gaps are; pure.

A need is *known* where it has claims and all of them are supported, confirmed or contradicted: what is contradicted is
known too. Otherwise it is *on its way* while a study that is to answer it is not finished, *assumed* where there are
claims that nobody tests, and *open* where there is neither a claim nor a study.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.rules import ClaimState
from kuulo.studies.rules import StudyState


class Known(StrEnum):
    """How far a need is answered."""

    KNOWN = "known"
    UNDER_WAY = "under_way"
    ASSUMED = "assumed"
    OPEN = "open"


KNOWN_WORDS: Final[Mapping[Known, Text]] = MappingProxyType(
    {
        Known.KNOWN: say(_("Known")),
        Known.UNDER_WAY: say(_("On its way")),
        Known.ASSUMED: say(_("Assumed")),
        Known.OPEN: say(_("Nobody is finding out")),
    }
)
ANSWERED: Final = frozenset({ClaimState.SUPPORTED, ClaimState.CONFIRMED, ClaimState.CONTRADICTED})
UNFINISHED: Final = frozenset(
    {StudyState.DRAFT, StudyState.READY, StudyState.RUNNING, StudyState.PAUSED, StudyState.ANALYSING}
)


@dataclass(frozen=True, slots=True)
class Answering:
    """A study that is to answer a need: where it stands, and when it reports; ``None`` where nobody has said."""

    state: StudyState
    reports_on: date | None


def known_by(claims: Collection[ClaimState], studies: Collection[Answering]) -> Known:
    """Return how far a need is answered by where its claims and studies stand."""
    if claims and all(state in ANSWERED for state in claims):
        return Known.KNOWN
    if any(one.state in UNFINISHED for one in studies) or ClaimState.TESTING in claims:
        return Known.UNDER_WAY
    return Known.ASSUMED if claims else Known.OPEN


def comes_too_late(known: Known, studies: Collection[Answering], decide_by: date | None) -> bool:
    """Return whether what is on its way comes after the decision: no study under way says it reports in time."""
    if known is not Known.UNDER_WAY or decide_by is None:
        return False
    told = [one.reports_on for one in studies if one.state in UNFINISHED and one.reports_on is not None]
    return bool(told) and min(told) > decide_by
