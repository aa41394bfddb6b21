"""The room as a Django app."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """App of the room `sample`."""

    name = "kuulo.sample"
    label = "sample"
