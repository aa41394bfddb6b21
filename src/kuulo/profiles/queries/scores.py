"""A customer's own answers beside the figure of comparable customers: an answer is no estimate, the figure is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kuulo.base.errors import KuuloError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.queries import Reading, open_reading, settle, whole_figure
from kuulo.figures.rules.dimensions import TOUCHPOINT
from kuulo.figures.rules.periods import Period
from kuulo.figures.rules.selection import Filter, Selection
from kuulo.measures.definitions import DEFINITIONS
from kuulo.profiles.queries.facts import place_of
from kuulo.profiles.queries.signals import PartySignals
from kuulo.profiles.rules.facts import Score

OWN_SQL: Final = """
    SELECT signal_id, kind, occurred_at, source, touchpoint, response_id, question, definition, value, scale_min,
           scale_max, direction
    FROM signals
    WHERE {mine} AND kind = 'answer' AND definition IS NOT NULL AND state = 'answered' AND promise = 'identified'
      AND value IS NOT NULL AND scale_min IS NOT NULL AND scale_max IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY definition ORDER BY occurred_at DESC, signal_id) = 1
    ORDER BY definition
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One measure: what this customer answered last, and what comparable customers did.

    Attributes:
        title: The measure's name.
        own: The customer's last answer.
        group: Who the comparable customers are.
        figure: Their figure with its interval; None where it cannot be computed, and ``why`` says so.
    """

    title: Text
    own: Score
    group: Text
    figure: Estimate | None
    why: KuuloError | None = None


def scores_beside(signals: PartySignals) -> tuple[Beside, ...]:
    """Return the customer's last answer to each measure beside the figure of those asked about the same touchpoint."""
    places = frozenset(place for place in signals.places if place[0] == "answer")
    rows = signals.ask(OWN_SQL.format(mine=signals.mine()), places).to_pylist()
    with open_reading() as reading:
        return tuple(_beside(reading, row) for row in rows if row["definition"] in DEFINITIONS)


def _beside(reading: Reading, row: Mapping[str, Any]) -> Beside:
    own = Score(
        question=row["question"],
        definition=row["definition"],
        value=row["value"],
        low=row["scale_min"],
        high=row["scale_max"],
        direction=row["direction"] or 1,
        touchpoint=row["touchpoint"] or "",
        place=place_of(row),
    )
    about = (Filter(TOUCHPOINT, (own.touchpoint,)),) if own.touchpoint else ()
    group = (
        say(_("All customers asked about {touchpoint}, the last year"), touchpoint=own.touchpoint)
        if own.touchpoint
        else say(_("All customers asked, the last year"))
    )
    wanted = Selection(definition=own.definition, period=Period("365"), filters=about)
    title = Text(DEFINITIONS[own.definition].title)
    try:
        figure = whole_figure(reading, settle(reading, wanted))
    except KuuloError as error:
        # The customer's own answer is worth showing where the group's are on several scales, or are none.
        return Beside(title=title, own=own, group=group, figure=None, why=error)
    return Beside(title=title, own=own, group=group, figure=figure)
