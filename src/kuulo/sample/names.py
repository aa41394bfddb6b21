"""Names of the invented customers: surnames that nobody carries, put together from words of weather and houses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

FIRST_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "fi": ("Aino", "Eino", "Helmi", "Toivo", "Lempi", "Onni", "Sulo", "Taimi", "Urho", "Vieno", "Armas", "Impi"),
    "sv": ("Alva", "Axel", "Dagny", "Edvin", "Freja", "Gösta", "Hulda", "Ivar", "Majken", "Sixten", "Tekla", "Viggo"),
    "en": ("Ada", "Basil", "Cleo", "Dexter", "Edith", "Felix", "Greta", "Hugo", "Iris", "Jasper", "Mabel", "Otis"),
}
SURNAMES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "fi": (
        ("Halla", "Kuura", "Marras", "Pouta", "Räntä", "Suvi", "Tihku", "Usva", "Viima", "Aava"),
        ("eteinen", "kaarna", "kynnys", "lankku", "luukku", "piippu", "porras", "räystäs", "saranainen", "uuninen"),
    ),
    "sv": (
        ("Dagg", "Dimm", "Frost", "Höst", "Is", "Morgon", "Regn", "Snö", "Tö", "Vinter"),
        ("farstu", "gavel", "klinka", "list", "loft", "skorsten", "spis", "stuga", "trappa", "tröskel"),
    ),
    "en": (
        ("Drizzle", "Frost", "Hail", "Mist", "Rain", "Sleet", "Snow", "Storm", "Sun", "Thaw"),
        ("chimney", "doorstep", "gable", "hallway", "hinge", "latch", "mantel", "porch", "rafter", "shutter"),
    ),
}
ORGANISATIONS: Final[Mapping[str, str]] = {
    "housing_fi": "As Oy {place}",
    "housing_sv": "Bostads Ab {place}",
    "housing_en": "As Oy {place}",
    "business_fi": "{place} Oy",
    "business_sv": "{place} Ab",
    "business_en": "{place} Ltd",
}


def name_person(rng: np.random.Generator, language: str) -> str:
    """Return a first name and an invented surname in the language."""
    first = FIRST_NAMES[language]
    return f"{first[rng.integers(len(first))]} {_compound(rng, language)}"


def name_organisation(rng: np.random.Generator, segment: str, language: str) -> str:
    """Return the name of a housing company or a small business."""
    place = f"{_compound(rng, language)} {rng.integers(1, 90)}"
    return ORGANISATIONS[f"{segment}_{language}"].format(place=place)


def _compound(rng: np.random.Generator, language: str) -> str:
    heads, tails = SURNAMES[language]
    return heads[rng.integers(len(heads))] + tails[rng.integers(len(tails))]
