"""Invented persons with doubles and errors, the same every time: what `kuulo bench identity` reads.

One record in four is another record of somebody: names mistyped or swapped, dates with a slip or with day and month
swapped, an address of before a move, another e-mail address or phone, and gaps. ``person`` is the truth.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SEED = 4
DOUBLES = 0.25
FIRST_NAMES = _words("""
    Maria Helena Johanna Anneli Kaarina Marjatta Anna Liisa Annikki Sofia Hannele Susanna Elina Tuula Emilia
    Katariina Pirjo Ritva Leena Eeva Sari Päivi Minna Tiina Heli Satu Outi Laura Jenni Aino Olivia Aada Ella Venla
    Linnea Kerttu Saara Ida Åsa Märta Birgitta Juhani Johannes Mikael Antero Matti Tapani Olavi Kalevi Tapio Kari
    Pekka Timo Juha Jari Mika Antti Jukka Petri Ville Janne Eino Leo Oliver Väinö Onni Elias Toivo Noel Daniel
    Göran Björn Karl-Erik Nils Anders Håkan Jyrki Heikki Ilmari Sakari Eero Lauri Aleksi Joonas Henri Sami Marko
    Pasi Jouni Esa Hannu Seppo Reijo Risto Raimo Erkki Kirsi Merja Arja Anja Sirpa Raija Irma Eila Anne
""")
STEMS = _words("""
    Virta Korho Mäki Niemi Mäke Hämälä Laine Heikki Koski Järvi Lehto Saari Salmi Heino Niini Salo Turu Aho Rinta
    Kangas Pelto Kivi Lampi Suo Hakka Karja Ranta Moi Vuori Väisä Pitkä Huttu Lahti Toivo Kallio Savo Pulkki Kokko
    Leppä Tuomi Ojala Anttil Hirvo Sjö Lind Berg Ström Holm Gran Öster Wester Norr Söder Ek Alm Hag Dahl Sten Lund
    Back Käll Åker Sund Fors
""")
ENDINGS = _words("""
    nen inen la lä mäki niemi ranta maa vaara koski järvi salo harju kangas berg ström man qvist gren lund sson
""")
STREETS = _words("""
    Kauppa Linnan Koulu Asema Kirkko Ranta Puisto Myllyn Pelto Metsä Keskus Tehtaan Satama Torin Mäki Niitty Koivu
    Kuusi
""")
STREET_ENDS = ("katu", "tie", "gatan", "vägen", "polku", "kuja")
TOWNS = _words("""
    Helsinki Espoo Tampere Vantaa Oulu Turku Jyväskylä Kuopio Lahti Pori Joensuu Vaasa Lappeenranta Rovaniemi
    Porvoo Kokkola Kajaani Rauma Mikkeli Hämeenlinna Seinäjoki Kotka Salo Loimaa Imatra Raasepori Pietarsaari
    Maarianhamina Närpiö Kauhava
""")
MAILS = ("example.fi", "example.com", "post.example.org", "example.net")
LETTERS = "aeiounstrklmäö"


def write_persons(path: Path, records: int) -> None:
    """Write ``records`` records of persons as Parquet: id, person and what is known of them."""
    random = np.random.default_rng(SEED)
    persons = max(round(records * (1 - DOUBLES)), 2)
    first = _persons(random, persons)
    again = _changed(random, first[random.integers(0, persons, records - persons)])
    whole = pl.concat([_with_gaps(random, first), again]).sample(fraction=1.0, shuffle=True, seed=SEED)
    whole.with_row_index("id", offset=1).write_parquet(path)


def _persons(random: np.random.Generator, count: int) -> pl.DataFrame:
    surnames = np.array([stem + ending for stem in STEMS for ending in ENDINGS])
    first, last = _common(random, np.array(FIRST_NAMES), count), _common(random, surnames, count)
    return pl.DataFrame(
        {
            "person": np.arange(count),
            "first_name": first,
            "surname": last,
            "birth_date": _dates(random, count),
            "number": random.integers(1, 9999, count),
            "mail": _picked(random, MAILS, count),
            **_homes(random, count),
        }
    ).select(
        "person",
        "first_name",
        "surname",
        "birth_date",
        pl.concat_str(
            pl.col("first_name").str.to_lowercase(),
            pl.lit("."),
            pl.col("surname").str.to_lowercase(),
            "number",
            pl.lit("@"),
            "mail",
        ).alias("email"),
        pl.Series("phone", _phones(random, count)),
        "street",
        "postcode",
        "town",
    )


def _homes(random: np.random.Generator, count: int) -> dict[str, pl.Series]:
    towns = random.integers(0, len(TOWNS), count)
    streets = pl.Series(_picked(random, STREETS, count)) + pl.Series(_picked(random, STREET_ENDS, count))
    numbers = pl.Series(random.integers(1, 120, count)).cast(pl.String)
    codes = pl.Series(towns * 3300 + random.integers(0, 300, count) * 10).cast(pl.String).str.zfill(5)
    return {"street": streets + " " + numbers, "postcode": codes, "town": pl.Series(np.array(TOWNS)[towns])}


def _changed(random: np.random.Generator, persons: pl.DataFrame) -> pl.DataFrame:
    """Return the same persons as somebody else wrote them down."""
    count = persons.height
    swapped = pl.Series(random.random(count) < 0.02)
    moved = pl.Series(random.random(count) < 0.15)
    home = pl.DataFrame(_homes(random, count))
    first, last = _mistyped(random, persons["first_name"], 0.12), _mistyped(random, persons["surname"], 0.12)
    frame = persons.with_columns(
        pl.when(swapped).then(last).otherwise(first).alias("first_name"),
        pl.when(swapped).then(first).otherwise(last).alias("surname"),
        pl.Series("birth_date", _slipped(random, persons["birth_date"])),
        pl.when(pl.Series(random.random(count) < 0.2))
        .then(pl.Series(_mails(random, persons)))
        .otherwise("email")
        .alias("email"),
        pl.when(pl.Series(random.random(count) < 0.15))
        .then(pl.Series(_phones(random, count)))
        .otherwise("phone")
        .alias("phone"),
        *(pl.when(moved).then(home[name]).otherwise(name).alias(name) for name in home.columns),
    )
    return _with_gaps(random, frame)


def _mails(random: np.random.Generator, persons: pl.DataFrame) -> pl.Series:
    numbers = pl.Series(random.integers(1950, 2030, persons.height)).cast(pl.String)
    return persons["surname"].str.to_lowercase() + numbers + "@example.com"


def _with_gaps(random: np.random.Generator, frame: pl.DataFrame) -> pl.DataFrame:
    shares = {
        "first_name": 0.01,
        "birth_date": 0.05,
        "email": 0.3,
        "phone": 0.25,
        "street": 0.08,
        "postcode": 0.05,
        "town": 0.05,
    }
    return frame.with_columns(
        pl.when(pl.Series(random.random(frame.height) >= share)).then(pl.col(name)).alias(name)
        for name, share in shares.items()
    )


def _mistyped(random: np.random.Generator, names: pl.Series, share: float) -> pl.Series:
    """Return names of which a share has a letter too few, another letter, or two letters turned round."""
    chosen = np.flatnonzero(random.random(names.len()) < share)
    found = names.to_list()
    for place in chosen:
        name, kind = found[place], random.integers(0, 3)
        at = int(random.integers(1, max(len(name) - 1, 2)))
        middle = ("", LETTERS[random.integers(0, len(LETTERS))], name[at + 1 : at + 2] + name[at : at + 1])[kind]
        found[place] = name[:at] + middle + name[at + (2 if kind == 2 else 1) :]  # two letters were turned round
    return pl.Series(names.name, found)


def _slipped(random: np.random.Generator, dates: pl.Series) -> pl.Series:
    """Return dates of birth of which some have day and month swapped, or one digit that is another."""
    kind = random.random(dates.len())
    digit = pl.Series(random.integers(0, 10, dates.len())).cast(pl.String)
    frame = pl.DataFrame({"date": dates, "digit": digit, "kind": kind})
    date = pl.col("date")
    swapped = pl.concat_str(date.str.slice(0, 5), date.str.slice(8, 2), pl.lit("-"), date.str.slice(5, 2))
    other = pl.concat_str(date.str.slice(0, 3), "digit", date.str.slice(4))
    chosen = pl.when(pl.col("kind") < 0.02).then(swapped).when(pl.col("kind") < 0.06).then(other).otherwise(date)
    return frame.select(chosen.alias("birth_date")).to_series()


def _dates(random: np.random.Generator, count: int) -> pl.Series:
    days = np.datetime64("1932-01-01") + random.integers(0, 27_700, count).astype("timedelta64[D]")
    return pl.Series(days).dt.strftime("%Y-%m-%d")


def _phones(random: np.random.Generator, count: int) -> pl.Series:
    starts = pl.Series(_picked(random, ("040", "050", "045", "044", "041"), count))
    return starts + " " + pl.Series(random.integers(1_000_000, 10_000_000, count)).cast(pl.String)


def _picked(random: np.random.Generator, words: tuple[str, ...] | list[str], count: int) -> np.ndarray:
    return np.array(words)[random.integers(0, len(words), count)]


def _common(random: np.random.Generator, words: np.ndarray, count: int) -> np.ndarray:
    """Return words of which the first are the commonest, as names are (Zipf's law, flattened)."""
    shares = 1 / (np.arange(words.size) + 10.0)
    return words[random.choice(words.size, count, p=shares / shares.sum())]
