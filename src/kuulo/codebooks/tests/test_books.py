"""Use case: somebody makes a codebook, nests its codes, joins them, and takes them to a spreadsheet and back."""

from __future__ import annotations

import pytest

from kuulo.base.errors import ColumnError, FileError, GuardError, InputError, NotFoundError
from kuulo.codebooks.models import Code, Coding
from kuulo.codebooks.queries import Book, book, list_books
from kuulo.codebooks.rules import read_codes, with_parents, write_codes
from kuulo.codebooks.services import (
    BookWishes,
    CodeWishes,
    add_code,
    change_book,
    change_code,
    import_codes,
    join_codes,
    make_book,
    move_code,
    remove_book,
    remove_code,
)
from kuulo.codebooks.tests.books import AINO, START, codebook
from kuulo.words.queries import value_labels

pytestmark = pytest.mark.django_db

FILE = (
    "key;parent;name_fi;name_sv;name_en;definition_fi\r\n"
    "bill;;Lasku;Faktura;Bill;Laskutus ja maksaminen\r\n"
    ";bill;Väärä summa;Fel belopp;Wrong sum;'=1+1 ei ole kaava\r\n"
).encode()


def coding(made: Book, signal: str, codes: list[str]) -> None:
    """Write a coding down."""
    Coding.objects.create(codebook_id=made.id, signal_id=signal, coder=AINO, codes=codes, coded_at=START)


def codes_of(signal: str) -> list[str]:
    """Return what is written down."""
    found: list[str] = Coding.objects.get(signal_id=signal).codes
    return found


def test_codes_nest_and_come_in_reading_order() -> None:
    made = make_book(wishes=BookWishes(names={"sv": "Kommentarer"}), by=AINO)
    for name, parent in (("Lasku", ""), ("Palvelu", ""), ("Summa", "lasku")):
        add_code(slug=made.slug, wishes=CodeWishes(names={"fi": name}, parent=parent))
    found = book(made.slug)
    assert [(code.key, code.depth, code.press) for code in found.codes] == [
        ("lasku", 0, "1"),
        ("summa", 1, "2"),
        ("palvelu", 0, "3"),
    ]
    assert with_parents(["summa"], found.parents) == {"summa", "lasku"}
    assert [line.slug for line in list_books()] == ["kommentarer"]
    assert str(value_labels("code", ["kommentarer/summa"], "sv")["kommentarer/summa"]) == "Summa"


def test_a_code_keeps_its_key_when_its_name_changes() -> None:
    made = codebook()
    change_code(slug=made.slug, key="price", wishes=CodeWishes(names={"en": "Cost"}, parent="staff"))
    assert book(made.slug).code("price").names == {"en": "Cost"}
    assert book(made.slug).code("price").parent == "staff"
    with pytest.raises(GuardError, match="under itself"):
        change_code(slug=made.slug, key="staff", wishes=CodeWishes(names={"en": "Staff"}, parent="price"))


def test_codes_move_join_and_go() -> None:
    made = codebook()
    assert [code.key for code in move_code(slug=made.slug, key="price", by=-1).codes] == ["odotus", "price", "staff"]
    coding(made, "one", ["price", "staff"])
    coding(made, "two", ["price"])
    add_code(slug=made.slug, wishes=CodeWishes(names={"en": "Discount"}, parent="price"))
    join_codes(slug=made.slug, key="price", into="staff")
    assert codes_of("one") == ["staff"]
    assert codes_of("two") == ["staff"]
    assert book(made.slug).code("discount").parent == "staff"
    remove_code(slug=made.slug, key="staff")
    assert codes_of("two") == []
    assert book(made.slug).code("discount").parent == ""
    with pytest.raises(InputError, match="into itself"):
        join_codes(slug=made.slug, key="odotus", into="odotus")


def test_a_code_joins_what_lies_under_it() -> None:
    made = codebook()
    add_code(slug=made.slug, wishes=CodeWishes(names={"en": "Discount"}, parent="price"))
    join_codes(slug=made.slug, key="price", into="discount")
    assert book(made.slug).code("discount").parent == ""


def test_codes_go_to_a_spreadsheet_and_come_back() -> None:
    made = make_book(wishes=BookWishes(names={"en": "Words"}), by=AINO)
    assert import_codes(slug=made.slug, content=FILE) == 2
    found = book(made.slug)
    assert [(code.key, code.parent) for code in found.codes] == [("bill", ""), ("vaara-summa", "bill")]
    assert found.code("vaara-summa").definitions == {"fi": "=1+1 ei ole kaava"}
    written = write_codes(found.codes)
    assert b"'=1+1" in written
    assert import_codes(slug=made.slug, content=written) == 2
    assert book(made.slug).codes == found.codes


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a;b\n1;2\n", "no column of names"),
        (b"name\n", "no column of names"),
        (b"key,name\nx,One\nx,Two\n", "twice"),
        (b"key,name,parent\nx,One,y\n", "no code"),
        (b"key,name,parent\nx,One,y\ny,Two,x\n", "in a circle"),
        ("name\nÄ".encode("utf-16"), "UTF-8"),
    ],
)
def test_a_file_that_is_no_codebook_is_refused(content: bytes, said: str) -> None:
    with pytest.raises((FileError, ColumnError), match=said):
        read_codes(content)


def test_names_are_needed_and_doubles_get_a_number() -> None:
    with pytest.raises(InputError, match="no name"):
        make_book(wishes=BookWishes(names={"fi": "  "}), by=AINO)
    slugs = [make_book(wishes=BookWishes(names={"en": "New"}), by=AINO).slug for _ in range(2)]
    assert slugs == ["new-2", "new-3"]
    with pytest.raises(NotFoundError, match="no codebook “x”"):
        book("x")


def test_a_codebook_changes_and_goes_with_everything() -> None:
    made = codebook()
    changed = change_book(slug=made.slug, wishes=BookWishes(names={"en": "Other"}, question="why", use_at=None))
    assert (changed.name("sv"), changed.question, changed.use_at) == ("Other", "why", None)
    coding(made, "one", ["price"])
    assert remove_book(slug=made.slug) == 1
    assert not Code.objects.exists()
    assert not Coding.objects.exists()
