"""What this room holds about persons, for export and erasure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, Q, QuerySet

from kuulo.base.texts import mark as _
from kuulo.customers.models import (
    AttributeChange,
    Consent,
    ContactPoint,
    Identifier,
    Link,
    Party,
    PartyList,
    PartyListMember,
    PartyStage,
    Relation,
    Segment,
)
from kuulo.customers.rules.mentions import Mentions
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.customers.services.register import lock_register, note_change

LAST: Final = 100
BEFORE_LAST: Final = 90
# Where rows tell which list they came from.
LISTS: Final[tuple[tuple[type[Model], str], ...]] = (
    (Consent, "source"),
    (Consent, "text_version"),
    (ContactPoint, "source"),
    (Identifier, "source"),
    (Relation, "source"),
    (PartyStage, "source"),
    (AttributeChange, "source"),
    (PartyList, "name"),
)
# Stands where somebody's own word stood in a filter or a list's name; no party has such a value.
ERASED: Final = "(erased)"


def _rows(found: QuerySet[Any], *fields: str) -> Iterator[Mapping[str, object]]:
    for row in found.order_by("pk").values(*fields):
        yield {name: value for name, value in row.items() if value not in (None, "", {}, [])}


def _gone(found: QuerySet[Any]) -> Removed:
    count, _by_table = found.delete()
    return Removed(rows=count)


def _of(model: type[Model], key: PersonKey) -> QuerySet[Any]:
    return model._default_manager.filter(party_id__in=key.party_ids)


def _export_party(key: PersonKey) -> Iterable[Mapping[str, object]]:
    fields = ("kind", "name", "language", "stage", "attributes", "since", "until", "created_at")
    return _rows(Party.objects.filter(pk__in=key.party_ids), *fields)


def _erase_party(key: PersonKey, now: datetime) -> Removed:
    del now
    register = lock_register()
    removed = _gone(Party.objects.filter(pk__in=key.party_ids))
    note_change(register)
    return removed


def _export_identifiers(key: PersonKey) -> Iterable[Mapping[str, object]]:
    return _rows(_of(Identifier, key), "scheme", "value", "source", "told_at")


def _erase_identifiers(key: PersonKey, now: datetime) -> Removed:
    del now
    return _gone(_of(Identifier, key))


def _export_contacts(key: PersonKey) -> Iterable[Mapping[str, object]]:
    fields = ("channel", "value", "label", "parts", "state", "reason", "verified_at", "source", "told_at")
    return _rows(_of(ContactPoint, key), *fields)


def _erase_contacts(key: PersonKey, now: datetime) -> Removed:
    del now
    return _gone(_of(ContactPoint, key))


def _export_consents(key: PersonKey) -> Iterable[Mapping[str, object]]:
    fields = ("purpose", "channel", "basis", "state", "text_version", "source", "proof")
    return _rows(_of(Consent, key), *fields, "asked_at", "given_at", "ended_at", "expires_at")


def _erase_consents(key: PersonKey, now: datetime) -> Removed:
    del now
    return _gone(_of(Consent, key))


def _export_history(key: PersonKey) -> Iterable[Mapping[str, object]]:
    yield from _rows(_of(PartyStage, key), "stage", "began_on", "reason", "source", "noted_at")
    yield from _rows(_of(AttributeChange, key), "name", "before", "after", "source", "changed_at")


def _erase_history(key: PersonKey, now: datetime) -> Removed:
    del now
    stages, changes = _gone(_of(PartyStage, key)), _gone(_of(AttributeChange, key))
    return Removed(rows=stages.rows + changes.rows)


def _export_list_members(key: PersonKey) -> Iterable[Mapping[str, object]]:
    return _rows(_of(PartyListMember, key), "party_list__name")


def _erase_list_members(key: PersonKey, now: datetime) -> Removed:
    del now
    return _gone(_of(PartyListMember, key))


def _relations(key: PersonKey) -> QuerySet[Relation]:
    return Relation.objects.filter(Q(party__in=key.party_ids) | Q(other__in=key.party_ids))


def _export_relations(key: PersonKey) -> Iterable[Mapping[str, object]]:
    # Of the other party only what it is called: the rest is its own.
    return _rows(_relations(key), "kind", "role", "party__name", "other__name", "since", "until", "source")


def _erase_relations(key: PersonKey, now: datetime) -> Removed:
    del now
    return _gone(_relations(key))


def _links(key: PersonKey) -> QuerySet[Link]:
    return Link.objects.filter(Q(first__in=key.party_ids) | Q(second__in=key.party_ids))


def _export_links(key: PersonKey) -> Iterable[Mapping[str, object]]:
    return _rows(_links(key), "kind", "reason", "probability", "made_at", "undone_at")


def _erase_links(key: PersonKey, now: datetime) -> Removed:
    """Forget the links only once everything else is gone: until then they tell which parties are the person."""
    del now
    return _gone(_links(key))


def _segments(key: PersonKey) -> Iterator[Segment]:
    mentions = Mentions(key)
    for row in Segment.objects.order_by("pk"):
        if mentions.stand_in([row.name, row.conditions]):
            yield row


def _export_segments(key: PersonKey) -> Iterable[Mapping[str, object]]:
    for row in _segments(key):
        yield {"name": row.name, "conditions": row.conditions}


def _erase_segments(key: PersonKey, now: datetime) -> Removed:
    """Take the person's name, numbers and addresses out of filters; nobody else had them, so that nobody else moves."""
    del now
    mentions, found = Mentions(key), list(_segments(key))
    for row in found:
        row.conditions = _without(row.conditions, mentions)
        if mentions.stand_in(row.name):
            row.name, row.slug = f"{ERASED} {row.pk}", f"segment-{row.pk}"
        row.save(update_fields=["name", "slug", "conditions"])
    return Removed(rows=len(found))


def _lists(key: PersonKey) -> Iterator[tuple[type[Model], str, str]]:
    """Yield where, in whoever's rows, the name of a list stands that is called after the person."""
    mentions = Mentions(key)
    for model, field in LISTS:
        for name in model._default_manager.order_by(field).values_list(field, flat=True).distinct():
            if name and mentions.stand_in(name):
                yield model, field, name


def _export_lists(key: PersonKey) -> Iterable[Mapping[str, object]]:
    yield from ({"name": name} for name in sorted({name for _model, _field, name in _lists(key)}))


def _erase_lists(key: PersonKey, now: datetime) -> Removed:
    del now
    found = list(_lists(key))
    changed = (model._default_manager.filter(**{field: name}).update(**{field: ERASED}) for model, field, name in found)
    return Removed(rows=sum(changed))


def _without(value: Any, mentions: Mentions) -> Any:
    if isinstance(value, dict):
        return {name: _without(each, mentions) for name, each in value.items()}
    if isinstance(value, list):
        return [_without(each, mentions) for each in value]
    return ERASED if mentions.stand_in(value) else value


def _store(name: str, title: str, models: Iterable[str], functions: tuple[Any, Any], order: int) -> PersonStore:
    export, erase = functions
    tables = frozenset(f"customers.{model}" for model in models)
    return PersonStore(name=f"customers.{name}", title=title, tables=tables, export=export, erase=erase, order=order)


# What the person is found by goes with the party itself, in one transaction with it or just before.
PERSON_STORES: Final = (
    _store("party", _("Who you are"), ["Party"], (_export_party, _erase_party), LAST),
    _store(
        "identifiers",
        _("Numbers and names you are known by"),
        ["Identifier"],
        (_export_identifiers, _erase_identifiers),
        LAST,
    ),
    _store("contacts", _("How you are reached"), ["ContactPoint"], (_export_contacts, _erase_contacts), LAST),
    _store("links", _("Records found to be the same as yours"), ["Link"], (_export_links, _erase_links), LAST),
    _store("consents", _("What you agreed to"), ["Consent"], (_export_consents, _erase_consents), BEFORE_LAST),
    _store(
        "history",
        _("What changed over time"),
        ["PartyStage", "AttributeChange"],
        (_export_history, _erase_history),
        BEFORE_LAST,
    ),
    _store(
        "segments",
        _("Filters of customers that name you"),
        ["Segment"],
        (_export_segments, _erase_segments),
        BEFORE_LAST,
    ),
    _store("lists", _("Lists that are called after you"), [], (_export_lists, _erase_lists), BEFORE_LAST),
    _store(
        "list_members",
        _("Lists that you are on"),
        ["PartyListMember"],
        (_export_list_members, _erase_list_members),
        BEFORE_LAST,
    ),
    _store("relations", _("Whom you belong to"), ["Relation"], (_export_relations, _erase_relations), BEFORE_LAST),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "customers.AttributeDefinition": "What the organisation wants to know; no values of anybody.",
    "customers.KeptOut": "Keyed digests by which nobody can be found, only kept out.",
    "customers.ConsentText": "The words consents are asked in, the same for everybody.",
    "customers.Register": "One row: the token of the register's present content.",
    "customers.SegmentSize": "Counts by day.",
    "customers.PartyList": "What saved searches are called; who is on them is in list_members.",
}
