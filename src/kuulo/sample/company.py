"""The invented company: what it sells, to whom, where it meets them, and what went wrong when. Plain facts, no chance.

Names of touchpoints, segments and so on exist in the three languages, because an organisation's own words are data and
are not translated by the interface.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Names = Mapping[str, str]

COMPANY: Final = "Pirtti & Pihka Oy"
LANGUAGES: Final = ("fi", "sv", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Touchpoint:
    """A place where customers meet the company.

    Attributes:
        key: Its stable key.
        names: Its name by language.
        channel: Where the meeting happens.
        rate: Meetings there for each job.
        level: How much better (or worse) the experience is than the company's middle, in standard deviations.
        spread: Standard deviation of single experiences there.
        asks_effort: Whether the effort question follows the satisfaction question.
        themes: What comments left there are about.
    """

    key: str
    names: Names
    channel: str
    rate: float
    level: float
    spread: float
    asks_effort: bool
    themes: tuple[str, ...]


TOUCHPOINTS: Final = (
    Touchpoint(
        key="web_shop",
        names={"fi": "Verkkokauppa", "sv": "Webbutik", "en": "Web shop"},
        channel="web",
        rate=0.45,
        level=0.10,
        spread=0.80,
        asks_effort=True,
        themes=("site", "price"),
    ),
    Touchpoint(
        key="quote",
        names={"fi": "Tarjous", "sv": "Offert", "en": "Quote"},
        channel="email",
        rate=0.40,
        level=-0.05,
        spread=0.75,
        asks_effort=True,
        themes=("quote", "price"),
    ),
    Touchpoint(
        key="booking",
        names={"fi": "Ajanvaraus", "sv": "Tidsbokning", "en": "Booking"},
        channel="web",
        rate=0.85,
        level=0.05,
        spread=0.80,
        asks_effort=True,
        themes=("booking", "information"),
    ),
    Touchpoint(
        key="visit",
        names={"fi": "Kotikäynti", "sv": "Hembesök", "en": "Home visit"},
        channel="visit",
        rate=1.00,
        level=0.55,
        spread=0.85,
        asks_effort=False,
        themes=("work", "people", "punctuality", "tidiness"),
    ),
    Touchpoint(
        key="invoice",
        names={"fi": "Lasku", "sv": "Faktura", "en": "Invoice"},
        channel="email",
        rate=0.70,
        level=-0.35,
        spread=0.75,
        asks_effort=True,
        themes=("invoice", "price"),
    ),
    Touchpoint(
        key="support_call",
        names={"fi": "Asiakaspalvelu", "sv": "Kundtjänst", "en": "Support call"},
        channel="phone",
        rate=0.30,
        level=-0.25,
        spread=1.00,
        asks_effort=True,
        themes=("support", "information"),
    ),
    Touchpoint(
        key="warranty",
        names={"fi": "Takuukorjaus", "sv": "Garantireparation", "en": "Warranty repair"},
        channel="visit",
        rate=0.04,
        level=-0.55,
        spread=1.10,
        asks_effort=True,
        themes=("warranty", "work"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A group of customers.

    Attributes:
        key: Its stable key.
        names: Its name by language.
        share: Its share of the customers.
        level: How much more content it is than the middle, in standard deviations.
        jobs: Jobs a month.
        answers: How readily it answers beside the average.
        organisation: Whether its members are organisations.
    """

    key: str
    names: Names
    share: float
    level: float
    jobs: float
    answers: float
    organisation: bool = False


SEGMENTS: Final = (
    Segment(
        key="families",
        names={"fi": "Lapsiperheet", "sv": "Barnfamiljer", "en": "Families"},
        share=0.34,
        level=-0.10,
        jobs=0.24,
        answers=0.75,
    ),
    Segment(
        key="couples",
        names={"fi": "Aikuistaloudet", "sv": "Vuxenhushåll", "en": "Adult households"},
        share=0.27,
        level=0.00,
        jobs=0.18,
        answers=1.00,
    ),
    Segment(
        key="seniors",
        names={"fi": "Seniorit", "sv": "Seniorer", "en": "Seniors"},
        share=0.23,
        level=0.30,
        jobs=0.22,
        answers=1.45,
    ),
    Segment(
        key="housing",
        names={"fi": "Taloyhtiöt", "sv": "Bostadsbolag", "en": "Housing companies"},
        share=0.10,
        level=-0.20,
        jobs=0.45,
        answers=0.85,
        organisation=True,
    ),
    Segment(
        key="business",
        names={"fi": "Pienyritykset", "sv": "Småföretag", "en": "Small businesses"},
        share=0.06,
        level=-0.05,
        jobs=0.40,
        answers=0.65,
        organisation=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Where customers live: share of customers, level beside the middle, and the languages spoken (fi, sv, en)."""

    key: str
    names: Names
    share: float
    level: float
    languages: tuple[float, float, float]


REGIONS: Final = (
    Region(
        key="uusimaa",
        names={"fi": "Uusimaa", "sv": "Nyland", "en": "Uusimaa"},
        share=0.42,
        level=-0.12,
        languages=(0.78, 0.10, 0.12),
    ),
    Region(
        key="pirkanmaa",
        names={"fi": "Pirkanmaa", "sv": "Birkaland", "en": "Pirkanmaa"},
        share=0.22,
        level=0.08,
        languages=(0.93, 0.01, 0.06),
    ),
    Region(
        key="southwest",
        names={"fi": "Varsinais-Suomi", "sv": "Egentliga Finland", "en": "Southwest Finland"},
        share=0.18,
        level=0.02,
        languages=(0.86, 0.09, 0.05),
    ),
    Region(
        key="ostrobothnia",
        names={"fi": "Pohjanmaa", "sv": "Österbotten", "en": "Ostrobothnia"},
        share=0.11,
        level=0.15,
        languages=(0.45, 0.50, 0.05),
    ),
    Region(
        key="lapland",
        names={"fi": "Lappi", "sv": "Lappland", "en": "Lapland"},
        share=0.07,
        level=0.10,
        languages=(0.95, 0.01, 0.04),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What is sold: share of jobs and level beside the middle."""

    key: str
    names: Names
    share: float
    level: float


SERVICES: Final = (
    Service(key="cleaning", names={"fi": "Siivous", "sv": "Städning", "en": "Cleaning"}, share=0.38, level=0.10),
    Service(key="repair", names={"fi": "Korjaustyöt", "sv": "Reparationer", "en": "Repairs"}, share=0.22, level=-0.10),
    Service(
        key="electricity", names={"fi": "Sähkötyöt", "sv": "Elarbeten", "en": "Electrical work"}, share=0.16, level=0.05
    ),
    Service(
        key="windows",
        names={"fi": "Ikkunanpesu", "sv": "Fönstertvätt", "en": "Window cleaning"},
        share=0.12,
        level=0.15,
    ),
    Service(
        key="sauna",
        names={"fi": "Kiuas ja sauna", "sv": "Bastu och aggregat", "en": "Sauna and heater"},
        share=0.07,
        level=0.05,
    ),
    Service(key="garden", names={"fi": "Pihatyöt", "sv": "Gårdsarbeten", "en": "Garden work"}, share=0.05, level=-0.05),
)

CONTRACTS: Final[tuple[tuple[str, Names, float], ...]] = (
    ("agreement", {"fi": "Jatkuva sopimus", "sv": "Löpande avtal", "en": "Ongoing agreement"}, 0.20),
    ("single", {"fi": "Kertatilaukset", "sv": "Enstaka beställningar", "en": "Single orders"}, 0.0),
)
ATTRIBUTES: Final[Mapping[str, Names]] = {
    "segment": {"fi": "asiakasryhmä", "sv": "kundgrupp", "en": "segment"},
    "region": {"fi": "maakunta", "sv": "landskap", "en": "region"},
    "service": {"fi": "palvelu", "sv": "tjänst", "en": "service"},
    "contract": {"fi": "sopimus", "sv": "avtal", "en": "contract"},
    "since": {"fi": "asiakas vuodesta", "sv": "kund sedan", "en": "customer since"},
}

RELATIONSHIP: Final = "relationship"
AFTER_CONTACT: Final = "after_contact"
SURVEYS: Final[Mapping[str, Names]] = {
    RELATIONSHIP: {"fi": "asiakassuhdekysely", "sv": "kundrelationsenkat", "en": "relationship-survey"},
    AFTER_CONTACT: {"fi": "kohtaamiskysely", "sv": "kontaktenkat", "en": "after-contact-survey"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the surveys: its measure's definition, its scale, and its words by language."""

    key: str
    definition: str
    lowest: int
    highest: int
    words: Names


QUESTIONS: Final[Mapping[str, Question]] = {
    question.key: question
    for question in (
        Question(
            key="recommend",
            definition="nps@1",
            lowest=0,
            highest=10,
            words={
                "fi": "Kuinka todennäköisesti suosittelisit meitä ystävällesi (0–10)?",
                "sv": "Hur sannolikt är det att du skulle rekommendera oss till en vän (0–10)?",
                "en": "How likely are you to recommend us to a friend (0–10)?",
            },
        ),
        Question(
            key="satisfaction",
            definition="csat.top2@1",
            lowest=1,
            highest=5,
            words={
                "fi": "Kuinka tyytyväinen olet (1 = erittäin tyytymätön, 5 = erittäin tyytyväinen)?",
                "sv": "Hur nöjd är du (1 = mycket missnöjd, 5 = mycket nöjd)?",
                "en": "How satisfied are you (1 = very dissatisfied, 5 = very satisfied)?",
            },
        ),
        Question(
            key="ease",
            definition="ces.2@1",
            lowest=1,
            highest=7,
            words={
                "fi": "Asian hoitaminen oli helppoa (1 = täysin eri mieltä, 7 = täysin samaa mieltä)",
                "sv": "Det var lätt att sköta ärendet (1 = helt av annan åsikt, 7 = helt av samma åsikt)",
                "en": "The company made it easy to handle my issue (1 = strongly disagree, 7 = strongly agree)",
            },
        ),
    )
}

# What happened, in days before the last day: (days before, effect in standard deviations), straight lines between.
BOOKING_RENEWAL: Final = ((150.0, 0.0), (210.0, -1.0), (300.0, -1.0), (325.0, 0.0))
INVOICE_RENEWAL: Final = ((0.0, -0.6), (72.0, -0.6), (84.0, 0.0))
# The satisfaction question was worded anew this many days before the last day; people then answer a little higher.
REWORDED_DAYS_BEFORE: Final = 270.0
REWORDING_EFFECT: Final = 0.12
# Winter is the rush: storms, frozen pipes, Christmas cleaning. Effect on the visit by calendar month, January first.
SEASON: Final = (-0.28, -0.18, -0.05, 0.05, 0.12, 0.16, 0.14, 0.12, 0.05, 0.00, -0.10, -0.24)
