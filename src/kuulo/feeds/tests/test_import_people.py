"""A customer list comes in: columns known in three languages, faults named by line, a repeat changing nothing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from kuulo.base.errors import ColumnError, FileError
from kuulo.customers.models import Consent, ContactPoint, Party
from kuulo.customers.queries import frame, party_ids_of
from kuulo.customers.rules import Channel, ConsentState, Counts, Purpose
from kuulo.customers.services import withdraw_consent
from kuulo.feeds.rules.fields import Field
from kuulo.feeds.rules.remarks import remarks_csv
from kuulo.feeds.services import import_people
from kuulo.feeds.tests.cast import NOON, written

pytestmark = pytest.mark.django_db
FINNISH = (
    "Asiakasnumero;Nimi;Sähköposti;Puhelin;Osoite;Postinumero;Postitoimipaikka;Kieli;Alkaen;Päättynyt;Suostumus;Segmentti\n"
    "1;Aino Ahti;aino@Example.COM;040 123 4567;Kotikatu 1;00100;Helsinki;suomi;1.3.2024;;kyllä;koti\n"
    "2;Bertil Bäck;bertil@example.com;;;;;ruotsi;;31.1.2026;ei;yritys\n"
)
SWEDISH = "Kundnummer,Namn,E-post,Mobil,Språk,Samtycke\n7,Cecilia,cecilia@example.com,0501234567,svenska,ja\n"
ENGLISH = "customer_id,first name,last name,email,city,plan\n9,Dan,Dahl,dan@example.com,Turku,basic\n"


def test_a_finnish_list_comes_in_whole(tmp_path: Path) -> None:
    report = import_people(written(tmp_path, FINNISH), now=NOON)
    assert (report.rows, report.taken, report.remarks) == (2, 2, ())
    assert (report.parties, report.contacts, report.consents) == (Counts(new=2), Counts(new=4), Counts(new=2))
    assert report.attributes == ("Postitoimipaikka", "Segmentti")
    aino, bertil = frame(purpose=Purpose.SURVEYS, now=NOON + timedelta(hours=1))
    assert (aino.party, aino.name, aino.language, aino.since) == ("customer_id:1", "Aino Ahti", "fi", date(2024, 3, 1))
    assert aino.contact(Channel.EMAIL).address == "aino@example.com"
    assert aino.contact(Channel.SMS).address == "+358401234567"
    assert aino.contact(Channel.LETTER).address == "Aino Ahti\nKotikatu 1\n00100 Helsinki"
    assert aino.contact(Channel.SMS).consent is ConsentState.GIVEN
    assert aino.attributes == {"Postitoimipaikka": "Helsinki", "Segmentti": "koti"}
    assert (bertil.language, bertil.until) == ("sv", date(2026, 1, 31))
    assert bertil.contact(Channel.EMAIL).consent is ConsentState.WITHDRAWN


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (SWEDISH, {Field.IDENTIFIER, Field.NAME, Field.EMAIL, Field.PHONE, Field.LANGUAGE, Field.CONSENT}),
        (ENGLISH, {Field.IDENTIFIER, Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.TOWN}),
    ],
)
def test_headers_are_known_in_other_languages(tmp_path: Path, text: str, fields: set[Field]) -> None:
    report = import_people(written(tmp_path, text), now=NOON)
    assert set(report.columns) == fields
    assert report.remarks == ()
    assert report.taken == 1


def test_the_same_list_again_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, FINNISH)
    import_people(path, now=NOON)
    again = import_people(path, now=NOON + timedelta(days=1))
    assert (again.parties, again.contacts, again.consents) == (
        Counts(unchanged=2),
        Counts(unchanged=4),
        Counts(unchanged=2),
    )
    assert (Party.objects.count(), ContactPoint.objects.count(), Consent.objects.count()) == (2, 4, 2)


def test_a_list_does_not_undo_a_refusal(tmp_path: Path) -> None:
    path = written(tmp_path, FINNISH)
    import_people(path, now=NOON)
    aino = party_ids_of(["customer_id:1"])["customer_id:1"]
    withdraw_consent(party_id=aino, at=NOON + timedelta(days=1), channel=Channel.EMAIL)
    assert import_people(path, now=NOON + timedelta(days=2)).consents == Counts(unchanged=2)
    row = next(each for each in frame(purpose=Purpose.SURVEYS, now=NOON + timedelta(days=3)) if each.party_id == aino)
    assert row.contact(Channel.EMAIL).consent is ConsentState.WITHDRAWN


def test_the_newest_address_counts(tmp_path: Path) -> None:
    import_people(written(tmp_path, ENGLISH), now=NOON)
    moved = ENGLISH.replace("dan@example.com", "dahl@example.com")
    assert import_people(written(tmp_path, moved), now=NOON + timedelta(days=1)).contacts == Counts(new=1)
    assert frame(purpose=Purpose.SURVEYS)[0].contact(Channel.EMAIL).address == "dahl@example.com"
    assert import_people(written(tmp_path, ENGLISH), now=NOON + timedelta(days=2)).contacts == Counts(changed=1)
    assert frame(purpose=Purpose.SURVEYS)[0].contact(Channel.EMAIL).address == "dan@example.com"


def test_a_workbook_comes_in_with_its_numbers_and_days(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Customer number", "E-mail", "Customer since"])
        sheet.write_row(1, 0, [1042, "e@example.com"])
        sheet.write_datetime(1, 2, date(2025, 5, 6), day)
    import_people(path, now=NOON)
    row = frame(purpose=Purpose.SURVEYS)[0]
    assert (row.party, row.since) == ("customer_id:1042", date(2025, 5, 6))


def test_without_a_number_the_address_names_the_customer(tmp_path: Path) -> None:
    import_people(written(tmp_path, "E-mail,Segment\nEva@example.com,home\n"), now=NOON)
    assert frame(purpose=Purpose.SURVEYS)[0].party == "email:eva@example.com"


def test_what_cannot_be_used_is_listed_with_line_and_reason(tmp_path: Path) -> None:
    text = (
        "id,email,phone,language,since,until,consent\n"
        "1,not an address,,klingon,someday,,\n"
        ",,,,,,yes\n"
        "2,b@example.com,,,,,perhaps\n"
        "3,c@example.com,,,2026-05-01,2026-01-01,\n"
        "4,d@example.com,12,,,,\n"
        "4,d@example.com,,,,,\n"
    )
    report = import_people(written(tmp_path, text), now=NOON)
    assert (report.rows, report.taken) == (6, 3)
    said = [(each.line, each.rest_taken) for each in report.remarks]
    assert said == [(2, True), (2, True), (2, True), (3, False), (4, False), (5, False), (6, True), (7, True)]
    assert party_ids_of(["customer_id:2"]) == {}
    lines = remarks_csv(report.remarks).splitlines()
    assert lines[0] == "line,kind,reason,row"
    assert "“perhaps” does not say whether there is consent" in lines[5]
    assert "before it came" in lines[6]


def test_a_list_that_names_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match="No column names the customers"):
        import_people(written(tmp_path, "colour,size\nred,3\n"))
    with pytest.raises(FileError, match="empty"):
        import_people(written(tmp_path, ""))
