"""What is evidence no more: sources erased, consents withdrawn or expired; asked for at every reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from kuulo.audit.queries.wording import text_from
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.models import Fragment
from kuulo.claims.rules import FragmentKind
from kuulo.customers.queries import may_use_many
from kuulo.customers.rules import Purpose
from kuulo.sources import queries as sources

GONE: Final = say(_("It has been erased."))
NO_BASIS: Final = say(_("The customer has withdrawn, or the consent has expired."))


def fallen_of(fragments: Collection[Fragment]) -> dict[int, Text]:
    """Return why fragments are no evidence any more, by their numbers; those in force are left out."""
    fallen = {row.pk: text_from(row.fallen_why) for row in fragments if row.fallen_at and row.fallen_why}
    standing = [row for row in fragments if row.pk not in fallen]
    return fallen | _fallen_passages(standing) | _fallen_answers(standing)


def _fallen_passages(fragments: Collection[Fragment]) -> dict[int, Text]:
    passages = [row for row in fragments if row.kind == FragmentKind.PASSAGE]
    if not passages:
        return {}
    told = sources.in_force({row.source for row in passages})
    found = {row.pk: told.get(row.source, GONE) for row in passages}
    return {number: why for number, why in found.items() if why is not None}


def _fallen_answers(fragments: Collection[Fragment]) -> dict[int, Text]:
    by_purpose: dict[str, list[Fragment]] = defaultdict(list)
    for row in fragments:
        if row.kind == FragmentKind.ANSWER and row.party_id is not None:
            by_purpose[row.purpose].append(row)
    fallen: dict[int, Text] = {}
    for purpose, rows in by_purpose.items():
        allowed = may_use_many({row.party_id for row in rows if row.party_id is not None}, Purpose(purpose))
        # A party that is not in the register any more has been erased.
        fallen |= {row.pk: NO_BASIS for row in rows if not allowed.get(row.party_id or 0, False)}
    return fallen
