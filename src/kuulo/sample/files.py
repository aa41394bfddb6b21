"""The sample as files: the answers as a survey tool would export them, and the truth beside them."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from kuulo.sample.company import (
    AFTER_CONTACT,
    ATTRIBUTES,
    LANGUAGES,
    QUESTIONS,
    REGIONS,
    RELATIONSHIP,
    SEGMENTS,
    SURVEYS,
    Names,
)
from kuulo.sample.generate import Sample
from kuulo.sample.responses import Response
from kuulo.sample.signals import SERVICE_NAMES
from kuulo.sample.truth import customer_number, truth_of

HEADERS: Final[Mapping[str, Sequence[str]]] = {
    "fi": ("Vastaustunnus", "Tila", "Lähetetty", "Vastattu", "Asiakastunnus", "Kieli", "Kohtaamispiste"),
    "sv": ("Svars-ID", "Status", "Skickad", "Besvarad", "Kund-ID", "Språk", "Kontaktpunkt"),
    "en": ("Response ID", "Status", "Sent at", "Answered at", "Customer ID", "Language", "Touchpoint"),
}
COMMENT: Final[Names] = {"fi": "Kommentti", "sv": "Kommentar", "en": "Comment"}
STATUS: Final[Mapping[str, Names]] = {
    "answered": {"fi": "Valmis", "sv": "Slutförd", "en": "Completed"},
    "partial": {"fi": "Kesken", "sv": "Delvis", "en": "Partial"},
    "shown": {"fi": "Avattu", "sv": "Öppnad", "en": "Opened"},
    "dismissed": {"fi": "Suljettu", "sv": "Stängd", "en": "Dismissed"},
    "not_shown": {"fi": "Ei avattu", "sv": "Ej öppnad", "en": "Not opened"},
}
TIME_ZONE: Final = ZoneInfo("Europe/Helsinki")
ASKED: Final = {RELATIONSHIP: ("recommend",), AFTER_CONTACT: ("satisfaction", "ease")}


def write_files(sample: Sample, folder: Path, language: str) -> tuple[Path, ...]:
    """Write one CSV for each survey and ``truth.json`` into the folder, made where it is missing; return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    return (
        *(_write_survey(sample, survey, folder, language) for survey in SURVEYS),
        write_truth(sample, folder, language),
    )


def write_truth(sample: Sample, folder: Path, language: str) -> Path:
    """Write ``truth.json`` into the folder and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "truth.json"
    path.write_text(json.dumps(truth_of(sample, language), ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _write_survey(sample: Sample, survey: str, folder: Path, language: str) -> Path:
    """Write one row an invitation, oldest first, as tools in Finnish offices do: semicolons, a mark, local times."""
    path = folder / f"{SURVEYS[survey][language]}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(_header(survey, language))
        sent = sorted(
            (response for response in sample.responses if response.topic.survey == survey),
            key=lambda response: response.sent_at,
        )
        writer.writerows(_row(sample, response, language) for response in sent)
    return path


def _header(survey: str, language: str) -> list[str]:
    first = list(HEADERS[language])
    if survey == RELATIONSHIP:
        first.pop()
    attributes = [ATTRIBUTES[name][language] for name in ("service", "segment", "region")]
    return [
        *first,
        *(name[0].upper() + name[1:] for name in attributes),
        *(QUESTIONS[key].words[language] for key in ASKED[survey]),
        COMMENT[language],
    ]


def _row(sample: Sample, response: Response, language: str) -> list[str | int]:
    topic, people = response.topic, sample.population
    scores = [response.scores.get(key) for key in ASKED[topic.survey]]
    return [
        response.response_id,
        STATUS[_status(response)][language],
        _local(response.sent_at),
        _local(response.answered_at) if response.answered_at else "",
        customer_number(topic.customer),
        LANGUAGES[people.language[topic.customer]],
        *([topic.touchpoint.names[language]] if topic.touchpoint else []),
        SERVICE_NAMES[topic.service][language],
        SEGMENTS[people.segment[topic.customer]].names[language],
        REGIONS[people.region[topic.customer]].names[language],
        *("" if score is None else score for score in scores),
        response.comment.text if response.comment else "",
    ]


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(TIME_ZONE):%Y-%m-%d %H:%M:%S}"


def _status(response: Response) -> str:
    return "partial" if None in response.scores.values() else response.state
