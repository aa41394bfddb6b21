"""A shop whose customers write of four things in three languages, with a score each; and the room's work done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np
from django.db import transaction

from kuulo.base.ids import derived_id
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals
from kuulo.themes.services import Found, find_themes
from kuulo.words.services import Budget, read_words

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
SAID = {
    "delivery": {
        "fi": (
            "Paketti myöhästyi taas viikon, toimitus ei toimi.",
            "Toimitus kesti kolme viikkoa ja paketti oli rikki.",
            "Kuljetus jätti paketin naapurille, toimitus myöhässä.",
        ),
        "sv": (
            "Paketet kom en vecka för sent, leveransen fungerar inte.",
            "Leveransen tog tre veckor och paketet var trasigt.",
            "Transporten lämnade paketet hos grannen, leveransen var sen.",
        ),
        "en": (
            "The parcel was a week late again, delivery does not work.",
            "Delivery took three weeks and the parcel was broken.",
            "The courier left the parcel with a neighbour, delivery late.",
        ),
    },
    "price": {
        "fi": ("Hinnat ovat aivan liian kalliita.", "Kallis hinta, toisaalla halvempi.", "Hinta nousi kymmenen euroa."),
        "sv": ("Priserna är alldeles för dyra.", "Dyrt pris, billigare på annat håll.", "Priset steg med tio euro."),
        "en": ("Prices are far too expensive.", "Expensive price, cheaper elsewhere.", "The price rose by ten euros."),
    },
    "staff": {
        "fi": (
            "Myyjä oli todella ystävällinen ja auttoi heti.",
            "Ystävällinen palvelu, myyjä neuvoi hyvin.",
            "Asiakaspalvelija auttoi nopeasti, kiitos!",
        ),
        "sv": (
            "Säljaren var mycket vänlig och hjälpte genast.",
            "Vänlig betjäning, säljaren gav goda råd.",
            "Kundtjänsten hjälpte snabbt, tack!",
        ),
        "en": (
            "The salesman was really friendly and helped at once.",
            "Friendly service, the salesman advised us well.",
            "Customer service helped quickly, thank you!",
        ),
    },
    "site": {
        "fi": (
            "Sivusto kaatui ja kirjautuminen ei onnistunut.",
            "Sovellus on hidas, salasana ei kelpaa.",
            "Kirjautuminen sivustolle on vaikeaa.",
        ),
        "sv": (
            "Webbplatsen kraschade och inloggningen misslyckades.",
            "Appen är långsam, lösenordet duger inte.",
            "Inloggningen på webbplatsen är svår.",
        ),
        "en": (
            "The website crashed and the login failed.",
            "The app is slow, the password is not accepted.",
            "Logging in on the website is difficult.",
        ),
    },
}
BEGINS = {
    "fi": ("", "Viime viikolla tilasin. ", "Olen vanha asiakas. ", "Ensimmäistä kertaa täällä. ", "Voi että. "),
    "sv": ("", "Förra veckan beställde jag. ", "Jag är gammal kund. ", "Första gången här. ", "Jaha. "),
    "en": ("", "I ordered last week. ", "I am an old customer. ", "First time here. ", "Well then. "),
}
ENDS = {
    "fi": ("", " Sellaista tällä kertaa.", " Katsotaan, miten jatkossa.", " Kertokaa muillekin.", " Terveisin perhe."),
    "sv": ("", " Så var det den här gången.", " Vi får se framöver.", " Berätta för andra.", " Hälsar familjen."),
    "en": ("", " That was it this time.", " We shall see from now on.", " Tell the others.", " Regards from us all."),
}
SCORES = {"delivery": 2.0, "price": 6.0, "staff": 10.0, "site": 5.0}
LANGUAGES = ("fi", "sv", "en")
TOUCHPOINTS = ("Shop", "Web")


def written(count: int = 240, *, seed: int = 0, **further: object) -> Iterator[Signal]:
    """Yield responses of a comment and a score; delivery is written of most, and lately more."""
    draw = np.random.default_rng(seed)
    for number in range(count):
        days = float(draw.uniform(1, 200))
        shares = [0.5, 0.1, 0.3, 0.1] if days < 25 else [0.2, 0.2, 0.4, 0.2]
        topic = str(draw.choice(list(SAID), p=shares))
        language = LANGUAGES[number % 3]
        text = "".join(str(draw.choice(parts)) for parts in (BEGINS[language], SAID[topic][language], ENDS[language]))
        score = float(np.clip(SCORES[topic] + draw.integers(-1, 2), 0, 10))
        place = TOUCHPOINTS[number % 2]
        yield signal(number, days, kind="comment", text=text, language=language, touchpoint=place, **further)
        yield signal(number, days, value=score, language=language, touchpoint=place, **further)


def signal(number: int, days_ago: float, **further: object) -> Signal:
    """Return the score of a response, or its comment."""
    at = NOW - timedelta(days=days_ago)
    kind = str(further.get("kind", "answer"))
    scored: dict[str, object] = {"definition": "nps@1", "scale_min": 0.0, "scale_max": 10.0, "direction": 1}
    fields: dict[str, object] = {
        "signal_id": derived_id(kind, str(number)),
        "kind": kind,
        "occurred_at": at,
        "received_at": at,
        "party": f"customer_id:{number}",
        "touchpoint": "Shop",
        "channel": "web",
        "source": "shop",
        "response_id": f"r{number}",
        "question": "recommend" if kind == "answer" else "why",
        "value": None,
        "text": None,
        "wording": "1",
        "state": "answered",
        "language": "fi",
        "weight": None,
        "attributes": {},
        **(scored if kind == "answer" else dict.fromkeys(scored)),
    }
    return Signal(**(fields | further))  # type: ignore[arg-type] # a test says only what matters to it


def heard(count: int = 240, **further: object) -> None:
    """Record the comments and scores, and read the words."""
    with transaction.atomic():
        record_signals(written(count, **further))  # type: ignore[arg-type] # as above
    while read_words(Budget(seconds=600)):
        pass


def found(count: int = 240, **further: object) -> Found:
    """Record, read, and find themes."""
    heard(count, **further)
    done = find_themes(now=NOW)
    assert done is not None
    return done
