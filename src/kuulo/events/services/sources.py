"""Opening, changing and closing sources; giving out and revoking their write keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import mark as _
from kuulo.events.models import Source, WriteKey
from kuulo.events.queries import source
from kuulo.events.rules.sources import (
    NAME_LENGTH,
    Channel,
    SourceView,
    Traits,
    check_origins,
    check_scheme,
)
from kuulo.lake.services import take_source_name

# A key in a browser or an app is read by everybody: what comes with it must not rewrite who a customer is.
TRAITS_OF: dict[Channel, Traits] = {
    Channel.WEB: Traits.NEVER,
    Channel.APP: Traits.NEVER,
    Channel.SHOP: Traits.CONSENT,
    Channel.SERVER: Traits.CONSENT,
}
# Nor may it make customers: anybody could fill the database with users that nobody has.
MAKERS = frozenset({Channel.SHOP, Channel.SERVER})
RESERVED = frozenset({"new"})


@transaction.atomic
def create_source(  # noqa: PLR0913 -- what a source is; all but two have a sensible value of their own
    *,
    name: str,
    channel: str,
    scheme: str = "customer_id",
    group_scheme: str = "group_id",
    origins: Iterable[str] = (),
    creates_parties: bool | None = None,
    traits: str = "",
) -> SourceView:
    """Make a source with its first write key, and return it.

    Unless it is said otherwise, only what comes from our own tills and servers makes prospects of unknown users.

    Raises:
        InputError: The name, the channel, a scheme or a website cannot be used.
    """
    kind = _channel(channel)
    slug = take_source_name(slugify(_name(name))[:50] or "traces", reserved=RESERVED)
    row = Source.objects.create(
        slug=slug,
        name=_name(name),
        channel=kind,
        scheme=check_scheme(scheme),
        group_scheme=check_scheme(group_scheme),
        origins=list(check_origins(origins)),
        creates_parties=kind in MAKERS if creates_parties is None else creates_parties,
        traits=Traits(traits) if traits else TRAITS_OF[kind],
    )
    WriteKey.objects.create(source=row)
    return source(slug)


@transaction.atomic
def change_source(  # noqa: PLR0913 -- what can be changed of a source
    *, slug: str, name: str, scheme: str, group_scheme: str, origins: Iterable[str], creates_parties: bool, traits: str
) -> SourceView:
    """Change a source; its name in the lake and its channel stay.

    Raises:
        NotFoundError: There is none of that name.
        InputError: The name, a scheme or a website cannot be used.
    """
    known = source(slug)
    Source.objects.filter(pk=known.id).update(
        name=_name(name),
        scheme=check_scheme(scheme),
        group_scheme=check_scheme(group_scheme),
        origins=list(check_origins(origins)),
        creates_parties=creates_parties,
        traits=Traits(traits),
    )
    return source(slug)


def close_source(slug: str) -> SourceView:
    """Take nothing more from a source; what came stays."""
    Source.objects.filter(pk=source(slug).id).update(open=False)
    return source(slug)


def reopen_source(slug: str) -> SourceView:
    """Take events from a closed source again."""
    Source.objects.filter(pk=source(slug).id).update(open=True)
    return source(slug)


def add_key(slug: str) -> SourceView:
    """Give a source a further write key; the others go on working until they are revoked."""
    WriteKey.objects.create(source_id=source(slug).id)
    return source(slug)


def revoke_key(slug: str, key_id: int, *, now: datetime) -> SourceView:
    """Revoke a write key: within seconds nothing comes in with it any more.

    Raises:
        GuardError: The source has no such key, or it is revoked already.
    """
    if not WriteKey.objects.filter(pk=key_id, source__slug=slug, revoked_at=None).update(revoked_at=now):
        raise GuardError(_("This source has no such working key."), _("Look at its list of keys again."))
    return source(slug)


def _name(name: str) -> str:
    if not name.strip():
        raise InputError(_("The source has no name."), _("Give it one by which you will know it again."))
    return name.strip()[:NAME_LENGTH]


def _channel(channel: str) -> Channel:
    if channel not in set(Channel):
        raise InputError(
            _("“{channel}” is no channel of traces."),
            _("Use one of {known}."),
            channel=channel[:40],
            known=", ".join(Channel),
        )
    return Channel(channel)
