"""Loading the sample company into an empty installation."""

from __future__ import annotations

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
from kuulo.customers.services import register_contacts, register_parties
from kuulo.lake.queries import status
from kuulo.lake.services import record_signals, seal
from kuulo.responses.services import record_earlier
from kuulo.sample.beliefs import store_beliefs
from kuulo.sample.coding import code_comments
from kuulo.sample.company import COMPANY, SURVEYS
from kuulo.sample.files import write_files, write_truth
from kuulo.sample.generate import DEFAULT_CUSTOMERS as DEFAULT_CUSTOMERS
from kuulo.sample.generate import DEFAULT_SEED as DEFAULT_SEED
from kuulo.sample.generate import Sample, generate_sample
from kuulo.sample.instruments import open_instruments
from kuulo.sample.research import store_studies
from kuulo.sample.signals import contacts_of, parties_of, responses_of, signals_of
from kuulo.sample.story import append_story, save_segments, store_story
from kuulo.trends.services import request_watch

# Known to everybody who reads this: these people exist only where there is nothing but invented data.
SAMPLE_PASSWORD: Final = "kuulo-sample-2026"  # noqa: S105 -- as above
SAMPLE_PEOPLE: Final = (
    ("outi@example.org", Role.OWNER),
    ("ilona@example.org", Role.INSIGHT_LEAD),
    ("risto@example.org", Role.RESEARCHER),
    ("saara@example.org", Role.SERVICE_PERSON),
    ("reijo@example.org", Role.READER),
)
NAMES: Final = ("Outi Omistaja", "Ilona Oivallus", "Risto Tutkija", "Saara Huoltaja", "Reijo Lukija")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What loading did.

    Attributes:
        new: Whether the sample was loaded now; False where it was there before.
        customers: How many customers were new.
        signals: How many signals were new.
        truth: Where the true values stand.
    """

    new: bool
    customers: int
    signals: int
    truth: Path


def load_sample(
    *, now: datetime, seed: int = DEFAULT_SEED, customers: int = DEFAULT_CUSTOMERS, language: str = ""
) -> LoadReport:
    """Load the sample company; where it was loaded before, change nothing.

    The company, its people, customers and signals are written in one transaction; then the signals are sealed.

    Args:
        now: The last moment of the data.
        seed: Seed of the generator.
        customers: How many customers.
        language: Language of the names of touchpoints, segments and so on; empty takes the installation's.

    Raises:
        GuardError: The installation holds data of its own.
    """
    truth = sample_folder() / "truth.json"
    if is_loaded():
        return LoadReport(new=False, customers=0, signals=0, truth=truth)
    if not is_empty():
        raise GuardError(
            _("This installation holds data of its own; the invented company is not mixed with it."),
            _("Load the sample into another folder: set KUULO_DATA to an empty one."),
        )
    sample, words = generate_sample(now=now, seed=seed, customers=customers), language or settings.LANGUAGE_CODE
    with transaction.atomic():
        for (email, role), name in zip(SAMPLE_PEOPLE, NAMES, strict=True):
            add_person(email=email, password=SAMPLE_PASSWORD, role=role, name=name)
        new, recorded = store_company(sample, words)
        further, sources = store_story(sample, words)
        material = store_studies(sample, words)
        store_beliefs(sample, material, words)
    write_truth(sample, sample_folder(), words)
    # A worker that is sealing already takes these too; until then they are read unsealed.
    with suppress(BusyError):
        seal()
    traces = append_story(sample, sources, words)
    save_segments(sample, words)
    code_comments(sample, words)
    # What a worker saw while the company was being written is half of it.
    request_watch()
    return LoadReport(new=True, customers=new + further, signals=recorded + traces + material.signals, truth=truth)


@transaction.atomic
def store_company(sample: Sample, language: str) -> tuple[int, int]:
    """Store the company, what it asks, its customers and their signals; return how many of the last two were new."""
    set_up_organisation(name=COMPANY, is_invented=True)
    counts = register_parties(parties_of(sample, language))
    register_contacts(contacts_of(sample), now=sample.calendar.now)
    open_instruments(language)
    for survey, names in SURVEYS.items():
        record_earlier(slug=names[language], responses=responses_of(sample, survey, language))
    return counts.new, record_signals(signals_of(sample, language))


def write_sample(
    *,
    folder: Path,
    now: datetime,
    seed: int = DEFAULT_SEED,
    customers: int = DEFAULT_CUSTOMERS,
    language: str = "",
) -> tuple[Path, ...]:
    """Write the answers as CSV files, and ``truth.json``, into the folder; return their paths.

    The arguments beside the folder are those of `load_sample`.
    """
    sample = generate_sample(now=now, seed=seed, customers=customers)
    return write_files(sample, folder, language or settings.LANGUAGE_CODE)


def is_empty() -> bool:
    """Return whether the installation has no organisation, no customers and no signals yet."""
    if organisation().name or count_parties():
        return False
    lake = status()
    return not lake.rows and not lake.unsealed


def is_loaded() -> bool:
    """Return whether this installation holds the sample company."""
    return organisation().is_invented


def sample_folder() -> Path:
    """Return where the true values are kept."""
    return Path(settings.KUULO_DATA) / "sample"
