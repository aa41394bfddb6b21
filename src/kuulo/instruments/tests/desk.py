"""What the tests of the pages work with: a small questionnaire, and ways to send a draft."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.urls import reverse
from msgspec.structs import replace

from kuulo.instruments import services
from kuulo.instruments.queries import InstrumentView
from kuulo.instruments.rules.questionnaire import (
    Choice,
    Closing,
    Kind,
    Operator,
    Page,
    Question,
    Questionnaire,
    Scale,
    Test,
    to_json,
)

NPS = Question(
    key="nps",
    kind=Kind.NPS,
    text={"fi": "Suositteletko?", "en": "Would you recommend us?"},
    scale=Scale(minimum=0, maximum=10, low={"fi": "En", "en": "No"}, high={"fi": "Kyllä", "en": "Yes"}),
)
WHY = Question(
    key="why",
    kind=Kind.TEXT,
    text={"fi": "Mitä pitäisi parantaa?", "en": "What should we do better?"},
    show_if=Test(name="nps", operator=Operator.AT_MOST, value=6),
    clarifies="nps",
)
CHANNEL = Question(
    key="channel",
    kind=Kind.SINGLE,
    text={"fi": "Missä asioit?", "en": "Where did you meet us?"},
    choices=(
        Choice(key="shop", text={"fi": "Myymälässä", "en": "In a shop"}),
        Choice(key="web", text={"fi": "Verkossa", "en": "On the web"}),
    ),
    other=True,
)
SMALL = Questionnaire(
    languages=("fi", "en"),
    title={"fi": "Toimitus", "en": "Delivery"},
    pages=(Page(key="first", questions=(NPS, CHANNEL)), Page(key="second", questions=(WHY,))),
    closings=(Closing(text={"fi": "Kiitos!", "en": "Thank you!"}),),
)


def made(questionnaire: Questionnaire = SMALL, name: str = "Delivery") -> InstrumentView:
    """Make an instrument with the questionnaire as its draft."""
    return services.create_instrument(name=name, questionnaire=questionnaire)


def published(questionnaire: Questionnaire = SMALL) -> InstrumentView:
    """Make an instrument whose first version is the questionnaire."""
    view = made(questionnaire)
    services.publish(slug=view.slug, by="Ilona Insight")
    return view


def reworded(text: str) -> Questionnaire:
    """Return the small questionnaire with another wording of its first question."""
    first = replace(SMALL.pages[0], questions=(replace(NPS, text=NPS.text | {"en": text}), CHANNEL))
    return replace(SMALL, pages=(first, *SMALL.pages[1:]))


def send(client: Client, view: InstrumentView, questionnaire: Questionnaire | object, revision: int = 1) -> Any:
    """Send a draft as the builder does; a questionnaire, or whatever else somebody might send for one."""
    sent = json.loads(to_json(questionnaire)) if isinstance(questionnaire, Questionnaire) else questionnaire
    body = json.dumps({"revision": revision, "questionnaire": sent})
    return client.post(reverse("instruments:save", args=[view.slug]), body, content_type="application/json")
