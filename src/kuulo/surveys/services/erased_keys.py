"""Keys of responses whose person was erased: a keyed digest keeps the same file from bringing them back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.utils.crypto import salted_hmac

from kuulo.surveys.models import Dataset

SALT: Final = "kuulo.surveys.erased"
BEGINNING: Final = "erased:"


def erased_key(key: str) -> str:
    """Return what is kept in the place of a key; what is such a digest already stays."""
    if key.startswith(BEGINNING):
        return key
    return BEGINNING + salted_hmac(SALT, key, algorithm="sha256").hexdigest()


def erased_among(dataset: Dataset, keys: Collection[str]) -> set[str]:
    """Return the keys whose responses were erased from the data set."""
    if not dataset.responses.filter(key__startswith=BEGINNING).exists():
        return set()
    digests = {erased_key(key): key for key in keys}
    known = dataset.responses.filter(key__in=digests).values_list("key", flat=True)
    return {digests[digest] for digest in known}
