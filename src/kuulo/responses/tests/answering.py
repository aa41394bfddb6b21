"""Forms as a person sends them, for tests of everything behind the answer page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import Kind, Promise, Questionnaire
from kuulo.instruments.services import create_instrument, publish
from kuulo.instruments.tests.questions import at_most, choices, page, question, questionnaire, score
from kuulo.lake import queries as lake
from kuulo.responses.queries import WayInView
from kuulo.responses.rules.forms import FormToken, mint, new_response_key
from kuulo.responses.services import Submission, open_way_in

NOW = datetime(2026, 11, 20, 14, 30, 15, 123456, tzinfo=UTC)
MINUTE_AGO = int((NOW - timedelta(minutes=1)).timestamp())
FORM_TYPE = "application/x-www-form-urlencoded"


def short() -> Questionnaire:
    """Return one page: a score that must be answered, a choice of several, and a comment."""
    several = question("liked", Kind.MULTIPLE, choices=choices("price", "people"), other=True)
    return questionnaire(page("only", score("recommend", required=True), several, question("why")), hidden=("order",))


def long() -> Questionnaire:
    """Return three pages: a score, what clarifies a low one, and a second score."""
    why = question("why", show_if=at_most("recommend", 6))
    return questionnaire(
        page("first", score("recommend", required=True)),
        page("second", why),
        page("third", score("satisfied", Kind.CSAT, required=True)),
        hidden=("order",),
    )


def published(asked: Questionnaire, promise: Promise = Promise.IDENTIFIED, name: str = "Service") -> VersionView:
    """Return a published instrument."""
    made = create_instrument(name=name, questionnaire=asked, promise=promise)
    return publish(slug=made.slug, by="Ilona Insight")


def link(version: VersionView, **more: str) -> WayInView:
    """Return an open link to the instrument."""
    fields: dict[str, Any] = {"kind": "link", "name": "Website", "touchpoint": "Website"} | more
    return open_way_in(slug=version.slug, **fields)


def form(version: VersionView, token: str, *, key: str = "", personal: bool = False) -> FormToken:
    """Return what a form made a minute ago says about itself."""
    return FormToken(
        key=key or new_response_key(),
        token=token,
        personal=personal,
        instrument_id=version.instrument_id,
        version=version.number,
        minted_at=MINUTE_AGO,
    )


def minted(made: FormToken) -> str:
    """Return the form's token."""
    return mint(settings.SECRET_KEY, made)


def submission(made: FormToken, at: str, *, go: str = "next", **fields: str | list[str]) -> Submission:
    """Return one page of a form as it is sent."""
    lists = {name: [value] if isinstance(value, str) else value for name, value in fields.items()}
    return Submission(form=made, page=at, fields=lists, go=go, language="en", received_at=NOW)


def signals(columns: str = "question, state, value") -> list[tuple[object, ...]]:
    """Return all signals that can be read now."""
    with lake.open_snapshot() as snapshot:
        rows = snapshot.run(f"SELECT {columns} FROM signals ORDER BY ALL").to_pylist()  # noqa: S608 -- the test's own words
    return [tuple(row.values()) for row in rows]
