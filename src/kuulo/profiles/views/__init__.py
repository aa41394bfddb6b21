"""Pages of profiles."""

from __future__ import annotations

from kuulo.profiles.views.customer import customer, entry, figures, timeline
from kuulo.profiles.views.customers import customers, new
from kuulo.profiles.views.editing import edit, undo, withdraw

__all__ = ["customer", "customers", "edit", "entry", "figures", "new", "timeline", "undo", "withdraw"]
