"""The room as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """App of the room `accounts`."""

    name = "kuulo.accounts"
    label = "accounts"
