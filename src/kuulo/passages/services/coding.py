"""What a person does with a passage: give it codes, take them away, note something, decide on proposals."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.codebooks.queries import book
from kuulo.codebooks.services import CodeWishes, add_code
from kuulo.passages.models import Coding, Proposal, Round
from kuulo.passages.queries.codings import blind_round, book_of_study
from kuulo.passages.queries.rows import coding_view, plain_of, proposal_view
from kuulo.passages.rules import (
    Change,
    Kind,
    Origin,
    Passage,
    PassageCoded,
    ProposalState,
    ProposalView,
    Verb,
    book_of,
    check_memo,
    check_passage,
    decided,
    key_of,
)
from kuulo.passages.services.acting import Doing, keep_act, new_key
from kuulo.sources.queries import in_force, source_lines
from kuulo.sources.rules import SourceLine

LONGEST_NAME = 120


@transaction.atomic
def code_passage(  # noqa: PLR0913 -- a passage is three values, and each of the others is asked for by itself
    *,
    source: str,
    start: int,
    end: int,
    code: str,
    by: str,
    memo: str = "",
    now: datetime | None = None,
) -> PassageCoded:
    """Give a passage a code and return the coding; the same again changes nothing.

    Raises:
        InputError: The passage lies outside its source.
        NotFoundError: There is no such source or code.
        GuardError: The source is not in force, or the coder has finished it in a round of blind coding.
    """
    line = codable(source, start, end)
    book(book_of(code)).code(key_of(code))
    passage = Passage(source, start, end)
    there = _there(passage, code, by)
    if there is not None:
        return coding_view(there)
    row = _coded(line, passage, code, by, now)
    if memo:
        row.memo = check_memo(memo)
    row.save(force_insert=True)
    doing = Doing(study=line.study, by=by, verb=Verb.CODE, source=source, passage=passage, now=now)
    keep_act(doing, [_made(row)])
    return coding_view(row)


@transaction.atomic
def code_anew(  # noqa: PLR0913 -- as above
    *,
    source: str,
    start: int,
    end: int,
    name: str,
    by: str,
    parent: str = "",
    language: str = "en",
    now: datetime | None = None,
) -> PassageCoded:
    """Make a code in the study's codebook, such as in the participant's own words, and give it to a passage.

    Both are one act: undone together, the code goes again where nothing else has come to use it.

    Raises:
        InputError: It has no name, the name is too long, or the passage lies outside its source.
        GuardError: The study has no codebook yet, or as with `code_passage`.
        NotFoundError: There is no such source, or no such code above it.
    """
    line = codable(source, start, end)
    slug = book_of_study(line.study)
    if not slug:
        raise GuardError(_("The study has no codebook yet."), _("Choose or make one on the study’s page of coding."))
    said = " ".join(name.split())
    if len(said) > LONGEST_NAME:
        raise InputError(_("A code’s name has at most {most} characters."), _("Select fewer words."), most=LONGEST_NAME)
    before = book(slug).parents
    made = add_code(slug=slug, wishes=CodeWishes(names={language: said}, parent=parent), now=now)
    key = next(code.key for code in made.codes if code.key not in before)
    code = f"{slug}/{key}"
    row = _coded(line, Passage(source, start, end), code, by, now)
    row.save(force_insert=True)
    new = Change(kind=Kind.CODE, key=code, before=None, after={"names": {language: said}, "parent": parent})
    doing = Doing(
        study=line.study, by=by, verb=Verb.CODE_ANEW, source=source, passage=Passage(source, start, end), now=now
    )
    keep_act(doing, [new, _made(row)])
    return coding_view(row)


@transaction.atomic
def remove_coding(*, coding_id: int, by: str, now: datetime | None = None) -> None:
    """Take a code from a passage again.

    Raises:
        NotFoundError: It is gone already.
        GuardError: Another person gave it, it was settled, or the coder has finished the source in a round.
    """
    row = _own(coding_id, by)
    held = plain_of(row)
    row.delete()
    change = Change(kind=Kind.CODING, key=str(held["id"]), before=held, after=None)
    keep_act(_doing(held, by, Verb.REMOVE, now), [change])


@transaction.atomic
def resize_coding(*, coding_id: int, start: int, end: int, by: str, now: datetime | None = None) -> PassageCoded:
    """Let a coding be of a longer or shorter passage.

    Raises:
        InputError: The passage lies outside its source.
        GuardError: Another person gave it, the passage has this code from the same coder, or as with `remove_coding`.
    """
    row = _own(coding_id, by)
    codable(row.source, start, end)
    held = plain_of(row)
    if (row.start, row.end) == (start, end):
        return coding_view(row)
    if _there(Passage(row.source, start, end), row.code, by) is not None:
        raise GuardError(_("The passage has this code already."), _("Remove one of the two codings."))
    row.start, row.end = start, end
    row.save(update_fields=["start", "end"])
    keep_act(_doing(held, by, Verb.RESIZE, now), [_changed(row, held)])
    return coding_view(row)


@transaction.atomic
def note_coding(*, coding_id: int, memo: str, by: str, now: datetime | None = None) -> PassageCoded:
    """Note something beside a coding; an empty note takes it away.

    Raises:
        InputError: It is too long.
        GuardError: As with `remove_coding`.
    """
    row = _own(coding_id, by)
    held = plain_of(row)
    row.memo = check_memo(memo)
    if row.memo == held["memo"]:
        return coding_view(row)
    row.save(update_fields=["memo"])
    keep_act(_doing(held, by, Verb.NOTE, now), [_changed(row, held)])
    return coding_view(row)


@transaction.atomic
def decide_proposal(*, proposal_id: int, wish: ProposalState, by: str, now: datetime | None = None) -> ProposalView:
    """Accept or reject what the machine proposes; what is accepted becomes a coding of the person who accepts it.

    Raises:
        NotFoundError: There is no such proposal any more.
        GuardError: It was decided already, or the passage may not be coded.
    """
    row = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if row is None:
        raise NotFoundError(_("There is no such proposal any more."), _("Load the page again."))
    line = codable(row.source, row.start, row.end)
    if blind_round(by, row.source) is not None:
        raise GuardError(_("In a round of blind coding nobody sees proposals."), _("Finish the round first."))
    held = plain_of(row)
    row.state = decided(ProposalState(row.state), wish)
    row.decided_by, row.decided_at = by, now or timezone.now()
    row.save()
    changes = [Change(kind=Kind.PROPOSAL, key=str(row.pk), before=held, after=plain_of(row))]
    passage = Passage(row.source, row.start, row.end)
    if wish is ProposalState.ACCEPTED and _there(passage, row.code, by) is None:
        given = _coded(line, passage, row.code, by, now)
        given.origin = Origin.PROPOSAL
        given.save(force_insert=True)
        changes.append(_made(given))
    verb = Verb.ACCEPT if wish is ProposalState.ACCEPTED else Verb.REJECT
    keep_act(Doing(study=line.study, by=by, verb=verb, source=row.source, passage=passage, now=now), changes)
    return proposal_view(row)


def codable(source: str, start: int, end: int) -> SourceLine:
    """Return the source of a passage that may be coded.

    Raises:
        NotFoundError: There is no such source.
        InputError: The passage lies outside it.
        GuardError: It is not in force any more.
    """
    line = source_lines([source]).get(source)
    if line is None:
        raise NotFoundError(_("There is no such source."), _("See the study’s list of sources."))
    check_passage(Passage(source, start, end), line.length)
    why = in_force([source])[source]
    if why is not None:
        raise GuardError(
            _("The source may not be coded any more: {why}"), _("Leave it out of what you conclude."), why=why
        )
    return line


def _coded(line: SourceLine, passage: Passage, code: str, by: str, now: datetime | None) -> Coding:
    number = blind_round(by, passage.source)
    _check_open(number, by, passage.source)
    return Coding(
        key=new_key(),
        study=line.study,
        source=passage.source,
        start=passage.start,
        end=passage.end,
        code=code,
        coder=by,
        at=now or timezone.now(),
        round_id=number,
    )


def _there(passage: Passage, code: str, by: str) -> Coding | None:
    number = blind_round(by, passage.source)
    rows = Coding.objects.filter(source=passage.source, start=passage.start, end=passage.end, code=code, coder=by)
    return rows.filter(round=number).exclude(origin=Origin.SETTLED).first()


def _own(coding_id: int, by: str) -> Coding:
    row = Coding.objects.select_for_update().filter(pk=coding_id).first()
    if row is None:
        raise NotFoundError(_("There is no such coding any more."), _("Load the page again."))
    if row.origin == Origin.SETTLED:
        raise GuardError(_("It was settled by several coders together."), _("Start another round to settle it anew."))
    if row.coder != by:
        raise GuardError(
            _("{coder} gave this code; only who gave it takes it away or changes it."),
            _("Give the passage your own code, or write a memo."),
            coder=row.coder,
        )
    _check_open(row.round_id, by, row.source)
    return row


def _check_open(number: int | None, by: str, source: str) -> None:
    """Refuse a change in a round's source that the coder has finished, or of a round that is over."""
    if number is None:
        return
    row = Round.objects.get(pk=number)
    if row.state != "coding" or source in row.done.get(by, ()):
        raise GuardError(
            _("The source is finished in its round of blind coding."), _("Settle differences on the page of the round.")
        )


def _made(row: Coding) -> Change:
    return Change(kind=Kind.CODING, key=str(row.pk), before=None, after=plain_of(row))


def _changed(row: Coding, held: dict[str, object]) -> Change:
    return Change(kind=Kind.CODING, key=str(row.pk), before=held, after=plain_of(row))


def _doing(held: dict[str, object], by: str, verb: Verb, now: datetime | None) -> Doing:
    passage = Passage(str(held["source"]), int(str(held["start"])), int(str(held["end"])))
    return Doing(study=str(held["study"]), by=by, verb=verb, source=passage.source, passage=passage, now=now)
