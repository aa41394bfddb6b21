"""What happens inside the bench's store: made ready, forms signed for it, looked over at the end.

A program of its own: ``python -m kuulo.bench.intake.inside prepare``, ``sign COUNT FILE TOKEN INSTRUMENT``,
``seen PORT PATH FILE``, ``check FILE``; the store is the one the environment names. Each prints one JSON object.
"""

from __future__ import annotations

# First, for it makes Django's apps ready.
from kuulo.web.wsgi import application

# isort: split
import json
import sys
import time
from collections import Counter
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from django.conf import settings
from django.core.management import call_command

from kuulo.bench.intake.asked import QUESTIONS, asked
from kuulo.figures.queries import open_reading, settle, whole_figure
from kuulo.figures.rules import parse_selection
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.instruments.services import create_instrument, publish
from kuulo.lake import queries as lake
from kuulo.lake.services import seal
from kuulo.responses.models import Response
from kuulo.responses.rules.forms import FormToken, mint, new_response_key
from kuulo.responses.services import open_way_in

SCORES = 11
SECONDS_TO_SEE = 30
SHOWN_FROM = 10
# As many pages as are asked for in a second by those who answer soon after.
FORMS_A_SECOND = 4_000


def prepare() -> dict[str, Any]:
    """Make the tables, an instrument of one page and an open link to it."""
    call_command("migrate", verbosity=0, interactive=False)
    made = create_instrument(name="Bench", languages=("en",), questionnaire=asked(), promise=Promise.IDENTIFIED)
    version = publish(slug=made.slug, by="bench")
    way = open_way_in(slug=made.slug, kind="link", name="Bench", touchpoint="Website")
    return {"token": way.token, "instrument": version.instrument_id, "version": version.number}


def sign(count: int, file: Path, token: str, instrument: int) -> dict[str, Any]:
    """Write so many bodies of forms to the file, a line each: signed as pages would be, no key twice."""
    minted_at = int(time.time()) - 60
    comment = quote_plus("The technician came on time and explained everything.")
    with file.open("w", encoding="ascii") as lines:
        for number in range(count):
            key = new_response_key(minted_at + number // FORMS_A_SECOND)
            form = FormToken(
                key=key, token=token, personal=False, instrument_id=instrument, version=1, minted_at=minted_at
            )
            score = number % SCORES
            lines.write(
                f"_form={mint(settings.SECRET_KEY, form)}&_page=only&_language=en&_go=next&website="
                f"&q_recommend={score}&q_satisfied={score % 5 + 1}&q_reason=price&q_why={comment}\n"
            )
    return {"bodies": count}


def seen(port: int, path: str, forms: Path) -> dict[str, Any]:
    """Send the forms one by one; return the milliseconds until a figure read here holds each, but for the first few."""
    bodies = forms.read_bytes().splitlines()
    # Below the anonymity floor a figure shows nothing at all.
    for body in bodies[:SHOWN_FROM]:
        _send(port, path, body)
    held, waits = SHOWN_FROM, []
    for body in bodies[SHOWN_FROM:]:
        began = time.perf_counter()
        _send(port, path, body)
        while _answers_in_figure() == held:
            if time.perf_counter() - began > SECONDS_TO_SEE:
                raise SystemExit("an answer does not show")
        held += 1
        waits.append(1000 * (time.perf_counter() - began))
    return {"waits": waits}


def _send(port: int, path: str, body: bytes) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_SEE)
    connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    if connection.getresponse().status != HTTPStatus.SEE_OTHER:
        raise SystemExit("an answer was not taken")
    connection.close()


def _answers_in_figure() -> int:
    with open_reading() as reading:
        asked = parse_selection({"measure": ["nps@1"], "period": ["all"]})
        return whole_figure(reading, settle(reading, asked)).n or 0


def check(keys: Path) -> dict[str, Any]:
    """Seal what waits, and compare what is stored with the keys that were acknowledged, one a line."""
    acknowledged = Counter(keys.read_text().split())
    while lake.status().unsealed:
        seal()
    stored = set(Response.objects.values_list("key", flat=True))
    with lake.open_snapshot() as snapshot:
        rows = snapshot.run("SELECT response_id, count(*) AS n, count(DISTINCT question) AS d FROM signals GROUP BY 1")
    signals = {row["response_id"]: (row["n"], row["d"]) for row in rows.to_pylist()}
    lost = sum(key not in stored or signals.get(key, (0, 0))[1] != QUESTIONS for key in acknowledged)
    doubled = sum(many != different for many, different in signals.values())
    return {
        "acknowledged": len(acknowledged),
        "stored": len(stored),
        "lost": lost,
        "doubled": doubled + Response.objects.count() - len(stored),
        "without_response": sum(key not in stored for key in signals),
    }


def main(words: list[str]) -> dict[str, Any]:
    """Run one command."""
    match words:
        case ["prepare"]:
            return prepare()
        case ["sign", count, file, token, instrument]:
            return sign(int(count), Path(file), token, int(instrument))
        case ["seen", port, path, file]:
            return seen(int(port), path, Path(file))
        case ["check", file]:
            return check(Path(file))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    del application
    sys.stdout.write(json.dumps(main(sys.argv[1:])) + "\n")
