"""Reading address cards (vCard 2.1, 3.0, 4.0) as a table with one row a card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.feeds.readers.vcard_lines import Card, Property, plain_text, read_cards, split_text
from kuulo.surveys.reading.encodings import to_utf8
from kuulo.surveys.reading.inputs import InputFile
from kuulo.surveys.reading.limits import Limits
from kuulo.surveys.reading.unpacking import check_path, read_bytes
from kuulo.surveys.rules.answers import AnswerFile, FileFacts, Reject

ENDINGS: Final = frozenset({".vcf", ".vcard"})
MOST_OF_ONE: Final = 6
"""Of one kind of address, as many of a card are read."""
ORDER: Final = (
    "UID", "Kind", "Name", "First name", "Last name", "Organisation", "Title", "Language", "Member of", "Categories",
    "Birthday", "Department", "Related",
)  # fmt: skip


def is_vcard_name(path: Path) -> bool:
    """Return whether a name ends as address cards' do, packed or not."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    named = suffixes[:-1] if suffixes[-1:] == [".gz"] else suffixes
    return bool(named) and named[-1] in ENDINGS


def read_vcards(path: Path, *, name: str, limits: Limits) -> AnswerFile:
    """Return one row a card, with columns headed as customer lists head them.

    Members of a group get its number under "Member of". Pictures, notes and keys are not read.

    Raises:
        FileError: The file cannot be read, or holds no card.
    """
    file = InputFile(path, name)
    check_path(file, limits)
    raw = read_bytes(file, "gz" if path.suffix.lower() == ".gz" else "", limits)
    decoded = to_utf8(name, raw)
    encoding = "utf-8" if decoded.encoding.startswith("utf") else decoded.encoding
    # Bytes of a card may be in a charset of their own, which must not be marked as broken first.
    cards = list(read_cards(decoded.data if decoded.encoding.startswith("utf-16") else raw, encoding))
    if not cards:
        mend = _("Export the address book as vCard (.vcf).")
        raise FileError(_("{file}: the file holds no address card."), mend, file=name)
    rejects = [_reject(card) for card in cards if card.fault]
    whole = [card for card in cards if not card.fault]
    rows = _with_groups([_row(card) for card in whole], whole)
    frame = _frame(rows)
    return AnswerFile(
        path=path,
        name=name,
        kind="vcf",
        frame=frame,
        headers={column: column for column in frame.columns},
        rejects=tuple(rejects),
        rows_read=len(cards),
        lines=pl.Series("line", [card.line for card in whole], dtype=pl.Int64),
        facts=FileFacts(encoding=decoded.encoding, decimal="."),
    )


def _reject(card: Card) -> Reject:
    reasons = {
        "end": say(_("The card has no end: END:VCARD is missing.")),
        "long": say(_("The card has more lines than any card.")),
    }
    return Reject(line=card.line, reason=reasons[card.fault], raw="")


def _frame(rows: Sequence[Mapping[str, str]]) -> pl.DataFrame:
    met = dict.fromkeys(column for row in rows for column in row)
    columns = [column for column in ORDER if column in met] + [column for column in met if column not in ORDER]
    return pl.DataFrame({column: [row.get(column) for row in rows] for column in columns} or {"UID": []}, strict=False)


def _row(card: Card) -> dict[str, str]:
    row: dict[str, str] = {}
    seen: dict[str, int] = {}
    # What the card prefers comes first, and the first of a kind counts most.
    for each in sorted(card.properties, key=lambda one: not one.is_preferred()):
        filled = {header: text for header, text in _cells(each).items() if text}
        number = _number(each, seen) if filled else ""
        for header, text in filled.items():
            row.setdefault(header + number, text[:2_000])
    if "Name" not in row and ("First name" in row or "Last name" in row):
        row["Name"] = " ".join(filter(None, (row.get("First name"), row.get("Last name"))))
    return row


def _number(each: Property, seen: dict[str, int]) -> str:
    """Return what the headers of a property end in: addresses beyond the first of their kind get a number."""
    if each.name not in {"EMAIL", "TEL", "ADR"}:
        return ""
    kind = f"{each.name}{_aside(each)}"
    seen[kind] = seen.get(kind, 0) + 1
    return f" {min(seen[kind], MOST_OF_ONE)}" if seen[kind] > 1 else ""


def _cells(each: Property) -> dict[str, str]:
    simple = SIMPLE.get(each.name)
    if simple:
        return {simple: _uri_free(plain_text(each.text))}
    reader = READERS.get(each.name)
    return reader(each) if reader else {}


def _named(each: Property) -> dict[str, str]:
    family, given = (*split_text(each.text, ";"), "", "")[:2]
    return {"Last name": family, "First name": given}


def _organised(each: Property) -> dict[str, str]:
    parts = split_text(each.text, ";")
    return {"Organisation": parts[0], "Department": ", ".join(filter(None, parts[1:]))}


def _mail(each: Property) -> dict[str, str]:
    return {f"E-mail{_aside(each)}": _uri_free(plain_text(each.text))}


def _phone(each: Property) -> dict[str, str]:
    if each.types() & {"fax", "pager", "modem"}:
        return {}
    return {f"Phone{_aside(each)}": _uri_free(plain_text(each.text))}


def _related(each: Property) -> dict[str, str]:
    kind = ", ".join(sorted(each.types() - {"pref"})) or "contact"
    return {f"Related ({kind})": _uri_free(plain_text(each.text))}


SIMPLE: Final = {
    "UID": "UID",
    "FN": "Name",
    "KIND": "Kind",
    "X-ADDRESSBOOKSERVER-KIND": "Kind",
    "TITLE": "Title",
    "ROLE": "Title",
    "LANG": "Language",
    "CATEGORIES": "Categories",
    "BDAY": "Birthday",
}


def _postal(each: Property) -> dict[str, str]:
    parts = [*split_text(each.text, ";"), *[""] * 7][:7]
    box, extended, street, town, _region, postcode, country = parts
    aside = _aside(each)
    line = " ".join(filter(None, (street.replace("\n", " "), extended, box)))
    return {f"Address{aside}": line, f"Postcode{aside}": postcode, f"Town{aside}": town, f"Country{aside}": country}


READERS: Final[Mapping[str, Callable[[Property], dict[str, str]]]] = {
    "N": _named,
    "ORG": _organised,
    "EMAIL": _mail,
    "TEL": _phone,
    "ADR": _postal,
    "RELATED": _related,
}


def _aside(each: Property) -> str:
    """Return what an address is for, as a header says it."""
    kinds = each.types()
    return " (work)" if "work" in kinds else " (home)" if "home" in kinds else ""


def _uri_free(text: str) -> str:
    """Return what a URI names: numbers of phones, addresses of mail, numbers of cards."""
    for start in ("urn:uuid:", "mailto:", "tel:"):
        if text.lower().startswith(start):
            return text[len(start) :].partition(";")[0]
    return text


def _with_groups(rows: list[dict[str, str]], cards: Sequence[Card]) -> list[dict[str, str]]:
    """Return the rows, members of a group with its number."""
    groups: dict[str, str] = {}
    for row, card in zip(rows, cards, strict=True):
        for each in card.properties:
            if each.name in {"MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"} and row.get("UID"):
                groups.setdefault(_uri_free(plain_text(each.text)), row["UID"])
    for row in rows:
        if row.get("UID") in groups:
            row["Member of"] = groups[row["UID"]]
    return rows
