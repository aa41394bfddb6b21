"""Setting how customers are matched."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.identity import model_from_json
from kuulo.matching.models import MatchSettings
from kuulo.matching.queries.runs import run
from kuulo.matching.queries.settings import wishes_in_force
from kuulo.matching.rules.settings import KINDS, MatchWishes, check_wishes


@transaction.atomic
def set_wishes(*, wishes: MatchWishes, by: str, now: datetime | None = None) -> MatchWishes:
    """Put the settings in force; a changed switch of keys lets deterministic links be looked for anew.

    Raises:
        InputError: A threshold makes no sense, or a model file is none.
    """
    check_wishes(wishes)
    for kind, text in wishes.models.items():
        _check_model(kind, text)
    values = {
        "propose_at": wishes.propose_at,
        "accept_at": wishes.accept_at,
        "link_certain": wishes.link_certain,
        "personal_ids": wishes.personal_ids,
        "models_kept": dict(wishes.models),
        "certain_to": "",
        "changed_at": now or timezone.now(),
        "changed_by": by,
    }
    MatchSettings.objects.update_or_create(pk=1, defaults=values)
    return wishes_in_force()


@transaction.atomic
def keep_model(*, run_id: int, kind: str, by: str) -> MatchWishes:
    """Take the model of a run as the organisation's own: later runs use it as it is and learn nothing anew.

    Raises:
        NotFoundError: There is no such run.
        InputError: The run had no model of that kind.
    """
    found = next((each for each in run(run_id).kinds if each.kind == kind), None)
    if found is None:
        raise InputError(_("Run {number} has no model of that kind."), number=run_id)
    return put_model(kind=kind, text=found.model, by=by)


@transaction.atomic
def put_model(*, kind: str, text: str, by: str) -> MatchWishes:
    """Take a model file as the organisation's own for parties of a kind; an empty text lets it be made anew each time.

    Raises:
        InputError: The text is not a model, or the kind is none that is matched.
    """
    wishes = wishes_in_force()
    models = {name: kept for name, kept in wishes.models.items() if name != kind}
    if text:
        models[kind] = text
    return set_wishes(
        wishes=MatchWishes(
            propose_at=wishes.propose_at,
            accept_at=wishes.accept_at,
            link_certain=wishes.link_certain,
            personal_ids=wishes.personal_ids,
            models=models,
        ),
        by=by,
    )


def _check_model(kind: str, text: str) -> None:
    if kind not in KINDS:
        raise InputError(_("“{kind}” are not matched."), _("Name person or organisation."), kind=kind)
    model_from_json(text)
