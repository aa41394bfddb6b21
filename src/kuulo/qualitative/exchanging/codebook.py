"""Codebooks (.qdc): the tree of codes and sets of them, read and written."""

from __future__ import annotations

from collections.abc import Sequence

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.qualitative.exchanging.archive import LIMITS, Limits, check_size, too_large
from kuulo.qualitative.exchanging.guids import Guids
from kuulo.qualitative.exchanging.markup import CODEBOOK_SPACE, element_of, first, local, parse, strays, written
from kuulo.qualitative.exchanging.model import ORIGIN, Code, ReadCodes, Set, Written
from kuulo.qualitative.exchanging.reading import codes_of, sets_of
from kuulo.qualitative.exchanging.reading_parts import Reading
from kuulo.qualitative.exchanging.telling import Telling
from kuulo.qualitative.exchanging.writing import Writing, add_code, add_words, child


def read_qdc(content: bytes, *, limits: Limits = LIMITS) -> ReadCodes:
    """Return the codes of a .qdc file in any of the namespaces programs write, and what there is to tell.

    Raises:
        FileError: It is no codebook, broken, too large, or declares entities.
    """
    check_size(content, limits)
    if len(content) > limits.markup:
        raise too_large()
    root = parse(content)
    book = root if local(root) == "CodeBook" else first(root, "CodeBook")
    if book is None:
        raise FileError(_("This is no REFI-QDA codebook."), _("Choose a .qdc file."))
    telling = Telling()
    own = (root.get("origin") or "").startswith(ORIGIN)
    reading = Reading(
        telling=telling, guids=Guids(telling), archive=None, folder="", own=own, rich=None, markup=limits.markup
    )
    wrong = strays(root, "Codebook.xsd") if root is book else ""
    if wrong:
        telling.note(_("The file strays from the standard and was read as far as it goes: {why}"), why=wrong[:200])
    codes = codes_of(first(book, "Codes"), reading)
    sets = sets_of(root if root is not book else book, reading)
    return ReadCodes(codes=codes, sets=sets, origin=root.get("origin") or "", told=telling.texts())


def write_qdc(codes: Sequence[Code], sets: Sequence[Set] = ()) -> Written:
    """Return a codebook that follows the schema, and what had no place in it: notes, and sets of anything but codes.

    Raises:
        FileError: There is no code.
    """
    if not codes:
        raise FileError(_("There are no codes to write."), _("Add a code first."))
    writing = Writing(Telling(), CODEBOOK_SPACE)
    root = element_of(CODEBOOK_SPACE, "CodeBook", {"origin": ORIGIN})
    home = child(root, writing, "Codes")
    for code in codes:
        add_code(home, code, writing)
    if sets:
        home = child(root, writing, "Sets")
    for group in sets:
        element = child(home, writing, "Set", guid=group.guid, name=group.name)
        add_words(element, writing, "Description", group.description)
        for guid in group.codes:
            child(element, writing, "MemberCode", guid=guid)
        if group.sources or group.notes:
            writing.telling.note(
                _("Sources and notes of sets have no place in a codebook: {count} (first: “{name}”)."), name=group.name
            )
    return Written(content=written(root, "Codebook.xsd"), left_out=writing.telling.texts())
