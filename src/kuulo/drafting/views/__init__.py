"""Pages of the room, for owners."""

from __future__ import annotations

from kuulo.drafting.views.page import drafting, drafting_json, try_model

__all__ = ["drafting", "drafting_json", "try_model"]
