"""What a coder did last, to be undone, and what was undone last, to be done again."""

from __future__ import annotations

from dataclasses import dataclass

from kuulo.passages.models import Act
from kuulo.passages.queries.rows import act_view
from kuulo.passages.rules import ActView


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """The act that undo takes back, and the one that redo does again; None where there is none."""

    undo: ActView | None
    redo: ActView | None


def trail_of(study: str, coder: str) -> Trail:
    """Return what undo and redo would do for a coder in a study."""
    rows = Act.objects.filter(study=study, coder=coder)
    last = rows.filter(undone=False).order_by("-number").first()
    undone = rows.filter(undone=True).order_by("number").first()
    return Trail(undo=act_view(last) if last else None, redo=act_view(undone) if undone else None)
