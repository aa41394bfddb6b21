"""Named, versioned scorings: which items make which scale, which are turned round, and where the scale comes from.

Items are named by their keys, not by their words: an instrument in another wording (a licensed one, say) is scored the
same as long as it keeps the keys. A scoring never changes once released.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.measures.scales.moments import Ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One scale of a scoring.

    Attributes:
        name: Short name, such as ``customer``.
        title: What a reader calls it (English, marked for translation).
        items: Names of its items.
        reverse: Those of them that are turned round.
        direction: +1 when a higher mean is better, −1 when a lower one is.
    """

    name: str
    title: str
    items: tuple[str, ...]
    reverse: tuple[str, ...] = ()
    direction: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How the answers of an instrument become scales.

    Attributes:
        id: Name and version, such as ``soco@1``.
        title: What a reader calls it (English, marked for translation).
        source: Where it comes from (English, marked for translation).
        ends: Lowest and highest answer.
        parts: Its scales, the total last.
    """

    id: str
    title: str
    source: str
    ends: Ends
    parts: tuple[Part, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """Names of all items, each once."""
        return tuple(dict.fromkeys(item for part in self.parts for item in part.items))


# Twelve items of each kind in four tables of six, kinds in turn; `kuulo.instruments` writes the words.
SOCO_CUSTOMER: Final = (
    ("needs", "goal", "fit"),
    ("explain", "limits", "answers"),
    ("expect", "disagree", "facts"),
    ("elsewhere", "afterwards", "lasting"),
)
SOCO_SELLING: Final = (
    ("volume", "press", "weak_points"),
    ("easiest", "rosy", "pitch_first"),
    ("persuade", "leave_out", "pretend"),
    ("out_of_hands", "opponent", "extras"),
)


def _named(tables: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(f"soco_{table}:{row}" for table, rows in enumerate(tables, start=1) for row in rows)


_CUSTOMER, _SELLING = _named(SOCO_CUSTOMER), _named(SOCO_SELLING)
SOCO: Final = Scoring(
    id="soco@1",
    title=_("Customer orientation in selling (SOCO)"),
    source=_(
        "Structure of Saxe & Weitz (1982), Journal of Marketing Research 19:343–351; buyers’ form of Michaels & Day "
        "(1985), 22:443–446; items in Kuulo’s own words unless a licensed wording was put in"
    ),
    ends=(1, 9),
    parts=(
        Part(name="customer", title=_("Customer-oriented"), items=_CUSTOMER),
        Part(name="selling", title=_("Selling-oriented"), items=_SELLING, direction=-1),
        Part(
            name="total",
            title=_("Total, selling-oriented items reversed"),
            items=(*_CUSTOMER, *_SELLING),
            reverse=_SELLING,
        ),
    ),
)
SCORINGS: Final[dict[str, Scoring]] = {SOCO.id: SOCO}


def scorings_for(questions: Collection[str]) -> tuple[Scoring, ...]:
    """Return the scorings all of whose items are among these questions."""
    known = set(questions)
    return tuple(one for one in SCORINGS.values() if known.issuperset(one.items))
