"""How the organisation wants its customers matched."""

from __future__ import annotations

from kuulo.matching.models import MatchSettings
from kuulo.matching.rules.settings import MatchWishes


def wishes_in_force() -> MatchWishes:
    """Return the settings; the defaults where nobody has set any."""
    row = MatchSettings.objects.filter(pk=1).first()
    if row is None:
        return MatchWishes()
    return MatchWishes(
        propose_at=row.propose_at,
        accept_at=row.accept_at,
        link_certain=row.link_certain,
        personal_ids=row.personal_ids,
        models=dict(row.models_kept),
    )


def certain_to() -> str:
    """Return up to which state of the keys parties were linked; see `customers.queries.records.keys_version`."""
    return MatchSettings.objects.filter(pk=1).values_list("certain_to", flat=True).first() or ""
