"""A customer with a story: what the tests of this room share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import Channel, ContactRow, PartyRow, Purpose, Stage
from kuulo.customers.services import give_consent, register_contacts, register_parties
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals, seal

NOW: Final = datetime.now(UTC).replace(microsecond=0)
AINO: Final = "customer_id:1042"
BLANK: Final[dict[str, Any]] = {
    "kind": "encounter",
    "party": AINO,
    "touchpoint": None,
    "channel": None,
    "source": "test",
    "response_id": "",
    "question": "",
    "definition": None,
    "value": None,
    "text": None,
    "scale_min": None,
    "scale_max": None,
    "direction": None,
    "wording": "1",
    "state": "answered",
    "language": None,
    "weight": None,
    "attributes": {},
}


def ago(**span: float) -> datetime:
    """Return the moment so long ago."""
    return NOW - timedelta(**span)


def signal(signal_id: str, at: datetime, **told: Any) -> Signal:
    """Return a signal of Aino's with what is told of it."""
    return Signal(signal_id=signal_id, occurred_at=at, received_at=at, **(BLANK | told))


def answer(signal_id: str, at: datetime, value: float, **told: Any) -> Signal:
    """Return an answer on 0–10 that feeds NPS."""
    scale = {"scale_min": 0.0, "scale_max": 10.0, "direction": 1, "definition": "nps@1", "question": "recommend"}
    return signal(signal_id, at, **({"kind": "answer", "value": value, "response_id": signal_id} | scale | told))


def order(number: str, at: datetime, worth: float, **told: Any) -> Signal:
    """Return an order of one line."""
    told = {"text": "Hot-water heater", "question": "order_line", "response_id": number, "channel": "shop"} | told
    bought = {"quantity": "1", "unit_price": f"{worth:g}"}
    return signal(f"order-{number}", at, kind="purchase", value=worth, attributes=bought, **told)


def page(number: int, at: datetime, *, session: str = "s1", **told: Any) -> Signal:
    """Return a page that was looked at."""
    told = {"question": f"/page/{number}", "text": f"Page {number}", "channel": "web", "response_id": session} | told
    return signal(f"page-{session}-{number}", at, kind="page_view", **told)


def make_aino(*, sealed: bool = True) -> int:
    """Register Aino with answers, words, orders, a visit and 300 page views; return her number."""
    row = PartyRow(
        identifier=AINO,
        name="Aino Aalto",
        language="fi",
        since=ago(days=900).date(),
        stage=Stage.ACTIVE,
        attributes={"region": "Uusimaa"},
    )
    register_parties([row], source="test", now=NOW)
    register_contacts([ContactRow(identifier=AINO, channel=Channel.EMAIL, value="aino@example.org")], now=ago(days=800))
    poor = {"touchpoint": "Invoice", "channel": "email"}
    record_signals(
        [
            answer("a1", ago(days=20), 2, **poor),
            signal(
                "c1",
                ago(days=20),
                kind="comment",
                response_id="a1",
                question="why",
                language="fi",
                text="Lasku oli väärä, <b>taas</b>.",
                **poor,
            ),
            answer("secret", ago(days=40), 1, promise="confidential", touchpoint="Phone"),
            answer("nobody", ago(days=41), 3, promise="anonymous"),
            signal("v1", ago(days=60), kind="visit", touchpoint="Home visit", channel="shop"),
            *(order(f"o{number}", ago(days=100 + 30 * number), 120) for number in range(5)),
            *(page(number, ago(days=3) + timedelta(seconds=number)) for number in range(300)),
        ]
    )
    if sealed:
        seal()
    return party_ids_of([AINO])[AINO]


def may_profile(party_id: int) -> None:
    """Let Aino agree to profiling."""
    give_consent(party_id=party_id, purpose=Purpose.PROFILING, at=ago(days=800), text_version="2026-1")
