"""Pages of the room."""

from __future__ import annotations

from kuulo.exchange.views.acts import discard, take
from kuulo.exchange.views.files import codes, project
from kuulo.exchange.views.pages import exchange, exchange_json, upload

__all__ = ["codes", "discard", "exchange", "exchange_json", "project", "take", "upload"]
