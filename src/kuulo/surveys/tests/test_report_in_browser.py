"""The report in a real Chromium: axe finds nothing, the page fits a desk and a phone, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from kuulo.surveys.report.render import render_report
from kuulo.surveys.tests.reporting import finnish_file, report_of

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_report_is_accessible_and_fits(chromium: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    rows = [f"y{at};1.2.2026;{at % 11};;Inari;sovellus;1,0" for at in range(3)]
    page_file = tmp_path / "report.html"
    page_file.write_text(render_report(report_of(finnish_file(tmp_path, 150, *rows)), "fi"), encoding="utf-8")
    context = chromium.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: complaints.append(request.url) if "report.html" not in request.url else None)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(page_file.as_uri())
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert found.violations_count == 0, found.generate_report()
    assert wide == 0
    assert complaints == []
