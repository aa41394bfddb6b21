"""What the coding page's script sends: one act at a time; the answer says which rows are other than before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from kuulo.base.errors import GuardError, InputError, KuuloError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.codebooks.queries import all_books
from kuulo.passages import services
from kuulo.passages.queries import book_of_study, memos_seen_by, proposals_of, seen_by, trail_of
from kuulo.passages.rules import About, ActView, Kind, ProposalState, verb_text
from kuulo.passages.views.seeing import need_coder
from kuulo.passages.views.source import Shown, plain_trail, shown_source
from kuulo.passages.views.telling import (
    code_lines,
    plain_code,
    plain_coding,
    plain_memo,
    plain_proposal,
    said,
)

REFUSED: Final = 422
GUARDED: Final = 409
GONE: Final = 404
UNKNOWN: Final = _("The page asked for something it cannot do.")


@require_POST
@permission_required("passages.code", raise_exception=True)
def act(request: HttpRequest, slug: str, key: str) -> JsonResponse:
    """Do one act and return the rows it changed, what it is called, and what undo and redo would do now."""
    shown = shown_source(request, slug, key)
    need_coder(shown.seen)
    try:
        done = _do(shown, request.POST)
    except KuuloError as error:
        told = " ".join(each for each in (said(error.found), said(error.mend) if error.mend.template else "") if each)
        return JsonResponse({"error": told}, status=_status(error))
    return JsonResponse(_answer(shown, done, request.POST.get("do", "")))


def _do(shown: Shown, asked: QueryDict) -> ActView | None:
    """Do what is asked and return the act; None where nothing was other than before."""
    verb, study, who = asked.get("do", ""), shown.seen.study.slug, shown.seen.who
    if verb == "undo":
        return services.undo(by=who, study=study)
    if verb == "redo":
        return services.redo(by=who, study=study)
    doing = DOING.get(verb)
    if doing is None:
        raise InputError(UNKNOWN)
    before = trail_of(study, who).undo
    doing(shown, asked)
    after = trail_of(study, who).undo
    return None if before == after else after


def _code(shown: Shown, asked: QueryDict) -> None:
    start, end = _passage(asked)
    services.code_passage(source=shown.source.key, start=start, end=end, code=asked.get("code", ""), by=shown.seen.who)


def _code_anew(shown: Shown, asked: QueryDict) -> None:
    start, end = _passage(asked)
    services.code_anew(
        source=shown.source.key,
        start=start,
        end=end,
        name=asked.get("name", ""),
        by=shown.seen.who,
        parent=asked.get("parent", "").partition("/")[2],
        language=_name_language(shown),
    )


def _remove(shown: Shown, asked: QueryDict) -> None:
    services.remove_coding(coding_id=_own(shown, asked), by=shown.seen.who)


def _resize(shown: Shown, asked: QueryDict) -> None:
    start, end = _passage(asked)
    services.resize_coding(coding_id=_own(shown, asked), start=start, end=end, by=shown.seen.who)


def _note(shown: Shown, asked: QueryDict) -> None:
    services.note_coding(coding_id=_own(shown, asked), memo=asked.get("text", ""), by=shown.seen.who)


def _memo(shown: Shown, asked: QueryDict) -> None:
    about = About.PASSAGE if asked.get("start") else About.SOURCE
    start, end = _passage(asked) if about is About.PASSAGE else (None, None)
    services.write_memo(
        study=shown.seen.study.slug,
        about=about,
        text=asked.get("text", ""),
        by=shown.seen.who,
        source=shown.source.key,
        start=start,
        end=end,
    )


def _change_memo(shown: Shown, asked: QueryDict) -> None:
    services.change_memo(memo_id=_memo_here(shown, asked), text=asked.get("text", ""), by=shown.seen.who)


def _remove_memo(shown: Shown, asked: QueryDict) -> None:
    services.remove_memo(memo_id=_memo_here(shown, asked), by=shown.seen.who)


def _decide(shown: Shown, asked: QueryDict) -> None:
    number = _number(asked, "id")
    if number not in {each.id for each in proposals_of(shown.source.key)}:
        raise NotFoundError(_("There is no such proposal any more."), _("Load the page again."))
    wish = ProposalState.ACCEPTED if asked.get("do") == "accept" else ProposalState.REJECTED
    services.decide_proposal(proposal_id=number, wish=wish, by=shown.seen.who)


DOING: Final[Mapping[str, Callable[[Shown, QueryDict], None]]] = MappingProxyType(
    {
        "code": _code,
        "code_anew": _code_anew,
        "remove": _remove,
        "resize": _resize,
        "note": _note,
        "memo": _memo,
        "change_memo": _change_memo,
        "remove_memo": _remove_memo,
        "accept": _decide,
        "reject": _decide,
    }
)


def _answer(shown: Shown, done: ActView | None, verb: str) -> dict[str, Any]:
    """Return rows that are other than before; an id that is named and comes with no row is gone."""
    who, key, study = shown.seen.who, shown.source.key, shown.seen.study.slug
    answer: dict[str, Any] = {"said": _said(done, verb), **plain_trail(trail_of(study, who))}
    if done is None:
        return answer
    answer["elsewhere"] = done.source if done.source != key else None
    answer["at"] = None if done.start is None else [done.start, done.end]
    rows = {kind: {number for each, number in done.rows if each is kind} for kind in Kind}
    parts = (
        ("codings", Kind.CODING, [plain_coding(each, who) for each in seen_by(who, key)]),
        ("memos", Kind.MEMO, [plain_memo(each, who) for each in memos_seen_by(who, key)]),
        ("proposals", Kind.PROPOSAL, [plain_proposal(each) for each in proposals_of(key)]),
    )
    for name, kind, every in parts:
        if rows[kind]:
            here = [each for each in every if str(each["id"]) in rows[kind]]
            answer[name] = {"touched": sorted(map(int, rows[kind])), "rows": here}
    if rows[Kind.CODE]:
        own = book_of_study(study)
        books = [book for book in all_books() if book.slug == own]
        answer["codes"] = [plain_code(line) for line in code_lines(books, get_language() or "en", own).values()]
    return answer


def _said(done: ActView | None, verb: str) -> str:
    if done is None:
        return gettext("It was so already.")
    name = said(verb_text(done.verb))
    if verb == "undo":
        return gettext("Undone: {act}").format(act=name)
    return gettext("Redone: {act}").format(act=name) if verb == "redo" else name


def _status(error: KuuloError) -> int:
    if isinstance(error, NotFoundError):
        return GONE
    return GUARDED if isinstance(error, GuardError) else REFUSED


def _passage(asked: QueryDict) -> tuple[int, int]:
    return _number(asked, "start"), _number(asked, "end")


def _number(asked: QueryDict, name: str) -> int:
    text = asked.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InputError(UNKNOWN)
    return int(text)


def _own(shown: Shown, asked: QueryDict) -> int:
    number = _number(asked, "id")
    if number not in {each.id for each in seen_by(shown.seen.who, shown.source.key)}:
        raise NotFoundError(_("There is no such coding any more."), _("Load the page again."))
    return number


def _memo_here(shown: Shown, asked: QueryDict) -> int:
    number = _number(asked, "id")
    if number not in {each.id for each in memos_seen_by(shown.seen.who, shown.source.key)}:
        raise NotFoundError(_("There is no such memo any more."), _("Load the page again."))
    return number


def _name_language(shown: Shown) -> str:
    """Return the language a new code's name is in: that of the source, where codes have names in it."""
    spoken = shown.source.language or ""
    return spoken if spoken in {"fi", "sv", "en"} else get_language() or "en"
