"""Take pictures of pages: ``python -m kuulo.web.tests.screenshots FOLDER PATH… --server URL --email E --password P``.

Each path is pictured whole, light and dark, at 1280 and 390 px, from a server that is already running.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from kuulo.web.tests.chromium import ARGUMENTS, chromium_path

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--server", default="http://127.0.0.1:8000")
    parser.add_argument("--email", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--language", default="en")
    wishes = parser.parse_args()
    wishes.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium_path(shutil.which), args=list(ARGUMENTS))
        page = _signed_in(browser, wishes)
        for path in wishes.paths:
            picture(page, wishes.server, path, wishes.folder)
        browser.close()


def _signed_in(browser: Browser, wishes: argparse.Namespace) -> Page:
    context = browser.new_context(locale=wishes.language)
    context.add_cookies([{"name": "django_language", "value": wishes.language, "url": wishes.server}])
    page = context.new_page()
    if wishes.email:
        page.goto(f"{wishes.server}/accounts/login/")
        page.fill("input[name=login]", wishes.email)
        page.fill("input[name=password]", wishes.password)
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state("networkidle")
    return page


def picture(page: Page, server: str, path: str, folder: Path) -> list[Path]:
    """Save the pictures of one path and return where they are."""
    taken = []
    name = path.strip("/").replace("/", "-").replace("?", "-").replace("&", "-") or "home"
    for width in WIDTHS:
        for scheme in SCHEMES:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            page.goto(server + path)
            page.wait_for_load_state("networkidle")
            target = folder / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=target, full_page=True)
            taken.append(target)
    return taken


if __name__ == "__main__":
    main()
