"""Where comments belong after what was decided: joined themes, hidden ones, circles."""

from __future__ import annotations

import pytest

from kuulo.themes.rules import State, ThemeView, may_merge, settled, shown_themes

pytestmark = pytest.mark.pure


def theme(key: str, **further: object) -> ThemeView:
    """Return a theme."""
    return ThemeView(key=key, **further)  # type: ignore[arg-type] # a test says only what matters to it


def test_comments_of_a_joined_theme_belong_to_the_last() -> None:
    themes = [theme("a", merged_into="b"), theme("b", merged_into="c"), theme("c")]
    assert settled(themes) == {"a": "c", "b": "c", "c": "c"}
    assert [one.key for one in shown_themes(themes)] == ["c"]


def test_comments_of_a_hidden_theme_and_its_parts_belong_to_none() -> None:
    themes = [theme("a", merged_into="b"), theme("b", state=State.REJECTED)]
    assert settled(themes) == {"a": None, "b": None}
    assert shown_themes(themes) == ()


def test_a_theme_that_is_no_longer_found_shows_only_when_accepted() -> None:
    themes = [theme("a", is_current=False), theme("b", is_current=False, state=State.ACCEPTED)]
    assert [one.key for one in shown_themes(themes)] == ["b"]


def test_no_circle_can_be_made() -> None:
    themes = [theme("a"), theme("b", merged_into="a"), theme("c", state=State.REJECTED)]
    assert may_merge("b", "a", themes)
    assert not may_merge("a", "b", themes)
    assert not may_merge("a", "a", themes)
    assert not may_merge("a", "c", themes)
    assert not may_merge("a", "nobody", themes)


def test_a_theme_is_called_by_its_name_or_its_words() -> None:
    found = theme("t1", labels={"fi": "toimitus, paketti", "en": "delivery, parcel"})
    assert found.called("fi") == "Toimitus, paketti"
    assert found.called("sv") == "Delivery, parcel"
    assert theme("t1", name="Toimitukset", labels={"en": "delivery"}).called("en") == "Toimitukset"
    assert theme("t1").called("en") == "t1"
