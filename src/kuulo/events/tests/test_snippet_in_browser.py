"""The snippet on somebody else's website under a strict content policy: consent first, then pages, forms, names."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request
from tests.browser import GUARD_SCRIPT

from kuulo.events import services
from kuulo.events.collection.snippet import script
from kuulo.events.rules.sources import SourceView
from kuulo.events.tests.conftest import signals
from kuulo.events.tests.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LARGEST = 5_000
PAGE = """<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>Shop</title></head>
<body><main><h1>Shop</h1>
<form id="order" action="/thanks"><input name="email"><input name="street"><button>Send</button>
</form></main><script src="{kuulo}/w/traces.js" data-key="{key}" async></script></body></html>"""
Visit = Callable[..., Page]


def test_the_script_is_small_and_plain() -> None:
    content = script()[0]
    assert len(gzip.compress(content)) < LARGEST
    for forbidden in (b"document.cookie", b"eval(", b"innerHTML", b"userAgent", b"screen.", b"canvas", b"plugins"):
        assert forbidden not in content


@contextmanager
def hosted(kuulo: str, key: str) -> Iterator[str]:
    """Serve a website of somebody else's and yield its address."""
    page = PAGE.format(kuulo=kuulo, key=key).encode()

    class Website(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", f"default-src 'none'; script-src {kuulo}; connect-src {kuulo}")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *args: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Website)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def source(open_database: dict[str, str]) -> SourceView:
    """Return a source of a website."""
    del open_database
    return services.create_source(name="Web shop", channel="web")


@pytest.fixture
def site(open_database: dict[str, str], source: SourceView) -> Iterator[str]:
    """Return the address of the website, with Kuulo's server beside it."""
    with served(open_database) as port, hosted(f"http://127.0.0.1:{port}", source.working_keys[0]) as address:
        yield address


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """Return the browser of a visitor."""
    found = chromium.new_context(locale="fi-FI")
    found.set_default_timeout(15_000)
    found.add_init_script(GUARD_SCRIPT)
    yield found
    found.close()


def opened(context: BrowserContext, address: str, *, init: str = "") -> tuple[Page, list[Request]]:
    """Open a page of the website; return it and what it sends to Kuulo from now on."""
    page = context.new_page()
    if init:
        page.add_init_script(init)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if "/v1/" in request.url else None)
    page.goto(address)
    for _look in range(100):
        if page.evaluate("Boolean(window.kuulo && window.kuulo.track)"):
            break
        page.wait_for_timeout(100)
    return page, sent


def stored() -> list[dict[str, Any]]:
    """Move the log and return what is in the store."""
    services.move_events()
    return signals()


def kept(page: Page) -> str:
    """Return everything the website has in the browser's storage."""
    return str(page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"))


def test_nothing_is_stored_or_sent_before_consent(context: BrowserContext, site: str) -> None:
    page, sent = opened(context, f"{site}/front")
    page.evaluate("kuulo.track('Looked'); kuulo.identify('1042'); kuulo.page()")
    page.fill("[name=email]", "aino@example.org")
    page.wait_for_timeout(1500)
    page.goto(f"{site}/other")
    assert sent == []
    assert kept(page) == '[{},{},""]'
    assert stored() == []


def test_after_consent_pages_forms_and_names_come(context: BrowserContext, site: str) -> None:
    page, sent = opened(context, f"{site}/front?utm_source=letter&email=aino@example.org")
    page.evaluate("kuulo.consent({profiling: true, marketing: false})")
    page.evaluate("history.pushState({}, '', '/basket?token=secret')")
    page.wait_for_timeout(50)
    page.evaluate("kuulo.track('Basket Opened', {revenue: 12.5})")
    page.fill("[name=email]", "aino@example.org")
    page.fill("[name=street]", "Kotikatu 1")
    page.evaluate("kuulo.identify('1042')")
    with page.expect_request(lambda request: request.url.endswith("/v1/batch")):
        page.click("button")
    page.wait_for_url("**/thanks**")
    page.wait_for_timeout(1500)
    assert sent
    rows = stored()
    found = [(row["kind"], row["question"]) for row in rows]
    assert ("page_view", "/front") in found
    assert ("page_view", "/basket") in found
    assert ("page_view", "/thanks") in found
    assert ("event", "Basket Opened") in found
    assert found.count(("event", "Form Step Reached")) == 2
    assert ("event", "Form Sent") in found
    assert ("event", "Form Left") not in found
    said = json.dumps(rows, default=str)
    for secret in ("aino@example.org", "Kotikatu", "secret", "Mozilla"):
        assert secret not in said
    assert {row["attributes"]["consent"] for row in rows} == {"profiling"}
    assert {row["attributes"].get("utm_source") for row in rows if row["question"] == "/front"} == {"letter"}
    assert len({row["attributes"]["anonymous_id"] for row in rows}) == 1
    assert len({row["response_id"] for row in rows}) == 1
    assert {row["party"] for row in rows if row["question"] == "/thanks"} == {"customer_id:1042"}
    assert {row["language"] for row in rows} == {"fi"}
    assert page.evaluate("window.__kuulo_refused") == []


def test_a_form_that_was_left_says_at_which_step(context: BrowserContext, site: str) -> None:
    page, _sent = opened(context, f"{site}/front")
    page.evaluate("kuulo.consent(true)")
    page.focus("[name=street]")
    page.goto(f"{site}/other")
    page.wait_for_timeout(1500)
    (left,) = [row for row in stored() if row["question"] == "Form Left"]
    assert (left["attributes"]["p.form"], left["attributes"]["p.step"]) == ("order", "street")


def test_withdrawing_forgets_at_once(context: BrowserContext, site: str) -> None:
    page, sent = opened(context, f"{site}/front")
    page.evaluate("kuulo.consent(true)")
    assert "kuulo-traces" in kept(page)
    page.evaluate("kuulo.track('Never'); kuulo.consent(false)")
    page.wait_for_timeout(1500)
    assert kept(page) == '[{},{},""]'
    page.goto(f"{site}/other")
    page.wait_for_timeout(500)
    assert sent == []


@pytest.mark.parametrize(
    "init",
    [
        "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})",
        "Object.defineProperty(Navigator.prototype, 'doNotTrack', {get: () => '1'})",
    ],
)
def test_browsers_that_ask_not_to_be_tracked_are_not(context: BrowserContext, site: str, init: str) -> None:
    page, sent = opened(context, f"{site}/front", init=init)
    assert page.evaluate("kuulo.consent(true)") is False
    page.wait_for_timeout(1500)
    assert sent == []
    assert kept(page) == '[{},{},""]'
