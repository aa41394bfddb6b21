"""Finding parties by a name, an identifier, an e-mail address or a phone number; a page at a time."""

from __future__ import annotations

import pytest

from kuulo.customers.queries import find_parties
from kuulo.customers.rules import Channel, ContactRow, PartyKind, PartyRow, Purpose, Stage
from kuulo.customers.rules.names import KEY_LENGTH, fold, name_key
from kuulo.customers.services import link_parties, register_contacts
from kuulo.customers.tests.cast import NOON, people, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def crowd() -> dict[str, int]:
    rows = [
        PartyRow(identifier="customer_id:1042", name="Åsa Mäki-Öberg"),
        PartyRow(identifier="customer_id:1043", name="Bertil Bäck", stage=Stage.PROSPECT),
        PartyRow(identifier="business_id:1234567-8", name="Kuulon Äänet Oy", kind=PartyKind.ORGANISATION),
    ]
    numbers = register(*rows)
    register_contacts(
        [
            ContactRow(identifier="customer_id:1042", channel=Channel.EMAIL, value="asa@example.com"),
            ContactRow(identifier="customer_id:1043", channel=Channel.SMS, value="040 123 4567"),
        ],
        now=NOON,
    )
    return dict(zip(("asa", "bertil", "firm"), numbers, strict=True))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("åsa", ["asa"]),
        ("ASA oberg", ["asa"]),
        ("maki", ["asa"]),
        ("b", ["bertil"]),
        ("aanet", ["firm"]),
        ("104", ["asa", "bertil"]),
        ("1042", ["asa"]),
        ("customer_id:1043", ["bertil"]),
        ("1234567-8", ["firm"]),
        ("asa@example.com", ["asa"]),
        ("ASA@EX", ["asa"]),
        ("+358401234567", ["bertil"]),
        ("040-123 4567", ["bertil"]),
        ("", ["asa", "bertil", "firm"]),
        ("erg", []),
        ("%", []),
        ("_", []),
        ("nobody", []),
    ],
)
def test_they_are_found_by_what_somebody_remembers(crowd: dict[str, int], text: str, who: list[str]) -> None:
    found = find_parties(purpose=Purpose.SERVICE, text=text)
    assert [line.party_id for line in found.lines] == [crowd[name] for name in who]
    assert found.next is None


def test_a_list_is_narrowed_by_kind_stage_and_numbers(crowd: dict[str, int]) -> None:
    def numbers(**narrowed: object) -> list[int]:
        return [line.party_id for line in find_parties(purpose=Purpose.SERVICE, **narrowed).lines]  # type: ignore[arg-type] # as the case says

    assert numbers(kind=PartyKind.ORGANISATION) == [crowd["firm"]]
    assert numbers(stage=Stage.PROSPECT) == [crowd["bertil"]]
    assert numbers(stage=Stage.FORMER) == []
    assert numbers(among=[crowd["firm"], crowd["asa"], 999], text="asa") == [crowd["asa"]]
    assert numbers(among=[]) == []


def test_pages_follow_each_other_and_end() -> None:
    numbers = people(7)
    seen: list[int] = []
    after: int | None = None
    for _page in range(3):
        found = find_parties(purpose=Purpose.SERVICE, after=after, limit=3)
        seen += [line.party_id for line in found.lines]
        after = found.next
    assert seen == numbers
    assert after is None
    among = find_parties(purpose=Purpose.SERVICE, among=numbers[2:6], limit=3)
    assert ([line.party_id for line in among.lines], among.next) == (numbers[2:5], numbers[4])


def test_a_whole_is_one_line_found_by_any_of_its_names() -> None:
    first, second = register(
        PartyRow(identifier="customer_id:1", name="Aino Ahti", stage=Stage.PROSPECT),
        PartyRow(identifier="customer_id:2", name="Aino Berg"),
    )
    link_parties(first_id=first, second_id=second, now=NOON)
    for text in ("ahti", "berg", "aino", "customer_id:2"):
        (line,) = find_parties(purpose=Purpose.SERVICE, text=text).lines
        assert (line.party_id, line.name, line.stage, line.identifier) == (
            first,
            "Aino Ahti",
            Stage.ACTIVE,
            "customer_id:1",
        )
    assert len(find_parties(purpose=Purpose.SERVICE, stage=Stage.ACTIVE).lines) == 1
    assert find_parties(purpose=Purpose.SERVICE, stage=Stage.PROSPECT).lines == ()
    register(PartyRow(identifier="customer_id:2", name="Aino Cygnaeus"))
    assert len(find_parties(purpose=Purpose.SERVICE, text="cyg").lines) == 1


@pytest.mark.pure
@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Åsa Öberg", "asa oberg"),
        ("Łukasz Sørensen", "lukasz sorensen"),
        ("O'Neill-Smith", "o neill smith"),
        ("ẞ", "ss"),
    ],
)
def test_names_are_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.pure
def test_a_key_has_its_words_after_a_space_and_an_end() -> None:
    assert name_key("Aino Ahti", "AINO AHTI", "") == " aino ahti"
    assert name_key("", "") == ""
    assert len(name_key("ä" * 900)) == KEY_LENGTH


def test_whom_the_text_names_exactly_comes_first_and_once() -> None:
    told = ("customer_id:100", "customer_id:10", "customer_id:101", "card_id:10")
    longer, exact, other, card = register(*(PartyRow(identifier=each, name="Aino") for each in told))

    def pages(text: str, limit: int) -> list[list[int]]:
        found = find_parties(purpose=Purpose.SERVICE, text=text, limit=limit)
        shown = [[line.party_id for line in found.lines]]
        while found.next is not None:
            found = find_parties(purpose=Purpose.SERVICE, text=text, after=found.next, limit=limit)
            shown.append([line.party_id for line in found.lines])
        return shown

    assert pages("10", 9) == [[exact, card, longer, other]]
    assert pages("10", 3) == [[exact, card, longer], [other]]
    assert pages("10", 2) == [[exact, longer], [other, card]]
    assert pages("10", 1) == [[exact], [longer], [other], [card]]
    assert pages("card_id:10", 9) == [[card]]
    prospects = find_parties(purpose=Purpose.SERVICE, text="10", stage=Stage.PROSPECT)
    assert prospects.lines == ()
