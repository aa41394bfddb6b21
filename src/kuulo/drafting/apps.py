"""The room as a Django app."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """App of the room `drafting`."""

    name = "kuulo.drafting"
    label = "drafting"
    default_auto_field = "django.db.models.BigAutoField"
