"""The browser kit itself: it sees what it is there to see."""

from __future__ import annotations

import pytest

from kuulo.accounts.rules import Role
from kuulo.base.errors import SettingError
from kuulo.web.tests.chromium import chromium_path
from tests.browser import NARROW, Visit


def test_a_missing_chromium_is_said_and_not_passed_over() -> None:
    with pytest.raises(SettingError, match="apt-get install chromium"):
        chromium_path(lambda _name: None)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestSees:
    """Each check fails on a page spoilt on purpose."""

    def test_a_picture_without_words(self, visit: Visit) -> None:
        visit.sign_in(Role.READER).open("/design/")
        visit.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
        with pytest.raises(AssertionError, match="image-alt"):
            visit.assert_accessible()

    def test_what_is_wider_than_the_window(self, visit: Visit) -> None:
        visit.sign_in(Role.READER).open("/design/", width=NARROW)
        visit.page.evaluate("document.querySelector('h1').style.width = '900px'")
        with pytest.raises(AssertionError, match="wider than the window"):
            visit.assert_no_horizontal_scroll()

    def test_a_focus_that_cannot_be_seen(self, visit: Visit) -> None:
        visit.sign_in(Role.READER).open("/design/")
        visit.page.evaluate("document.querySelector('.wordmark').style.outline = 'none'")
        with pytest.raises(AssertionError, match="unmarked focus"):
            visit.walk_keyboard()

    def test_a_target_too_small(self, visit: Visit) -> None:
        visit.sign_in(Role.READER).open("/design/")
        visit.page.evaluate(
            "document.querySelector('main .button').style.cssText = 'min-height:0;height:12px;padding:0'"
        )
        with pytest.raises(AssertionError, match="too small"):
            visit.assert_targets()

    def test_what_the_content_policy_refuses(self, visit: Visit) -> None:
        visit.sign_in(Role.READER).open("/design/")
        visit.page.evaluate("document.querySelector('h1').setAttribute('style', 'color: red')")
        visit.page.wait_for_timeout(100)
        with pytest.raises(AssertionError, match="style-src"):
            visit.assert_no_complaints()
        visit.complaints.clear()
        visit.page.evaluate("window.__kuulo_refused = []")
