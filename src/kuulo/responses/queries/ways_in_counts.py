"""How many answered through each way in."""

from __future__ import annotations

from django.db.models import Count, Q

from kuulo.responses.models import Response
from kuulo.responses.rules.states import State


def answers_by_way_in(slug: str) -> dict[int | None, int]:
    """Return how many complete responses came through each way in; under ``None`` those that came through none."""
    rows = (
        Response.objects.filter(instrument__slug=slug)
        .values("way_in_id")
        .annotate(n=Count("id", filter=Q(state=State.COMPLETE, suspect=False)))
    )
    return {row["way_in_id"]: row["n"] for row in rows}
