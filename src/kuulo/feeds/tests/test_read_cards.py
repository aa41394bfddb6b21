"""Address cards of every version become rows, and hostile ones do no harm."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kuulo.base.errors import FileError
from kuulo.customers.queries import party, party_ids_of
from kuulo.customers.rules import Channel, PartyKind, Purpose, RelationKind
from kuulo.feeds import services
from kuulo.feeds.readers.deliveries import read_delivery
from kuulo.feeds.readers.vcard_lines import read_cards
from kuulo.feeds.services import import_people
from kuulo.feeds.tests.cast import NOON, bring, take
from kuulo.surveys.rules.understanding import Reply

THREE = """BEGIN:VCARD
VERSION:3.0
UID:u1
FN:Aino Ahti
N:Ahti;Aino;;;
ORG:Ahti Oy;Myynti
TITLE:Ostaja\\, pää
EMAIL;TYPE=WORK:aino@ahti.example
EMAIL;TYPE=HOME,PREF:aino@example.com
TEL;TYPE=CELL:+358 40 123 4567
TEL;TYPE=FAX:+358 9 1
ADR;TYPE=HOME:;;Kotikatu 1;Helsinki;;00100;Finland
ADR;TYPE=WORK:;;Tehtaankatu 2;Espoo;;02100;Finland
NOTE:A long note that is
  folded
PHOTO;ENCODING=b;TYPE=JPEG:AAAA
END:VCARD
"""
FOUR = """BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:g1
KIND:group
FN:Perhe Ahti
MEMBER:urn:uuid:u2
END:VCARD
BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:u2
KIND:individual
FN:Eino
  Ahti
item1.EMAIL;PREF=1:eino@example.com
TEL;VALUE=uri;TYPE="voice,home":tel:+358-40-765-4321
LANG:fi
RELATED;TYPE=spouse;VALUE=text:Aino Ahti
END:VCARD
BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:o1
KIND:org
FN:Bolaget Ab
ORG:Bolaget Ab
END:VCARD
"""
TWO = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:B=E4ck;=C5sa\r\n"
    b"FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:=C5sa =\r\nB=E4ck\r\n"
    b"TEL;WORK;VOICE:0401112222\r\nEMAIL;INTERNET:asa@example.com\r\nEND:VCARD\r\n"
)


def rows(folder: Path, raw: str | bytes, name: str = "book.vcf") -> list[dict[str, object]]:
    path = folder / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return read_delivery(path).frame.to_dicts()


def test_version_three_with_several_addresses(tmp_path: Path) -> None:
    row = rows(tmp_path, THREE)[0]
    assert (row["UID"], row["Name"], row["First name"], row["Last name"]) == ("u1", "Aino Ahti", "Aino", "Ahti")
    assert (row["Organisation"], row["Department"], row["Title"]) == ("Ahti Oy", "Myynti", "Ostaja, pää")
    assert (row["E-mail (home)"], row["E-mail (work)"]) == ("aino@example.com", "aino@ahti.example")
    assert (row["Address (work)"], row["Postcode (home)"]) == ("Tehtaankatu 2", "00100")
    assert "Note" not in row


def test_version_four_with_kinds_groups_and_relatives(tmp_path: Path) -> None:
    group, eino, company = rows(tmp_path, FOUR)
    assert (group["Kind"], eino["Kind"], company["Kind"]) == ("group", "individual", "org")
    assert (eino["UID"], eino["Name"], eino["Member of"]) == ("u2", "Eino Ahti", "g1")
    assert (eino["Phone (home)"], eino["Language"], eino["Related (spouse)"]) == ("+358-40-765-4321", "fi", "Aino Ahti")


def test_version_two_point_one_in_its_own_charset(tmp_path: Path) -> None:
    row = rows(tmp_path, TWO)[0]
    assert (row["Name"], row["Last name"]) == ("Åsa Bäck", "Bäck")
    assert (row["Phone (work)"], row["E-mail"]) == ("0401112222", "asa@example.com")


def test_a_card_without_an_end_is_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    path.write_text(THREE + "BEGIN:VCARD\nFN:Half\n", encoding="utf-8")
    file = read_delivery(path)
    assert (file.frame.height, len(file.rejects), file.rows_read) == (1, 1, 2)


@pytest.mark.parametrize("text", ["", "hello", "END:VCARD"])
def test_what_holds_no_card_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileError):
        rows(tmp_path, text)


@pytest.mark.parametrize(
    "raw",
    [
        b"BEGIN:VCARD\n" * 200_000,
        b"BEGIN:VCARD\nFN:" + b"A" * 5_000_000 + b"\nEND:VCARD\n",
        b"BEGIN:VCARD\nFN:x\n" + b" folded\n" * 500_000 + b"END:VCARD\n",
        b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=\n" + b"=41=\n" * 500_000 + b"END:VCARD\n",
        b"BEGIN:VCARD\n" + b"EMAIL:a@example.com\n" * 100_000 + b"END:VCARD\n",
        b"BEGIN:VCARD\nTEL;" + b'X="' * 100_000 + b":1\nEND:VCARD\n",
        b"BEGIN:VCARD\nFN;CHARSET=moon:x\nEND:VCARD\n",
        b"BEGIN:VCARD\nFN;CHARSET=hex:x\nEND:VCARD\n",
        b"BEGIN:VCARD\nFN;CHARSET=idna:\xff\nEND:VCARD\n",
        b"BEGIN:VCARD\nFN;CHARSET=a\0b:x\nEND:VCARD\n",
    ],
)
def test_hostile_cards_end_soon_and_stay_small(raw: bytes) -> None:
    begun = time.monotonic()
    cards = list(read_cards(raw, "utf-8"))
    assert time.monotonic() - begun < 10
    assert len(cards) == 1
    assert sum(len(each.text) for each in cards[0].properties) < 1 << 19


@pytest.mark.django_db
def test_cards_become_customers_with_relations(tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    path.write_text(THREE, encoding="utf-8")
    report = import_people(path, now=NOON)
    assert (report.taken, report.parties.new, report.relations.new) == (1, 2, 1)
    aino = party(party_ids_of(["card_id:u1"])["card_id:u1"], purpose=Purpose.SERVICE)
    assert aino.name == "Aino Ahti"
    emails = {(each.value, each.label) for each in aino.contacts if each.channel is Channel.EMAIL}
    assert emails == {("aino@example.com", "home"), ("aino@ahti.example", "work")}
    relation = aino.relations[0]
    assert (relation.kind, relation.other_name, relation.role) == (RelationKind.WORKS_FOR, "Ahti Oy", "Ostaja, pää")
    again = import_people(path, now=NOON)
    assert (again.parties.new, again.parties.changed, again.contacts.new, again.contacts.changed) == (0, 0, 0, 0)
    assert again.relations.new == 0


@pytest.mark.django_db
def test_what_a_group_is_is_asked() -> None:
    run = bring(FOUR, name="book.vcf")
    assert services.settle(run_id=run.pk, replies=[Reply(column="Kind", key="word:group", value="household")]) == ()
    take(run)
    ids = party_ids_of(["card_id:g1", "card_id:u2", "card_id:o1"])
    assert party(ids["card_id:g1"], purpose=Purpose.SERVICE).kind is PartyKind.HOUSEHOLD
    assert party(ids["card_id:o1"], purpose=Purpose.SERVICE).kind is PartyKind.ORGANISATION
    eino = party(ids["card_id:u2"], purpose=Purpose.SERVICE)
    assert [(each.kind, each.other_name) for each in eino.relations] == [(RelationKind.MEMBER_OF, "Perhe Ahti")]
