"""People who came a second time under another number: contacts of the web form, written as people write; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from kuulo.customers.rules import Channel, ContactRow, PartyRow, Stage
from kuulo.sample.company import LANGUAGES, SEGMENTS
from kuulo.sample.generate import Sample
from kuulo.sample.truth import customer_number

SHARE: Final = 0.012
NEWEST_DAYS: Final = 400.0
SCHEME: Final = "web_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """One contact of the web form that is in truth a customer: how the name was written, and what else was told."""

    customer: int
    number: int
    name: str
    tells_email: bool


def doubles(sample: Sample) -> tuple[Double, ...]:
    """Return the contacts; the customer each one is in truth is known here only."""
    rng = np.random.default_rng(np.random.SeedSequence([sample.seed, 3]))
    people = sample.population
    persons = [at for at in range(len(people)) if not SEGMENTS[people.segment[at]].organisation]
    chosen = sorted(rng.choice(persons, max(2, round(SHARE * len(people))), replace=False))
    return tuple(
        Double(
            customer=int(at),
            number=number,
            name=_rewritten(rng, people.names[at]),
            tells_email=bool(rng.random() < 0.5),
        )
        for number, at in enumerate(chosen, start=1)
    )


def double_parties(sample: Sample) -> Iterator[PartyRow]:
    """Yield the contacts as prospects."""
    rng = np.random.default_rng(np.random.SeedSequence([sample.seed, 4]))
    for each in doubles(sample):
        since = (sample.calendar.now - timedelta(days=float(rng.random() * NEWEST_DAYS))).date()
        language = LANGUAGES[sample.population.language[each.customer]]
        yield PartyRow(
            identifier=identifier_of(each), name=each.name, language=language, since=since, stage=Stage.PROSPECT
        )


def double_contacts(sample: Sample) -> Iterator[ContactRow]:
    """Yield where they said they live, and for half of them the e-mail address."""
    for each in doubles(sample):
        number = customer_number(each.customer)
        street = f"{each.name}\nKeksittyk. {number}\n00000 Olematon"
        yield ContactRow(identifier=identifier_of(each), channel=Channel.LETTER, value=street)
        if each.tells_email:
            yield ContactRow(
                identifier=identifier_of(each), channel=Channel.EMAIL, value=f"Customer.{number}@example.org"
            )


def identifier_of(double: Double) -> str:
    """Return the identifier of a contact of the web form."""
    return f"{SCHEME}:{double.number}"


def _rewritten(rng: np.random.Generator, name: str) -> str:
    """Return the name as somebody in a hurry writes it: without dots, shortened, turned round or with a slip."""
    first, _space, last = name.partition(" ")
    way = rng.integers(4)
    if way == 0:
        plain = unicodedata.normalize("NFKD", name)
        return "".join(sign for sign in plain if not unicodedata.combining(sign))
    if way == 1:
        return f"{last} {first}"
    if way == 2:
        return f"{first[0]}. {last}"
    at = int(rng.integers(1, len(last) - 2))
    return f"{first} {last[:at]}{last[at + 1]}{last[at]}{last[at + 2 :]}"
