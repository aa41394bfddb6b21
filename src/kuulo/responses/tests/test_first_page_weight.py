"""The first page: what really travels, compressed as the server sends it, is under 40 kB in all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from kuulo.responses.services import open_way_in
from kuulo.responses.tests.answering import published
from kuulo.responses.tests.questionnaires import EVERYTHING

pytestmark = pytest.mark.django_db
LIMIT = 40_000
LOADED = re.compile(r'<(?:link|script|img|iframe)\b[^>]*?(?:href|src)="([^"]+)"')


@pytest.fixture
def served(settings: Settings, tmp_path: Path) -> Client:
    """Return a browser before a server with compressed static files, as `kuulo setup` leaves them."""
    settings.STATIC_ROOT = tmp_path / "static"
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": manifest}
    call_command("collectstatic", interactive=False, verbosity=0)
    return Client(headers={"Accept-Encoding": "gzip", "Accept-Language": "fi"})


def test_the_first_page_is_light(served: Client) -> None:
    version = published(EVERYTHING)
    token = open_way_in(slug=version.slug, kind="link", name="Website").token
    page = served.get(f"/a/{token}")
    assert page["Content-Encoding"] == "gzip"
    text = served.get(f"/a/{token}", headers={"Accept-Encoding": "identity"}).content.decode()
    addresses = [address for address in LOADED.findall(text) if not address.startswith("data:")]
    assert all(address.startswith("/static/") for address in addresses), "nothing is loaded from elsewhere"
    weights = {address: weight_of(served, address) for address in addresses}
    assert len(weights) == 3, "two sheets and one script"
    total = len(page.content) + sum(weights.values())
    assert total < LIMIT, weights


def weight_of(browser: Client, address: str) -> int:
    """Return how many bytes a file takes on its way."""
    answer = browser.get(address)
    assert answer["Content-Encoding"] == "gzip"
    return len(answer.getvalue())


def test_the_styles_load_nothing_more() -> None:
    folder = Path(__file__).parents[1] / "static" / "responses"
    assert "url(" not in (folder / "public.css").read_text(encoding="utf-8")
    assert "import" not in (folder / "public.js").read_text(encoding="utf-8")
