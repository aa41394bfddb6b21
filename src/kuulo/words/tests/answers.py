"""Comments for tests of the room, recorded as other rooms record them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kuulo.base.ids import derived_id
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
GOOD = {
    "fi": ("Asentaja oli ystävällinen ja työ tehtiin hyvin.", "Todella hyvää palvelua, kiitos!"),
    "sv": ("Montören var vänlig och arbetet blev mycket bra.", "Jättebra service, tack!"),
    "en": ("The installer was friendly and the work was excellent.", "Great service, thank you!"),
}
BAD = {
    "fi": ("Lasku oli väärin ja asiakaspalvelu ei vastannut puhelimeen.", "Todella huono kokemus, odotin viikkoja."),
    "sv": ("Fakturan var fel och kundtjänsten svarade inte i telefon.", "Mycket dåligt, jag väntade i veckor."),
    "en": ("The invoice was wrong and nobody answered the phone.", "Terrible experience, I waited for weeks."),
}
LANGUAGES = ("fi", "sv", "en")


def comment(number: int, text: str | None, *, days_ago: float = 1, language: str = "fi", **further: object) -> Signal:
    """Return the comment of the response of that number."""
    at = NOW - timedelta(days=days_ago)
    fields: dict[str, object] = {
        "signal_id": derived_id("comment", str(number)),
        "kind": "comment",
        "occurred_at": at,
        "received_at": at,
        "party": f"customer_id:{number}",
        "touchpoint": "Visit",
        "channel": "phone",
        "source": "visits",
        "response_id": f"r{number}",
        "question": "why",
        "definition": None,
        "value": None,
        "text": text,
        "scale_min": None,
        "scale_max": None,
        "direction": None,
        "wording": "1",
        "state": "answered",
        "language": language,
        "weight": None,
        "attributes": {},
    }
    return Signal(**(fields | further))  # type: ignore[arg-type] # a test says only what matters to it


def score(number: int, value: float, *, days_ago: float = 1, **further: object) -> Signal:
    """Return the score of the response of that number, 0–10."""
    fields: dict[str, object] = {
        "signal_id": derived_id("score", str(number)),
        "kind": "answer",
        "question": "recommend",
        "definition": "nps@1",
        "value": value,
        "scale_min": 0.0,
        "scale_max": 10.0,
        "direction": 1,
    }
    return replace(comment(number, None, days_ago=days_ago), **(fields | further))  # type: ignore[arg-type] # as above


def scored(numbers: Sequence[int], *, days_ago: float = 1) -> list[Signal]:
    """Return responses with a comment and a score that fit each other, in three languages, good and bad in turn."""
    found = []
    for number in numbers:
        language = LANGUAGES[number % 3]
        said = (GOOD if number % 2 else BAD)[language][number // 6 % 2]
        found.append(comment(number, f"{said} ({number})", days_ago=days_ago, language=language))
        found.append(score(number, 9.0 + number % 2 if number % 2 else float(number % 5), days_ago=days_ago))
    return found


def said(*texts: str, start: int = 1, **further: object) -> list[str]:
    """Record comments and return the ids of their signals."""
    signals = [comment(start + place, text, **further) for place, text in enumerate(texts)]  # type: ignore[arg-type] # as above
    record_signals(signals)
    return [each.signal_id for each in signals]
