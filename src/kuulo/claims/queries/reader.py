"""Who reads: what of people's words a person may see, study by study."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.models import Fragment
from kuulo.claims.rules import FragmentKind
from kuulo.studies import queries as studies
from kuulo.studies.rules import StudyView

NOT_FOR_YOU: Final = say(_("Words of customers are shown to those who may read them."))
CONFIDENTIAL: Final = say(_("A fragment of a confidential study: its team alone sees it."))
FOR_THE_TEAM: Final = say(_("The words of this study are shown to its team."))


@dataclass(frozen=True, slots=True)
class Sight:
    """What one reader may see of one study: whether it is there at all, and whether its words are shown masked."""

    study: StudyView | None
    is_seen: bool = False
    is_member: bool = False


@dataclass(slots=True)
class Reader:
    """A person who reads claims; ``user`` None reads without anybody's rights: no words are shown.

    Attributes:
        user: The account, or None.
        sights: What was found out of studies so far; each is asked about once a page.
    """

    user: Any = None
    sights: dict[str, Sight] = field(default_factory=dict)

    def may(self, permission: str) -> bool:
        """Return whether the reader has a permission."""
        return self.user is not None and bool(self.user.has_perm(permission))

    @property
    def sees_unmasked(self) -> bool:
        """Whether words may be shown as they were said, where the study or the promise lets them."""
        return self.may("words.view_unmasked")

    def sight_of(self, slug: str) -> Sight:
        """Return what the reader may see of a study."""
        self.look_at([slug])
        return self.sights[slug]

    def look_at(self, slugs: Iterable[str]) -> None:
        """Find out of several studies at once; one that is gone is seen by nobody."""
        wanted = {slug for slug in slugs if slug not in self.sights}
        found = studies.studies_called(wanted) if wanted else {}
        self.sights |= {slug: self._sight(found.get(slug)) for slug in wanted}

    def _sight(self, found: StudyView | None) -> Sight:
        if found is None or self.user is None:
            return Sight(found)
        return Sight(found, studies.may_see(found, self.user), studies.is_member(found, self.user))

    def hides(self, row: Fragment) -> Text | None:
        """Return why the reader may not see the words of a fragment; None where the reader may, at least masked."""
        if row.kind == FragmentKind.FIGURE:
            return None
        if row.kind == FragmentKind.ANSWER:
            return None if self.may("words.view_words") else NOT_FOR_YOU
        if not self.may("sources.view_sources"):
            return NOT_FOR_YOU
        sight = self.sight_of(row.study)
        if sight.is_member or row.shared:
            return None
        if not sight.is_seen:
            return CONFIDENTIAL
        return None if sight.study is not None and sight.study.shares_words else FOR_THE_TEAM

    def knows(self, row: Fragment) -> bool:
        """Return whether the reader may know which study or customer a fragment comes from."""
        return row.kind != FragmentKind.PASSAGE or (
            self.may("sources.view_sources") and self.sight_of(row.study).is_seen
        )

    def masks(self, row: Fragment) -> bool:
        """Return whether the reader sees the words masked."""
        if row.kind == FragmentKind.PASSAGE and not self.sight_of(row.study).is_member:
            return True
        return not self.sees_unmasked
