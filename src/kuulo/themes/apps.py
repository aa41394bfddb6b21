"""The room as a Django app."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    """App of the room `themes`."""

    name = "kuulo.themes"
    label = "themes"
    default_auto_field = "django.db.models.BigAutoField"
