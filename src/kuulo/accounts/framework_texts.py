"""Texts of Django and django-allauth that reach our pages and lack a Finnish or Swedish translation of their own.

They are named here so that the translation tools keep them; the translations stand in this room’s locale, which Django
reads before its own. A test tries each on a real page.
"""

from __future__ import annotations

from django.utils.translation import ngettext_lazy

TEXTS = (
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        12,
    ),
)
