"""The browser kit: a real Chromium, and what every page must stand.

The root conftest names this file as a plugin, so that any room's tests may ask for `visit`::

    @pytest.mark.browser
    def test_page(visit: Visit, width: int) -> None:
        visit.sign_in(Role.READER).open("/explore/", width=width).assert_sound()

Chromium is part of what the tests need: where it is missing, a test fails and says so; it is never left out.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.web.tests.chromium import ARGUMENTS as ARGUMENTS
from kuulo.web.tests.chromium import chromium_path as chromium_path

WIDE, NARROW = 1280, 390
HEIGHT = 900
# How long a test waits before it gives up, in ms: a loaded machine is slow, and no wait costs what succeeds.
PATIENCE = 60_000
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
GUARD_SCRIPT = """
window.__kuulo_refused = [];
document.addEventListener('securitypolicyviolation', event => window.__kuulo_refused.push(
  `${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
"""
FOCUS_SCRIPT = """() => {
  const seen = document.activeElement;
  if (!seen || seen === document.body) return null;
  const box = seen.getBoundingClientRect();
  const style = getComputedStyle(seen);
  const ring = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none';
  const shadow = style.boxShadow !== 'none';
  return {
    name: seen.outerHTML.slice(0, 120),
    key: (seen.id || '') + '|' + [...document.querySelectorAll('*')].indexOf(seen),
    visible: box.width > 0 && box.height > 0 && style.visibility !== 'hidden',
    marked: ring || shadow,
    inside: box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
  };
}"""
OVERFLOW_SCRIPT = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll('body *')]
    .filter(one => one.getBoundingClientRect().right > room + 1)
    .slice(0, 5).map(one => one.outerHTML.slice(0, 140));
}"""
TARGET_SCRIPT = """least => [...document.querySelectorAll('a, button, input, select, summary, textarea')]
  .filter(one => !one.closest('p, li:not(nav li, .applied li), td, dd, figcaption, .visually-hidden'))
  .filter(one => one.type !== 'hidden' && one.checkVisibility({visibilityProperty: true}))
  .map(one => ({name: one.outerHTML.slice(0, 120), box: (one.closest('label') || one).getBoundingClientRect()}))
  .filter(one => one.box.width < least || one.box.height < least)
  .map(one => `${Math.round(one.box.width)}×${Math.round(one.box.height)} ${one.name}`)
"""
TARGET_LEAST = 24


@dataclass
class Visit:
    """A person's visit in Chromium; every step returns the visit, so that steps read one after the other."""

    context: BrowserContext
    address: str
    people: dict[Role, User] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        """Open an empty page that notes every complaint of the browser."""
        self.context.add_init_script(GUARD_SCRIPT)
        self.page = self.context.new_page()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))

    def _note_console(self, message: ConsoleMessage) -> None:
        # A refused form answers 4xx on purpose; Chromium calls that an error. Tests look at the answer themselves.
        if message.type in {"error", "warning"} and "Failed to load resource: the server responded" not in message.text:
            self.complaints.append(f"console {message.type}: {message.text}")

    def sign_in(self, role: Role, *, language: str = "en") -> Visit:
        """Sign the role's person in, with their language."""
        person = self.people[role]
        User.objects.filter(pk=person.pk).update(language=language)
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
        return self

    def open(self, path: str, *, width: int = WIDE, scheme: str = "light") -> Visit:
        """Open a page of the site at a width, in light or dark."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        answer = self.page.goto(self.address + path)
        assert answer is not None, f"{path} gave no answer"
        assert answer.status < 500, f"{path} answered {answer.status}"
        self.page.wait_for_load_state("networkidle")
        return self

    def assert_accessible(self) -> Visit:
        """Assert that axe finds no violation of WCAG 2.2 A and AA or of its best practices."""
        found = Axe().run(self.page, options=AXE_OPTIONS)
        assert found.violations_count == 0, found.generate_report()
        return self

    def assert_no_horizontal_scroll(self) -> Visit:
        """Assert that the page itself never scrolls sideways; regions of it may."""
        wide: list[str] = self.page.evaluate(OVERFLOW_SCRIPT)
        assert not wide, "wider than the window:\n" + "\n".join(wide)
        return self

    def assert_targets(self) -> Visit:
        """Assert that what is pressed is at least 24 × 24 px; links within text are exempt, as WCAG has it."""
        small: list[str] = self.page.evaluate(TARGET_SCRIPT, TARGET_LEAST)
        assert not small, "too small to press:\n" + "\n".join(small)
        return self

    def walk_keyboard(self, *, limit: int = 200) -> list[str]:
        """Tab through the page and return what took the focus; every stop must be seen, marked and in the window."""
        stops: dict[str, str] = {}
        self.page.bring_to_front()
        for _step in range(limit):
            self.page.keyboard.press("Tab")
            stop: dict[str, Any] | None = self.page.evaluate(FOCUS_SCRIPT)
            if stop is None or stop["key"] in stops:
                break
            assert stop["visible"], f"invisible focus: {stop['name']}"
            assert stop["marked"], f"unmarked focus: {stop['name']}"
            assert stop["inside"], f"focus outside the window: {stop['name']}"
            stops[stop["key"]] = stop["name"]
        assert stops, "nothing on the page takes the focus"
        return list(stops.values())

    def assert_no_complaints(self) -> Visit:
        """Assert that the browser wrote no error or warning and refused nothing for the content policy."""
        refused: list[str] = self.page.evaluate("window.__kuulo_refused || []")
        assert not self.complaints + refused, "\n".join(self.complaints + refused)
        return self

    def assert_sound(self) -> Visit:
        """Assert all that holds for every page: axe, width, targets, keyboard, a quiet console."""
        self.assert_accessible().assert_no_horizontal_scroll().assert_targets()
        self.walk_keyboard()
        return self.assert_no_complaints()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium; fail where there is none."""
    path = chromium_path(shutil.which)
    # Playwright's event loop stays in this thread; Django would take every query for one inside async code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as player:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE)
        browser = player.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, live_server: Any, cast: dict[Role, User]) -> Iterator[Visit]:
    """Return a visit to the running site; nobody has signed in. What the browser complains of fails the test."""
    context = chromium.new_context(locale="en-GB", timezone_id="Europe/Helsinki")
    context.set_default_timeout(PATIENCE)
    guest = Visit(context, live_server.url, dict(cast))
    yield guest
    guest.assert_no_complaints()
    context.close()


@pytest.fixture(params=[WIDE, NARROW])
def width(request: pytest.FixtureRequest) -> int:
    """Return each width pages are looked at: a desk and a phone."""
    return int(request.param)


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    """Return each colour scheme."""
    return str(request.param)
