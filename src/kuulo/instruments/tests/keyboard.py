"""Hands on a keyboard: what the browser tests of the builder press and type."""

from __future__ import annotations

from typing import Final, Protocol, Self

from playwright.sync_api import BrowserContext
from playwright.sync_api import Page as Window

from kuulo.accounts.rules import Role
from kuulo.instruments.queries import InstrumentView

SAVED: Final = "#builder-state[data-state='saved']"
MOST_TABS: Final = 150
WIDE, NARROW = 1280, 390


class Visit(Protocol):
    """What these tests use of the fixture `visit`, which the browser kit of the web brings."""

    context: BrowserContext
    complaints: list[str]
    page: Window

    def sign_in(self, role: Role, *, language: str = "en") -> Self:
        """Sign the role's person in."""

    def open(self, path: str, *, width: int = WIDE, scheme: str = "light") -> Self:
        """Open a page."""

    def assert_accessible(self) -> Self:
        """Assert that axe finds nothing."""

    def assert_no_horizontal_scroll(self) -> Self:
        """Assert that the page never scrolls sideways."""

    def assert_targets(self) -> Self:
        """Assert that what is pressed is large enough."""

    def walk_keyboard(self) -> list[str]:
        """Tab through the page."""


def opened(visit: Visit, view: InstrumentView, *, language: str = "en", width: int = WIDE, place: str = "") -> Window:
    """Open the builder as the researcher, at a question or page where one is named."""
    visit.sign_in(Role.RESEARCHER, language=language)
    visit.open(f"/instruments/{view.slug}/{f'#{place}' if place else ''}", width=width)
    return visit.page


def focused(window: Window) -> str:
    """Return the id of what has the focus."""
    return str(window.evaluate("document.activeElement.id"))


def tab_to(window: Window, element: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _step in range(MOST_TABS):
        if focused(window) == element:
            return
        window.keyboard.press("Tab")
    raise AssertionError(f"#{element} cannot be reached by Tab; the focus is at #{focused(window)}")


def press(window: Window, element: str, key: str = "Enter") -> None:
    """Go to an element and press it."""
    tab_to(window, element)
    window.keyboard.press(key)


def write(window: Window, element: str, text: str) -> None:
    """Go to a field and write over what it holds."""
    tab_to(window, element)
    window.keyboard.press("ControlOrMeta+a")
    window.keyboard.type(text)


def choose(window: Window, element: str, label: str) -> None:
    """Go to a select and choose with the arrows; the select keeps the focus whatever is drawn anew around it."""
    tab_to(window, element)
    window.keyboard.press("Home")
    for _step in range(MOST_TABS):
        assert focused(window) == element
        if str(window.evaluate("document.activeElement.selectedOptions[0].text")).startswith(label):
            return
        window.keyboard.press("ArrowDown")
    raise AssertionError(f"#{element} offers no {label!r}")


def type_choice(window: Window, letters: str) -> None:
    """Type the letters of a choice; where the machine was held up and the browser forgot the first ones, type again."""
    for _time in range(5):
        window.keyboard.type(letters)
        if str(window.evaluate("document.activeElement.selectedOptions[0].text")).startswith(letters):
            return
        window.wait_for_timeout(1500)
    raise AssertionError(f"{letters!r} was not chosen")


def wait_until_saved(window: Window) -> None:
    """Wait until the page says that all is saved."""
    window.wait_for_timeout(50)
    window.wait_for_selector(SAVED)
