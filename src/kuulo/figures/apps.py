"""The room as a Django app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """App of the room `figures`."""

    name = "kuulo.figures"
    label = "figures"
