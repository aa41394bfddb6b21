"""Pages of questions read and sent as a browser without script does it, through Django alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


class Form(HTMLParser):
    """Reads the form of a page: where it goes, what it holds, which buttons it has."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, list[str]] = {}
        self.buttons: list[str] = []
        self.ids: set[str] = set()
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        found: Mapping[str, str | None] = dict(attrs)
        self.ids |= {found["id"] or ""} if "id" in found else set()
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "form":
            self.action = found.get("action") or ""
        elif tag == "button":
            self.buttons.append(value)
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in found:
            self.fields.setdefault(self._select, []).append(value)
        elif tag == "textarea":
            self._textarea = name
        elif tag == "input" and (found.get("type") not in {"radio", "checkbox"} or "checked" in found):
            self.fields.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        """Take a textarea's text."""
        if self._textarea and data.strip():
            self.fields[self._textarea] = [data.strip()]

    def handle_endtag(self, tag: str) -> None:
        """Leave a textarea."""
        self._textarea = "" if tag == "textarea" else self._textarea


@dataclass
class Person:
    """Somebody who answers in a browser without script."""

    language: str = "en"
    browser: Client = field(default_factory=Client)
    answer: Any = None

    def open(self, path: str) -> Person:
        """Open an address."""
        self.answer = self.browser.get(path, headers={"Accept-Language": self.language})
        return self

    def send(self, go: str = "", **fields: object) -> Person:
        """Fill fields in and press a button: the first, or the one that asks for ``go``; follow where it leads."""
        form = self.form
        pressed = go or form.buttons[0]
        assert pressed in form.buttons, f"no button {pressed!r} among {form.buttons}"
        sent = {**form.fields, **fields, "_go": pressed}
        self.answer = self.browser.post(form.action, sent, headers={"Accept-Language": self.language})
        if self.answer.status_code == 303:
            self.open(self.answer["Location"])
        return self

    @property
    def form(self) -> Form:
        """Return the form on the page."""
        form = Form()
        form.feed(self.text)
        return form

    @property
    def text(self) -> str:
        """Return the page as text."""
        answer: HttpResponse = self.answer
        return answer.content.decode()
