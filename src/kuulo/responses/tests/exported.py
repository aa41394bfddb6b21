"""Responses and versions written by hand, for tests of the files answers leave in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import (
    Choice,
    Kind,
    Operator,
    Page,
    Promise,
    Question,
    Questionnaire,
    Scale,
    Test,
)
from kuulo.responses.exports.columns import columns_of
from kuulo.responses.exports.table import AnswersTable, build_table
from kuulo.responses.queries import ResponseView
from kuulo.responses.rules.compiled import compiled_of
from kuulo.responses.rules.forms import new_response_key

NOON = datetime(2026, 11, 20, 12, 0, 30, tzinfo=UTC)


def words(text: str) -> dict[str, str]:
    """Return a text in three languages."""
    return {"fi": f"{text} fi", "sv": f"{text} sv", "en": text}


def choices(*keys: str) -> tuple[Choice, ...]:
    """Return choices named after their keys."""
    return tuple(Choice(key=key, text=words(key.capitalize())) for key in keys)


LOW = Test(name="nps", operator=Operator.AT_MOST, value=6)
EVERY_KIND = Questionnaire(
    languages=("fi", "sv", "en"),
    title=words("Visit"),
    pages=(
        Page(
            key="one",
            questions=(
                Question(key="nps", kind=Kind.NPS, text=words("Recommend?"), required=True),
                Question(key="why", kind=Kind.TEXT, text=words("Why?"), show_if=LOW),
                Question(
                    key="place", kind=Kind.SINGLE, text=words("Where?"), choices=choices("shop", "web"), other=True
                ),
            ),
        ),
        Page(
            key="two",
            questions=(
                Question(key="liked", kind=Kind.MULTIPLE, text=words("Liked?"), choices=choices("price", "people")),
                Question(
                    key="parts",
                    kind=Kind.MATRIX,
                    text=words("Rate"),
                    rows=choices("speed", "care"),
                    scale=Scale(minimum=1, maximum=5, low=words("Poor"), high=words("Good")),
                ),
                Question(key="order", kind=Kind.RANKING, text=words("Order"), choices=choices("a", "b", "c")),
                Question(key="spent", kind=Kind.NUMBER, text=words("Spent")),
                Question(key="day", kind=Kind.DATE, text=words("Which day?")),
                Question(key="thanks", kind=Kind.STATEMENT, text=words("Thanks")),
            ),
        ),
    ),
)
FULL: Mapping[str, object] = {
    "nps": 3,
    "why": "=HYPERLINK(\"x\") äö " + "pitkä " * 200 + "loppu",
    "place": "other",
    "place__other": "puhelin",
    "liked": ["people"],
    "parts": {"speed": 4, "care": 5},
    "order": ["b", "c", "a"],
    "spent": 12.5,
    "day": "2026-11-19",
}  # fmt: skip


def version(questionnaire: Questionnaire = EVERY_KIND, number: int = 1) -> VersionView:
    """Return a published version."""
    return VersionView(
        instrument_id=1,
        slug="visit",
        name="Visit",
        promise=Promise.IDENTIFIED,
        touchpoint="",
        number=number,
        questionnaire=questionnaire,
        wordings={},
        published_at=NOON,
        digest=str(number),
    )


def response(answers: Mapping[str, object], **changes: object) -> ResponseView:
    """Return a complete response with the answers."""
    fields: dict[str, Any] = {
        "key": new_response_key(),
        "instrument_id": 1,
        "slug": "visit",
        "version": 1,
        "way_in_id": None,
        "invitation_id": None,
        "state": "complete",
        "promise": "identified",
        "language": "fi",
        "channel": "web",
        "touchpoint": "Shop",
        "party": "customer_id:7",
        "answers": answers,
        "hidden": {"order": "1042"},
        "attributes": {"Kunta": "Espoo"},
        "page": "",
        "settled": (),
        "suspect": False,
        "weight": None,
        "started_at": NOON - timedelta(minutes=2),
        "updated_at": NOON,
        "completed_at": NOON,
    }
    return ResponseView(**{**fields, **changes})


def table(
    responses: Sequence[ResponseView],
    *versions: VersionView,
    promise: Promise = Promise.IDENTIFIED,
    floor: int = 5,
) -> AnswersTable:
    """Return the table of these responses."""
    asked = versions or (version(),)
    compiled = {one.number: compiled_of(one.questionnaire, one.wordings) for one in asked}
    return build_table(responses, columns_of(asked), compiled, promise=promise, floor=floor)
