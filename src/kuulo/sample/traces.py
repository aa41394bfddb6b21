"""Purchases and web visits of the invented company as the signals and consents other rooms take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from kuulo.base.ids import derived_id
from kuulo.customers.rules import ConsentRow, ConsentState, Purpose
from kuulo.lake.rules import Signal
from kuulo.sample.company import LANGUAGES, SERVICES
from kuulo.sample.generate import Sample
from kuulo.sample.shop import AGREES, Browsing, OrderLine, agreed, browsings, order_lines
from kuulo.sample.truth import customer_number

MATERIALS: Final = {"fi": "Tarvikkeet", "sv": "Material", "en": "Materials"}
WORK: Final = {"fi": "työ", "sv": "arbete", "en": "work"}
CONSENT_TEXT: Final = "sample"
MAIN: Final = {"fi": "Etusivu", "sv": "Startsida", "en": "Front page"}
BOOKING: Final = {"fi": "Valitse aika", "sv": "Välj tid", "en": "Choose a time"}
SITE: Final = "www.example.org"
CONFIRMED: Final = "Booking Confirmed"
ASKED_DAYS: Final = 1.0


def consents_of(sample: Sample) -> Iterator[ConsentRow]:
    """Yield who agreed to what on the first day as a customer, and who took it back since."""
    people, calendar = sample.population, sample.calendar
    for purpose in AGREES:
        given, withdrawn = agreed(sample, purpose)
        for at in given.nonzero()[0]:
            began = calendar.moment(float(people.since[at]) - ASKED_DAYS)
            ended = calendar.moment(float(people.since[at]) * 0.4)
            taken_back = bool(withdrawn[at])
            yield ConsentRow(
                identifier=f"customer_id:{customer_number(int(at))}",
                state=ConsentState.WITHDRAWN if taken_back else ConsentState.GIVEN,
                at=ended if taken_back else began,
                purpose=Purpose(purpose),
                text_version=CONSENT_TEXT,
            )


def purchases_of(sample: Sample, source: str, language: str) -> Iterator[Signal]:
    """Yield one signal for each line of each invoice."""
    for line in order_lines(sample):
        yield replace(
            _bare(sample.calendar.moment(line.age), source, "visit", f"{line.invoice}:{line.line}"),
            kind="purchase",
            party=f"customer_id:{customer_number(line.customer)}",
            response_id=f"invoice-{line.invoice}",
            question="order_line",
            value=round(line.quantity * line.price, 2),
            text=_described(line, language),
            language=LANGUAGES[sample.population.language[line.customer]],
            attributes=_bought(line),
        )


def _described(line: OrderLine, language: str) -> str:
    name = SERVICES[line.service].names[language]
    return f"{name}: {MATERIALS[language].lower()}" if line.is_material else f"{name}: {WORK[language]}"


def _bought(line: OrderLine) -> dict[str, str]:
    bought = {
        "quantity": f"{line.quantity:g}",
        "unit_price": f"{line.price:g}",
        "product": f"{SERVICES[line.service].key}-{'materials' if line.is_material else 'work'}",
    }
    return bought | ({"cancelled": "yes"} if line.quantity < 0 else {})


def visits_of(sample: Sample, source: str, language: str) -> Iterator[Signal]:
    """Yield the page views and bookings of everybody who agreed to it, and of strangers under an anonymous number."""
    for visit in browsings(sample):
        yield from _steps(sample, visit, source, language)


def _steps(sample: Sample, visit: Browsing, source: str, language: str) -> Iterator[Signal]:
    service = SERVICES[visit.service]
    pages = (
        ("/", MAIN[language]),
        (f"/services/{service.key}", service.names[language]),
        ("/booking/time", BOOKING[language]),
    )
    at = sample.calendar.moment(visit.age)
    anonymous = f"web-{visit.number}" if visit.customer is None else f"web-of-{customer_number(visit.customer)}"
    party = f"anonymous_id:{anonymous}"
    if visit.customer is not None:
        party = f"customer_id:{customer_number(visit.customer)}"
    for step in range(visit.steps):
        path, title = pages[step] if step < len(pages) else ("/booking/done", None)
        confirmed = step == len(pages)
        yield replace(
            _bare(at, source, "web", f"{visit.number}:{step}"),
            kind="event" if confirmed else "page_view",
            party=party,
            response_id=f"session-{visit.number}",
            question=CONFIRMED if confirmed else path,
            text=title,
            language=language,
            attributes={
                "anonymous_id": anonymous,
                "session_id": f"session-{visit.number}",
                "host": SITE,
                "path": path,
                "url": f"https://{SITE}{path}",
                "consent": "profiling",
            },
        )
        at += timedelta(seconds=round(visit.seconds[step]))


def _bare(at: datetime, source: str, channel: str, number: str) -> Signal:
    """Return what all traces have in common, as something that was done without a word or a value."""
    return Signal(
        signal_id=derived_id("sample", source, number),
        kind="event",
        occurred_at=at,
        received_at=at,
        party=None,
        touchpoint=None,
        channel=channel,
        source=source,
        response_id="",
        question="",
        definition=None,
        value=None,
        text=None,
        scale_min=None,
        scale_max=None,
        direction=None,
        wording="1",
        state="answered",
        language=None,
        weight=None,
        attributes={},
    )
