"""A study she took part in: she joined under her own name, was visited at home, and was asked a question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from kuulo.rights.tests.planting_traces import EMAIL, NAME
from kuulo.studies.services import SessionWishes, add_to_ask, plan_session
from kuulo.studies.tests.planning import BY, NOW, joined, running


def took_part(party_ids: Iterable[int], home: str) -> None:
    """Let the first of the customers take part in a study and be visited at home, and the others in the shop."""
    study = running(title="How they shop")
    for place, party in enumerate(party_ids):
        name = NAME if place == 0 else "Kuu"
        who = joined(study.slug, party_id=party, pseudonym=name, address=EMAIL if place == 0 else "")
        wishes = SessionWishes(
            starts_at=NOW + timedelta(days=place + 1),
            place=home if place == 0 else "Shop",
            title=f"With {name}",
            participants=[who.id],
        )
        agreed = plan_session(slug=study.slug, wishes=wishes, by=BY, now=NOW)
        add_to_ask(agreed.id, f"What did {name} mean?", by=BY, now=NOW)
