"""The record of processing (GDPR 30), made from what the system really does, and the facts only people know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from kuulo.accounts.queries import organisation
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.queries import consent_texts, count_parties
from kuulo.customers.rules import CONSENT_ONLY, PURPOSE_NAMES, Purpose
from kuulo.invitations.channels import is_written_to_files
from kuulo.lake.queries import kinds_and_sources
from kuulo.rights.models import ControllerFacts
from kuulo.rights.rules.periods import BY_NAME, DEFAULTS
from kuulo.rights.services.keeping import days_of
from kuulo.rights.services.registry import person_stores

FACTS: Final = ("controller", "address", "contact", "officer", "recipients", "transfers", "safeguards")


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeLine:
    """One purpose, its legal basis, and how many versions of its words there are."""

    name: str
    basis: str
    texts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryLine:
    """One category of data and how long it is kept."""

    title: str
    days: int | None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The record of processing at one moment."""

    made_at: datetime
    facts: Mapping[str, str]
    purposes: tuple[PurposeLine, ...]
    categories: tuple[CategoryLine, ...]
    signals: tuple[CategoryLine, ...]
    recipients: tuple[Text, ...]
    persons: int


def record(*, now: datetime) -> Record:
    """Return the record of processing as the installation stands."""
    sources = kinds_and_sources()
    titles = {period.name.partition(":")[2]: period.title for period in DEFAULTS if ":" in period.name}
    return Record(
        made_at=now,
        facts=facts(),
        purposes=tuple(_purpose(purpose) for purpose in Purpose),
        categories=tuple(CategoryLine(title=store.title, days=None) for store in reversed(person_stores())),
        signals=tuple(
            CategoryLine(title=titles.get(kind, kind), days=_days(kind), sources=of) for kind, of in sources.items()
        ),
        recipients=tuple(_recipients()),
        persons=count_parties(),
    )


def facts() -> dict[str, str]:
    """Return what the organisation wrote down about itself; its name where it wrote nothing."""
    row = ControllerFacts.objects.first()
    told = {name: getattr(row, name) if row else "" for name in FACTS}
    return told | {"controller": told["controller"] or organisation().name}


@transaction.atomic
def set_facts(*, told: Mapping[str, str], now: datetime) -> None:
    """Write down the facts of the organisation; what is not named stays."""
    values = {name: told[name].strip() for name in FACTS if name in told}
    ControllerFacts.objects.update_or_create(pk=1, defaults={**values, "changed_at": now})


def _purpose(purpose: Purpose) -> PurposeLine:
    if purpose in CONSENT_ONLY:
        basis = _("consent (GDPR 6(1)(a))")
    elif purpose is Purpose.SERVICE:
        basis = _("contract (GDPR 6(1)(b))")
    else:
        basis = _("legitimate interest (GDPR 6(1)(f)); anybody may object")
    versions = {text.version for text in consent_texts(purpose)}
    return PurposeLine(name=PURPOSE_NAMES[purpose], basis=basis, texts=len(versions))


def _days(kind: str) -> int | None:
    return days_of(f"signal:{kind}") if f"signal:{kind}" in BY_NAME else None


def _recipients() -> list[Text]:
    found = [say(_("The organisation's own people, each by role."))]
    server = settings.KUULO_EMAIL
    if server is not None and not is_written_to_files("email"):
        found.append(say(_("The mail server {host}, which carries messages."), host=server.host))
    if "://" in settings.KUULO_LAKE_URL:
        found.append(say(_("The store of signals at {url}."), url=settings.KUULO_LAKE_URL.partition("?")[0]))
    return found
