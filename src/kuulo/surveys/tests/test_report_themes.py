"""A report says what comments are about: themes with their share, the figure of those who say it, and masked quotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kuulo.language.theming.tests.cast import comments
from kuulo.surveys.report.model import ReportOptions
from kuulo.surveys.report.render import render_report
from kuulo.surveys.tests.reporting import report_of

pytestmark = pytest.mark.slow
SCORES = {"delivery": 2, "price": 5, "staff": 10, "site": 6}


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Return a file of scores and comments in three languages, each comment with a telephone number."""
    cast = comments(160)
    rows = [
        f"{number};{SCORES[topic]};{text} 040 123 4567"
        for number, (text, topic) in enumerate(zip(cast.texts, cast.topics, strict=True))
    ]
    path = tmp_path / "answers.csv"
    path.write_text("Response ID;NPS (0-10);Comment\n" + "\n".join(rows), encoding="utf-8")
    return path


def test_themes_have_shares_figures_and_masked_quotes(answers: Path) -> None:
    report = report_of(answers, options=ReportOptions(themes=5))
    (column,) = report.sections[0].comments
    assert 2 <= len(column.themes) <= 5
    for theme in column.themes:
        assert theme.names
        assert theme.share.low is not None
        assert theme.share.value is not None
        assert theme.share.low < theme.share.value
        assert theme.figure is not None
        assert theme.figure.n == round(theme.share.value * 160)
        assert theme.quotes
        assert not any("123" in quote for quote in theme.quotes)
    page = render_report(report, "fi")
    assert "Mistä ne kertovat" in page


def test_without_being_asked_for_there_are_none(answers: Path) -> None:
    (column,) = report_of(answers).sections[0].comments
    assert column.themes == ()


def test_few_comments_have_no_themes(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    rows = "\n".join(f"{number};{number % 11};Hyvä palvelu {number}" for number in range(30))
    path.write_text(f"Response ID;NPS (0-10);Comment\n{rows}", encoding="utf-8")
    (column,) = report_of(path, options=ReportOptions(themes=5)).sections[0].comments
    assert column.themes == ()
