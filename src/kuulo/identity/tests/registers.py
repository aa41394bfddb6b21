"""Registers that the tests plant: persons with doubles, companies with doubles, and how good clusters are."""

from __future__ import annotations

import numpy as np
import polars as pl
import pyarrow as pa

FIRST = [
    "Mätti",
    "Åsa",
    "Päivi",
    "Jörgen",
    "Anna-Liisa",
    "Søren",
    "Kaarina",
    "Eeva",
    "Outi",
    "Heikki",
    "Risto",
    "Elina",
]
LAST = ["Mäkelä", "Sjöberg", "Åström", "Virtanen-Korhonen", "Niemi", "Østergård", "Lahti", "Salo", "Öhman", "Rantanen"]
STREETS = ["Linnankatu", "Storgatan", "Koulutie", "Kyrkovägen", "Asemakatu"]
COMPANIES = ["Järvisen Leipomo", "Nordström Bygg", "Meri & Ranta", "Pohjolan Valo", "Lumi Software", "Saimaan Vesi"]


def persons(count: int = 300, doubles: int = 90) -> pl.DataFrame:
    """Return ``count`` persons and, after them, ``doubles`` of them written differently; ``person`` is the truth."""
    random = np.random.default_rng(11)
    rows = [
        {
            "person": place,
            "Etunimi": FIRST[random.integers(len(FIRST))],
            "Sukunimi": LAST[random.integers(len(LAST))],
            "Syntymäaika": f"{random.integers(1, 29)}.{random.integers(1, 13)}.{random.integers(1940, 2005)}",
            "Sähköposti": f"{random.integers(10**8)}@example.fi",
            "Puhelin": f"040 {random.integers(10**6, 10**7)}",
            "Osoite": f"{STREETS[random.integers(len(STREETS))]} {random.integers(1, 90)}",
            "Postinumero": f"{random.integers(100, 99999):05}",
        }
        for place in range(count)
    ]
    again = [_otherwise(row) for row in rows[:doubles]]
    return pl.DataFrame(rows + again).with_row_index("id", offset=1)


def _otherwise(row: dict[str, object]) -> dict[str, object]:
    """Return the same person as another clerk wrote it: without diacritics, names swapped, a new phone, or moved."""
    place = int(str(row["person"]))
    first, last = str(row["Etunimi"]), str(row["Sukunimi"])
    plain = last.replace("ä", "ae").replace("ö", "oe").replace("Å", "Aa").replace("Ø", "Oe").replace("å", "aa").upper()
    changed = row | {"Etunimi": first.replace("-", " "), "Sukunimi": plain}
    if place % 3 == 0:
        changed |= {"Etunimi": last, "Sukunimi": first}
    if place % 3 == 1:
        changed |= {"Puhelin": str(row["Puhelin"]).replace("040 ", "+358 40-"), "Sähköposti": None}
    return changed | {"Osoite": str(row["Osoite"]).replace("katu", "k.").replace("gatan", "g.")}


def companies() -> pl.DataFrame:
    """Return companies of which some stand twice: another legal form, punctuation, or an id with a country code."""
    random = np.random.default_rng(3)
    rows = []
    for place in range(120):
        name = f"{COMPANIES[place % len(COMPANIES)]} {chr(65 + place // 26)}{chr(65 + place % 26)}ka"
        digits = [int(digit) for digit in f"{random.integers(10**6, 10**7)}"]
        rest = sum(weight * digit for weight, digit in zip((7, 9, 10, 5, 8, 4, 2), digits, strict=True)) % 11
        if rest == 1:
            continue
        number = "".join(map(str, digits)) + f"-{(11 - rest) % 11}"
        town = ["Turku", "Vaasa", "Oulu"][place % 3]
        rows.append({"company": place, "Yrityksen nimi": f"{name} Oy", "Y-tunnus": number, "Postitoimipaikka": town})
        if place % 4 == 0:
            other = {"company": place, "Yrityksen nimi": f"Oy {name.upper()} Ab.", "Postitoimipaikka": town}
            rows.append(other | {"Y-tunnus": None if place % 8 else f"FI{number.replace('-', '')}"})
    return pl.DataFrame(rows).with_row_index("id", offset=1)


def f1(clusters: pa.Table, truth: pl.DataFrame, column: str) -> float:
    """Return the pairwise F1 of clusters beside the truth; ids tell the rows of both."""
    found = pl.DataFrame(clusters).with_columns(pl.col("id").cast(pl.String))
    joined = found.join(truth.select(pl.col("id").cast(pl.String), true=pl.col(column)), on="id")
    both, one, other = (_pairs(joined, keys) for keys in (["cluster", "true"], ["cluster"], ["true"]))
    return 2 * both / (one + other)


def _pairs(frame: pl.DataFrame, keys: list[str]) -> int:
    sizes = frame.group_by(keys).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())
