"""Loading the sample company into an empty installation."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from kuulo.accounts.queries import organisation
from kuulo.accounts.rules import Role
from kuulo.accounts.services import add_person, set_up_organisation
from kuulo.base.errors import BusyError, GuardError
from kuulo.base.texts import mark as _
from kuulo.customers.queries import count_parties
from kuulo.customers.services import register_parties
from kuulo.lake.queries import status
from kuulo.lake.services import record_signals, seal
from kuulo.sample.company import COMPANY
from kuulo.sample.files import write_truth
from kuulo.sample.generate import DEFAULT_CUSTOMERS, DEFAULT_SEED, generate_sample
from kuulo.sample.signals import parties_of, signals_of

PEOPLE: Final = (
    (Role.OWNER, "outi@example.org", "Outi Omistaja"),
    (Role.INSIGHT_LEAD, "ilona@example.org", "Ilona Oivallus"),
    (Role.RESEARCHER, "risto@example.org", "Risto Tutkija"),
    (Role.SERVICE_PERSON, "saara@example.org", "Saara Huoltaja"),
    (Role.READER, "reijo@example.org", "Reijo Lukija"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What loading did, and how to sign in.

    Attributes:
        new: Whether the sample was loaded now; False where it was there before.
        customers: How many customers were new.
        signals: How many signals were new.
        people: E-mail address and role of those who can sign in.
        password: Their shared first password; empty where it is not kept on this machine.
        truth: Where the true values stand.
    """

    new: bool
    customers: int
    signals: int
    people: tuple[tuple[str, Role], ...]
    password: str
    truth: Path


def load_sample(
    *, now: datetime, seed: int = DEFAULT_SEED, customers: int = DEFAULT_CUSTOMERS, language: str = "en"
) -> LoadReport:
    """Load the sample company; where it was loaded before, change nothing.

    The company, its people, customers and signals are written in one transaction; then the signals are sealed.

    Args:
        now: The last moment of the data.
        seed: Seed of the generator.
        customers: How many customers.
        language: Language of the names of touchpoints, segments and so on.

    Raises:
        GuardError: The installation holds data of its own.
    """
    if organisation().is_invented:
        return _report(new=False)
    if not is_empty():
        raise GuardError(
            _("This installation holds data of its own; the invented company is not mixed with it."),
            _("Load the sample into another folder: set KUULO_DATA to an empty one."),
        )
    sample = generate_sample(now=now, seed=seed, customers=customers)
    password = _password() or _new_password()
    with transaction.atomic():
        set_up_organisation(name=COMPANY, is_invented=True)
        for role, email, name in PEOPLE:
            add_person(email=email, password=password, role=role, name=name)
        counts = register_parties(parties_of(sample, language))
        recorded = record_signals(signals_of(sample, language))
    write_truth(sample, sample_folder(), language)
    # A worker that is sealing already takes these too; until then they are read unsealed.
    with suppress(BusyError):
        seal()
    return _report(new=True, customers=counts.new, signals=recorded)


def is_empty() -> bool:
    """Return whether the installation has no organisation, no customers and no signals yet."""
    if organisation().name or count_parties():
        return False
    lake = status()
    return not lake.rows and not lake.unsealed


def sample_folder() -> Path:
    """Return where the true values and the first password are kept."""
    return Path(settings.KUULO_DATA) / "sample"


def _report(*, new: bool, customers: int = 0, signals: int = 0) -> LoadReport:
    return LoadReport(
        new=new,
        customers=customers,
        signals=signals,
        people=tuple((email, role) for role, email, _name in PEOPLE),
        password=_password(),
        truth=sample_folder() / "truth.json",
    )


def _password() -> str:
    path = sample_folder() / "password"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _new_password() -> str:
    """Make a password for this installation alone, readable by its owner only, and return it."""
    sample_folder().mkdir(parents=True, exist_ok=True)
    password = "-".join(["kuulo", *(secrets.token_hex(2) for _part in range(3))])
    handle = os.open(sample_folder() / "password", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(password)
    return password
