"""Which shape of question a request becomes: `expressions` writes it, `sums` reads what comes back."""

from __future__ import annotations

from kuulo.measures.periods import Period
from kuulo.measures.requests import NO_DESIGN, Request


def is_counted(request: Request) -> bool:
    """Whether the answers can simply be counted by value: a closed scale, no clusters."""
    closed = request.definition.scale_min is not None and request.design.cluster is None
    return closed and not is_tallied(request)


def is_tallied(request: Request) -> bool:
    """Whether each group is one row of tallies: thousands of groups, a closed scale, no weights, clusters or states."""
    plain = request.design.weight is None and request.design.cluster is None and not counts_states(request)
    return request.many_groups and request.definition.scale_min is not None and plain


def period_of_days(request: Request) -> Period | None:
    """Return the period whose days are to be counted first, or none: it must be the only grouping, with no design.

    Every row's day costs far less than every row's month, and there are few days.
    """
    alone = request.by[0] if len(request.by) == 1 and request.design == NO_DESIGN else None
    return alone if is_counted(request) and isinstance(alone, Period) else None


def counts_states(request: Request) -> bool:
    """Whether some rows without an answer stand in the denominator."""
    return bool(request.definition.counted_states) and request.state is not None
