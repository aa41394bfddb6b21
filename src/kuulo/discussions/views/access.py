"""Which study a page of staff is about, and whether its reader may see participants' words, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as gettext_noop
from kuulo.discussions.queries import room, thread
from kuulo.discussions.rules import RoomView, ThreadView
from kuulo.studies.queries import email_of, is_member, seen_study
from kuulo.studies.rules import StudyView
from kuulo.words.queries import mask_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at a study.

    Attributes:
        study: What they may see.
        by: Their e-mail.
        reads: Whether they see participants' words at all.
        unmasked: Whether they see them as they are.
    """

    study: StudyView
    by: str
    reads: bool
    unmasked: bool

    def words(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return texts of participants as this reader may see them; empty where not at all."""
        if not self.reads:
            return dict.fromkeys(texts, "")
        if self.unmasked:
            return dict(texts)
        return mask_now({key: (text, None) for key, text in texts.items()})

    def trail(self) -> list[tuple[str, str]]:
        """Return the way to the discussion's pages."""
        return [
            (reverse("studies:studies"), _("Studies")),
            (reverse("studies:study", args=[self.study.slug]), self.study.title),
        ]


def reader_of(request: HttpRequest, slug: str) -> Reader:
    """Return who looks at which study.

    Raises:
        NotFoundError: There is no such study for this person.
    """
    user = request.user
    found = seen_study(user=user, slug=slug)
    member = is_member(found, user)
    return Reader(
        study=found,
        by=email_of(user),
        reads=member or found.shares_words,
        unmasked=member and user.has_perm("words.view_unmasked"),
    )


def room_in(reader: Reader, number: int) -> RoomView:
    """Return a room of the study.

    Raises:
        NotFoundError: It is of another study, or there is none.
    """
    found = room(number)
    if found.study != reader.study.slug:
        raise NotFoundError(gettext_noop("There is no such room."), gettext_noop("See the rooms of the study."))
    return found


def thread_in(reader: Reader, key: str) -> ThreadView:
    """Return a thread of the study.

    Raises:
        NotFoundError: It is of another study, or there is none.
    """
    found = thread(key)
    if found.room.study != reader.study.slug:
        raise NotFoundError(gettext_noop("There is no such thread."), gettext_noop("See the rooms of the study."))
    return found


def shown_titles(reader: Reader, threads: Iterable[ThreadView]) -> dict[str, str]:
    """Return what threads are called; a title that a participant gave is words of theirs."""
    found = {each.key: each for each in threads}
    theirs = reader.words({key: each.title for key, each in found.items() if each.begun_by is not None})
    return {key: theirs.get(key, each.title) or _("A topic of a participant") for key, each in found.items()}
