"""Reads of lists of parties that other rooms keep; who is on one is asked through a segment, with its purpose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Q

from kuulo.customers.models import PartyList, PartyListMember
from kuulo.customers.queries.wholes import WHOLE_OF_PARTY
from kuulo.customers.rules.segments import NO, YES, About, Group


def list_names() -> Mapping[str, str]:
    """Return what each list is called, by its name in filters."""
    return dict(PartyList.objects.order_by("name", "slug").values_list("slug", "name"))


def lists_version(groups: Iterable[Group]) -> str:
    """Return a token that changes whenever a list that the filters ask for does; empty where they ask for none."""
    slugs = lists_of(groups)
    if not slugs:
        return ""
    return str(list(PartyList.objects.filter(slug__in=slugs).order_by("slug").values_list("slug", "changed_at")))


def with_lists(table: pa.Table, groups: Iterable[Group], of: Q) -> pa.Table:
    """Lay beside the parties whether they are on the lists that the filters ask for.

    Args:
        table: Parties by ``party_id``, the number of the whole.
        groups: The filters.
        of: Which members are looked at.
    """
    for slug in lists_of(groups):
        rows = PartyListMember.objects.filter(of, party_list__slug=slug).annotate(of=WHOLE_OF_PARTY)
        held = pa.array(sorted(set(rows.values_list("of", flat=True))), pa.int64())
        column = pc.if_else(pc.is_in(table["party_id"], value_set=held), YES, NO)
        table = table.append_column(f"{About.LIST}: {slug}", column)
    return table


def lists_of(groups: Iterable[Group]) -> list[str]:
    """Return the lists that the filters ask for."""
    conditions = (condition for group in groups for condition in group.conditions())
    return sorted({condition.name for condition in conditions if condition.about is About.LIST})
