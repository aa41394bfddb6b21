"""The room as a Django app."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """App of the room `profiles`."""

    name = "kuulo.profiles"
    label = "profiles"
    default_auto_field = "django.db.models.BigAutoField"
