"""Which language of a definition is put where: Kuulo asks in Finnish, Swedish and English; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.imported import Loss
from kuulo.instruments.formats.recording import Record
from kuulo.instruments.rules.questionnaire import LANGUAGES


@dataclass(frozen=True, slots=True)
class Placement:
    """Where texts of each language of the source go: code in the source → fi, sv or en; the others are left."""

    languages: tuple[str, ...]
    places: Mapping[str, str]


def place_languages(found: Sequence[str], chosen: str, record: Record) -> Placement:
    """Return where the source's languages go, the source's first language first, and note those that are left.

    Where none of them is Finnish, Swedish or English, the first goes to ``chosen``, and that is noted too.
    """
    places: dict[str, str] = {}
    for code in found:
        ours = own_language(code)
        if ours and ours not in places.values():
            places[code] = ours
    if not places and found:
        places[found[0]] = chosen
        what = say(
            _("The texts are in another language ({code}); they were put in the place of {chosen}."),
            code=found[0],
            chosen=chosen,
        )
        record.leave(found[0], what, found[0], loss=Loss.CHANGED)
    for code in found:
        if code not in places:
            what = say(
                _("Texts in the language {code} were left out; Kuulo asks in Finnish, Swedish and English."), code=code
            )
            record.leave(code, what, code, loss=Loss.TEXT)
    return Placement(tuple(places.values()) or (chosen,), places)


def own_language(code: str) -> str:
    """Return fi, sv or en for a code such as ``EN-GB`` or ``sv_SE``, else nothing."""
    short = code.strip().lower().replace("_", "-").split("-")[0]
    return short if short in LANGUAGES else ""
