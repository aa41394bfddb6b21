"""The room as a Django app."""

from django.apps import AppConfig


class WordsConfig(AppConfig):
    """App of the room `words`."""

    name = "kuulo.words"
    label = "words"
    default_auto_field = "django.db.models.BigAutoField"
